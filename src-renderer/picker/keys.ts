// The grammar of keys: which key press means what, and how the keys are shown.
// Pure. Never act here, and never take a key from a running input method.

/** The parts of a KeyboardEvent that matter. */
export interface KeyPress {
  readonly key: string;
  /** The key's place (UI Events KeyboardEvent code), for digits and letters on any layout. */
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
  /** True while the key is held and repeats. */
  readonly repeat: boolean;
  /** True while an input method composes; 229 is what it sends instead of a key code (UI Events, keyCode). */
  readonly isComposing: boolean;
  readonly keyCode: number;
}

/** What the meaning of a key depends on. */
export interface KeyContext {
  /** Whether Cmd (macOS) or Ctrl is the main modifier. */
  readonly mac: boolean;
  /** The search box is empty. */
  readonly empty: boolean;
  /** The caret stands behind the query's last character, nothing selected: Delete has nothing to do in the box. */
  readonly caretAtEnd: boolean;
  /** A deleted clip can be brought back; otherwise Ctrl/Cmd+Z is the box's own undo. */
  readonly canUndo: boolean;
}

export type ChooseHow = 'paste' | 'plain' | 'copy';

export type Command =
  | {
      readonly do: 'move';
      readonly by: 'row' | 'page' | 'edge';
      readonly step: 1 | -1;
      readonly fresh: boolean;
    }
  | { readonly do: 'choose'; readonly how: ChooseHow }
  | { readonly do: 'choose-nth'; readonly nth: number; readonly how: ChooseHow }
  | { readonly do: 'pin' }
  | { readonly do: 'delete' }
  | { readonly do: 'undo' }
  | { readonly do: 'escape' }
  /** Ours, but nothing to do now: the box must not get it either. */
  | { readonly do: 'nothing' };

const nothing: Command = { do: 'nothing' };

/** @returns what the key means, null where it belongs to the search box. */
export function commandOf(press: KeyPress, context: KeyContext): Command | null {
  if (press.isComposing || press.keyCode === 229) return null;
  if (press.altKey) return null;
  const mod = context.mac ? press.metaKey : press.ctrlKey;
  const otherMod = context.mac ? press.ctrlKey : press.metaKey;
  const move = moveOf(press, context, mod, otherMod);
  if (move !== null) return move;
  if (otherMod) return null;
  const command = actOf(press, context, mod);
  // Held down, a key that acts would act on one clip after another.
  return command !== null && press.repeat ? nothing : command;
}

function moveOf(press: KeyPress, context: KeyContext, mod: boolean, otherMod: boolean): Command | null {
  if (press.shiftKey) return null;
  const fresh = !press.repeat;
  const move = (by: 'row' | 'page' | 'edge', step: 1 | -1): Command => ({ do: 'move', by, step, fresh });
  if (press.ctrlKey && !press.metaKey) {
    const letter = letterOf(press);
    if (letter === 'n') return move('row', 1);
    // Elsewhere Ctrl+P pins: one key can't do both.
    if (letter === 'p' && context.mac) return move('row', -1);
  }
  if (otherMod) return null;
  switch (press.key) {
    case 'ArrowDown':
      return move(mod && context.mac ? 'edge' : 'row', 1);
    case 'ArrowUp':
      return move(mod && context.mac ? 'edge' : 'row', -1);
    case 'PageDown':
      return move('page', 1);
    case 'PageUp':
      return move('page', -1);
    case 'End':
      return mod || context.empty ? move('edge', 1) : null;
    case 'Home':
      return mod || context.empty ? move('edge', -1) : null;
    default:
      return null;
  }
}

function actOf(press: KeyPress, context: KeyContext, mod: boolean): Command | null {
  const { shiftKey: shift } = press;
  switch (press.key) {
    case 'Enter':
      if (mod) return shift ? null : { do: 'choose', how: 'copy' };
      return { do: 'choose', how: shift ? 'plain' : 'paste' };
    case 'Escape':
      return { do: 'escape' };
    case 'Delete':
      return !mod && !shift && context.caretAtEnd ? { do: 'delete' } : null;
    case 'Backspace':
      return mod && !shift ? { do: 'delete' } : null;
  }
  if (!mod) return null;
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(press.code)?.[1];
  if (digit !== undefined) return { do: 'choose-nth', nth: Number(digit), how: shift ? 'plain' : 'paste' };
  if (shift) return null;
  switch (letterOf(press)) {
    case 'p':
      return { do: 'pin' };
    case 'z':
      return context.canUndo ? { do: 'undo' } : null;
    default:
      return null;
  }
}

/** The Latin letter of a key: as typed, or by its place where the layout has no Latin letters. */
function letterOf({ key, code }: KeyPress): string | null {
  if (/^[a-z]$/i.test(key)) return key.toLowerCase();
  if (/^[\p{ASCII}]$/u.test(key)) return null;
  return /^Key([A-Z])$/.exec(code)?.[1]?.toLowerCase() ?? null;
}

/** The accelerators that the picker shows, as keyNames() reads them. */
export const SHOWN_KEYS = {
  paste: 'Enter',
  plain: 'Shift+Enter',
  copy: 'Mod+Enter',
  pin: 'Mod+P',
  undo: 'Mod+Z',
  escape: 'Esc',
  systemPaste: 'Mod+V',
} as const;

/** Delete's accelerator: keyboards of Macs have no forward Delete. */
export function deleteKey(mac: boolean): string {
  return mac ? 'Mod+⌫' : 'Delete';
}

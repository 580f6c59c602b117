// From a key press to the command that the keymap gives it.
// Pure. Never act here, and never take a key from a running input method.
import { type CommandId, commandRule } from '../../src-shared/commands';
import { boxNeeds, type Chord, chordText, isSign, type Keymap } from '../../src-shared/keymap';

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
  /** The search box is empty. */
  readonly empty: boolean;
  /** The caret stands behind the query's last character, nothing selected: Delete and Right have nothing to do in the box. */
  readonly caretAtEnd: boolean;
  /** The query is read the other way than the window: behind its last character it is Right that goes back in it. */
  readonly against: boolean;
  /** The window is read from right to left: Right, in a chord, is the arrow that goes on along the line, to the left. */
  readonly mirrored: boolean;
  /** Something can be undone; otherwise Ctrl/Cmd+Z is the box's own undo. */
  readonly canUndo: boolean;
  /** A sheet or a menu lies over the list and has the keys. */
  readonly covered: boolean;
}

/** A command as a key asks for it. */
export interface KeyCommand {
  readonly id: CommandId;
  /** False while the key is held and repeats. */
  readonly fresh: boolean;
  /** 1 to 9 where the chord has a digit, else null. */
  readonly digit: number | null;
}

/**
 * @returns what the key asks for; 'nothing' where it is ours but has nothing to do now (the box must not get it either); null
 *   where it belongs to the search box.
 */
export function commandOf(
  press: KeyPress,
  context: KeyContext,
  keymap: Keymap,
): KeyCommand | 'nothing' | null {
  if (press.isComposing || press.keyCode === 229) return null;
  const { key, digit } = keyOf(press, context.mirrored);
  const chord: Chord = {
    control: press.ctrlKey,
    alt: press.altKey,
    shift: press.shiftKey && !isSign(key),
    meta: press.metaKey,
    key,
  };
  const id = keymap.commands.get(chordText(chord));
  if (id === undefined) return null;
  const { when, repeats } = commandRule(id);
  if (context.covered && when !== 'always') return null;
  if (when === 'undo' && !context.canUndo) return null;
  const needs = context.covered ? null : boxNeeds(chord);
  if (needs === 'empty' && !context.empty) return null;
  if (needs === 'caret-at-end' && (!context.caretAtEnd || (key === 'Right' && context.against))) return null;
  // Held down, a key that acts would act on one clip after another.
  return press.repeat && !repeats ? 'nothing' : { id, fresh: !press.repeat, digit };
}

const NAMES: Readonly<Record<string, string>> = {
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  Escape: 'Esc',
  ' ': 'Space',
};

/** The key as chords name it: a digit and a letter by its place where the layout has another sign there. */
function keyOf(
  { key, code, ctrlKey, metaKey, altKey }: KeyPress,
  mirrored: boolean,
): { key: string; digit: number | null } {
  if (key === 'ArrowLeft') return { key: mirrored ? 'Right' : 'Left', digit: null };
  if (key === 'ArrowRight') return { key: mirrored ? 'Left' : 'Right', digit: null };
  // Without a modifier a digit is typed.
  const digit = ctrlKey || metaKey || altKey ? /^(?:Digit|Numpad)([1-9])$/.exec(code)?.[1] : undefined;
  if (digit !== undefined) return { key: 'Digit', digit: Number(digit) };
  // A layout without Latin letters: the letter of the key's place on a Latin one.
  const place =
    /^[a-z]$/i.test(key) || /^\p{ASCII}+$/u.test(key) ? undefined : /^Key([A-Z])$/.exec(code)?.[1];
  if (place !== undefined) return { key: place, digit: null };
  return { key: NAMES[key] ?? (key.length === 1 ? key.toUpperCase() : key), digit: null };
}

/** The accelerators that are shown and are nobody's to change, as keyNames() reads them. */
export const SYSTEM_PASTE = 'Mod+V';

/** A command's chord as it is shown; null where it has none. */
export function shownKeys(keymap: Keymap, id: CommandId): string | null {
  return keymap.chords[id][0] ?? null;
}

/** A command's chords as aria-keyshortcuts says them (WAI-ARIA 1.2: modifiers by KeyboardEvent names). */
export function ariaKeys(keymap: Keymap, id: CommandId): string | undefined {
  const said = keymap.chords[id].map((chord) => {
    const names = chord.replaceAll(/Mod|CommandOrControl/g, keymap.mac ? 'Meta' : 'Control');
    return names.replace(/\bCtrl\b/, 'Control').replace(/\bEsc$/, 'Escape');
  });
  return said.length === 0 ? undefined : said.join(' ');
}

// Which keys paste in which program, and where those keys lie on the user's keyboard.
// Never assume a keycode: layouts put v elsewhere, and only the server's mapping knows.

export interface PasteChord {
  readonly modifiers: readonly ('Shift' | 'Control')[];
  readonly keysym: number;
  /** Takes its text from PRIMARY, not from CLIPBOARD. */
  readonly primary: boolean;
  /** As people write it. */
  readonly label: string;
}

/** Keysyms (X11 protocol, appendix A; keysymdef.h). */
const V = 0x0076;
const INSERT = 0xff63;

const CTRL_V: PasteChord = { modifiers: ['Control'], keysym: V, primary: false, label: 'Ctrl+V' };
const CTRL_SHIFT_V: PasteChord = {
  modifiers: ['Control', 'Shift'],
  keysym: V,
  primary: false,
  label: 'Ctrl+Shift+V',
};
const SHIFT_INSERT: PasteChord = {
  modifiers: ['Shift'],
  keysym: INSERT,
  primary: true,
  label: 'Shift+Insert',
};

/** The same keys where they take CLIPBOARD: the user's selection is left alone. */
const SHIFT_INSERT_CLIPBOARD: PasteChord = { ...SHIFT_INSERT, primary: false };

/** WM_CLASS, lower case. xterm and rxvt know no Ctrl+V at all; their Shift+Insert pastes PRIMARY. */
const PRIMARY_TERMINALS = new Set([
  'xterm',
  'uxterm',
  'koi8rxterm',
  'urxvt',
  'rxvt',
  'mlterm',
  'st-256color',
]);

/** WM_CLASS, lower case: terminals where Ctrl+V is the shell's "quote the next key". */
const TERMINALS = new Set([
  'alacritty',
  'com.mitchellh.ghostty',
  'com.raggesilver.blackbox',
  'contour',
  'cool-retro-term',
  'deepin-terminal',
  'foot',
  'gnome-terminal',
  'gnome-terminal-server',
  'guake',
  'io.elementary.terminal',
  'kgx',
  'kitty',
  'konsole',
  'lxterminal',
  'mate-terminal',
  'org.gnome.console',
  'org.gnome.ptyxis',
  'org.gnome.terminal',
  'org.kde.konsole',
  'org.wezfurlong.wezterm',
  'ptyxis',
  'qterminal',
  'rio',
  'roxterm',
  'sakura',
  'st',
  'terminator',
  'termite',
  'terminology',
  'tilda',
  'tilix',
  'wezterm',
  'wezterm-gui',
  'xfce4-terminal',
  'yakuake',
]);

/** @param app the window's WM_CLASS class, null where it has none. */
export function pasteChord(app: string | null): PasteChord {
  const name = app?.toLowerCase() ?? '';
  if (PRIMARY_TERMINALS.has(name)) return SHIFT_INSERT;
  // No chord pastes in every gVim. This one does with the gvimrc that Debian installs (Vim's own gvimrc_example.vim, which
  // takes PRIMARY) and with mswin.vim (CLIPBOARD); Ctrl+V does with mswin.vim alone.
  if (name === 'gvim') return SHIFT_INSERT;
  // Ctrl+V scrolls there; Shift+Insert yanks from CLIPBOARD (GNU Emacs manual, "Yanking" and "Using the Clipboard").
  if (name === 'emacs') return SHIFT_INSERT_CLIPBOARD;
  return TERMINALS.has(name) ? CTRL_SHIFT_V : CTRL_V;
}

/** The user's keyboard, as the server gives it. */
export interface Keyboard {
  /** GetKeyboardMapping's rows, one a keycode from `first` on. */
  readonly mapping: readonly (readonly number[])[];
  /** GetModifierMapping's eight rows. */
  readonly modifiers: readonly (readonly number[])[];
  readonly first: number;
}

export interface PasteKeys {
  readonly chord: PasteChord;
  /** Keycodes in the order in which they are pressed. */
  readonly press: readonly number[];
}

/**
 * The keys that paste in `app`: its own chord, or Shift+Insert where the layout types no Latin v (Russian or Greek alone).
 * Nearly every program takes Shift+Insert too, terminals from PRIMARY, so both selections must hold the clip then.
 * @returns null where the keyboard has neither.
 */
export function pasteKeys(app: string | null, keyboard: Keyboard): PasteKeys | null {
  for (const chord of [pasteChord(app), SHIFT_INSERT]) {
    const keycodes = [
      ...chord.modifiers.map((modifier) => modifierKeycode(modifier, keyboard.modifiers)),
      keycodeOf(chord.keysym, keyboard.mapping, keyboard.first),
    ];
    const press = keycodes.filter((keycode) => keycode !== null);
    if (press.length === keycodes.length) return { chord, press };
  }
  return null;
}

/**
 * The keycode that types a keysym without Shift.
 * @param mapping GetKeyboardMapping's rows, one a keycode from `first` on; columns go group by group, unshifted first.
 * @returns null where no key carries it.
 */
export function keycodeOf(
  keysym: number,
  mapping: readonly (readonly number[])[],
  first: number,
): number | null {
  const width = Math.max(0, ...mapping.map((row) => row.length));
  for (let column = 0; column < width; column += 2) {
    const row = mapping.findIndex((keysyms) => keysyms[column] === keysym);
    if (row >= 0) return first + row;
  }
  return null;
}

/** Rows of GetModifierMapping (X11 protocol, SetModifierMapping). */
const MODIFIER_ROW = { Shift: 0, Control: 2 } as const;
const LOCK_ROW = 1;

/** The first key that acts as a modifier; null where none does. */
export function modifierKeycode(
  modifier: 'Shift' | 'Control',
  modifiers: readonly (readonly number[])[],
): number | null {
  return modifiers[MODIFIER_ROW[modifier]]?.find((keycode) => keycode !== 0) ?? null;
}

/**
 * The modifier keys that are down. CapsLock is left out: it is a state, and lifting its key would not change it.
 * @param keymap QueryKeymap's 32 bytes, one bit a keycode.
 */
export function heldModifiers(
  keymap: Uint8Array,
  modifiers: readonly (readonly number[])[],
): readonly number[] {
  const keycodes = modifiers.filter((_, row) => row !== LOCK_ROW).flat();
  return [...new Set(keycodes)].filter((keycode) => keycode !== 0 && isDown(keymap, keycode));
}

/** Whether a key is down. @param keymap as heldModifiers() takes it */
export function isDown(keymap: Uint8Array, keycode: number): boolean {
  return (((keymap[keycode >> 3] ?? 0) >> (keycode & 7)) & 1) === 1;
}

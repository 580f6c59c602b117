// Which chord means which command: the table's defaults, and what settings.json says instead.
// Pure. Never let one key mean two things, and never take a letter from the search box.

import { COMMAND_IDS, COMMANDS, type CommandId, commandRule } from './commands';
import { isSaid, type Said, said } from './i18n/said';

/** What settings.json may say under `keys`: a command's id, and its chord or chords ([] = none). */
export type KeySettings = Readonly<Record<string, string | readonly string[]>>;

/** A key with its modifiers, on one platform. */
export interface Chord {
  readonly control: boolean;
  readonly alt: boolean;
  readonly shift: boolean;
  readonly meta: boolean;
  /** One of NAMED_KEYS, 'Digit' (1 to 9), F1 to F24, or the capital letter or sign itself. */
  readonly key: string;
}

export interface Keymap {
  /** By chordText(). */
  readonly commands: ReadonlyMap<string, CommandId>;
  /** Chords as they are written in the table or in settings.json; the first is the one that is shown. */
  readonly chords: Readonly<Record<CommandId, readonly string[]>>;
  readonly mac: boolean;
}

const NAMED_KEYS = [
  'Enter',
  'Esc',
  'Tab',
  'Space',
  'Backspace',
  'Delete',
  'Insert',
  'Up',
  'Down',
  'Left',
  'Right',
  'PageUp',
  'PageDown',
  'Home',
  'End',
  'Digit',
] as const;

const OTHER_NAMES: Readonly<Record<string, string>> = {
  return: 'Enter',
  escape: 'Esc',
  del: 'Delete',
  ins: 'Insert',
  plus: '+',
};

/** The one way in which a chord is written inside a keymap. */
export function chordText({ control, alt, shift, meta, key }: Chord): string {
  const parts = [control && 'Control', alt && 'Alt', shift && 'Shift', meta && 'Meta', key];
  return parts.filter((part) => part !== false).join('+');
}

/**
 * Reads a chord such as "Mod+Shift+Enter", "Ctrl+D", "F2".
 * @returns the chord, or what is wrong with it
 */
export function readChord(text: string, mac: boolean): Chord | Said {
  const parts = text.split('+').map((part) => part.trim());
  const name = parts.pop() ?? '';
  const has = { control: false, alt: false, shift: false, meta: false };
  for (const part of parts) {
    const modifier = modifierOf(part.toLowerCase(), mac);
    if (modifier === null) return said('keysNoModifier', part);
    has[modifier] = true;
  }
  const key = keyOf(name);
  if (key === null) return said('keysNoKey', name);
  if (/^[1-9]$/.test(key)) return said('keysOneDigit');
  const typed = key.length === 1 && key !== '?';
  if ((typed || key === 'Digit') && !has.control && !has.alt && !has.meta) {
    return said('keysForTyping', text);
  }
  // A sign is what it is, whether Shift makes it or not.
  return { ...has, shift: has.shift && !isSign(key), key };
}

/** Whether it is a printed character that is neither a letter nor a digit. */
export function isSign(key: string): boolean {
  return key.length === 1 && !/[\p{L}\d]/u.test(key);
}

function modifierOf(name: string, mac: boolean): 'control' | 'alt' | 'shift' | 'meta' | null {
  switch (name) {
    case 'mod':
    case 'commandorcontrol':
    case 'cmdorctrl':
      return mac ? 'meta' : 'control';
    case 'control':
    case 'ctrl':
      return 'control';
    case 'alt':
    case 'option':
      return 'alt';
    case 'shift':
      return 'shift';
    case 'command':
    case 'cmd':
    case 'super':
    case 'meta':
      return 'meta';
    default:
      return null;
  }
}

function keyOf(name: string): string | null {
  const lower = name.toLowerCase();
  const known = NAMED_KEYS.find((key) => key.toLowerCase() === lower) ?? OTHER_NAMES[lower];
  if (known !== undefined) return known;
  if (/^f([1-9]|1\d|2[0-4])$/.test(lower)) return lower.toUpperCase();
  return [...name].length === 1 && name.trim() !== '' ? name.toUpperCase() : null;
}

/**
 * What the search box needs of a chord: the command has it only where the box has nothing to do with it.
 * @returns 'empty' = while nothing is typed, 'caret-at-end' = with the caret behind the last character, null = always
 */
export function boxNeeds({ control, alt, meta, shift, key }: Chord): 'empty' | 'caret-at-end' | null {
  if (control || alt || meta) return null;
  if (key === 'Delete' || (key === 'Right' && !shift)) return 'caret-at-end';
  const boxKeys = ['Space', 'Left', 'Right', 'Home', 'End', 'Backspace', '?'];
  return boxKeys.includes(key) ? 'empty' : null;
}

/**
 * The keymap of a platform with the user's changes.
 * @returns `trouble`: what is wrong with them, null where nothing is; the keymap has none of them then
 */
export function keymapOf(
  settings: KeySettings,
  mac: boolean,
): { readonly keymap: Keymap; readonly trouble: Said | null } {
  const changed = build(settings, mac);
  if (!isSaid(changed)) return { keymap: changed, trouble: null };
  const plain = build({}, mac);
  if (isSaid(plain)) throw new Error(`the table of commands is wrong: ${plain.key}`);
  return {
    keymap: plain,
    trouble: said('keysNotUsed', changed),
  };
}

function build(settings: KeySettings, mac: boolean): Keymap | Said {
  const unknown = Object.keys(settings).find((id) => !Object.hasOwn(COMMANDS, id));
  if (unknown !== undefined) return said('keysNoCommand', unknown);
  const commands = new Map<string, CommandId>();
  const chords = {} as Record<CommandId, readonly string[]>;
  for (const id of COMMAND_IDS) {
    const { keys, macKeys } = commandRule(id);
    const own = Object.hasOwn(settings, id) ? settings[id] : undefined;
    const texts = own === undefined ? (mac && macKeys) || keys : [own].flat();
    for (const text of texts) {
      const chord = readChord(text, mac);
      if (isSaid(chord)) return said('keysOf', id, chord);
      const counts = id === 'paste-nth' || id === 'paste-nth-plain';
      if (counts !== (chord.key === 'Digit')) {
        return counts ? said('keysNeedDigit', id) : said('keysOf', id, said('keysDigitElsewhere'));
      }
      const other = commands.get(chordText(chord));
      if (other !== undefined && other !== id) {
        return said('keysTwice', text, other, id);
      }
      commands.set(chordText(chord), id);
    }
    chords[id] = texts;
  }
  return { commands, chords, mac };
}

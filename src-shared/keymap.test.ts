// The keymap: what settings.json may change, and what it is told where it may not.

import { expect, test } from 'vitest';
import { COMMAND_IDS } from './commands';
import { inEnglish } from './i18n/english';
import { isSaid } from './i18n/said';
import { boxNeeds, type Chord, chordText, keymapOf, readChord } from './keymap';

const at = (text: string, mac = false) => {
  const chord = readChord(text, mac);
  return isSaid(chord) ? inEnglish(chord) : chordText(chord);
};

test.each([
  ['Mod+Shift+Enter', 'Control+Shift+Enter', 'Shift+Meta+Enter'],
  ['ctrl + d', 'Control+D', 'Control+D'],
  ['CommandOrControl+F2', 'Control+F2', 'Meta+F2'],
  ['Cmd+Option+Return', 'Alt+Meta+Enter', 'Alt+Meta+Enter'],
  ['Shift+?', '?', '?'],
  ['Escape', 'Esc', 'Esc'],
  ['Ctrl+Plus', 'Control++', 'Control++'],
  ['Alt+ü', 'Alt+Ü', 'Alt+Ü'],
])('%s is read as %s, and on macOS as %s', (text, pc, mac) => {
  expect(at(text)).toBe(pc);
  expect(at(text, true)).toBe(mac);
});

test.each([
  '',
  'Ctrl+',
  'Ctr+P',
  'Ctrl+Ente',
  'F25',
  'P',
  'Shift+P',
  '7',
  'Ctrl+7',
  'Digit',
  'Shift+Digit',
  '/',
])('%j is no chord, and is said to be none', (text) => expect(isSaid(readChord(text, false))).toBe(true));

test('the usual keys of both platforms have no conflict, and every command has one', () => {
  for (const mac of [false, true]) {
    const { keymap, trouble } = keymapOf({}, mac);
    expect(trouble).toBeNull();
    for (const id of COMMAND_IDS) expect(keymap.chords[id].length, id).toBeGreaterThan(0);
  }
});

test('settings change a command’s keys and leave the others', () => {
  const { keymap, trouble } = keymapOf({ pin: ['Alt+P', 'F4'], edit: 'F2', undo: [] }, false);
  expect(trouble).toBeNull();
  expect(keymap.chords.pin).toEqual(['Alt+P', 'F4']);
  const meant = (chord: string) => keymap.commands.get(chord);
  expect([meant('Alt+P'), meant('F4'), meant('F2')]).toEqual(['pin', 'pin', 'edit']);
  expect([meant('Control+P'), meant('Control+E'), meant('Control+Z')]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  expect(meant('Enter')).toBe('paste');
});

test.each([
  [{ edit: 'Ctrl+P' }, ['Ctrl+P', '"pin"', '"edit"']],
  [{ pin: 'F2', edit: ['F2'] }, ['F2', '"pin"', '"edit"']],
  [{ fly: 'F2' }, ['"fly"']],
  [{ pin: 'Hyper+P' }, ['"pin"', 'Hyper']],
  [{ 'paste-nth': 'F2' }, ['"paste-nth"', 'Digit']],
  [{ pin: 'Alt+Digit' }, ['"pin"', 'Digit']],
  [{ pin: 'p' }, ['"pin"', 'typing']],
])('%j is refused by name, and all keys stay the usual ones', (settings, named) => {
  const { keymap, trouble } = keymapOf(settings, false);
  for (const name of named) expect(trouble && inEnglish(trouble)).toContain(name);
  expect(keymap.chords).toEqual(keymapOf({}, false).keymap.chords);
});

test.each(COMMAND_IDS)('"%s" can have another key, and gives up those that it had', (id) => {
  for (const mac of [false, true]) {
    const other = id.startsWith('paste-nth') ? 'Alt+Shift+Digit' : 'Alt+F13';
    const { keymap, trouble } = keymapOf({ [id]: other }, mac);
    expect(trouble).toBeNull();
    expect([...keymap.commands].filter(([, command]) => command === id)).toEqual([[other, id]]);
    expect(keymap.chords[id]).toEqual([other]);
  }
});

test('a key that two commands swap is no conflict', () => {
  expect(keymapOf({ pin: 'Ctrl+E', edit: 'Ctrl+P' }, false).trouble).toBeNull();
});

test('the box keeps what it needs', () => {
  const needs = (text: string) => boxNeeds(readChord(text, false) as Chord);
  expect(needs('Delete')).toBe('caret-at-end');
  expect(needs('Right')).toBe('caret-at-end');
  expect([needs('Space'), needs('Home'), needs('Left'), needs('?')]).toEqual(Array(4).fill('empty'));
  expect([needs('Down'), needs('Enter'), needs('F1'), needs('Ctrl+Home'), needs('Alt+Left')]).toEqual(
    Array(5).fill(null),
  );
});

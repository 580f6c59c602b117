// Which keys paste where, and where they lie.
// Never a display here: the mappings are as servers give them.
import { describe, expect, test } from 'vitest';
import { heldModifiers, keycodeOf, modifierKeycode, pasteChord, pasteKeys } from './paste-keys';

describe('pasteChord', () => {
  test.each([
    [null, 'Ctrl+V'],
    ['Firefox', 'Ctrl+V'],
    ['XTerm', 'Shift+Insert'],
    ['UXTerm', 'Shift+Insert'],
    ['URxvt', 'Shift+Insert'],
    ['Gnome-terminal', 'Ctrl+Shift+V'],
    ['kitty', 'Ctrl+Shift+V'],
    ['Alacritty', 'Ctrl+Shift+V'],
    ['konsole', 'Ctrl+Shift+V'],
    ['Emacs', 'Shift+Insert'],
    ['Gvim', 'Shift+Insert'],
    ['xterm-lookalike', 'Ctrl+V'],
  ])('%s takes %s', (app, label) => {
    expect(pasteChord(app).label).toBe(label);
  });

  test('only the terminals of old and gVim take their text from PRIMARY', () => {
    const primary = ['Firefox', 'kitty', 'XTerm', 'Gvim', 'Emacs'].map((app) => pasteChord(app).primary);
    expect(primary).toEqual([false, false, true, true, false]);
  });
});

describe('keycodeOf', () => {
  test('takes the unshifted column', () => {
    expect(keycodeOf(0x76, [[0x61, 0x76], [0x76]], 8)).toBe(9);
  });
  test('finds it in the second group where the first has it on no key', () => {
    expect(keycodeOf(0x76, [[0x61], [0x6cd, 0x6ed, 0x76, 0x56]], 8)).toBe(9);
  });
  test('prefers the first group', () => {
    expect(
      keycodeOf(
        0x76,
        [
          [0x6cd, 0, 0x76],
          [0x76, 0],
        ],
        8,
      ),
    ).toBe(9);
  });
  test('is null where only Shift would type it', () => {
    expect(keycodeOf(0x76, [[0x61, 0x76]], 8)).toBeNull();
  });
  test('is null on an empty mapping', () => {
    expect(keycodeOf(0x76, [], 8)).toBeNull();
  });
});

const modifiers = [[50, 62], [66, 0], [0, 37], [64, 0], [77, 0], [], [133], [92]];

test('modifierKeycode skips unused slots', () => {
  expect(modifierKeycode('Shift', modifiers)).toBe(50);
  expect(modifierKeycode('Control', modifiers)).toBe(37);
  expect(modifierKeycode('Control', [[50], [], [0, 0]])).toBeNull();
});

test('heldModifiers tells the keys that are down, without CapsLock and other keys', () => {
  const keymap = new Uint8Array(32);
  for (const keycode of [50, 37, 66, 38])
    keymap[keycode >> 3] = (keymap[keycode >> 3] ?? 0) | (1 << (keycode & 7));
  expect(heldModifiers(keymap, modifiers)).toEqual([50, 37]);
  expect(heldModifiers(new Uint8Array(32), modifiers)).toEqual([]);
});

describe('pasteKeys', () => {
  const [a, v, em, insert] = [0x61, 0x76, 0x6cd, 0xff63];
  const latin = { mapping: [[a], [v], [insert]], modifiers, first: 8 };
  const russian = { ...latin, mapping: [[a], [em], [insert]] };

  test('presses modifiers first', () => {
    expect(pasteKeys('Firefox', latin)).toMatchObject({ chord: { label: 'Ctrl+V' }, press: [37, 9] });
    expect(pasteKeys('kitty', latin)).toMatchObject({ press: [37, 50, 9] });
  });
  test.each([null, 'Firefox', 'kitty'])('for %s is Shift+Insert with PRIMARY where no key types v', (app) => {
    expect(pasteKeys(app, russian)).toMatchObject({
      chord: { label: 'Shift+Insert', primary: true },
      press: [50, 10],
    });
  });
  test('is null where there is no Insert key either, or no Shift', () => {
    expect(pasteKeys('Firefox', { ...russian, mapping: [[a], [em]] })).toBeNull();
    expect(pasteKeys('Firefox', { ...russian, modifiers: [] })).toBeNull();
  });
});

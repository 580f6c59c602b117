import { describe, expect, test } from 'vitest';
import { keymapOf } from '../../src-shared/keymap';
import { ariaKeys, commandOf, type KeyContext, type KeyPress, shownKeys } from './keys';

const free: KeyContext = {
  empty: true,
  caretAtEnd: true,
  against: false,
  mirrored: false,
  canUndo: false,
  covered: false,
};
const typed: KeyContext = { ...free, empty: false };
const inside: KeyContext = { ...typed, caretAtEnd: false };
const undoable: KeyContext = { ...free, canUndo: true };
const covered: KeyContext = { ...free, covered: true };
const pc = keymapOf({}, false).keymap;
const mac = keymapOf({}, true).keymap;

/** A press written as it is spoken: 'Ctrl+Shift+1'. */
function press(keys: string, more: Partial<KeyPress> = {}): KeyPress {
  const parts = keys.split('+');
  const key = parts.at(-1) ?? '';
  const has = (name: string) => parts.includes(name);
  const code = /^\d$/.test(key) ? `Digit${key}` : /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : key;
  return {
    key: has('Shift') && key === '1' ? '!' : key,
    code,
    ctrlKey: has('Ctrl'),
    metaKey: has('Cmd'),
    shiftKey: has('Shift'),
    altKey: has('Alt'),
    repeat: false,
    isComposing: false,
    keyCode: 0,
    ...more,
  };
}

const idOf = (keys: string, context = free, keymap = pc, more: Partial<KeyPress> = {}) => {
  const command = commandOf(press(keys, more), context, keymap);
  return command === null || command === 'nothing' ? command : command.id;
};

describe.each([
  ['Ctrl', pc],
  ['Cmd', mac],
])('with %s as the main modifier', (mod, keymap) => {
  test.each([
    ['ArrowDown', 'row-down'],
    ['ArrowUp', 'row-up'],
    ['Ctrl+n', 'row-down'],
    ['PageDown', 'page-down'],
    ['PageUp', 'page-up'],
    ['Home', 'first'],
    ['End', 'last'],
    ['Enter', 'paste'],
    ['Shift+Enter', 'paste-plain'],
    ['Mod+Enter', 'copy'],
    ['Mod+Shift+Enter', 'queue'],
    ['Mod+1', 'paste-nth'],
    ['Mod+9', 'paste-nth'],
    ['Mod+Shift+1', 'paste-nth-plain'],
    [' ', 'preview'],
    ['ArrowRight', 'preview'],
    ['Mod+p', 'pin'],
    ['Delete', 'delete'],
    ['Mod+Backspace', 'delete'],
    ['Mod+e', 'edit'],
    ['Mod+k', 'actions'],
    ['Shift+ArrowDown', 'extend-down'],
    ['Shift+ArrowUp', 'extend-up'],
    ['Tab', 'filter-next'],
    ['Shift+Tab', 'filter-previous'],
    ['F1', 'help'],
    ['Shift+?', 'help'],
    ['Escape', 'close'],
  ])('%s is %s', (keys, id) => {
    expect(idOf(keys.replace('Mod', mod), free, keymap)).toBe(id);
  });
});

test.each([
  ['ArrowLeft'],
  ['Shift+Home'],
  ['Shift+Delete'],
  ['Backspace'],
  ['Ctrl+0'],
  ['1'],
  ['a'],
  ['Ctrl+a'],
  ['Ctrl+v'],
  ['Alt+Enter'],
  ['Ctrl+Alt+1'],
])('%s belongs to the box', (keys) => expect(idOf(keys)).toBeNull());

test('on a Mac Ctrl+P moves up and the arrows go to the ends with Cmd; elsewhere Ctrl+P pins', () => {
  expect(idOf('Ctrl+p', free, mac)).toBe('row-up');
  expect(idOf('Cmd+ArrowDown', free, mac)).toBe('last');
  expect(idOf('Ctrl+1', free, mac)).toBeNull();
});

test.each([
  ['Home', typed, null],
  ['End', typed, null],
  ['Ctrl+End', typed, 'last'],
  [' ', typed, null],
  ['?', typed, null],
  ['F1', typed, 'help'],
  ['ArrowRight', typed, 'preview'],
  ['ArrowRight', inside, null],
  ['ArrowRight', { ...typed, against: true }, null],
  ['ArrowLeft', free, null],
  ['ArrowLeft', { ...free, mirrored: true }, 'preview'],
  ['ArrowRight', { ...free, mirrored: true }, null],
  ['ArrowLeft', { ...typed, mirrored: true }, 'preview'],
  ['ArrowLeft', { ...typed, mirrored: true, against: true }, null],
  ['Delete', { ...typed, against: true }, 'delete'],
  ['Delete', typed, 'delete'],
  ['Delete', inside, null],
  ['Ctrl+Backspace', inside, 'delete'],
  ['Ctrl+z', free, null],
  ['Ctrl+z', undoable, 'undo'],
  ['Ctrl+Shift+z', undoable, null],
  ['Enter', covered, null],
  ['ArrowDown', covered, null],
  ['F1', covered, 'help'],
  ['?', { ...covered, empty: false }, 'help'],
  ['Escape', covered, 'close'],
] as const)('%s with %o is %s', (keys, context, id) => expect(idOf(keys, context)).toBe(id));

describe('a held key', () => {
  test('moves on, but not freshly', () => {
    const command = commandOf(press('ArrowDown', { repeat: true }), free, pc);
    expect(command).toEqual({ id: 'row-down', fresh: false, digit: null });
  });

  test.each(['Enter', 'Ctrl+1', 'Ctrl+p', 'Delete', 'Escape', 'Ctrl+Backspace'])('%s acts once', (keys) => {
    expect(idOf(keys, free, pc, { repeat: true })).toBe('nothing');
  });
});

test.each(['Enter', 'Escape', 'ArrowDown', 'Delete', 'Ctrl+1'])(
  '%s belongs to an input method that composes',
  (keys) => {
    expect(idOf(keys, free, pc, { isComposing: true })).toBeNull();
    expect(idOf(keys, free, pc, { keyCode: 229 })).toBeNull();
  },
);

test('letters are found by their place where the layout has none of them, and by their sign where it has', () => {
  expect(idOf('Ctrl+p', free, pc, { key: 'з' })).toBe('pin');
  expect(idOf('Ctrl+p', free, pc, { key: 'r', code: 'KeyP' })).toBeNull();
});

test('digits are found by their place: the digit row of a French keyboard', () => {
  const command = commandOf(press('Ctrl+1', { key: '&' }), free, pc);
  expect(command).toMatchObject({ id: 'paste-nth', digit: 1 });
});

test('what settings change is what counts, and what is shown', () => {
  const { keymap } = keymapOf({ pin: ['Alt+P', 'F4'], 'paste-nth': 'Alt+Digit', undo: [] }, false);
  expect(idOf('Alt+p', free, keymap)).toBe('pin');
  expect(idOf('F4', typed, keymap)).toBe('pin');
  expect(idOf('Ctrl+p', free, keymap)).toBeNull();
  expect(commandOf(press('Alt+7'), free, keymap)).toMatchObject({ id: 'paste-nth', digit: 7 });
  expect(shownKeys(keymap, 'pin')).toBe('Alt+P');
  expect(shownKeys(keymap, 'undo')).toBeNull();
  expect(ariaKeys(keymap, 'pin')).toBe('Alt+P F4');
  expect(ariaKeys(keymap, 'undo')).toBeUndefined();
  expect(ariaKeys(mac, 'copy')).toBe('Meta+Enter');
});

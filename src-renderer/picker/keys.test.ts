import { describe, expect, test } from 'vitest';
import { type Command, commandOf, type KeyContext, type KeyPress } from './keys';

const pc: KeyContext = { mac: false, empty: true, caretAtEnd: true, canUndo: false };
const mac: KeyContext = { ...pc, mac: true };

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

const row = (step: 1 | -1): Command => ({ do: 'move', by: 'row', step, fresh: true });
const edge = (step: 1 | -1): Command => ({ do: 'move', by: 'edge', step, fresh: true });
const page = (step: 1 | -1): Command => ({ do: 'move', by: 'page', step, fresh: true });

test.each<[string, KeyContext, Command | null]>([
  ['ArrowDown', pc, row(1)],
  ['ArrowUp', pc, row(-1)],
  ['Ctrl+n', pc, row(1)],
  ['Ctrl+n', mac, row(1)],
  ['Ctrl+p', mac, row(-1)],
  ['Cmd+ArrowDown', mac, edge(1)],
  ['PageDown', pc, page(1)],
  ['PageUp', pc, page(-1)],
  ['Home', pc, edge(-1)],
  ['End', pc, edge(1)],
  ['Home', { ...pc, empty: false }, null],
  ['End', { ...pc, empty: false }, null],
  ['Ctrl+End', { ...pc, empty: false }, edge(1)],
  ['Shift+Home', pc, null],
  ['ArrowLeft', pc, null],
  ['Enter', pc, { do: 'choose', how: 'paste' }],
  ['Shift+Enter', pc, { do: 'choose', how: 'plain' }],
  ['Ctrl+Enter', pc, { do: 'choose', how: 'copy' }],
  ['Cmd+Enter', mac, { do: 'choose', how: 'copy' }],
  ['Ctrl+Shift+Enter', pc, null],
  ['Ctrl+1', pc, { do: 'choose-nth', nth: 1, how: 'paste' }],
  ['Ctrl+9', pc, { do: 'choose-nth', nth: 9, how: 'paste' }],
  ['Ctrl+Shift+1', pc, { do: 'choose-nth', nth: 1, how: 'plain' }],
  ['Ctrl+0', pc, null],
  ['1', pc, null],
  ['Ctrl+1', mac, null],
  ['Cmd+1', mac, { do: 'choose-nth', nth: 1, how: 'paste' }],
  ['Ctrl+p', pc, { do: 'pin' }],
  ['Cmd+p', mac, { do: 'pin' }],
  ['Delete', pc, { do: 'delete' }],
  ['Delete', { ...pc, empty: false }, { do: 'delete' }],
  ['Delete', { ...pc, empty: false, caretAtEnd: false }, null],
  ['Shift+Delete', pc, null],
  ['Backspace', pc, null],
  ['Ctrl+Backspace', { ...pc, empty: false, caretAtEnd: false }, { do: 'delete' }],
  ['Cmd+Backspace', mac, { do: 'delete' }],
  ['Ctrl+z', pc, null],
  ['Ctrl+z', { ...pc, canUndo: true }, { do: 'undo' }],
  ['Ctrl+Shift+z', { ...pc, canUndo: true }, null],
  ['Escape', pc, { do: 'escape' }],
  ['Alt+Enter', pc, null],
  ['Ctrl+a', pc, null],
  ['Ctrl+v', pc, null],
  ['a', pc, null],
])('%s', (keys, context, command) => {
  expect(commandOf(press(keys), context)).toEqual(command);
});

describe('a held key', () => {
  test('moves on, but not freshly', () => {
    expect(commandOf(press('ArrowDown', { repeat: true }), pc)).toEqual({ ...row(1), fresh: false });
  });

  test.each(['Enter', 'Ctrl+1', 'Ctrl+p', 'Delete', 'Escape', 'Ctrl+Backspace'])('%s acts once', (keys) => {
    expect(commandOf(press(keys, { repeat: true }), pc)).toEqual({ do: 'nothing' });
  });
});

test.each(['Enter', 'Escape', 'ArrowDown', 'Delete', 'Ctrl+1'])(
  '%s belongs to an input method that composes',
  (keys) => {
    expect(commandOf(press(keys, { isComposing: true }), pc)).toBeNull();
    expect(commandOf(press(keys, { keyCode: 229 }), pc)).toBeNull();
  },
);

test('letters are found by their place where the layout has none of them, and by their sign where it has', () => {
  expect(commandOf(press('Ctrl+p', { key: 'з' }), pc)).toEqual({ do: 'pin' });
  expect(commandOf(press('Ctrl+p', { key: 'r', code: 'KeyP' }), pc)).toBeNull();
  // The digit row of a French keyboard.
  expect(commandOf(press('Ctrl+1', { key: '&' }), pc)).toEqual({ do: 'choose-nth', nth: 1, how: 'paste' });
});

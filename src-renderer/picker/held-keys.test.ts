import { expect, test } from 'vitest';
import { HeldKeys } from './held-keys';

const event = (code: string, repeat: boolean) => ({
  key: code,
  code,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  repeat,
  isComposing: false,
  keyCode: 0,
});

const repeats = (held: HeldKeys, code: string, repeat: boolean) => {
  const press = event(code, repeat);
  held.pressed(press);
  return held.pressOf(press).repeat;
};

test('a key that is held repeats, until it is let go', () => {
  const held = new HeldKeys();
  expect(repeats(held, 'Enter', false)).toBe(false);
  expect(repeats(held, 'Enter', true)).toBe(true);
  held.released({ code: 'Enter' });
  expect(repeats(held, 'Enter', false)).toBe(false);
});

test('the first press after the window has opened is one, though the last release was not seen', () => {
  const held = new HeldKeys();
  held.pressed(event('Escape', false));
  held.forget();
  const again = event('Escape', true);
  held.pressed(again);
  expect(held.pressOf(again)).toEqual(event('Escape', false));
  expect(repeats(held, 'Escape', true)).toBe(true);
});

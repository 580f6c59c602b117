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

test('a key that is held repeats, until it is let go', () => {
  const held = new HeldKeys();
  expect(held.pressed(event('Enter', false)).repeat).toBe(false);
  expect(held.pressed(event('Enter', true)).repeat).toBe(true);
  held.released({ code: 'Enter' });
  expect(held.pressed(event('Enter', false)).repeat).toBe(false);
});

test('the first press after the window has opened is one, though the last release was not seen', () => {
  const held = new HeldKeys();
  held.pressed(event('Escape', false));
  held.forget();
  expect(held.pressed(event('Escape', true))).toEqual(event('Escape', false));
  expect(held.pressed(event('Escape', true)).repeat).toBe(true);
});

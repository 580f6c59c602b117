// Accelerators as settings have them, and the key that each is pressed by.
import { expect, test } from 'vitest';
import { acceleratorKeysym } from './accelerator-key';

test.each([
  ['CommandOrControl+Shift+V', 0x76],
  ['Alt+7', 0x37],
  ['Super+Space', 0x20],
  ['F1', 0xffbe],
  ['Ctrl+F24', 0xffd5],
  ['Control+Insert', 0xff63],
  ['ctrl+shift+pageup', 0xff55],
])('%s is pressed by %i', (accelerator, keysym) => {
  expect(acceleratorKeysym(accelerator)).toBe(keysym);
});

test.each(['Ctrl+Plus', 'Ctrl++', 'Ctrl+F25', 'MediaPlayPause', 'num1', 'constructor', ''])(
  'nothing is said of %j',
  (accelerator) => {
    expect(acceleratorKeysym(accelerator)).toBeNull();
  },
);

// Menu labels: one line, bounded, no accidental mnemonics.
import { expect, test } from 'vitest';
import { menuLabel } from './tray-labels';

test.each([
  ['Fish & chips', 'Fish && chips'],
  ['  a\n\tb  ', 'a b'],
  ['   ', '(white space)'],
  ['x'.repeat(50), 'x'.repeat(50)],
  ['x'.repeat(51), `${'x'.repeat(49)}…`],
  ['😀'.repeat(60), `${'😀'.repeat(49)}…`],
])('%j is shown as %j', (text, label) => {
  expect(menuLabel(text)).toBe(label);
});

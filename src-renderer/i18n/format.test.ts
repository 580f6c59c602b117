import { expect, test } from 'vitest';
import {
  formatAge,
  formatCount,
  formatImageTitle,
  formatLeft,
  formatMasked,
  formatSize,
  keyLine,
  keyNames,
} from './format';

const now = new Date(2026, 9, 14, 12).getTime();
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

test.each([
  [0, 'now'],
  [-5 * MINUTE, 'now'],
  [MINUTE - 1, 'now'],
  [MINUTE, '1 min'],
  [2 * MINUTE + 30_000, '2 min'],
  [HOUR - 1, '59 min'],
  [HOUR, '1 hr'],
  [23.9 * HOUR, '23 hr'],
  [DAY, '1 day'],
  [6.9 * DAY, '6 days'],
  [7 * DAY, 'Oct 7'],
  [400 * DAY, 'Sep 9, 2025'],
])('an age of %d ms is "%s"', (age, expected) => {
  expect(formatAge(now - age, now)).toBe(expected);
});

test.each([
  [-MINUTE, '1 min'],
  [1, '1 min'],
  [MINUTE, '1 min'],
  [MINUTE + 1, '2 min'],
  [HOUR, '60 min'],
  [HOUR + 1, '2 hr'],
  [DAY, '24 hr'],
  [DAY + 1, '2 days'],
])('%d ms are left: "%s"', (left, expected) => {
  expect(formatLeft(now + left, now)).toBe(expected);
});

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1_000, '1 kB'],
  [1_234, '1.2 kB'],
  [999_949, '999.9 kB'],
  [999_950, '1 MB'],
  [13_524_112, '13.5 MB'],
  [3_200_000_000, '3.2 GB'],
  [5_000_000_000_000, '5,000 GB'],
])('%d bytes are "%s"', (bytes, expected) => {
  expect(formatSize(bytes)).toBe(expected);
});

test.each([
  ['PNG 1920 × 1080', 'PNG 1,920 × 1,080'],
  ['JPEG 20 × 9', 'JPEG 20 × 9'],
  ['AVIF', 'AVIF'],
])('the image "%s" reads "%s"', (preview, expected) => {
  expect(formatImageTitle(preview)).toBe(expected);
});

test('counts have groups', () => {
  expect(formatCount(100_204)).toBe('100,204');
});

test.each([
  ['CommandOrControl+Shift+V', 'Ctrl+Shift+V', '⇧⌘V'],
  ['CmdOrCtrl+Alt+v', 'Ctrl+Alt+V', '⌥⌘V'],
  ['Super+F5', 'Super+F5', '⌘F5'],
  ['Control+Space', 'Ctrl+Space', '⌃Space'],
  ['Shift+Enter', 'Shift+Enter', '⇧↩'],
  ['Delete', 'Del', 'Delete'],
  ['Mod+Shift+Digit', 'Ctrl+Shift+1…9', '⇧⌘1…9'],
  ['Shift+Down', 'Shift+↓', '⇧↓'],
])('%s reads %s, on a Mac %s', (accelerator, pc, mac) => {
  expect(keyLine(accelerator, false)).toBe(pc);
  expect(keyLine(accelerator, true)).toBe(mac);
  expect(keyNames(accelerator, false)).toEqual(pc.split('+'));
});

test.each(['•••••••• Card number', '•••••••• My own rule', '••••••••', '• constructor'])(
  'the masked "%s" reads so in English',
  (preview) => expect(formatMasked(preview)).toBe(preview),
);

// Menu labels: one line, bounded, no accidental mnemonics; and the tooltip.

import { expect, test } from 'vitest';
import { english } from '../src-shared/i18n/speech';
import { menuLabel, queueLine, trayMode } from './tray-labels';

test.each([
  ['Fish & chips', 'Fish && chips'],
  ['  a\n\tb  ', 'a b'],
  ['   ', '(white space)'],
  ['x'.repeat(50), 'x'.repeat(50)],
  ['x'.repeat(51), `${'x'.repeat(49)}…`],
  ['😀'.repeat(60), `${'😀'.repeat(49)}…`],
])('%j is shown as %j', (text, label) => {
  expect(menuLabel(text, english)).toBe(label);
});

test('what capture does is said where it is not the usual', () => {
  const usual = { paused: false, pausedUntil: null, ignoringNext: false };
  expect(trayMode(usual, english)).toBeNull();
  expect(trayMode({ ...usual, ignoringNext: true }, english)).toBe('The next copy is ignored');
  expect(trayMode({ ...usual, paused: true, ignoringNext: true }, english)).toBe('Paused');
  const until = new Date(2026, 0, 1, 14, 5).getTime();
  expect(trayMode({ ...usual, paused: true, pausedUntil: until }, english)).toMatch(
    /^Paused until \D*(?:14|02).05/,
  );
});

test('what the next paste gives is said', () => {
  expect(queueLine({ preview: 'Fish & chips', behind: 2 }, english)).toBe(
    'Next paste: Fish & chips (2 more behind it)',
  );
  expect(queueLine({ preview: '', behind: 0 }, english)).toBe('Next paste: (white space) (the last one)');
});

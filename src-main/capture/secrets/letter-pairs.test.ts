import { expect, test } from 'vitest';
import { randomFrom } from '../../../src-shared/testing/random';
import { LetterPairs } from './letter-pairs';
import { chars } from './testing/made-up';

test('what stands in a text may, whatever its letters, and of the rest most may not', () => {
  const random = randomFrom(5);
  const pairs = new LetterPairs();
  const letters = 'abcdefghij_-ABé€漢\u{1f600}';
  let refused = 0;
  for (let round = 0; round < 2_000; round++) {
    const text = chars(random, letters, 40);
    pairs.look(text);
    const from = Math.floor(random() * 36);
    expect(pairs.mayHold(text.slice(from, from + Math.floor(random() * 5)))).toBe(true);
    const other = chars(random, letters, 4);
    const may = pairs.mayHold(other);
    if (text.includes(other)) expect(may).toBe(true);
    if (!may) refused += 1;
  }
  expect(refused).toBeGreaterThan(1_500);
});

test('a text of one letter or none has no pairs', () => {
  const pairs = new LetterPairs();
  pairs.look('ab');
  pairs.look('');
  expect([pairs.mayHold('ab'), pairs.mayHold('a'), pairs.mayHold('')]).toEqual([false, true, true]);
});

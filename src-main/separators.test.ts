import { expect, test } from 'vitest';
import { nextSeparator, SEPARATORS } from './separators';

test('the separators go round, from a user’s own one to the first', () => {
  expect(SEPARATORS.map(nextSeparator)).toEqual([...SEPARATORS.slice(1), SEPARATORS[0]]);
  expect(nextSeparator(' | ')).toBe(SEPARATORS[0]);
});

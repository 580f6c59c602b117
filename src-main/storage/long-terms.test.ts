// The terms of a long text are the same however often one has to ask, and no turn looks for all of them.
import { expect, it } from 'vitest';
import { randomFrom } from '../../src-shared/testing/random';
import { LongTerms } from './long-terms';
import { indexedTerms } from './terms';

const BREATH = 256;

/** @returns the terms, and how often they were asked for */
function ask(terms: LongTerms, text: string): [readonly string[], turns: number] {
  for (let turns = 1; turns < 10_000; turns++) {
    // A text comes from the database anew each time.
    const found = terms.of(Buffer.from(text));
    if (found !== null) return [found, turns];
  }
  throw new Error('they never come to an end');
}

const random = randomFrom(7);
const characters = (count: number, from: string) =>
  Array.from({ length: count }, () => from[Math.floor(random() * from.length)]).join('');

it.each([
  ['one run of letters and digits', characters(20_000, 'abcdefghijklmnopqrstuvwxyz0123456789+/')],
  ['one run of symbols', characters(20_000, '!#$%&/()=?*~-.,;:<>|')],
  ['a script that parts no words', characters(20_000, '日本語漢字国語学校')],
  ['words', characters(60_000, 'abcdefgh  ')],
])('are found in turns: %s', (_, text) => {
  const terms = new LongTerms(0, BREATH);
  const [found, turns] = ask(terms, text);
  expect(found).toEqual(indexedTerms(text));
  expect(turns).toBeGreaterThanOrEqual(text.length / (2 * BREATH));
  // All at once, when they have been found.
  expect(ask(terms, text)).toEqual([found, 1]);
});

it('are those of the text that is asked for, whichever was before', () => {
  const terms = new LongTerms(0, 4);
  const [one, other] = [characters(100, 'abc123'), characters(100, 'def456')];
  terms.of(Buffer.from(one));
  expect(ask(terms, other)[0]).toEqual(indexedTerms(other));
  expect(ask(terms, one)[0]).toEqual(indexedTerms(one));
  expect(ask(terms, '')[0]).toEqual([]);
});

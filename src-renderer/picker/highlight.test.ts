import { describe, expect, test } from 'vitest';
import { queryWords } from '../../src-shared/search-query';
import { findMatches } from '../../src-shared/text-matches';
import { highlight, legible } from './highlight';

const found = (text: string, needles: readonly string[]) =>
  highlight(text, findMatches(text, needles).ranges);

/** The pieces with the matches in brackets. */
const marked = (text: string, query: string) =>
  found(text, queryWords(query))
    .map(({ text: piece, match }) => (match ? `[${piece}]` : piece))
    .join('');

test.each([
  ['Hello World', 'world', 'Hello [World]'],
  ['Hello World', 'o', 'Hell[o] W[o]rld'],
  ['Hello World', '', 'Hello World'],
  ['Hello World', 'x', 'Hello World'],
  ['Überweisung an Käthe', 'uber kathe', '[Über]weisung an [Käthe]'],
  ['Kaffee', 'KÄFF', '[Kaff]ee'],
  ['cafe\u0301 au lait', 'café', '[cafe\u0301] au lait'],
  ['ab ba', 'ab ba', '[ab] [ba]'],
  ['ababa', 'aba', '[ababa]'],
  ['abcd', 'ab cd', '[abcd]'],
  ['o\ufb03ce', 'f', 'o[\ufb03]ce'],
  ['ΟΔΟΣ ΟΔΟΣΤΡΩΜΑ', 'οδος', '[ΟΔΟΣ] [ΟΔΟΣ]ΤΡΩΜΑ'],
  ['Straße', 'STRASS', '[Straß]e'],
  ['İstanbul', 'istanbul', '[İstanbul]'],
  ['한국어 문서', '국', '한[국]어 문서'],
  ['日本語の文書', '本語', '日[本語]の文書'],
  ['x 👩‍👩‍👧‍👦 y', '👩', 'x [👩‍👩‍👧‍👦] y'],
  ['𝐁old', 'bo', '[𝐁o]ld'],
  ['a\ud800b', 'b', 'a\ud800[b]'],
])('%s, searched for %s', (text, query, expected) => {
  expect(marked(text, query)).toBe(expected);
});

describe('a match far to the right', () => {
  const far = `${'lorem ipsum dolor sit amet, '.repeat(4)}needle in the end`;

  test('is moved up, from a word on', () => {
    const pieces = found(far, ['needle']);
    expect(pieces[0]).toEqual({ text: '…dolor sit amet, ', match: false });
    expect(pieces[1]).toEqual({ text: 'needle', match: true });
  });

  test('is moved up without cutting a grapheme where there are no words', () => {
    const [lead] = found(`${'👍🏽'.repeat(40)}needle`, ['needle']);
    expect(lead?.text).toMatch(/^…(👍🏽)+$/u);
  });
});

test('pieces of a text without a shift are the text', () => {
  const text = 'The quick brown fox';
  const pieces = found(text, ['q', 'fox', 'e']);
  expect(pieces.map((piece) => piece.text).join('')).toBe(text);
});

test('what could not be seen is shown, in the same length', () => {
  expect(legible('\x1b[31mred\x00\x7f\u202egnp.exe')).toBe('␛[31mred␀␡\ufffdgnp.exe');
  expect(legible('مرحبا hello 👍')).toBe('مرحبا hello 👍');
});

test('ranges that lie beyond the text, or in nothing of it, mark nothing', () => {
  const one = [{ text: 'abc', match: false }];
  expect(highlight('abc', [[3, 9]])).toEqual(one);
  expect(highlight('abc', [[2, 2]])).toEqual(one);
  expect(highlight('abc', [[1, 9]])).toEqual([
    { text: 'a', match: false },
    { text: 'bc', match: true },
  ]);
});

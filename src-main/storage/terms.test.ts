// What a text is indexed under, and that a text with a needle in it has what the needle needs.

import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../src-shared/testing/random';
import {
  gramPrefix,
  gramRange,
  indexedTerms,
  isWord,
  type Need,
  needsOf,
  quoteTerm,
  termList,
} from './terms';

const shown = (terms: readonly string[]) => terms.map((term) => (isWord(term) ? term : `~${term.slice(1)}`));

describe('the terms of a text', () => {
  it.each<[string, string[]]>([
    ['a word and a word', ['a', 'word', 'and']],
    ['straße 한국 слово', ['straße', '한국', 'слово']],
    // What has digits, has no spaces between words or is too long is cut into grams, with its shorter ends.
    ['b52x', ['~b52', '~52x', '~2x', '~x']],
    ['日本語', ['~日本語', '~本語', '~語']],
    ['a'.repeat(25), ['~aaa', '~aa', '~a']],
    ['a'.repeat(24), ['a'.repeat(24)]],
    // Symbols with what stands beside them; one of ASCII alone says nothing.
    ['to.do, or', ['to', '~to.', '~o.d', '~.do', 'do', '~do,', '~o,', 'or']],
    ['(x) a.b.c', ['~(x)', 'x', '~x)', 'a', '~a.b', '~.b.', 'b', '~b.c', '~.c', 'c']],
    ['x -> y €', ['x', '~->', 'y', '~€']],
    ['👍🎉', ['~👍🎉', '~🎉']],
    [' \n\t\0', []],
  ])('%j', (text, terms) => {
    expect(shown(indexedTerms(text))).toEqual(terms);
  });

  it('are parted by spaces in a list, and quoted in an expression', () => {
    const terms = indexedTerms('say "hi" \u0085 now');
    expect(termList(terms).split(' ')).toEqual(terms);
    expect(quoteTerm('a"b')).toBe('"a""b"');
  });
});

describe('what a needle needs', () => {
  it('says where a run of the text must begin or end', () => {
    const needs = (needle: string) =>
      needsOf(needle).map(({ text, begins, ends, word }) => [
        `${begins ? '|' : ''}${text}${ends ? '|' : ''}`,
        word,
      ]);
    expect(needs('foo')).toEqual([['foo', true]]);
    expect(needs('foo bar.b')).toEqual([
      ['foo|', true],
      ['|bar|', true],
      ['|ar.b|', false],
      ['|b', true],
    ]);
    expect(needs('. ')).toEqual([]);
  });

  it('is exact where white space ends what is typed, and else only the beginning of a gram', () => {
    const grams = (needle: string) =>
      needsOf(needle)
        .filter(({ word }) => !word)
        .map((need) => need.grams?.map((gram) => gram.slice(1)) ?? `${need.text}…`);
    expect(grams('read.')).toEqual([['ad.']]);
    expect(grams('d.')).toEqual(['d.…']);
    expect(grams('d. x')).toEqual([['d.']]);
    expect(grams(' -a')).toEqual(['-a…']);
    expect(grams('a -a b')).toEqual([['-a']]);
    expect(grams('://st')).toEqual([['://', '//s', '/st']]);
    expect(grams('x 2a')).toEqual(['2a…']);
    expect(grams('2a x')).toEqual([['2a']]);
  });

  it('is met by every text that has the needle, in random texts', () => {
    const random = randomFrom(20_261_123);
    const below = (limit: number) => Math.floor(random() * limit);
    const parts = [...'aab. ,-1日語😀\n한x', 'ab', 'the ', '::', 'x'.repeat(12)];
    const meets = (terms: readonly string[], need: Need) => {
      const inWord = terms.some((term) => {
        if (!isWord(term) || !need.word) return false;
        if (need.begins && need.ends) return term === need.text;
        if (need.begins) return term.startsWith(need.text);
        return need.ends ? term.endsWith(need.text) : term.includes(need.text);
      });
      if (inWord) return true;
      if (need.grams !== null) return need.grams.every((gram) => terms.includes(gram));
      const [from, to] = gramRange(need.text);
      const prefix = gramPrefix(need.text);
      return terms.some((term) => term >= from && term <= to && (prefix === null || term.startsWith(prefix)));
    };
    let met = 0;
    for (let round = 0; round < 20_000; round++) {
      const text = Array.from({ length: 1 + below(12) }, () => parts[below(parts.length)]).join('');
      const characters = [...text];
      const from = below(characters.length);
      const needle = characters.slice(from, from + 1 + below(9)).join('');
      const terms = indexedTerms(text);
      for (const need of needsOf(needle)) {
        expect([text, needle, need.text, meets(terms, need)]).toEqual([text, needle, need.text, true]);
        met += 1;
      }
    }
    expect(met).toBeGreaterThan(20_000);
  });

  it('is not met by texts that have the runs elsewhere', () => {
    const has = (text: string, needle: string) => {
      const terms = indexedTerms(text);
      return needsOf(needle).every(
        ({ word, grams }) => word || grams === null || grams.every((gram) => terms.includes(gram)),
      );
    };
    expect(has('to.do', 'o.d')).toBe(true);
    expect(has('to. do .d', 'o.d')).toBe(false);
  });
});

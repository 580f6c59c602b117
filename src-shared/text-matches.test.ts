// Where needles stand in a text as it is shown: whole characters, in order, none touching another.

import { describe, expect, it } from 'vitest';
import { fold } from './search-query';
import { occurrences, placesOf, randomNeedle, randomText } from './testing/places';
import { pick, randomFrom } from './testing/random';
import { findMatches, firstMatch } from './text-matches';

describe('findMatches', () => {
  const marked = (text: string, ...needles: string[]) =>
    findMatches(text, needles.map(fold)).ranges.map(([start, end]) => text.slice(start, end));

  it.each<[string, string[], string[]]>([
    ['The other then', ['the'], ['The', 'the', 'the']],
    ['Straße', ['ss'], ['ß']],
    ['cafe\u0301s', ['FE'], ['fe\u0301']],
    ['x👩‍💻y', ['👩‍💻'], ['👩‍💻']],
    ['aaaa', ['aa'], ['aaaa']],
    ['abc', ['ab', 'bc'], ['abc']],
    ['ﬁne', ['i'], ['ﬁ']],
    ['a', ['b'], []],
  ])('marks in %j what %j stands for', (text, needles, wanted) => {
    expect(marked(text, ...needles)).toEqual(wanted);
  });

  it('names what stands nowhere', () => {
    expect(findMatches('Grün', ['grun', 'blau'])).toEqual({ ranges: [[0, 4]], missing: ['blau'] });
  });

  it('finds a first place wherever it stands in a long text, across the edges of the blocks that it is folded in', () => {
    for (let at = 900; at < 2_200; at += 1) {
      const text = `${'ä'.repeat(at)}Nädel${'x'.repeat(50)}`;
      expect(firstMatch(text, 'nadel')).toEqual([at, at + 5]);
    }
    const marks = `a${'\u0301'.repeat(5_000)}b`;
    expect(firstMatch(`${'x'.repeat(1_000)}${marks}`, 'ab')).toEqual([1_000, 6_002]);
    expect(firstMatch('x'.repeat(5_000), 'ab')).toBeNull();
  });

  it('folds unit by unit what folding the whole text gives, whatever stands side by side', () => {
    // Every unit between others, at the end of a word and in the middle: all of it is a match of all of it folded.
    const wrong: string[] = [];
    for (let code = 1; code < 0x10000; code++) {
      for (const text of [`Σ${String.fromCharCode(code)}Ab`, `aΣ ${String.fromCharCode(code)}Σ`]) {
        const { ranges, missing } = findMatches(text, [fold(text)]);
        if (missing.length > 0 || ranges[0]?.[0] !== 0 || ranges[0][1] !== text.length)
          wrong.push(code.toString(16));
      }
    }
    expect(wrong).toEqual([]);
  });

  it('marks all that stands there and nothing else, in random texts', () => {
    const random = randomFrom(20_261_127);
    let [marked, across] = [0, 0];
    for (let round = 0; round < 6_000; round++) {
      const text = randomText(random, 14);
      const needles = Array.from({ length: 1 + Math.floor(random() * 3) }, () => randomNeedle(random, text));
      const { ranges, missing } = findMatches(text, needles);
      expect([text, needles, ranges]).toEqual([text, needles, placesOf(text, needles)]);
      expect([text, missing]).toEqual([text, needles.filter((needle) => !fold(text).includes(needle))]);
      for (const needle of needles) {
        const [first] = occurrences(text, needle);
        expect([text, needle, firstMatch(text, needle)]).toEqual([text, needle, first ?? null]);
        if (first !== undefined && fold(text.slice(...first)) !== needle) across += 1;
      }
      marked += ranges.length;
    }
    expect(marked).toBeGreaterThan(6_000);
    // Most are exactly what was looked for; some a part of what one character folds to.
    expect(across).toBeGreaterThan(100);
  });

  it('marks whole characters in long texts, wherever the blocks end that a first place is looked for in', () => {
    const random = randomFrom(20_261_128);
    for (let round = 0; round < 300; round++) {
      const lead = Array.from({ length: 30 }, () => randomText(random, 14))
        .join('')
        .slice(0, 200 + Math.floor(random() * 150));
      const text = `${lead}${pick(random, ['q\u0301', 'Q', 'q\u0301\u0327'])}${'\u0302'.repeat(Math.floor(random() * 90))}z`;
      const at = text.search(/q/iu);
      expect([text, firstMatch(text, 'q')]).toEqual([text, [at, text.length - 1]]);
    }
  });
});

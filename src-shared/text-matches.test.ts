// Where needles stand in a text as it is shown: whole characters, in order, none touching another.
import { describe, expect, it } from 'vitest';
import { fold } from './search-query';
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

  it('finds what search finds, in random texts', () => {
    let state = 1;
    const below = (limit: number) => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state % limit;
    };
    const parts = [...'aBß ÉΣς日\u0301\n😀ﬁ한e'];
    for (let round = 0; round < 5_000; round++) {
      const text = Array.from({ length: 9 }, () => parts[below(parts.length)]).join('');
      const from = below(text.length);
      const needle = fold(text.slice(from, from + 1 + below(4)));
      if (needle === '' || /[\ud800-\udfff]/u.test(needle)) continue;
      const { ranges, missing } = findMatches(text, [needle]);
      expect([text, needle, missing.length === 0]).toEqual([text, needle, fold(text).includes(needle)]);
      for (const [start, end] of ranges) {
        expect(start < end && end <= text.length).toBe(true);
        expect(fold(text.slice(start, end)).includes(needle.slice(0, 1))).toBe(true);
      }
      expect(firstMatch(text, needle)?.[0]).toBe(ranges[0]?.[0]);
    }
  });
});

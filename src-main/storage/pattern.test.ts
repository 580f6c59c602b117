// Patterns in large texts, against RE2 itself on random patterns and texts; how much of one text a look at the clock may wait for;
// and which patterns are too large.

import { RE2JS } from 're2js';
import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../src-shared/testing/random';
import { compilePattern, MAX_PATTERN_SIZE, PatternRun, standsIn, TRIED_PER_LOOK } from './pattern';
import { patternSize } from './pattern-size';

const place = (pattern: string, flags: string, text: string) => {
  const run = new PatternRun(compilePattern(pattern, flags), text);
  expect(run.go(() => false)).toBe(true);
  return run.place;
};

/** What RE2 says itself, by all that it has for the purpose. */
function placeByRe2(pattern: string, flags: string, text: string): readonly [number, number] | null {
  const bits = [...flags].reduce(
    (sum, flag) =>
      sum | (flag === 'i' ? RE2JS.CASE_INSENSITIVE : flag === 'm' ? RE2JS.MULTILINE : RE2JS.DOTALL),
    0,
  );
  const matcher = RE2JS.compile(pattern, bits).matcher(text);
  return matcher.find() ? [matcher.start(), matcher.end()] : null;
}

describe('a pattern in a text, step by step', () => {
  it('stands where RE2 finds it, in random texts', () => {
    const random = randomFrom(20_261_126);
    const below = (limit: number) => Math.floor(random() * limit);
    const pick = <T>(list: readonly T[]) => list[below(list.length)] as T;
    const atoms = [
      ...[
        'a',
        'b',
        'ab',
        '.',
        '\\w',
        '\\W',
        '\\d',
        '\\s',
        '[ab]',
        '[^a]',
        '[a-z1]',
        'é',
        'É',
        '日',
        '😀',
        'ß',
        'k',
      ],
      ...['\\b', '\\B', '^', '$', '\\A', '\\z', '\\pL', '[^\\x00-\\x7f]', '(?i:aB)', 'x', '\\n', '(?:)'],
    ];
    const repeats = ['', '', '', '', '*', '+', '?', '*?', '+?', '??', '{2}', '{1,3}', '{2,}', '{0,2}?'];
    const make = (depth: number): string => {
      let pattern = '';
      for (let parts = 1 + below(3); parts > 0; parts--) {
        const group = depth > 0 && random() < 0.35;
        const atom = group ? `${pick(['(', '(?:'])}${make(depth - 1)})` : pick(atoms);
        // An empty width that is repeated is no pattern to RE2 in some forms; in a group it is one.
        pattern += /^(?:\^|\$|\\[bBAz]|\(\?:\))$/.test(atom) ? atom : atom + pick(repeats);
        if (random() < 0.15) pattern += '|';
      }
      return pattern;
    };
    const parts = [...'aabbABkK1_ .\n😀é日ßxſ', '\u212a', '\ud83d', 'e\u0301'];
    let found = 0;
    for (let round = 0; round < 3_000; round++) {
      const pattern = make(2);
      const flags = pick(['', 'i', 'm', 's', 'ims']);
      const compiled = compilePattern(pattern, flags);
      for (let texts = 0; texts < 4; texts++) {
        const text = Array.from({ length: below(24) }, () => pick(parts)).join('');
        const wanted = placeByRe2(pattern, flags, text);
        expect([pattern, flags, text, place(pattern, flags, text)]).toEqual([pattern, flags, text, wanted]);
        const anywhere = new PatternRun(compiled, text, true);
        while (!anywhere.go(() => true));
        expect([pattern, flags, text, anywhere.place !== null]).toEqual([
          pattern,
          flags,
          text,
          wanted !== null,
        ]);
        expect(standsIn(compiled, text)).toBe(wanted !== null);
        if (wanted !== null) found += 1;
      }
    }
    expect(found).toBeGreaterThan(4_000);
  });

  it('stands where it stands in large texts, far from the beginning and at the end', () => {
    const text = `${'lorem ipsum dolor\n'.repeat(3_600)}Nr. 4711`;
    for (const [pattern, flags] of [
      ['\\d{4}', ''],
      ['(\\w+\\s?){20}\\d', ''],
      ['^nr', 'im'],
      ['dolor\\s+(Nr)', ''],
      ['r\\. 4711$', ''],
      ['^Nr', ''],
      ['ipsum.{3}x', 's'],
    ] as const) {
      expect([pattern, place(pattern, flags, text)]).toEqual([pattern, placeByRe2(pattern, flags, text)]);
    }
  });

  it('waits for the clock no longer than a bounded piece of work, whatever the pattern and the text', () => {
    const text = 'word wörd y'.repeat(2_000);
    for (const pattern of [
      '(\\w+\\s?){50}y\\d',
      '(?:[^y]{0,30}z?){30}\\d',
      '(\\pL+\\s?){50}\\d',
      '.*.*.*\\d',
    ]) {
      const compiled = compilePattern(pattern, 's');
      const run = new PatternRun(compiled, text, true);
      let [looks, longest] = [0, 0];
      for (let done = false; !done; looks++) {
        const tried = run.tried;
        done = run.go(() => true);
        longest = Math.max(longest, run.tried - tried);
      }
      // One character more than it may: it opens each way once, and takes the character on each.
      expect([pattern, longest <= TRIED_PER_LOOK + 3 * compiled.size]).toEqual([pattern, true]);
      expect(run.tried).toBeGreaterThan(text.length);
      expect(looks).toBeGreaterThan(10);
      expect(run.place).toBeNull();
    }
  });

  it('is looked for at once only where that is little', () => {
    const compiled = compilePattern('(\\w+\\s?){50}y\\d', '');
    expect(standsIn(compiled, 'a few words only')).toBe(false);
    expect(standsIn(compiled, 'word '.repeat(1_000))).toBeNull();
    expect(standsIn(compilePattern('\\d{4}', ''), `${'word '.repeat(1_000)}4711`)).toBe(true);
  });
});

describe('a pattern that is too large', () => {
  const refusal = expect.objectContaining({
    code: 'bad-request',
    said: expect.objectContaining({
      key: 'patternNotSearched',
      pieces: [{ key: 'patternTooLarge', pieces: [] }],
    }),
  });

  it.each([
    '(\\w+\\s?){900}',
    '((a{10}){10}b){30}',
    `${'a{999}'.repeat(3)}`,
    `(${'[a-z0-9]'.repeat(100)}){99}`,
  ])('%s is refused in words, before it is compiled', (pattern) => {
    expect(patternSize(pattern)).toBeGreaterThan(MAX_PATTERN_SIZE);
    expect(() => compilePattern(pattern, '')).toThrow(refusal);
  });

  it.each([
    '.{0,1000}x',
    '(\\w+\\s?){50}x',
    '[[:alpha:]\\]]{3,}',
    '((a{10}){10}){10}',
    '\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}',
  ])('%s is not', (pattern) => {
    expect(() => compilePattern(pattern, '')).not.toThrow();
  });

  it('is known to be without compiling it: what is reckoned is about what comes of it', () => {
    for (const pattern of [
      'abc',
      '(a|b)*c',
      '[^]a-c]{7}',
      '(x{3}y){5,9}',
      '(?:a{2,}b?){4}',
      'a{0}b',
      '\\{3\\}\\w{30}',
    ]) {
      const size = compilePattern(pattern, '').size;
      expect([pattern, patternSize(pattern) <= 2 * size + 4, size <= 3 * patternSize(pattern) + 6]).toEqual([
        pattern,
        true,
        true,
      ]);
    }
  });
});

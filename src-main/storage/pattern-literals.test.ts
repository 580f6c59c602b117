// What a pattern's literals may say: only what every match has.

import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../src-shared/testing/random';
import { patternLiterals } from './pattern-literals';

describe('patternLiterals', () => {
  it.each<[string, string[]]>([
    ['invoice-\\d+', ['invoice-']],
    ['a\\.com/x', ['a.com/x']],
    ['abc+d', ['abc']],
    ['abcd?efg', ['abc', 'efg']],
    ['abcx{2,3}def', ['abc', 'def']],
    ['(foo|bar)baz1', ['baz1']],
    ['[abc]]def', ['def']],
    ['foo|bar', []],
    ['(?i)abc', []],
    ['\\Qa.b\\Eabc', []],
    ['ab', []],
    ['', []],
    ['abc(', []],
  ])('%j: %j', (pattern, wanted) => {
    expect(patternLiterals(pattern)).toEqual(wanted);
  });

  it('names nothing that a match lacks', () => {
    const random = randomFrom(5);
    const below = (limit: number) => Math.floor(random() * limit);
    const parts = [
      'a',
      'b',
      'c',
      'ab',
      'abc',
      '[ab]',
      '(a|bc)',
      '(ab)',
      '.',
      '?',
      '*',
      '+',
      '{2}',
      '{0,1}',
      '\\.',
      '\\w',
      '^',
      '|',
      '*?',
    ];
    let matched = 0;
    for (let round = 0; round < 60_000; round++) {
      const pattern = Array.from({ length: 2 + below(6) }, () => parts[below(parts.length)]).join('');
      let compiled: RegExp;
      try {
        compiled = new RegExp(pattern);
      } catch {
        continue;
      }
      const literals = patternLiterals(pattern);
      for (let i = 0; i < 5; i++) {
        const text = Array.from({ length: 8 }, () => 'abc.'.charAt(below(4))).join('');
        const found = compiled.exec(text)?.[0];
        if (found === undefined || literals.length === 0) continue;
        matched += 1;
        for (const literal of literals)
          expect([pattern, text, text.includes(literal)]).toEqual([pattern, text, true]);
      }
    }
    expect(matched).toBeGreaterThan(300);
  });
});

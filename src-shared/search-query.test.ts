// The folding that search rests on, over all of Unicode, and the words of a query.
import { describe, expect, it } from 'vitest';
import { fold, queryWords } from './search-query';

function* allCharacters(): Generator<string> {
  for (let point = 0; point <= 0x10ffff; point++) {
    if (point < 0xd800 || point > 0xdfff) yield String.fromCodePoint(point);
  }
}

/** A small generator with a seed: a failure can be repeated. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

describe('fold', () => {
  it.each([
    ['Ärger', 'arger'],
    ['cafe\u0301', 'CAFÉ'],
    ['straße', 'STRASSE'],
    ['ΟΔΟΣ', 'οδος'],
    ['IŞIK', 'ışık'],
    ['ﬁn', 'FIN'],
    ['Ａｂ１', 'ab1'],
    ['２５℃', '25°c'],
    ['한글', '한글'.normalize('NFD')],
  ])('makes %j and %j the same', (one, other) => {
    expect(fold(one)).toBe(fold(other));
  });

  it.each([
    ['a', 'b'],
    ['ø', 'o'],
    ['日', '目'],
    ['1', 'l'],
  ])('keeps %j and %j apart', (one, other) => {
    expect(fold(one)).not.toBe(fold(other));
  });

  it('keeps what is no letter: NUL, line ends, emoji', () => {
    expect(fold('a\0B\r\n😀👩‍💻')).toBe('a\0b\r\n😀👩‍💻');
    expect(fold('É\0é')).toBe('e\0e');
  });

  it('changes nothing when applied again, and is blind to case, for every character of Unicode', () => {
    const wrong: string[] = [];
    for (const character of allCharacters()) {
      const folded = fold(character);
      const same = [fold(folded), fold(character.toUpperCase()), fold(character.toLowerCase())];
      // The ypogegrammeni is a mark that is dropped, and its upper case is a letter that stays: "ᾳ" and "ΑΙ".
      if (/\u0345/u.test(character.normalize('NFKD'))) same.splice(1, 1);
      if (same.some((other) => other !== folded)) wrong.push(character.codePointAt(0)?.toString(16) ?? '');
    }
    expect(wrong).toEqual([]);
  });

  it('finds every part of a text in the text', () => {
    const next = random(7);
    const alphabet = [...'aB éÉßẞΣσς ıİI\u0301ﬁ日한ท\u0e34\0\n😀🇩🇪Å\u030a１ǅ'];
    for (let round = 0; round < 5_000; round++) {
      const text = Array.from({ length: 12 }, () => alphabet[Math.floor(next() * alphabet.length)] as string);
      const from = Math.floor(next() * text.length);
      const part = text.slice(from, from + 1 + Math.floor(next() * 6)).join('');
      expect(fold(text.join('')).includes(fold(part))).toBe(true);
    }
  });
});

describe('queryWords', () => {
  it('splits at white space of any kind, folds, and drops repeats', () => {
    expect(queryWords('  Foo\tbär\u00a0FOO\u3000x\n')).toEqual(['foo', 'bar', 'x']);
  });

  it('has no words for white space', () => {
    expect(queryWords('')).toEqual([]);
    expect(queryWords(' \t\u2003')).toEqual([]);
  });

  it('has no words for marks alone, which fold to nothing', () => {
    expect(queryWords('\u0301 a')).toEqual(['a']);
  });

  it('keeps operators, quotes and wildcards as they are: they are text until the query language comes', () => {
    expect(queryWords('"100%" a_b type:image')).toEqual(['"100%"', 'a_b', 'type:image']);
  });
});

// The folding that search rests on, over all of Unicode, and the words of a query.
import { describe, expect, it } from 'vitest';
import {
  dateStart,
  fold,
  formatQuery,
  liftFilters,
  parseQuery,
  type QueryTerm,
  queryNeedles,
  queryWords,
} from './search-query';

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

describe('parseQuery', () => {
  const word = (text: string): QueryTerm => ({ type: 'word', text });
  const date = (year: number, month: number | null = null, day: number | null = null) => ({
    year,
    month,
    day,
  });

  it.each<[string, QueryTerm[]]>([
    ['', []],
    [' \t\u3000', []],
    ['\u0301', []],
    ['Foo  bär', [word('Foo'), word('bär')]],
    ['"two words" x', [{ type: 'phrase', text: 'two words' }, word('x')]],
    ['"still typing', [{ type: 'phrase', text: 'still typing' }]],
    ['"say ""yes"""', [{ type: 'phrase', text: 'say "yes"' }]],
    ['"', [word('"')]],
    ['5" disk', [word('5"'), word('disk')]],
    ['/a b+/i c', [{ type: 'regex', pattern: 'a b+', flags: 'i' }, word('c')]],
    ['/a\\/b/', [{ type: 'regex', pattern: 'a\\/b', flags: '' }]],
    ['/usr/bin/env', [word('/usr/bin/env')]],
    ['/ // /x', [word('/'), word('//'), word('/x')]],
    ['type:image,Links', [{ type: 'kind', kinds: ['image', 'link'] }]],
    ['TYPE:colour', [{ type: 'kind', kinds: ['color'] }]],
    [
      'app:"Text Editor" app:fire',
      [
        { type: 'app', name: 'Text Editor' },
        { type: 'app', name: 'fire' },
      ],
    ],
    [
      'before:2026-10 after:2026',
      [
        { type: 'before', date: date(2026, 10) },
        { type: 'after', date: date(2026) },
      ],
    ],
    ['after:2024-2-29', [{ type: 'after', date: date(2024, 2, 29) }]],
    ['is:pinned', [{ type: 'pinned' }]],
    ['size:>1.5MB', [{ type: 'size', than: '>', amount: 1.5, unit: 'mb' }]],
    ['size:<=10', [{ type: 'size', than: '<=', amount: 10, unit: 'b' }]],
  ])('reads %j', (text, terms) => {
    expect(parseQuery(text)).toEqual(terms);
  });

  it.each([
    'type:',
    'type:toString',
    'type:image,',
    'app:',
    'before:2026-13',
    'after:2026-02-30',
    'before:soon',
    'is:small',
    'size:1mb',
    'size:>',
    'size:>1tb',
    'from:me',
    'http://x.de',
    ':',
  ])('takes %j for a word', (text) => {
    expect(parseQuery(text)).toEqual([word(text)]);
  });

  it('reads what formatQuery() writes as the same terms, whatever was typed', () => {
    const next = random(3);
    const parts = [
      '"',
      '/',
      ' ',
      'a',
      'type:',
      'image',
      ',',
      'app:',
      'before:',
      '2026',
      '-1',
      'size:',
      '>',
      '5',
      'kb',
      'is:pinned',
      '\\',
      'é',
    ];
    for (let round = 0; round < 20_000; round++) {
      const text = Array.from({ length: 10 }, () => parts[Math.floor(next() * parts.length)] ?? '').join('');
      const terms = parseQuery(text);
      expect([text, parseQuery(formatQuery(terms))]).toEqual([text, terms]);
    }
  });

  it('takes a long text without taking long over it', () => {
    for (const text of [
      '"'.repeat(1_000),
      '/'.repeat(1_000),
      '/\\'.repeat(500),
      'app:"'.repeat(200),
      ' "a'.repeat(333),
    ]) {
      expect(parseQuery(formatQuery(parseQuery(text)))).toEqual(parseQuery(text));
    }
  });

  it('knows when a date begins, in local time', () => {
    expect(dateStart(date(2026, 10))).toBe(new Date(2026, 9, 1).getTime());
    expect(dateStart(date(2026))).toBe(new Date(2026, 0, 1).getTime());
  });

  it('gives what is to be marked, folded', () => {
    expect(queryNeedles(parseQuery('Foo "Ä b" /x/ type:text foo'))).toEqual(['foo', 'a b']);
  });
});

describe('operators are lifted out of what is typed', () => {
  const lifted = (text: string) => {
    const { filters, rest } = liftFilters(text);
    return [formatQuery(filters), rest];
  };

  it.each([
    ['type:image', '', 'type:image'],
    ['type:image ', 'type:image', ''],
    ['a type:image b', 'type:image', 'a b'],
    ['app:fire size:>1mb b', 'app:fire size:>1mb', 'b'],
    ['app:fire size:>1mb', 'app:fire', 'size:>1mb'],
    ['app:"two words" x', 'app:"two words"', 'x'],
    ['type:nonsense x', '', 'type:nonsense x'],
    ['"type:image in quotes" x', '', '"type:image in quotes" x'],
    ['/type:image a/ x', '', '/type:image a/ x'],
    ['  two  words ', '', '  two  words '],
    ['', '', ''],
    [' ', '', ' '],
  ])('%j: %j and %j', (text, filters, rest) => expect(lifted(text)).toEqual([filters, rest]));

  it('and nothing of the query is lost: the terms are the same, filters first', () => {
    for (const text of ['a type:link "b c" is:pinned d', 'before:2026-10 x', 'x size:>1mb ', 'after:2026 ']) {
      const { filters, rest } = liftFilters(text);
      const sorted = (terms: readonly QueryTerm[]) => terms.map((term) => formatQuery([term])).sort();
      expect(sorted([...filters, ...parseQuery(rest)])).toEqual(sorted(parseQuery(text)));
    }
  });
});

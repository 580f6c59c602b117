// What each transform makes of ordinary and of awkward texts.
import { describe, expect, test } from 'vitest';
import { MAX_TRANSFORMED_CHARS } from './limits';
import { countText, TRANSFORMS, type Transform, transform } from './transforms';

const cases: readonly (readonly [Transform, text: string, becomes: string])[] = [
  ['upper', 'straße, ıi ﬁ', 'STRASSE, II FI'],
  ['upper', 'a\r\nb\n', 'A\r\nB\n'],
  ['lower', 'ÀB ΑΣ', 'àb ας'],
  ['title', "the QUICK brown fox's élan", "The Quick Brown Fox's Élan"],
  ['title', 'x-ray 3rd  é🙂a', 'X-Ray 3rd  É🙂A'],
  // Letters that are two in one; capitals that have a small form of two; letters without case.
  ['title', 'ßeta ﬁne ŉa ǆep ǄEP', 'Sseta Fine ʼNa ǅep ǅep'],
  ['title', 'istanbul İSTANBUL ΟΔΟΣ', 'Istanbul İstanbul Οδος'],
  ['title', '东京 tower ไทย', '东京 Tower ไทย'],
  ['lower', 'İI', 'i̇i'],
  ['trim', ' \t\r\n a b \u00a0\ufeff\n', 'a b'],
  ['join-lines', ' a \r\n\r\n b\nc\r', 'a b c'],
  ['sort-lines', 'file10\r\nfile9\r\nÉmile\r\neve\r\nzoë', 'Émile\r\neve\r\nfile9\r\nfile10\r\nzoë'],
  ['sort-lines', 'b\na\n', 'a\nb\n'],
  ['unique-lines', 'a\nb\na\n\nB\n\n', 'a\nb\n\nB\n'],
  ['unique-lines', 'a\r\na', 'a'],
  ['json-pretty', '{"b":[1,2,{}],"a":{"x":"},{\\" y"},"e":[]}', PRETTY()],
  ['json-pretty', ' 12345678901234567890 ', '12345678901234567890'],
  ['json-pretty', '{"a":1.50e+3,"a":2}', '{\n  "a": 1.50e+3,\n  "a": 2\n}'],
  ['json-minify', '\ufeff{\r\n  "a b" : [ 1 , "x  y" ] , "t": true\r\n}', '{"a b":[1,"x  y"],"t":true}'],
  ['url-encode', 'a b&ü/🙂\ud800', 'a%20b%26%C3%BC%2F%F0%9F%99%82%EF%BF%BD'],
  ['url-decode', 'a%20b+%C3%BC%2F%F0%9F%99%82', 'a b+ü/🙂'],
  ['url-decode', '100% %zz %C3%28', '100% %zz %C3%28'],
  ['base64-encode', 'Grüße 🙂\r\n', 'R3LDvMOfZSDwn5mCDQo='],
  ['base64-decode', 'R3LDvMOfZSDw\r\n n5mCDQo', 'Grüße 🙂\r\n'],
  ['base64-decode', '77-_', '\uffff'],
  ['sha256', 'abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  ['sha1', 'abc', 'a9993e364706816aba3e25717850c26c9cd0d89d'],
  [
    'sha512',
    'abc',
    'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f',
  ],
  ['slug', '  Crème Brûlée & Łódź’s “Straße” №1! ', 'creme-brulee-lodzs-strasse-no1'],
  ['slug', 'Привет, йод', 'привет-йод'],
  ['slug', '東京 タワー／ガラス', '東京-タワー-ガラス'],
  ['slug', '한국어 हिन्दी ไทย', '한국어-हिन्दी-ไทย'],
  ['slug', 'İstanbul ışık ΆΛΦΑ ﬁ 👍🏽', 'istanbul-isik-αλφα-fi'],
  ['slug', '👍 !', ''],
];

function PRETTY(): string {
  return '{\n  "b": [\n    1,\n    2,\n    {}\n  ],\n  "a": {\n    "x": "},{\\" y"\n  },\n  "e": []\n}';
}

test.each(cases)('%s of %j', async (name, text, becomes) => {
  expect(await transform(name, text)).toEqual({ ok: true, text: becomes });
});

test('every transform has a case, and takes the empty text', async () => {
  expect(new Set(cases.map(([name]) => name))).toEqual(new Set(TRANSFORMS));
  for (const name of TRANSFORMS) {
    const { ok } = await transform(name, '');
    expect(ok).toBe(!name.startsWith('json'));
  }
});

describe('what cannot be turned is refused', () => {
  test.each([
    ['json-pretty', '{"a":1', 'not-json'],
    ['json-minify', "{'a':1}", 'not-json'],
    ['json-minify', 'undefined', 'not-json'],
    ['base64-decode', 'no*base64', 'not-base64'],
    ['base64-decode', 'abcde', 'not-base64'],
    // Bytes that are no text.
    ['base64-decode', '//79', 'not-base64'],
  ] as const)('%s of %j', async (name, text, why) => {
    expect(await transform(name, text)).toEqual({ ok: false, why });
  });

  test('what becomes too large', async () => {
    const deep = '['.repeat(4_000) + ']'.repeat(4_000);
    expect(await transform('json-pretty', deep)).toEqual({ ok: false, why: 'too-large' });
    expect((await transform('json-minify', deep)).ok).toBe(true);
    const long = 'ü'.repeat(MAX_TRANSFORMED_CHARS / 4);
    expect(await transform('url-encode', long)).toEqual({ ok: false, why: 'too-large' });
    expect((await transform('upper', long)).ok).toBe(true);
  });
});

test.each([
  ['', 0, 0, 0, 0],
  ['a', 1, 1, 1, 1],
  ['one two,\r\nthree\n', 15, 3, 2, 16],
  ['👩‍👩‍👧 é नि', 5, 2, 1, 28],
])('counts %j', (text, characters, words, lines, bytes) => {
  expect(countText(text)).toEqual({ characters, words, lines, bytes });
});

// What stands out in a row, as "look:text" where it has a look; together always the text.
import { describe, expect, test } from 'vitest';
import type { ClipKind } from '../../src-shared/clip';
import { hiddenHost, rowParts } from './row-parts';

const looks = (kind: ClipKind, text: string) =>
  rowParts(kind, text).map((part) => (part.look === null ? part.text : `${part.look}:${part.text}`));

describe('the host of a link', () => {
  test.each([
    ['https://www.sqlite.org/wal.html#x', ['soft:https://', 'www.sqlite.org', 'soft:/wal.html#x']],
    ['http://localhost:8080', ['soft:http://', 'localhost:8080']],
    ['https://bank.example@evil.example/?a', ['soft:https://bank.example@', 'evil.example', 'soft:/?a']],
    ['HTTPS://Example.ORG/', ['soft:HTTPS://', 'Example.ORG', 'soft:/']],
  ])('%s', (link, expected) => {
    expect(looks('link', link)).toEqual(expected);
    expect(hiddenHost(link)).toBeNull();
  });

  test.each([
    ['https://аpple.com/', 'xn--pple-43d.com'],
    ['https://evil.example\\@bank.example/', 'evil.example'],
    ['https://0x7f.1/', '127.0.0.1'],
    ['mailto:ada@example.org', null],
  ])('%s asks another host than it seems, or none: it is not set apart', (link, host) => {
    const shown = looks('link', link);
    if (host === 'evil.example')
      expect(shown).toEqual(['soft:https://', 'evil.example', 'soft:\\@bank.example/']);
    else {
      expect(shown).toEqual([link]);
      expect(hiddenHost(link)).toBe(host);
    }
  });
});

test.each([
  ['/home/ada/notes.txt', ['soft:/home/ada/', 'notes.txt']],
  ['/home/ada/', ['soft:/home/', 'ada/']],
  ['C:\\Users\\ada\\a.txt', ['soft:C:\\Users\\ada\\', 'a.txt']],
  ['notes.txt', ['notes.txt']],
  ['/', ['/']],
])('the name in %s', (path, expected) => {
  expect(looks('path', path)).toEqual(expected);
});

test.each([
  [
    'const a = 42; // why ⏎ return a',
    ['keyword:const', ' a = ', 'number:42', '; ', 'comment:// why ', '⏎ ', 'keyword:return', ' a'],
  ],
  ["say('it\\'s', `on`)", ['say(', "string:'it\\'s'", ', ', 'string:`on`', ')']],
  ['SELECT x FROM y -- all', ['keyword:SELECT', ' x ', 'keyword:FROM', ' y ', 'comment:-- all']],
  ['fetch(http://a.b) # c', ['fetch(http://a.b) ', 'comment:# c']],
  ['#include <x>', ['#', 'keyword:include', ' <x>']],
  ["don't", ["don't"]],
])('the words of %s', (code, expected) => {
  expect(looks('code', code)).toEqual(expected);
});

test('parts are the whole text, for whatever stands in it, and soon', () => {
  const hard = [
    '"'.repeat(5_000),
    '/*'.repeat(5_000),
    "\\'".repeat(5_000),
    'a'.repeat(10_000),
    '\ud83d`⏎'.repeat(3_000),
  ];
  for (const text of hard) {
    for (const kind of ['code', 'link', 'path', 'text'] as const) {
      expect(
        rowParts(kind, text)
          .map((part) => part.text)
          .join(''),
      ).toBe(text);
    }
  }
});

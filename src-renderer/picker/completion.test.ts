import { expect, test } from 'vitest';
import { parseQuery } from '../../src-shared/search-query';
import { completionsOf } from './completion';

const sources = {
  apps: ['Firefox', 'Code', 'Firefox', 'GNOME Terminal', ''],
  now: new Date(2026, 9, 5).getTime(),
};
const words = (text: string) => completionsOf(text, sources).map(({ word }) => word);

test.each([
  ['typ', ['type:']],
  ['aft', ['after:']],
  ['TYPE', ['type:']],
  ['type:', ['type:text', 'type:link', 'type:color', 'type:code', 'type:path', 'type:image']],
  ['type:co', ['type:color', 'type:code']],
  ['invoice type:im', ['type:image']],
  ['is:', ['is:pinned']],
  ['size:>', ['size:>1mb', 'size:>100kb']],
  ['app:f', ['app:firefox']],
  ['app:', ['app:firefox', 'app:code', 'app:"gnome terminal"']],
  ['before:', ['before:2026-10-05', 'before:2026-10', 'before:2026']],
  ['after:2026-10', ['after:2026-10-05']],
])('%j could become %j', (text, expected) => expect(words(text)).toEqual(expected));

test.each(['', 'ty', 'is', 'size ', 'word', 'nope:x', 'type:image', 'constructor:', '"a type:', '/a type:'])(
  '%j is completed to nothing',
  (text) => expect(words(text)).toEqual([]),
);

test('what is typed before it stays, a value is done, and a name goes on', () => {
  expect(completionsOf('Two  type:li', sources)[0]?.text).toBe('Two  type:link ');
  expect(completionsOf('typ', sources)[0]?.text).toBe('type:');
});

test('every value is one that the query takes', () => {
  for (const text of ['type:', 'app:', 'before:', 'after:', 'is:', 'size:']) {
    for (const { word } of completionsOf(text, sources)) {
      expect(parseQuery(word)[0]?.type, word).not.toBe('word');
    }
  }
});

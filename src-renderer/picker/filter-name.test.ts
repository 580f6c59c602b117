// Filters and completions in words, as English has them.
import { expect, test } from 'vitest';
import { isFilter, parseQuery } from '../../src-shared/search-query';
import { completionsOf } from './completion';
import { completionName, filterName } from './filter-name';

const named = (query: string) =>
  parseQuery(query)
    .filter(isFilter)
    .map((filter) => filterName(filter));

test.each([
  ['type:text', ['Text']],
  ['type:text,path', ['Text']],
  ['type:image', ['Images']],
  ['type:path', ['Path']],
  ['type:link,code,path', ['Link, Code, or Path']],
  ['is:pinned', ['Pinned']],
  ['app:"gnome terminal"', ['From gnome terminal']],
  ['before:2025-06-12', ['Before Jun 12, 2025']],
  ['after:2025-06', ['Since Jun 2025']],
  ['after:2025', ['Since 2025']],
  ['size:>1mb', ['Larger than 1 MB']],
  ['size:<=1.5kb size:>=2 size:<1gb', ['At most 1.5 kB', 'At least 2 B', 'Smaller than 1 GB']],
])('%s', (query, expected) => {
  expect(named(query)).toEqual(expected);
});

test('every completion has words', () => {
  const sources = { apps: ['Firefox', 'GNOME Terminal'], now: Date.UTC(2025, 5, 12) };
  for (const typed of [
    'typ',
    'app',
    'bef',
    'aft',
    'siz',
    'type:',
    'app:',
    'before:',
    'after:',
    'is:',
    'size:',
  ]) {
    const ways = completionsOf(typed, sources);
    for (const { word } of ways) {
      expect(completionName(word), word).not.toBe('');
      expect(completionName(word), word).not.toContain(':');
    }
  }
  expect(completionName('nonsense:')).toBe('');
});

import { expect, test } from 'vitest';
import { type FilterTerm, formatQuery, parseQuery } from '../../src-shared/search-query';
import { queryOf, steppedFilter, TAB_FILTERS, tabFilterOf, withFilter } from './filters';

const terms = (query: string) => parseQuery(query) as FilterTerm[];
const pinned: FilterTerm = { type: 'pinned' };

test('Tab goes through all filters and back to all', () => {
  let filters: readonly FilterTerm[] = [];
  const seen: (string | null)[] = [];
  for (let i = 0; i <= TAB_FILTERS.length; i += 1) {
    filters = steppedFilter(filters, 1);
    seen.push(filters[0] === undefined ? null : tabFilterOf(filters[0]));
  }
  expect(seen).toEqual(['text', 'link', 'code', 'color', 'image', 'files', 'pinned', null]);
  expect(steppedFilter([], -1)).toEqual([pinned]);
  expect(steppedFilter(steppedFilter([], 1), -1)).toEqual([]);
});

test('Tab takes the place of a kind that was typed, and leaves other filters', () => {
  expect(formatQuery(steppedFilter(terms('app:gimp type:link size:>1mb'), 1))).toBe(
    'app:gimp size:>1mb type:code',
  );
  // Two kinds together are none of Tab's: it starts anew.
  expect(formatQuery(steppedFilter(terms('type:link,code'), 1))).toBe('type:text,path');
});

test('every filter of Tab is one that can be typed', () => {
  for (const { id, term } of TAB_FILTERS) {
    const typed = parseQuery(formatQuery([term]))[0] as FilterTerm;
    expect(tabFilterOf(typed)).toBe(id);
  }
  expect(tabFilterOf({ type: 'kind', kinds: ['path'] })).toBeNull();
});

test('a filter is there once, and filters and words make one query', () => {
  const filters = withFilter(terms('type:link'), pinned);
  expect(withFilter(filters, pinned)).toBe(filters);
  expect(queryOf(filters, '  two words ')).toBe('type:link is:pinned two words');
  expect(queryOf([], ' a ')).toBe('a');
  expect(queryOf([pinned], '')).toBe('is:pinned');
});

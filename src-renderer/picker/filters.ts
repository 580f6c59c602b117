// The filters beside the typed words: what Tab goes through, and how filters and words make one query.
// Pure. Never a filter that cannot be typed as an operator too.
import { type FilterTerm, formatQuery } from '../../src-shared/search-query';

/** What Tab goes through after "all": one kind, or what is pinned. */
export const TAB_FILTERS = [
  { id: 'text', term: { type: 'kind', kinds: ['text', 'path'] } },
  { id: 'link', term: { type: 'kind', kinds: ['link'] } },
  { id: 'code', term: { type: 'kind', kinds: ['code'] } },
  { id: 'color', term: { type: 'kind', kinds: ['color'] } },
  { id: 'image', term: { type: 'kind', kinds: ['image'] } },
  { id: 'files', term: { type: 'kind', kinds: ['files'] } },
  { id: 'pinned', term: { type: 'pinned' } },
] as const satisfies readonly { readonly id: string; readonly term: FilterTerm }[];

export type TabFilterId = (typeof TAB_FILTERS)[number]['id'];

const sameTerm = (one: FilterTerm, other: FilterTerm) => formatQuery([one]) === formatQuery([other]);

/** The name that a filter has among those of Tab; null where it is none of them. */
export function tabFilterOf(term: FilterTerm): TabFilterId | null {
  return TAB_FILTERS.find((filter) => sameTerm(filter.term, term))?.id ?? null;
}

/** The next of Tab's filters in place of the one that is on; after the last none, and all others stay. */
export function steppedFilter(filters: readonly FilterTerm[], step: 1 | -1): readonly FilterTerm[] {
  const isTabs = (term: FilterTerm) => term.type === 'kind' || term.type === 'pinned';
  const on = filters.find(isTabs);
  const at = on === undefined ? -1 : TAB_FILTERS.findIndex(({ term }) => sameTerm(term, on));
  // "All" stands before the first.
  const places = TAB_FILTERS.length + 1;
  const next = TAB_FILTERS[((at + 1 + step + places) % places) - 1];
  const others = filters.filter((term) => !isTabs(term));
  return next === undefined ? others : [...others, next.term];
}

/** The filters with one more; a filter is there once. */
export function withFilter(filters: readonly FilterTerm[], term: FilterTerm): readonly FilterTerm[] {
  return filters.some((other) => sameTerm(other, term)) ? filters : [...filters, term];
}

/** One query of both. */
export function queryOf(filters: readonly FilterTerm[], text: string): string {
  return [formatQuery(filters), text.trim()].filter((part) => part !== '').join(' ');
}

// Filters in words, and what an operator that is being typed would become.
// Pure. Never an operator alone: whoever does not know it reads what it does.
import { type FilterTerm, isFilter, parseQuery, SIZE_UNITS } from '../../src-shared/search-query';
import { formatAny, formatDate, formatSize } from '../i18n/format';
import { words } from '../i18n/words';
import { tabFilterOf } from './filters';

/** A filter in words. */
export function filterName(filter: FilterTerm): string {
  const id = tabFilterOf(filter);
  if (id !== null) return words.filterNames[id];
  switch (filter.type) {
    case 'kind':
      return formatAny(filter.kinds.map((kind) => words.kinds[kind]));
    case 'app':
      return words.filterFrom(filter.name);
    case 'before':
      return words.filterBefore(formatDate(filter.date));
    case 'after':
      return words.filterSince(formatDate(filter.date));
    case 'size':
      return words.filterSizes[filter.than](formatSize(filter.amount * SIZE_UNITS[filter.unit]));
    case 'pinned':
      return words.filterNames.pinned;
  }
}

/** A completed word in words: the filter that it makes, or what its operator asks for; '' where neither is known. */
export function completionName(word: string): string {
  const [term] = parseQuery(word);
  if (term !== undefined && isFilter(term)) return filterName(term);
  return words.operators[word.replace(/:$/u, '')] ?? '';
}

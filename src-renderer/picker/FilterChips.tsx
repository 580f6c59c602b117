// The filters that are on, each with a button that drops it.
// Never a filter without its words: what cannot be named is shown as it is typed.
import { type FilterTerm, formatQuery } from '../../src-shared/search-query';
import { words } from '../i18n/words';
import { Icon } from '../ui/icons';
import { tabFilterOf } from './filters';
import './search.css';

interface Props {
  readonly filters: readonly FilterTerm[];
  readonly onDrop: (filter: FilterTerm) => void;
}

export function FilterChips({ filters, onDrop }: Props) {
  if (filters.length === 0) return null;
  return (
    <ul className="filter-chips" aria-label={words.filters}>
      {filters.map((filter) => (
        <li key={formatQuery([filter])}>
          <button
            type="button"
            className="chip"
            aria-label={words.dropFilter(filterName(filter))}
            onClick={() => onDrop(filter)}
          >
            {filterName(filter)}
            <Icon name="clear" size={12} />
          </button>
        </li>
      ))}
    </ul>
  );
}

/** A filter in words, or as it is typed. */
export function filterName(filter: FilterTerm): string {
  const id = tabFilterOf(filter);
  return id === null ? formatQuery([filter]) : words.filterNames[id];
}

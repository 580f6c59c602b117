// The filters that are on, each with a button that drops it.
// Never a filter without its words; how it is typed stands quietly behind them, so that it can be learned.
import { type FilterTerm, formatQuery } from '../../src-shared/search-query';
import { words } from '../i18n/words';
import { Icon } from '../ui/icons';
import { filterName } from './filter-name';
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
            aria-label={words.dropFilter(`${filterName(filter)} ${formatQuery([filter])}`)}
            onClick={() => onDrop(filter)}
          >
            <bdi>{filterName(filter)}</bdi> <bdi className="chip-operator">{formatQuery([filter])}</bdi>
            <Icon name="clear" size={12} />
          </button>
        </li>
      ))}
    </ul>
  );
}

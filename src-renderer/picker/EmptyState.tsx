// What stands where there are no rows: nothing copied yet, nothing found, nothing that can be searched for, or nothing can be captured.
// Never show anything before the history has been read: an empty moment is not an empty history.
import type { ReactNode } from 'react';
import type { Keymap } from '../../src-shared/keymap';
import { type FilterTerm, formatQuery, isFilter, parseQuery } from '../../src-shared/search-query';
import { words } from '../i18n/words';
import { Icon } from '../ui/icons';
import { Keys } from '../ui/Keys';
import { filterName } from './filter-name';
import { LIST_ID, REFUSAL_ID } from './ids';
import { ariaKeys, shownKeys } from './keys';
import './messages.css';
import type { PickerModel } from './picker-model';
import type { PickerState } from './picker-state';

interface Props {
  readonly state: PickerState;
  readonly picker: PickerModel;
}

export function EmptyState({ state, picker }: Props) {
  const { view, status, keymap, text, filters } = state;
  if (!view.loaded) return <EmptyList />;
  if (view.refusal !== null) {
    return <Refused why={view.refusal} text={text} filters={filters} keymap={keymap} picker={picker} />;
  }
  if (view.query !== '' && view.list.next !== null) {
    return <Message icon={<Icon name="search" size={24} />} title={words.searchingOlder} />;
  }
  if (view.query !== '') return <NoMatch query={view.query} keymap={keymap} picker={picker} />;
  if (status === null) return <EmptyList />;
  if (status.captureTrouble !== null) {
    return (
      <Message icon={<Icon name="alert" size={24} />} title={words.noCaptureTitle}>
        <p>{status.captureTrouble}</p>
      </Message>
    );
  }
  return (
    <Message icon={<Icon name="clipboard" size={24} />} title={words.firstRunTitle}>
      <ol className="steps">
        <li>
          <span>{words.firstRunCopy}</span>
        </li>
        <li>
          <KeysIn words={words.firstRunOpen} accelerator={status.hotkey} mac={keymap.mac} />
        </li>
        <li>
          <KeysIn words={words.firstRunPaste} accelerator={shownKeys(keymap, 'paste')} mac={keymap.mac} />
        </li>
      </ol>
    </Message>
  );
}

interface KeysInProps {
  /** What stands before the keys, and behind. */
  readonly words: readonly string[];
  readonly accelerator: string | null;
  readonly mac: boolean;
}

function KeysIn({ words: [before, behind], accelerator, mac }: KeysInProps) {
  return (
    <span>
      {before} <Keys accelerator={accelerator} mac={mac} /> {behind}
    </span>
  );
}

/** The listbox that the search box controls exists in every state. */
function EmptyList() {
  return <div id={LIST_ID} role="listbox" aria-label={words.listLabel} tabIndex={-1} />;
}

interface RefusedProps {
  readonly why: string;
  /** What is typed, and the filters beside it: the rows are none of it. */
  readonly text: string;
  readonly filters: readonly FilterTerm[];
  readonly keymap: Keymap;
  readonly picker: PickerModel;
}

/** Nothing was searched for, so nothing is missing: why, and what one can do. */
function Refused({ why, text, filters, keymap, picker }: RefusedProps) {
  return (
    <Message icon={<Icon name="alert" size={24} />} title={words.refusedTitle}>
      <p id={REFUSAL_ID} className="refusal" role="alert">
        {why}
      </p>
      <p>{words.refusedHelp}</p>
      <div className="drop-filters">
        <button
          type="button"
          className="button"
          onClick={() => picker.searchFor([...filters, { type: 'phrase', text: text.trim() }])}
        >
          {words.searchLiterally}
        </button>
        <ClearButton keymap={keymap} picker={picker} />
      </div>
    </Message>
  );
}

interface ClearProps {
  readonly keymap: Keymap;
  readonly picker: PickerModel;
}

function ClearButton({ keymap, picker }: ClearProps) {
  return (
    <button
      type="button"
      className="button"
      aria-keyshortcuts={ariaKeys(keymap, 'close')}
      onClick={() => picker.searchFor([])}
    >
      {words.clearSearch}
      <span aria-hidden="true">
        <Keys accelerator={shownKeys(keymap, 'close')} mac={keymap.mac} />
      </span>
    </button>
  );
}

interface NoMatchProps {
  readonly query: string;
  readonly keymap: Keymap;
  readonly picker: PickerModel;
}

/** What was searched for, and what could be left out of it. */
function NoMatch({ query, keymap, picker }: NoMatchProps) {
  const terms = parseQuery(query);
  const filters = terms.filter(isFilter);
  const texts = terms.filter((term) => !isFilter(term));
  const [before, after] =
    filters.length > 0 ? words.noMatchFiltered : texts.length > 1 ? words.noMatchWords : words.noMatch;
  return (
    <Message icon={<Icon name="search" size={24} />} title={words.noMatchTitle}>
      {texts.length === 0 ? (
        <p>{words.noMatchFilters}</p>
      ) : (
        <p className="no-match">
          {before}
          <bdi className="no-match-query">{formatQuery(texts)}</bdi>
          {after}
        </p>
      )}
      <div className="drop-filters">
        {filters.map((filter) => (
          <button
            key={formatQuery([filter])}
            type="button"
            className="button"
            onClick={() => picker.searchFor(terms.filter((term) => term !== filter))}
          >
            {words.without(filterName(filter))}
          </button>
        ))}
        <ClearButton keymap={keymap} picker={picker} />
      </div>
    </Message>
  );
}

interface MessageProps {
  readonly icon: ReactNode;
  readonly title: string;
  readonly children?: ReactNode;
}

function Message({ icon, title, children }: MessageProps) {
  return (
    <div className="empty">
      <EmptyList />
      <span className="empty-icon">{icon}</span>
      <h2>{title}</h2>
      {children}
    </div>
  );
}

// The search box: a combobox over the list, which always has the caret.
// Never search here.
import { type Ref, useEffect, useState } from 'react';
import { MAX_QUERY_CHARS } from '../../src-shared/limits';
import type { FilterTerm } from '../../src-shared/search-query';
import { type HistoryView, viewCount } from '../history/history';
import { formatCount } from '../i18n/format';
import { words } from '../i18n/words';
import { Icon } from '../ui/icons';
import { FilterChips } from './FilterChips';
import { LIST_ID, optionId, REFUSAL_ID } from './ids';

/** A screen reader is told the count when typing pauses, not at every letter. */
const ANNOUNCE_AFTER_MS = 400;

interface Props {
  readonly ref: Ref<HTMLInputElement>;
  readonly text: string;
  readonly view: HistoryView;
  readonly activeId: number | null;
  readonly filters: readonly FilterTerm[];
  /** What Tab would complete to; null where there is nothing to complete. */
  readonly completion: string | null;
  readonly onType: (text: string, composing: boolean, atEnd: boolean) => void;
  /** The last one where none is given. */
  readonly onDropFilter: (filter?: FilterTerm) => void;
  readonly onClear: () => void;
}

export function SearchBox(props: Props) {
  const { ref, text, view, activeId, filters, completion, onType, onDropFilter, onClear } = props;
  const count = viewCount(view);
  const more = view.list.next !== null;
  return (
    <header className="search">
      <h1 className="only-heard">{words.product}</h1>
      <Icon name="search" size={18} />
      <FilterChips filters={filters} onDrop={onDropFilter} />
      <input
        ref={ref}
        className="search-input"
        type="text"
        role="combobox"
        aria-label={words.searchLabel}
        aria-expanded={count > 0}
        aria-controls={LIST_ID}
        aria-autocomplete="list"
        aria-activedescendant={activeId === null ? undefined : optionId(activeId)}
        placeholder={words.searchPlaceholder}
        maxLength={MAX_QUERY_CHARS}
        autoComplete="off"
        autoCorrect="off"
        autoCapitalize="off"
        spellCheck={false}
        dir={text === '' ? undefined : 'auto'}
        value={text}
        aria-invalid={view.refusal !== null}
        aria-describedby={view.refusal === null ? undefined : REFUSAL_ID}
        onChange={({ target, nativeEvent }) =>
          onType(target.value, (nativeEvent as InputEvent).isComposing, atEnd(target))
        }
        onCompositionEnd={({ currentTarget }) => onType(currentTarget.value, false, atEnd(currentTarget))}
        onKeyDown={(event) => {
          const { selectionStart, selectionEnd } = event.currentTarget;
          const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.nativeEvent.isComposing;
          const atStart = selectionStart === 0 && selectionEnd === 0;
          if (event.key !== 'Backspace' || !plain || !atStart || filters.length === 0) return;
          event.preventDefault();
          onDropFilter();
        }}
      />
      {view.query !== '' && view.refusal === null && (text !== '' || filters.length > 0) && count > 0 && (
        <span className="search-count" aria-hidden="true">
          {more ? words.matchesMore(formatCount(count), count) : words.matches(formatCount(count), count)}
        </span>
      )}
      {(text !== '' || filters.length > 0) && (
        <button type="button" className="icon-button" aria-label={words.clearSearch} onClick={onClear}>
          <Icon name="clear" />
        </button>
      )}
      <Announcer
        message={completion === null ? announcement(view, count, more) : words.completes(completion)}
      />
    </header>
  );
}

function atEnd({ value, selectionStart, selectionEnd }: HTMLInputElement): boolean {
  return selectionStart === value.length && selectionEnd === value.length;
}

function announcement(view: HistoryView, count: number, more: boolean): string {
  if (!view.loaded) return '';
  if (view.query === '') return words.clips(formatCount(view.total), view.total);
  if (count === 0) return more ? words.searchingOlder : words.noMatchTitle;
  return more ? words.matchesMore(formatCount(count), count) : words.matches(formatCount(count), count);
}

function Announcer({ message }: { readonly message: string }) {
  const [told, setTold] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setTold(message), ANNOUNCE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [message]);
  return (
    <output className="only-heard" aria-live="polite">
      {told}
    </output>
  );
}

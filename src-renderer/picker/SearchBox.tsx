// The search box: a combobox over the list, which always has the caret.
// Never search here.
import { type Ref, useEffect, useState } from 'react';
import { MAX_QUERY_CHARS } from '../../src-shared/limits';
import { type HistoryView, viewCount } from '../history/history';
import { formatCount } from '../i18n/format';
import { words } from '../i18n/words';
import { Icon } from '../ui/icons';
import { LIST_ID, optionId } from './ids';

/** A screen reader is told the count when typing pauses, not at every letter. */
const ANNOUNCE_AFTER_MS = 400;

interface Props {
  readonly ref: Ref<HTMLInputElement>;
  readonly text: string;
  readonly view: HistoryView;
  readonly activeId: number | null;
  readonly onType: (text: string, composing: boolean) => void;
}

export function SearchBox({ ref, text, view, activeId, onType }: Props) {
  const count = viewCount(view);
  const more = view.list.next !== null;
  return (
    <header className="search">
      <h1 className="only-heard">{words.product}</h1>
      <Icon name="search" size={18} />
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
        dir="auto"
        value={text}
        onChange={(event) => onType(event.target.value, (event.nativeEvent as InputEvent).isComposing)}
        onCompositionEnd={(event) => onType(event.currentTarget.value, false)}
      />
      {view.query !== '' && text !== '' && count > 0 && (
        <span className="search-count" aria-hidden="true">
          {more ? words.matchesMore(formatCount(count)) : words.matches(formatCount(count), count)}
        </span>
      )}
      {text !== '' && (
        <button
          type="button"
          className="icon-button"
          aria-label={words.clearSearch}
          onClick={() => onType('', false)}
        >
          <Icon name="clear" />
        </button>
      )}
      <Announcer message={announcement(view, count, more)} />
    </header>
  );
}

function announcement(view: HistoryView, count: number, more: boolean): string {
  if (!view.loaded) return '';
  if (view.query === '') return words.clips(formatCount(view.total), view.total);
  if (count === 0) return words.noMatchTitle;
  return more ? words.matchesMore(formatCount(count)) : words.matches(formatCount(count), count);
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

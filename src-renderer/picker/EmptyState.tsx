// What stands where there are no rows: nothing copied yet, nothing found, or nothing can be captured.
// Never show anything before the history has been read: an empty moment is not an empty history.
import type { ReactNode } from 'react';
import type { AppStatus } from '../../src-shared/ipc-contract';
import type { Keymap } from '../../src-shared/keymap';
import { queryWords } from '../../src-shared/search-query';
import type { HistoryView } from '../history/history';
import { words } from '../i18n/words';
import { Icon } from '../ui/icons';
import { Keys } from '../ui/Keys';
import { LIST_ID } from './ids';
import { ariaKeys, shownKeys } from './keys';
import './messages.css';

interface Props {
  readonly view: HistoryView;
  readonly status: AppStatus | null;
  readonly keymap: Keymap;
  readonly onClear: () => void;
}

export function EmptyState({ view, status, keymap, onClear }: Props) {
  if (!view.loaded) return <EmptyList />;
  if (view.query !== '') return <NoMatch query={view.query} keymap={keymap} onClear={onClear} />;
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
          <span>
            {words.firstRunPress} <Keys accelerator={status.hotkey} mac={keymap.mac} />
          </span>
        </li>
        <li>
          <span>
            {words.firstRunPress} <Keys accelerator={shownKeys(keymap, 'paste')} mac={keymap.mac} />{' '}
            {words.firstRunPaste}
          </span>
        </li>
      </ol>
    </Message>
  );
}

/** The listbox that the search box controls exists in every state. */
function EmptyList() {
  return <div id={LIST_ID} role="listbox" aria-label={words.listLabel} tabIndex={-1} />;
}

interface NoMatchProps {
  readonly query: string;
  readonly keymap: Keymap;
  readonly onClear: () => void;
}

function NoMatch({ query, keymap, onClear }: NoMatchProps) {
  const many = queryWords(query).length > 1;
  const [before, after] = many ? words.noMatchWords : words.noMatch;
  return (
    <Message icon={<Icon name="search" size={24} />} title={words.noMatchTitle}>
      <p className="no-match">
        {before}
        <bdi className="no-match-query">{query}</bdi>
        {after}
      </p>
      <button
        type="button"
        className="button"
        aria-keyshortcuts={ariaKeys(keymap, 'close')}
        onClick={onClear}
      >
        {words.clearSearch}
        <span aria-hidden="true">
          <Keys accelerator={shownKeys(keymap, 'close')} mac={keymap.mac} />
        </span>
      </button>
    </Message>
  );
}

interface MessageProps {
  readonly icon: ReactNode;
  readonly title: string;
  readonly children: ReactNode;
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

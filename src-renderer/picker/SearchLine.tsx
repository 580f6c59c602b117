// What lies under the search box while one types: how an operator can go on, or why the query cannot be answered.
// Never take the focus: Tab completes, a click does too.
import { viewCount } from '../history/history';
import { words } from '../i18n/words';
import { Keys } from '../ui/Keys';
import type { Completion } from './completion';
import { completionName } from './filter-name';
import { REFUSAL_ID } from './ids';
import { ariaKeys, shownKeys } from './keys';
import type { PickerState } from './picker-state';
import './search.css';

interface Props {
  readonly state: PickerState;
  readonly onComplete: (completion: Completion) => void;
}

export function SearchLine({ state, onComplete }: Props) {
  const { completions, keymap, view } = state;
  if (completions.length > 0) {
    return (
      <ul className="search-line completions" aria-label={words.completions}>
        {completions.map((completion, at) => (
          <li key={completion.word}>
            <button
              type="button"
              className="chip"
              tabIndex={-1}
              aria-keyshortcuts={at === 0 ? ariaKeys(keymap, 'filter-next') : undefined}
              onClick={() => onComplete(completion)}
            >
              <bdi>{completionName(completion.word)}</bdi>{' '}
              <bdi className="chip-operator">{completion.word}</bdi>
              {at === 0 && (
                <span aria-hidden="true">
                  <Keys accelerator={shownKeys(keymap, 'filter-next')} mac={keymap.mac} />
                </span>
              )}
            </button>
          </li>
        ))}
      </ul>
    );
  }
  // Where there are no rows, the middle of the window says it (EmptyState).
  if (view.refusal === null || viewCount(view) === 0) return null;
  return (
    <p id={REFUSAL_ID} className="search-line search-refusal" role="alert">
      {view.refusal}
    </p>
  );
}

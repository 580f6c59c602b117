// What lies under the search box while one types: how an operator can go on, or why the query cannot be answered.
// Never take the focus: Tab completes, a click does too.
import { words } from '../i18n/words';
import { Keys } from '../ui/Keys';
import type { Completion } from './completion';
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
              {completion.word}
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
  if (view.refusal === null) return null;
  return (
    <p id={REFUSAL_ID} className="search-line search-refusal" role="alert">
      {view.refusal}
    </p>
  );
}

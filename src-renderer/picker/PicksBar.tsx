// What is picked to be pasted together and what stands between, and what is queued.
// Never act on clips here: the model does.
import { formatCount } from '../i18n/format';
import { words } from '../i18n/words';
import { Icon } from '../ui/icons';
import { Keys } from '../ui/Keys';
import { ariaKeys, shownKeys } from './keys';
import type { PickerState } from './picker-state';
import './messages.css';

interface Props {
  readonly state: PickerState;
  readonly onSeparator: () => void;
  readonly onEndQueue: () => void;
}

export function PicksBar({ state, onSeparator, onEndQueue }: Props) {
  const { picked, status, keymap } = state;
  const queued = status?.queued ?? null;
  if (picked.length === 0 && queued === null) return null;
  const separator = status?.separator ?? '\n';
  return (
    <section className="status-lines picks-bar" aria-live="polite">
      {picked.length > 0 && (
        <p className="status-line" data-strong="">
          <span>{words.picked(formatCount(picked.length), picked.length)}</span>
          {picked.length > 1 && (
            <>
              <span>{words.joinedBy}</span>
              <button
                type="button"
                className="button button-small"
                aria-keyshortcuts={ariaKeys(keymap, 'separator')}
                onClick={onSeparator}
              >
                {words.separators[separator] ?? JSON.stringify(separator)}
                <span aria-hidden="true">
                  <Keys accelerator={shownKeys(keymap, 'separator')} mac={keymap.mac} />
                </span>
              </button>
            </>
          )}
        </p>
      )}
      {queued !== null && (
        <p className="status-line" data-strong="">
          <Icon name="clipboard" />
          <span>{words.queuedNext}</span>
          <bdi className="queued-preview">
            {queued.preview === '' ? words.whiteSpaceOnly : queued.preview}
          </bdi>
          <span>{words.queuedBehind(formatCount(queued.behind), queued.behind)}</span>
          <button type="button" className="button button-small" onClick={onEndQueue}>
            {words.queueEnd}
          </button>
        </p>
      )}
    </section>
  );
}

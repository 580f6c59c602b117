// What just happened: clips deleted, with Undo; a notice; an error. One at a time, an error first.
// Never take the focus.
import { formatCount } from '../i18n/format';
import { words } from '../i18n/words';
import { Icon } from '../ui/icons';
import { Keys } from '../ui/Keys';
import { ariaKeys, shownKeys } from './keys';
import type { PickerState } from './picker-state';
import './messages.css';

interface Props {
  readonly state: PickerState;
  readonly onUndo: () => void;
  readonly onDismiss: () => void;
}

export function Toast({ state: { notice, undoable, keymap }, onUndo, onDismiss }: Props) {
  return (
    <div className="toast-place" role="status">
      {notice !== null ? (
        <div className="toast" data-level={notice.level}>
          {notice.level === 'error' && (
            <span className="toast-alert">
              <Icon name="alert" />
              <span className="only-heard">{words.error}</span>
            </span>
          )}
          <span className="toast-text">{notice.text}</span>
          <button type="button" className="icon-button" aria-label={words.dismiss} onClick={onDismiss}>
            <Icon name="clear" size={14} />
          </button>
        </div>
      ) : (
        undoable > 0 && (
          <div className="toast">
            <span className="toast-text">{words.deleted(formatCount(undoable), undoable)}</span>
            <button
              type="button"
              className="button button-small"
              aria-keyshortcuts={ariaKeys(keymap, 'undo')}
              onClick={onUndo}
            >
              {words.undo}
              <span aria-hidden="true">
                <Keys accelerator={shownKeys(keymap, 'undo')} mac={keymap.mac} />
              </span>
            </button>
          </div>
        )
      )}
    </div>
  );
}

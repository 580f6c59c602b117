// The last line: how many clips there are, and what the keys do with the selected one.
// Never promise a key that does something else now: where pasting is not possible, Enter reads "Copy".
import { viewRow } from '../history/history';
import { formatCount } from '../i18n/format';
import { words } from '../i18n/words';
import { Keys } from '../ui/Keys';
import { deleteKey, SHOWN_KEYS } from './keys';
import type { PickerState } from './picker-model';

export function Footer({ state, mac }: { readonly state: PickerState; readonly mac: boolean }) {
  const { view, selection, status } = state;
  const clip = viewRow(view, selection.index);
  const copyOnly = status?.pasteTrouble != null;
  return (
    <footer className="footer">
      <span className="footer-count">
        {view.loaded && view.total > 0 && words.clips(formatCount(view.total), view.total)}
      </span>
      {clip === undefined ? (
        state.text === '' && (
          <ul className="hints">
            <Hint label={words.actionClose} accelerator={SHOWN_KEYS.escape} mac={mac} />
          </ul>
        )
      ) : (
        <ul className="hints">
          <Hint
            label={copyOnly ? words.actionCopy : words.actionPaste}
            accelerator={SHOWN_KEYS.paste}
            mac={mac}
          />
          {!copyOnly && <Hint label={words.actionPlain} accelerator={SHOWN_KEYS.plain} mac={mac} />}
          {!copyOnly && <Hint label={words.actionCopy} accelerator={SHOWN_KEYS.copy} mac={mac} />}
          <Hint
            label={clip.pinned ? words.actionUnpin : words.actionPin}
            accelerator={SHOWN_KEYS.pin}
            mac={mac}
          />
          <Hint label={words.actionDelete} accelerator={deleteKey(mac)} mac={mac} />
        </ul>
      )}
    </footer>
  );
}

interface HintProps {
  readonly label: string;
  readonly accelerator: string;
  readonly mac: boolean;
}

function Hint({ label, accelerator, mac }: HintProps) {
  return (
    <li className="hint">
      {label} <Keys accelerator={accelerator} mac={mac} />
    </li>
  );
}

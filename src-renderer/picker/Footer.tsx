// The last line: how many clips there are, and what the keys do now; those of a modifier while it is held.
// Never decide here what a key does now: footer-hints.ts does.
import { memo } from 'react';
import { arePinned, viewRow } from '../history/history';
import { formatCount } from '../i18n/format';
import { words } from '../i18n/words';
import { Keys } from '../ui/Keys';
import { type HintState, hintsOf } from './footer-hints';
import { ariaKeys, shownKeys } from './keys';
import type { PickerState } from './picker-state';

interface Props {
  readonly state: PickerState;
  /** Held modifiers as chordText() writes them. */
  readonly held: string;
  readonly onHelp: () => void;
}

export function Footer({ state, held, onHelp }: Props) {
  const { view, keymap, selection, status, commands, undoable, cover, text, filters, picked } = state;
  const row = viewRow(view, selection.index);
  return (
    <footer className="footer">
      <span className="footer-count">
        {view.loaded && view.total > 0 && words.clips(formatCount(view.total), view.total)}
      </span>
      <Hints
        keymap={keymap}
        commands={commands}
        held={held}
        selected={row !== undefined && view.refusal === null}
        picked={picked.length}
        pinned={picked.length > 0 ? arePinned(view, picked) : row?.pinned === true}
        copyOnly={status?.pasteTrouble != null}
        covered={cover !== null}
        typed={text !== '' || filters.length > 0}
        canUndo={undoable > 0}
      />
      <button
        type="button"
        className="footer-help"
        aria-keyshortcuts={ariaKeys(keymap, 'help')}
        onClick={onHelp}
      >
        {words.commands.help.hint}
        <span aria-hidden="true">
          <Keys accelerator={shownKeys(keymap, 'help')} mac={keymap.mac} />
        </span>
      </button>
    </footer>
  );
}

/** Apart from the rest, and of plain values: a letter changes none of them. */
const Hints = memo(function Hints(props: HintState) {
  return (
    <ul className="hints">
      {hintsOf(props).map(({ id, chord, label }) => (
        <li key={id} className="hint" data-command={id}>
          {label} <Keys accelerator={chord} mac={props.keymap.mac} />
        </li>
      ))}
    </ul>
  );
});

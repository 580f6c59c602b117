// The last line: how many clips there are, and what the keys do now; those of a modifier while it is held.
// Never promise a key that does something else now: where pasting is not possible, Enter reads "Copy".

import { COMMAND_IDS, type CommandId } from '../../src-shared/commands';
import { isSaid } from '../../src-shared/i18n/said';
import { chordText, readChord } from '../../src-shared/keymap';
import { viewRow } from '../history/history';
import { formatCount } from '../i18n/format';
import { words } from '../i18n/words';
import { Keys } from '../ui/Keys';
import { ariaKeys, shownKeys } from './keys';
import type { PickerState } from './picker-state';

/** What the footer shows while no modifier is held, in order; what does not fit is not seen. */
const USUAL: readonly CommandId[] = [
  'paste',
  'paste-plain',
  'copy',
  'pin',
  'delete',
  'actions',
  'preview',
  'edit',
  'filter-next',
  'queue',
];

interface Props {
  readonly state: PickerState;
  /** Held modifiers as chordText() writes them. */
  readonly held: string;
  readonly onHelp: () => void;
}

export function Footer({ state, held, onHelp }: Props) {
  const { view, keymap } = state;
  return (
    <footer className="footer">
      <span className="footer-count">
        {view.loaded && view.total > 0 && words.clips(formatCount(view.total), view.total)}
      </span>
      <ul className="hints">
        {hintsOf(state, held).map(({ id, chord, label }) => (
          <li key={id} className="hint" data-command={id}>
            {label} <Keys accelerator={chord} mac={keymap.mac} />
          </li>
        ))}
      </ul>
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

interface HintOf {
  readonly id: CommandId;
  readonly chord: string;
  readonly label: string;
}

function hintsOf(state: PickerState, held: string): readonly HintOf[] {
  const { view, selection, status, keymap, commands, undoable, cover, text, picked } = state;
  const clip = viewRow(view, selection.index);
  const copyOnly = status?.pasteTrouble != null;
  if (cover !== null || clip === undefined) {
    const chord = shownKeys(keymap, 'close');
    return chord === null || (cover === null && text !== '')
      ? []
      : [{ id: 'close', chord, label: words.commands.close.hint }];
  }
  const applies = (id: CommandId) => {
    if (!commands.has(id) || id === 'help' || (id === 'undo' && undoable === 0)) return false;
    if (id === 'separator' && picked.length < 2) return false;
    return !(copyOnly && (id === 'copy' || id === 'paste-plain' || id === 'paste-nth-plain'));
  };
  const labelOf = (id: CommandId) => {
    if (id === 'pin' && clip.pinned) return words.unpin;
    if (copyOnly && (id === 'paste' || id === 'paste-nth')) return words.commands.copy.hint;
    return words.commands[id].hint;
  };
  const wanted = held === '' ? USUAL : [...new Set([...USUAL, ...COMMAND_IDS])];
  return wanted.filter(applies).flatMap((id) => {
    const chord = shownKeys(keymap, id);
    const fits = chord !== null && (held === '' || modifiersOf(chord, keymap.mac) === held);
    return !fits ? [] : [{ id, chord, label: labelOf(id) }];
  });
}

/** A chord's modifiers, as held ones are written. */
function modifiersOf(text: string, mac: boolean): string {
  const chord = readChord(text, mac);
  return isSaid(chord) ? '' : chordText({ ...chord, key: '' }).replace(/\+$/, '');
}

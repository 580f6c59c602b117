// The last line: how many clips there are, and what the keys do now; those of a modifier while it is held.
// Never promise a key that does something else now: where pasting is not possible, Enter reads "Copy".
import { memo } from 'react';
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
  const { view, keymap, selection, status, commands, undoable, cover, text, picked } = state;
  return (
    <footer className="footer">
      <span className="footer-count">
        {view.loaded && view.total > 0 && words.clips(formatCount(view.total), view.total)}
      </span>
      <Hints
        keymap={keymap}
        commands={commands}
        held={held}
        pinned={viewRow(view, selection.index)?.pinned ?? null}
        copyOnly={status?.pasteTrouble != null}
        covered={cover !== null}
        typed={text !== ''}
        canUndo={undoable > 0}
        several={picked.length > 1}
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

interface HintProps extends Pick<PickerState, 'keymap' | 'commands'> {
  readonly held: string;
  /** Of the selected clip; null where there is none. */
  readonly pinned: boolean | null;
  readonly copyOnly: boolean;
  readonly covered: boolean;
  readonly typed: boolean;
  readonly canUndo: boolean;
  readonly several: boolean;
}

/** Apart from the rest, and of plain values: a letter changes none of them. */
const Hints = memo(function Hints(props: HintProps) {
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

interface HintOf {
  readonly id: CommandId;
  readonly chord: string;
  readonly label: string;
}

function hintsOf(props: HintProps): readonly HintOf[] {
  const { keymap, commands, held, pinned, copyOnly, covered, typed, canUndo, several } = props;
  if (covered || pinned === null) {
    const chord = shownKeys(keymap, 'close');
    return chord === null || (!covered && typed)
      ? []
      : [{ id: 'close', chord, label: words.commands.close.hint }];
  }
  const applies = (id: CommandId) => {
    if (!commands.has(id) || id === 'help' || (id === 'undo' && !canUndo)) return false;
    if (id === 'separator' && !several) return false;
    return !(copyOnly && (id === 'copy' || id === 'paste-plain' || id === 'paste-nth-plain'));
  };
  const labelOf = (id: CommandId) => {
    if (id === 'pin' && pinned) return words.unpin;
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

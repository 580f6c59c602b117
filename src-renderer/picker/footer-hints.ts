// Which keys the footer shows, and what each of them does at this moment.
// Pure. Never promise what a key does not do now: where pasting is not possible, Enter reads "Copy", and a deed on picked clips says how many.
import { COMMAND_IDS, type CommandId, commandRule } from '../../src-shared/commands';
import { isSaid } from '../../src-shared/i18n/said';
import { chordText, type Keymap, readChord } from '../../src-shared/keymap';
import { formatCount } from '../i18n/format';
import { words } from '../i18n/words';
import { shownKeys } from './keys';

/** What the footer shows while no modifier is held, in order; what does not fit is not seen. */
const USUAL: readonly CommandId[] = [
  'paste',
  'paste-plain',
  'copy',
  'actions',
  'preview',
  'pin',
  'delete',
  'edit',
  'filter-next',
  'queue',
];

/** The same while clips are picked: what takes clips that may not be in view is to be seen in every language. */
const USUAL_ON_PICKED: readonly CommandId[] = [
  'paste',
  'delete',
  'queue',
  ...USUAL.filter((id) => id !== 'paste' && id !== 'delete' && id !== 'queue'),
];

/** Commands that act on all picked clips, whether or not they are in view. */
const ON_PICKED: ReadonlySet<CommandId> = new Set(['paste', 'paste-plain', 'copy', 'queue', 'pin', 'delete']);

/** Commands that act on the selected clip, and those that go through the list. */
const ON_ROWS: ReadonlySet<CommandId> = new Set([
  ...COMMAND_IDS.filter((id) => commandRule(id).group === 'move'),
  ...(['paste-nth', 'paste-nth-plain', 'preview', 'preview-down', 'preview-up', 'edit', 'actions'] as const),
]);

export interface HintState {
  readonly keymap: Keymap;
  /** Commands that somebody does. */
  readonly commands: ReadonlySet<CommandId>;
  /** Held modifiers as chordText() writes them. */
  readonly held: string;
  /** A clip of the list is selected: false where there is none. */
  readonly selected: boolean;
  /** Picked clips, whether or not they are in view. */
  readonly picked: number;
  /** Whether those that would be pinned or unpinned, the picked clips or else the selected one, are pinned all; null: not known here. */
  readonly pinned: boolean | null;
  readonly copyOnly: boolean;
  /** A sheet or a menu lies over the list. */
  readonly covered: boolean;
  /** The search has something that Esc clears: text or filters. */
  readonly typed: boolean;
  readonly canUndo: boolean;
}

interface Hint {
  readonly id: CommandId;
  readonly chord: string;
  readonly label: string;
}

export function hintsOf(state: HintState): readonly Hint[] {
  const { keymap, commands, held, selected, picked, pinned, copyOnly, covered, typed, canUndo } = state;
  if (covered || (!selected && picked === 0)) {
    const chord = shownKeys(keymap, 'close');
    return chord === null || (!covered && typed)
      ? []
      : [{ id: 'close', chord, label: words.commands.close.hint }];
  }
  const applies = (id: CommandId) => {
    if (!commands.has(id) || id === 'help' || (id === 'undo' && !canUndo)) return false;
    if (id === 'separator' && picked < 2) return false;
    if (!selected && ON_ROWS.has(id)) return false;
    return !(copyOnly && (id === 'copy' || id === 'paste-plain' || id === 'paste-nth-plain'));
  };
  const hintOf = (id: CommandId) => {
    if (id === 'pin' && pinned === null) return words.commands.pin.name;
    if (id === 'pin' && pinned) return words.unpin;
    if (copyOnly && (id === 'paste' || id === 'paste-nth')) return words.commands.copy.hint;
    return words.commands[id].hint;
  };
  const labelOf = (id: CommandId) =>
    picked > 0 && ON_PICKED.has(id) ? words.hintOnPicked(hintOf(id), formatCount(picked)) : hintOf(id);
  const usual = picked > 0 ? USUAL_ON_PICKED : USUAL;
  const wanted = held === '' ? usual : [...new Set([...usual, ...COMMAND_IDS])];
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

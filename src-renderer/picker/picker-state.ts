// What the picker shows at one moment, and what it starts with.
// Types and one pure function. Never act here.
import type { CommandId } from '../../src-shared/commands';
import type { AppStatus, Notice } from '../../src-shared/ipc-contract';
import { type Keymap, keymapOf } from '../../src-shared/keymap';
import type { HistoryView } from '../history/history';
import { emptyInput, type SearchInputState } from './search-input';
import type { Selection } from './selection';

/** What lies over the list and has the keys; Esc takes it away. */
export type Cover = 'keys' | 'actions' | 'edit';

/** What the picker shows at one moment. Immutable. */
export interface PickerState extends SearchInputState {
  readonly view: HistoryView;
  readonly selection: Selection;
  /** Clips picked to be pasted together, in the order of picking; they outlive a query. */
  readonly picked: readonly number[];
  /** Rises whenever the selected row must be brought into view. */
  readonly reveal: number;
  /** Rises whenever the picker starts afresh: scroll to the top, caret into the box. */
  readonly opening: number;
  /** Deletions that can be undone. */
  readonly undoable: number;
  readonly notice: Notice | null;
  /** Null until main has told. */
  readonly status: AppStatus | null;
  /** The usual keys until main has told. */
  readonly keymap: Keymap;
  /** Commands that somebody does; nothing is shown of the others, and their keys are the search box's. */
  readonly commands: ReadonlySet<CommandId>;
  readonly cover: Cover | null;
}

/** @param onMac which keys are the usual ones until main has told its platform */
export function firstState(view: HistoryView, onMac: boolean): PickerState {
  return {
    ...emptyInput,
    view,
    selection: { id: null, index: 0 },
    picked: [],
    reveal: 0,
    opening: 0,
    undoable: 0,
    notice: null,
    status: null,
    keymap: keymapOf({}, onMac).keymap,
    commands: new Set(),
    cover: null,
  };
}

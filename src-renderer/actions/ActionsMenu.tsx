// The menu of all actions for the selected clip: searchable, and beside it what the chosen one would make.
// Never do anything before Enter or a click, and never twice for one.
import {
  type KeyboardEvent,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { MAX_QUERY_CHARS } from '../../src-shared/limits';
import { words } from '../i18n/words';
import type { HeldKeys } from '../picker/held-keys';
import { legible } from '../picker/highlight';
import { shownKeys } from '../picker/keys';
import type { PickerModel } from '../picker/picker-model';
import { colorOf } from '../preview/ColorView';
import type { PreviewModel } from '../preview/preview-model';
import type { TextWork } from '../preview/text-work';
import { Icon } from '../ui/icons';
import { Keys } from '../ui/Keys';
import { AsideView } from './AsideView';
import { type Action, actionsFor, findActions } from './action-list';
import './actions.css';
import type { ClipActs } from './clip-acts';
import { commandWhileTyping } from './cover-keys';
import { deedsFor } from './deeds';

interface Props {
  readonly picker: PickerModel;
  readonly preview: PreviewModel;
  readonly acts: ClipActs;
  readonly work: TextWork;
  readonly heldKeys: HeldKeys;
}

/** Rows of a page step. */
const PAGE = 8;

export function ActionsMenu({ picker, preview, acts, work, heldKeys }: Props) {
  const { status, keymap, commands } = useSyncExternalStore(picker.subscribe, picker.snapshot);
  const { clip, shown, open, spaces } = useSyncExternalStore(preview.subscribe, preview.snapshot);
  const [query, setQuery] = useState('');
  const [index, setIndex] = useState(0);
  const [trouble, setTrouble] = useState<string | null>(null);
  const box = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  // Before it is painted: whoever types at once types here.
  useLayoutEffect(() => box.current?.focus(), []);

  // Of the clip before it there is nothing to be done here.
  const current = shown !== null && shown.clip.id === clip?.id ? shown : null;
  const color = useMemo(
    () => (current?.clip.kind === 'color' ? colorOf(current.preview.text?.text ?? '') : null),
    [current],
  );
  const all = useMemo(() => {
    if (current === null) return [];
    const deeds = deedsFor({ shown: current, picker, preview, acts, work, onTrouble: setTrouble });
    const copyOnly = status?.pasteTrouble != null;
    const context = { shown: current, commands, copyOnly, previewOpen: open, spaces, color, deeds };
    return actionsFor(context);
  }, [current, commands, status, open, spaces, color, picker, preview, acts, work]);
  const found = useMemo(() => findActions(all, query), [all, query]);
  const at = Math.min(index, Math.max(0, found.length - 1));
  const action = found[at];

  // biome-ignore lint/correctness/useExhaustiveDependencies: the row that is marked is the one to be seen
  useLayoutEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }, [at, found]);

  const move = (to: number) => {
    setTrouble(null);
    setIndex(to);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const press = heldKeys.pressOf(event.nativeEvent);
    const command = commandWhileTyping(press, keymap);
    if (command === 'help') return;
    event.stopPropagation();
    const last = found.length - 1;
    const steps: Readonly<Record<string, () => void>> = {
      ArrowDown: () => move(at === last ? 0 : at + 1),
      ArrowUp: () => move(at === 0 ? last : at - 1),
      PageDown: () => move(Math.min(last, at + PAGE)),
      PageUp: () => move(Math.max(0, at - PAGE)),
    };
    if (event.nativeEvent.isComposing) return;
    const step = steps[event.key];
    if (command === 'close' || command === 'actions') picker.cover(null);
    else if (event.key === 'Enter' && !press.repeat) action?.run(wantsCopy(event) ? 'copy' : 'paste');
    else if (step !== undefined) step();
    else if (event.key !== 'Tab') return;
    event.preventDefault();
  };
  const wantsCopy = (event: KeyboardEvent) => (keymap.mac ? event.metaKey : event.ctrlKey);

  return (
    <div className="cover actions" role="dialog" aria-label={words.actions.label} onKeyDown={onKeyDown}>
      <div className="actions-search">
        <Icon name="search" size={18} />
        <input
          ref={box}
          className="search-input"
          type="text"
          role="combobox"
          aria-label={words.actions.search}
          aria-expanded={found.length > 0}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={action === undefined ? undefined : `${id}-${action.id}`}
          placeholder={words.actions.search}
          maxLength={MAX_QUERY_CHARS}
          autoComplete="off"
          spellCheck={false}
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            move(0);
          }}
        />
        {clip !== null && <bdi className="actions-clip">{legible(clip.preview)}</bdi>}
      </div>
      <div className="actions-body">
        <div className="actions-side">
          <div
            ref={list}
            id={`${id}-list`}
            className="actions-scroller"
            role="listbox"
            aria-label={words.actions.label}
            tabIndex={-1}
          >
            {found.map((each, n) => (
              <Row
                key={each.id}
                id={`${id}-${each.id}`}
                action={each}
                selected={n === at}
                keys={each.command === null ? null : shownKeys(keymap, each.command)}
                mac={keymap.mac}
                onPoint={() => n !== at && move(n)}
              />
            ))}
          </div>
          {found.length === 0 && current !== null && <p className="actions-none">{words.actions.none}</p>}
        </div>
        <AsideView
          key={action?.id}
          action={action}
          shown={current}
          work={work}
          trouble={trouble}
          mac={keymap.mac}
        />
      </div>
    </div>
  );
}

interface RowProps {
  readonly id: string;
  readonly action: Action;
  readonly selected: boolean;
  readonly keys: string | null;
  readonly mac: boolean;
  readonly onPoint: () => void;
}

function Row({ id, action, selected, keys, mac, onPoint }: RowProps) {
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the box keeps the focus and names the active row
    // biome-ignore lint/a11y/useKeyWithClickEvents: the box has the keys
    <div
      id={id}
      className="actions-row"
      role="option"
      aria-selected={selected}
      onPointerMove={onPoint}
      onClick={() => action.run('paste')}
    >
      <Icon name={action.icon} />
      <bdi className="actions-label">{legible(action.label)}</bdi>
      {keys !== null && (
        <span aria-hidden="true">
          <Keys accelerator={keys} mac={mac} />
        </span>
      )}
    </div>
  );
}

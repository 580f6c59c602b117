// The list: only the rows in view are in the document; the mouse selects and chooses here.
// Never load or act: the model does.
import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { type MouseEvent, type PointerEvent, useEffect, useLayoutEffect, useRef } from 'react';
import { type HistoryView, viewCount, viewIndex, viewRow } from '../history/history';
import { words } from '../i18n/words';
import { BlankRow, ClipRow } from './ClipRow';
import { LIST_ID } from './ids';
import './list.css';
import type { PickerModel, PickerState } from './picker-model';

/** A row's height in CSS pixels, its gap included; picker.css draws it so. */
const ROW_HEIGHT = 52;
const LIST_PADDING = 6;
/** Room for a toast of two lines under the last row: the selected row must not lie under it. */
const TOAST_PADDING = 72;
/** Less movement than this is a hand that rests on the mouse. */
const MOUSE_MOVED_PX = 3;

interface Props {
  readonly state: PickerState;
  readonly words: readonly string[];
  readonly now: number;
  /** Show the digits of Ctrl/Cmd+1…9. */
  readonly digits: boolean;
  /** The last act was a key's: the mouse, lying still, has no say. */
  readonly keyboard: boolean;
  readonly onMouse: () => void;
  readonly picker: PickerModel;
}

export function ClipList({ state, words: matchWords, now, digits, keyboard, onMouse, picker }: Props) {
  const { view, selection, picked, reveal, opening, undoable, notice } = state;
  const scroller = useRef<HTMLDivElement>(null);
  const toast = undoable > 0 || notice !== null;
  const paddingEnd = toast ? TOAST_PADDING : LIST_PADDING;
  const virtual = useVirtualizer({
    count: viewCount(view),
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => viewRow(view, index)?.id ?? `at-${index}`,
    overscan: 4,
    paddingStart: LIST_PADDING,
    paddingEnd,
    scrollPaddingStart: LIST_PADDING,
    scrollPaddingEnd: paddingEnd,
  });

  const offset = virtual.scrollOffset ?? 0;
  const height = virtual.scrollRect?.height ?? 0;
  const top = Math.max(0, Math.ceil((offset - LIST_PADDING) / ROW_HEIGHT));
  const full = Math.max(1, Math.floor((height - LIST_PADDING) / ROW_HEIGHT));
  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;

  useEffect(() => picker.see(first, last, top, full), [picker, first, last, top, full]);
  useKeptPlace(view, selection.index, paddingEnd, virtual);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `reveal` is the wish, the index only its target
  useLayoutEffect(() => virtual.scrollToIndex(selection.index, { align: 'auto' }), [reveal]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only the toast's coming can cover the selected row
  useLayoutEffect(() => {
    if (toast && selection.index >= top && selection.index <= top + full) {
      virtual.scrollToIndex(selection.index, { align: 'auto' });
    }
  }, [toast]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each opening and each query starts at the top
  useLayoutEffect(() => {
    if (selection.index < full) virtual.scrollToOffset(0);
  }, [opening, view.query]);

  const mouse = useRef<{ x: number; y: number } | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a window that opens under a still mouse is not pointed at
  useEffect(() => {
    mouse.current = null;
  }, [opening]);
  const onPointerMove = (event: PointerEvent) => {
    const { screenX: x, screenY: y } = event;
    const before = mouse.current;
    if (before !== null && Math.hypot(x - before.x, y - before.y) < MOUSE_MOVED_PX) return;
    mouse.current = { x, y };
    if (before === null) return;
    if (keyboard) onMouse();
    const index = indexUnder(event);
    if (index !== null) picker.point(index);
  };
  const onClick = (event: MouseEvent) => {
    const index = indexUnder(event);
    if (index === null) return;
    const act = (event.target as Element).closest('[data-act]')?.getAttribute('data-act');
    if (event.ctrlKey || event.metaKey) picker.click(index, 'pick');
    else picker.click(index, act === 'pin' || act === 'delete' ? act : 'choose');
  };

  const size = view.list.next === null ? viewCount(view) : -1;
  return (
    <div className="list-scroller" ref={scroller}>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the search box has the keys of the whole window */}
      <div
        id={LIST_ID}
        className="list"
        role="listbox"
        aria-label={words.listLabel}
        aria-multiselectable="true"
        tabIndex={-1}
        data-mouse={keyboard ? undefined : ''}
        style={{ height: virtual.getTotalSize() }}
        onPointerMove={onPointerMove}
        onClick={onClick}
      >
        {items.map(({ key, index, start }) => {
          const clip = viewRow(view, index);
          const digit = index - top + 1;
          return clip === undefined ? (
            <BlankRow key={key} start={start} />
          ) : (
            <ClipRow
              key={key}
              clip={clip}
              index={index}
              size={size}
              start={start}
              active={index === selection.index}
              picked={picked.includes(clip.id) ? picked.indexOf(clip.id) + 1 : null}
              taken={picked.length > 0 ? picked.includes(clip.id) : index === selection.index}
              lastPinned={index === view.pinned.length - 1}
              digit={digits && digit >= 1 && digit <= 9 ? digit : null}
              words={matchWords}
              now={now}
            />
          );
        })}
      </div>
    </div>
  );
}

function indexUnder(event: MouseEvent): number | null {
  const row = (event.target as Element).closest('[data-index]');
  return row === null ? null : Number(row.getAttribute('data-index'));
}

/** Keeps the rows in view where they are when others come or go above them; a selected row in view stays in view. */
function useKeptPlace(
  view: HistoryView,
  selected: number,
  paddingEnd: number,
  virtual: Virtualizer<HTMLDivElement, Element>,
) {
  const before = useRef({ view, selected });
  useLayoutEffect(() => {
    const { view: old, selected: oldSelected } = before.current;
    before.current = { view, selected };
    const offset = virtual.scrollOffset ?? 0;
    const height = virtual.scrollRect?.height ?? 0;
    if (old === view || old.query !== view.query || height === 0) return;
    const top = Math.max(0, Math.ceil((offset - LIST_PADDING) / ROW_HEIGHT));
    const rows = Math.ceil(height / ROW_HEIGHT);
    let to = offset;
    for (let index = top; index < top + rows; index += 1) {
      const id = viewRow(old, index)?.id;
      const at = id === undefined ? -1 : viewIndex(view, id);
      if (at === -1) continue;
      to += (at - index) * ROW_HEIGHT;
      break;
    }
    if (oldSelected >= top && oldSelected < top + rows) {
      const start = selected * ROW_HEIGHT;
      const end = start + ROW_HEIGHT + LIST_PADDING + paddingEnd;
      to = Math.min(start, Math.max(to, end - height));
    }
    if (to !== offset) virtual.scrollToOffset(to);
  });
}

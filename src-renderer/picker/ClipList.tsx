// The list: only the rows in view are in the document; the mouse selects, picks and chooses here.
// Never load or act: the model does. Never let what arrives move the rows in view.
import { type MouseEvent, type PointerEvent, useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import { viewCount, viewRow } from '../history/history';
import { type Layout, LIST_PADDING, layoutOf } from '../history/layout';
import { formatCount } from '../i18n/format';
import { words } from '../i18n/words';
import { BlankRow, ClipRow } from './ClipRow';
import { LIST_ID } from './ids';
import './list.css';
import type { PickerModel } from './picker-model';
import type { PickerState } from './picker-state';
import { useKeptPlace } from './use-kept-place';
import { type Scroll, useScroll } from './use-scroll';

/** Room for a toast of two lines under the last row: the selected row must not lie under it. */
const TOAST_PADDING = 72;
/** The line under the last row while older clips are being searched. */
const SEARCHING_HEIGHT = 40;
/** Rows beyond those in view: the next steps of a held arrow are rendered already. */
const OVERSCAN = 4;
/** Less movement than this is a hand that rests on the mouse. */
const MOUSE_MOVED_PX = 3;

interface Props {
  readonly state: PickerState;
  readonly now: number;
  /** Show the digits of Ctrl/Cmd+1…9. */
  readonly digits: boolean;
  /** The last act was a key's: the mouse, lying still, has no say. */
  readonly keyboard: boolean;
  readonly onMouse: () => void;
  readonly picker: PickerModel;
}

export function ClipList({ state, now, digits, keyboard, onMouse, picker }: Props) {
  const { view, selection, picked, reveal, opening, undoable, notice } = state;
  const scroller = useRef<HTMLDivElement>(null);
  const [scroll, scrollTo] = useScroll(scroller);
  const layout = useMemo(() => layoutOf(view), [view]);
  const toast = undoable > 0 || notice !== null;
  const paddingEnd = toast ? TOAST_PADDING : LIST_PADDING;
  const count = viewCount(view);
  const searching = view.query !== '' && view.list.next !== null;
  const content = LIST_PADDING + layout.total + (searching ? SEARCHING_HEIGHT : 0) + paddingEnd;

  const { first, last, top, full } = rowsInView(layout, scroll, count);
  useEffect(() => picker.see(first, last, top, full), [picker, first, last, top, full]);

  const { spare, above, goTo, heading } = useKeptPlace({
    view,
    layout,
    scroll,
    content,
    selected: selection.index,
    scrollTo,
    opening,
  });

  const showSelected = () => {
    const rowTop = layout.topOf(selection.index);
    const rowEnd = layout.topOf(selection.index + 1) + LIST_PADDING + paddingEnd;
    const at = heading();
    if (rowTop < at) goTo(rowTop);
    else if (rowEnd > at + scroll.height && scroll.height > 0) goTo(rowEnd - scroll.height);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: `reveal` is the wish, the row only its target
  useLayoutEffect(showSelected, [reveal]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only the toast's coming can cover the selected row
  useLayoutEffect(() => {
    if (toast && selection.index >= top && selection.index <= top + full) showSelected();
  }, [toast]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each opening and each query starts at the top
  useLayoutEffect(() => {
    if (selection.index < full) goTo(0);
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

  const size = view.list.next === null ? count : -1;
  const indices = Array.from({ length: count === 0 ? 0 : last - first + 1 }, (_, i) => first + i);
  return (
    <>
      <div className="list-scroller" ref={scroller} data-outdated={view.refusal === null ? undefined : ''}>
        {/* biome-ignore lint/a11y/useKeyWithClickEvents: the search box has the keys of the whole window */}
        <div
          id={LIST_ID}
          className="list"
          role="listbox"
          aria-label={words.listLabel}
          aria-multiselectable="true"
          aria-disabled={view.refusal === null ? undefined : true}
          tabIndex={-1}
          data-mouse={keyboard ? undefined : ''}
          style={{ height: content + spare }}
          onPointerMove={onPointerMove}
          onClick={onClick}
        >
          {indices.map((index) => {
            const clip = viewRow(view, index);
            const start = LIST_PADDING + layout.topOf(index);
            const digit = index - top + 1;
            return clip === undefined ? (
              <BlankRow key={`at-${index}`} start={start} />
            ) : (
              <ClipRow
                key={clip.id}
                clip={clip}
                snippet={clip.snippet ?? view.snippets.get(clip.id) ?? null}
                index={index}
                size={size}
                start={start}
                active={index === selection.index}
                picked={picked.includes(clip.id) ? picked.indexOf(clip.id) + 1 : null}
                taken={picked.length > 0 ? picked.includes(clip.id) : index === selection.index}
                lastPinned={index === view.pinned.length - 1}
                digit={digits && digit >= 1 && digit <= 9 ? digit : null}
                now={now}
              />
            );
          })}
          {searching && last >= count - 1 && (
            <p
              className="list-searching"
              aria-hidden="true"
              style={{ transform: `translateY(${LIST_PADDING + layout.total}px)` }}
            >
              {words.searchingOlder}
            </p>
          )}
        </div>
      </div>
      {above > 0 && (
        <button type="button" className="button button-small new-above" onClick={() => goTo(0)}>
          {words.newAbove(formatCount(above), above)}
        </button>
      )}
    </>
  );
}

function indexUnder(event: MouseEvent): number | null {
  const row = (event.target as Element).closest('[data-index]');
  return row === null ? null : Number(row.getAttribute('data-index'));
}

/** Rows to render, the first that is wholly in view, and how many are. */
function rowsInView(layout: Layout, { top: offset, height }: Scroll, count: number) {
  const from = Math.max(0, offset - LIST_PADDING);
  const seenFirst = layout.rowAt(from);
  const seenLast = layout.rowAt(from + Math.max(0, height - 1));
  const top = layout.topOf(seenFirst) < from ? seenFirst + 1 : seenFirst;
  const end = layout.topOf(seenLast + 1) + LIST_PADDING <= offset + height ? seenLast : seenLast - 1;
  return {
    first: Math.max(0, seenFirst - OVERSCAN),
    last: Math.max(0, Math.min(count - 1, seenLast + OVERSCAN)),
    top,
    full: Math.max(1, end - top + 1),
  };
}

// Keeps the rows in view where they are when others come or go above them.
// Never move what the user is about to press.
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { type HistoryView, viewIndex, viewRow } from '../history/history';
import { type Layout, LIST_PADDING } from '../history/layout';
import type { Scroll } from './use-scroll';

const nothingKept = { spare: 0, above: 0 };

interface Place {
  readonly view: HistoryView;
  readonly layout: Layout;
  readonly scroll: Scroll;
  /** Height of the list. */
  readonly content: number;
  readonly selected: number;
  readonly opening: number;
  readonly scrollTo: (top: number) => number;
}

/**
 * Keeps the rows in view where they are when others come or go above them: the selected one first of all, as that is what the user is
 * about to press.
 * @returns `spare`: room under a list that is too short to be scrolled that far; `above`: clips that came and lie above what is in
 *   view; `goTo`: scrolls elsewhere, where nothing is to be kept
 */
export function useKeptPlace({ view, layout, scroll, content, selected, opening, scrollTo }: Place) {
  const [kept, setKept] = useState(nothingKept);
  const before = useRef({ view, layout, selected, opening });
  const next = useRef<number | null>(null);

  useLayoutEffect(() => {
    const old = before.current;
    before.current = { view, layout, selected, opening };
    const same = old.view.query === view.query && old.opening === opening;
    if (old.view === view || !same || scroll.height === 0) return;
    const { shift, came } = shiftOf(old, view, layout, scroll);
    if (shift === 0) return;
    const to = Math.max(0, scroll.top + shift);
    // A list that got shorter is not held up by nothing.
    const spare = shift > 0 ? Math.max(0, to + scroll.height - content) : 0;
    setKept((now) => ({ spare: Math.max(spare, shift > 0 ? now.spare : 0), above: now.above + came }));
    next.current = spare === 0 ? scrollTo(to) : to;
  });

  // Only now is there room to scroll to.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each change of the room
  useLayoutEffect(() => {
    if (next.current !== null) next.current = scrollTo(next.current);
  }, [kept]);

  const { spare, above } = kept;
  const free = scroll.top + scroll.height <= content;
  useEffect(() => {
    if (next.current !== null) {
      // Not there yet: what is seen now is the state before.
      if (scroll.top === next.current) next.current = null;
      return;
    }
    if (scroll.top === 0 && (spare > 0 || above > 0)) setKept(nothingKept);
    else if (free && spare > 0) setKept((now) => ({ ...now, spare: 0 }));
  }, [scroll.top, free, spare, above]);

  return {
    spare,
    above,
    /** Where the list is about to stand: what has just been scrolled to keep the rows in place is not in the state yet. */
    heading: () => next.current ?? scroll.top,
    goTo(top: number): void {
      const there = next.current === null && scroll.top === top;
      next.current = null;
      // Scrolling asks where the list can be scrolled to, and so has all of it laid out in the middle of a commit: 4 ms of a letter's.
      if (!there) scrollTo(top);
      if (top === 0) setKept((now) => (now.spare === 0 && now.above === 0 ? now : nothingKept));
    },
  };
}

/** How far the first row that is still there of those in view has moved, and how many rows came above it. */
function shiftOf(
  old: { readonly view: HistoryView; readonly layout: Layout; readonly selected: number },
  view: HistoryView,
  layout: Layout,
  scroll: Scroll,
): { readonly shift: number; readonly came: number } {
  const from = old.layout.rowAt(Math.max(0, scroll.top - LIST_PADDING));
  const to = old.layout.rowAt(scroll.top + scroll.height);
  const rows = Array.from({ length: to - from + 1 }, (_, i) => from + i);
  if (rows.includes(old.selected)) rows.unshift(old.selected);
  for (const index of rows) {
    const id = viewRow(old.view, index)?.id;
    const at = id === undefined ? -1 : viewIndex(view, id);
    if (at === -1) continue;
    return { shift: layout.topOf(at) - old.layout.topOf(index), came: Math.max(0, at - index) };
  }
  return { shift: 0, came: 0 };
}

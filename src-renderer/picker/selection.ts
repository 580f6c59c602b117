// Which row is selected: kept by clip, not by place, when the rows around it change.
// Pure. Never act on a clip here.
import { type HistoryView, viewCount, viewIndex, viewRow } from '../history/history';

/** The selected row; `id` is null while its row is not loaded or there is none. */
export interface Selection {
  readonly id: number | null;
  readonly index: number;
}

/** The row that an opened picker starts with: the newest clip, below the pinned ones, else the first row. */
export function startOf(view: HistoryView): Selection {
  const index = viewCount(view) > view.pinned.length ? view.pinned.length : 0;
  return at(view, index);
}

/** The selection of the row at `index`, held within the list. */
export function at(view: HistoryView, index: number): Selection {
  const held = Math.max(0, Math.min(index, viewCount(view) - 1));
  return { id: viewRow(view, held)?.id ?? null, index: held };
}

/** The same clip in a changed list; where it is gone, what stands in its place now. */
export function follow(view: HistoryView, selection: Selection): Selection {
  if (selection.id !== null) {
    if (viewRow(view, selection.index)?.id === selection.id) return selection;
    const index = viewIndex(view, selection.id);
    if (index !== -1) return { id: selection.id, index };
    // Its page was forgotten, not its row.
    const inside = selection.index < viewCount(view);
    if (inside && viewRow(view, selection.index) === undefined) return selection;
  }
  return at(view, selection.index);
}

/**
 * Moves the selection.
 * @param pageRows rows of one page step, at least 1
 * @param wrap whether a single step past an end goes on at the other one; never past an end that is not known yet
 */
export function moved(
  view: HistoryView,
  { index }: Selection,
  by: 'row' | 'page' | 'edge',
  step: 1 | -1,
  pageRows: number,
  wrap: boolean,
): Selection {
  const last = viewCount(view) - 1;
  if (by === 'edge') return at(view, step === 1 ? last : 0);
  const target = index + step * (by === 'page' ? Math.max(1, pageRows) : 1);
  const wraps = wrap && by === 'row' && view.list.next === null;
  if (target > last) return at(view, wraps ? 0 : last);
  if (target < 0) return at(view, wraps ? last : 0);
  return at(view, target);
}

// Where each row stands in the list: rows have two heights, and pages that are forgotten keep the height that they had.
// Pure. Never walk through all rows: a list of a hundred thousand is laid out anew with each page.
import type { ClipSummary } from '../../src-shared/clip';
import type { HistoryView } from './history';

/** A row's height in CSS pixels, its gap included; list.css draws it so. */
export const ROW_HEIGHT = 48;
/** What a row is higher by where it shows the part that matched too. */
export const SNIPPET_HEIGHT = 20;

/** Room above the first row and below the last one, CSS pixels; not part of the layout's distances. */
export const LIST_PADDING = 6;

export interface Layout {
  /** Height of all rows in CSS pixels. */
  readonly total: number;
  /** Distance of the row's top from the first row's, in CSS pixels; `total` behind the last row. */
  topOf(index: number): number;
  /** The row at this distance from the first row's top; held within the list. */
  rowAt(top: number): number;
}

/** Whether the row has a line for the part that matched: known from the start, so that nothing moves when it comes. */
export function isTall(row: ClipSummary): boolean {
  return row.snippet !== undefined || row.deeper === true;
}

interface Block {
  readonly first: number;
  readonly top: number;
  readonly count: number;
  readonly height: number;
  readonly rows: readonly ClipSummary[] | null;
}

/** Lays the list out: some steps for each page, not for each row. */
export function layoutOf(view: HistoryView): Layout {
  const blocks: Block[] = [];
  let first = 0;
  let top = 0;
  const add = (rows: readonly ClipSummary[] | null, count: number, tall: number) => {
    if (count === 0) return;
    const height = count * ROW_HEIGHT + tall * SNIPPET_HEIGHT;
    blocks.push({ first, top, count, height, rows: tall === 0 ? null : rows });
    first += count;
    top += height;
  };
  add(view.pinned, view.pinned.length, view.pinned.filter(isTall).length);
  for (const { rows, count, tall } of view.list.pages) add(rows, count, tall);
  const total = top;
  const count = first;

  /** The last block that begins at or before `value`. */
  const blockAt = (value: number, begin: 'first' | 'top') => {
    let low = 0;
    let high = blocks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((blocks[middle]?.[begin] ?? 0) <= value) low = middle;
      else high = middle - 1;
    }
    return blocks[low];
  };

  return {
    total,
    topOf(index) {
      if (index >= count) return total;
      const block = blockAt(index, 'first');
      return block === undefined ? 0 : topWithin(block, index);
    },
    rowAt(at) {
      const block = blockAt(at, 'top');
      if (block === undefined) return 0;
      const within = block.rows === null ? evenly(block, at) : counting(block.rows, at - block.top);
      return block.first + Math.max(0, Math.min(within, block.count - 1));
    },
  };
}

/** The row at `at` among rows of equal height. */
function evenly({ top, count, height }: Block, at: number): number {
  return Math.floor((at - top) / (height / count));
}

/** The row that is `down` below the first one's top. */
function counting(rows: readonly ClipSummary[], down: number): number {
  let end = 0;
  return rows.findIndex((row, at) => {
    end += ROW_HEIGHT + (isTall(row) ? SNIPPET_HEIGHT : 0);
    return down < end || at === rows.length - 1;
  });
}

function topWithin({ first, top, count, height, rows }: Block, index: number): number {
  const before = index - first;
  // Of a forgotten page nobody knows which rows were the tall ones, and nobody sees them.
  if (rows === null) return top + (before * height) / count;
  let tall = 0;
  for (let i = 0; i < before; i += 1) if (isTall(rows[i] as ClipSummary)) tall += 1;
  return top + before * ROW_HEIGHT + tall * SNIPPET_HEIGHT;
}

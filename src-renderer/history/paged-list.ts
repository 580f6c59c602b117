// A list that is held in pages, some of them forgotten and loaded again when they are seen: the window on the history.
// Pure: every function returns a new list. Never assume that a page is there; its rows may be null.
import type { ClipSummary, HistoryPage } from '../../src-shared/clip';
import { PAGE_ROWS } from '../../src-shared/limits';
import { isTall } from './layout';

/** Consecutive rows: those below the cursor `after`, down to the next page's cursor. */
interface Page {
  readonly after: number | null;
  /** Null while forgotten. */
  readonly rows: readonly ClipSummary[] | null;
  /** Rows that it has, or had when it was forgotten. */
  readonly count: number;
  /** How many of them show the part that matched. */
  readonly tall: number;
  /** The history has changed since it was read: shown as it is, read again as soon as it is seen. */
  readonly stale: boolean;
}

/** Pages from the top downwards without a gap; `next` is the cursor below the last one, null at the history's end. */
export interface PagedList {
  readonly pages: readonly Page[];
  readonly next: number | null;
}

/** What to ask storage for. */
export interface PageWish {
  readonly after: number | null;
  readonly limit: number;
}

/** Later pages are larger: a held arrow key or a dragged scroll bar must not outrun them. The contract's most. */
const NEXT_PAGE_ROWS = 200;

/** Rows that are loaded ahead of the visible ones, both ways. */
const AHEAD_ROWS = PAGE_ROWS;

/** Rows that are kept around the visible ones; pages further away are forgotten. */
const KEEP_ROWS = 1_000;

export const emptyList: PagedList = { pages: [], next: null };

function page(after: number | null, rows: readonly ClipSummary[], stale = false): Page {
  return { after, rows, ...counted(rows), stale };
}

function counted(rows: readonly ClipSummary[]): Pick<Page, 'count' | 'tall'> {
  return { count: rows.length, tall: rows.filter(isTall).length };
}

/** A list that starts with its first page. */
export function fromFirst(first: HistoryPage): PagedList {
  return { pages: [page(null, first.clips)], next: first.next };
}

/** Rows known so far, forgotten ones included. */
export function rowCount(list: PagedList): number {
  return list.pages.reduce((sum, { count }) => sum + count, 0);
}

/** The row at `index` (from 0); undefined where it is forgotten or there is none. */
export function rowAt(list: PagedList, index: number): ClipSummary | undefined {
  let start = 0;
  for (const { rows, count } of list.pages) {
    if (index < start + count) return rows?.[index - start];
    start += count;
  }
  return undefined;
}

/** Where the clip stands; -1 where it is not among the rows held. */
export function indexOfRow(list: PagedList, id: number): number {
  let start = 0;
  for (const { rows, count } of list.pages) {
    const at = rows?.findIndex((row) => row.id === id) ?? -1;
    if (at !== -1) return start + at;
    start += count;
  }
  return -1;
}

/** The list without some rows. */
export function withoutRows(list: PagedList, ids: ReadonlySet<number>): PagedList {
  if (ids.size === 0) return list;
  const pages = list.pages.map((old) => {
    const rows = old.rows?.filter(({ id }) => !ids.has(id)) ?? null;
    return rows === null || rows.length === old.count ? old : { ...old, rows, ...counted(rows) };
  });
  return { ...list, pages };
}

/**
 * Puts a newer first page on top. Rows that it pushed down stay; those that it holds itself leave their old place.
 * All below is stale: the new page tells nothing of it.
 */
export function withNewFirst(list: PagedList, first: HistoryPage): PagedList {
  const head = page(null, first.clips);
  const boundary = first.next;
  if (boundary === null) return { pages: [head], next: null };
  const inHead = new Set(first.clips.map(({ id }) => id));
  const below = (rows: readonly ClipSummary[] | null | undefined) =>
    rows?.filter(({ id, order }) => order < boundary && !inHead.has(id)) ?? null;

  const spilled = below(list.pages[0]?.rows) ?? [];
  const rest = list.pages
    .slice(1)
    .filter((_, i) => {
      const end = list.pages[i + 2]?.after ?? list.next;
      return end === null || end < boundary;
    })
    .map((old): Page => {
      const rows = below(old.rows);
      const { count, tall } = rows === null ? old : counted(rows);
      return { after: old.after, rows, count, tall, stale: true };
    });
  const [top, ...others] = rest;
  if (top === undefined) {
    if (spilled.length === 0) return { pages: [head], next: boundary };
    return { pages: [head, page(boundary, spilled, true)], next: list.next };
  }
  // What the old first page spilled joins the page below it; otherwise every new clip would add a page of one row.
  const joined: Page = {
    after: boundary,
    rows: top.rows === null ? null : [...spilled, ...top.rows],
    count: spilled.length + top.count,
    tall: counted(spilled).tall + top.tall,
    stale: true,
  };
  return { pages: [head, joined, ...others], next: list.next };
}

/** Takes in the answer to the wish with this cursor; the list as it is where it has no such page any more. */
export function withPage(list: PagedList, after: number | null, answer: HistoryPage): PagedList {
  // A cursor that does not go down would be asked for for ever.
  const next = answer.next !== null && after !== null && answer.next >= after ? null : answer.next;
  const at = list.pages.findIndex((old) => old.after === after);
  if (at === -1) {
    if (after === null || after !== list.next) return list;
    return { pages: [...list.pages, page(after, answer.clips)], next };
  }
  const pages = [...list.pages];
  const follower = pages[at + 1];
  if (follower === undefined) {
    pages[at] = page(after, answer.clips);
    return { pages, next };
  }
  const end = follower.after ?? 0;
  if (next === null || next <= end) {
    pages[at] = page(
      after,
      answer.clips.filter(({ order }) => order >= end),
    );
  } else {
    // More rows lie here than one answer holds (clips were unpinned or restored): the follower begins further up.
    pages[at] = page(after, answer.clips);
    pages[at + 1] = { ...follower, after: next, stale: true };
  }
  return { pages, next: list.next };
}

/**
 * What must be read so that the rows `first` to `last` and those around them are there and true.
 * @returns the most urgent wish, null where there is none
 */
export function nextWish(list: PagedList, first: number, last: number): PageWish | null {
  let start = 0;
  for (const { after, rows, count, stale } of list.pages) {
    const near = start + count > first - AHEAD_ROWS && start <= last + AHEAD_ROWS;
    if (near && (rows === null || stale)) return { after, limit: NEXT_PAGE_ROWS };
    start += count;
  }
  if (list.next !== null && start - last <= AHEAD_ROWS) return { after: list.next, limit: NEXT_PAGE_ROWS };
  return null;
}

/** Forgets pages far from the rows `first` to `last`; never the first page, which the next opening shows. */
export function forgetFar(list: PagedList, first: number, last: number): PagedList {
  let start = 0;
  let changed = false;
  const pages = list.pages.map((old, i) => {
    const far = start + old.count < first - KEEP_ROWS || start > last + KEEP_ROWS;
    start += old.count;
    if (i === 0 || !far || old.rows === null) return old;
    changed = true;
    return { ...old, rows: null };
  });
  return changed ? { ...list, pages } : list;
}

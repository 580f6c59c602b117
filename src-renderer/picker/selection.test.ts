import { expect, test } from 'vitest';
import type { HistoryView } from '../history/history';
import { fromFirst } from '../history/paged-list';
import { clipOf } from '../testing/fake-main';
import { at, follow, moved, startOf } from './selection';

/** A view with these clips; `next` tells whether more lie below. */
function viewOf(pinned: number[], ids: number[], next: number | null = null): HistoryView {
  return {
    query: '',
    pinned: pinned.map((id) => clipOf(id, id, 'x', true)),
    list: fromFirst({ clips: ids.map((id) => clipOf(id, id)), next }),
    total: pinned.length + ids.length,
    loaded: true,
    refusal: null,
    snippets: new Map(),
  };
}

test('an opened picker starts with the newest clip, below the pinned ones', () => {
  expect(startOf(viewOf([], [9, 8]))).toEqual({ id: 9, index: 0 });
  expect(startOf(viewOf([1, 2], [9, 8]))).toEqual({ id: 9, index: 2 });
  expect(startOf(viewOf([1, 2], []))).toEqual({ id: 1, index: 0 });
  expect(startOf(viewOf([], []))).toEqual({ id: null, index: 0 });
});

test('the selection follows its clip, and falls to what took its place when it is gone', () => {
  const selection = { id: 8, index: 1 };
  expect(follow(viewOf([], [10, 9, 8]), selection)).toEqual({ id: 8, index: 2 });
  expect(follow(viewOf([8], [10, 9]), selection)).toEqual({ id: 8, index: 0 });
  expect(follow(viewOf([], [9, 7]), selection)).toEqual({ id: 7, index: 1 });
  expect(follow(viewOf([], [9]), selection)).toEqual({ id: 9, index: 0 });
  expect(follow(viewOf([], []), selection)).toEqual({ id: null, index: 0 });
});

test('a clip whose page is forgotten stays selected', () => {
  const view = viewOf([], [9, 8]);
  const page = { after: 8, rows: null, count: 5, tall: 0, stale: false };
  const longer = { ...view, list: { ...view.list, pages: [...view.list.pages, page] } };
  expect(follow(longer, { id: 5, index: 4 })).toEqual({ id: 5, index: 4 });
  expect(at(longer, 4)).toEqual({ id: null, index: 4 });
});

test('it moves by rows, pages and edges, held within the list', () => {
  const view = viewOf([], [9, 8, 7, 6, 5, 4]);
  const from = { id: 8, index: 1 };
  expect(moved(view, from, 'row', 1, 3, true).index).toBe(2);
  expect(moved(view, from, 'page', 1, 3, true).index).toBe(4);
  expect(moved(view, from, 'page', -1, 3, true).index).toBe(0);
  expect(moved(view, from, 'edge', 1, 3, true)).toEqual({ id: 4, index: 5 });
  expect(moved(viewOf([], []), { id: null, index: 0 }, 'row', 1, 3, true)).toEqual({ id: null, index: 0 });
});

test('it wraps by single rows, on a fresh press, where the end is known', () => {
  const view = viewOf([], [9, 8, 7]);
  expect(moved(view, { id: 7, index: 2 }, 'row', 1, 3, true).index).toBe(0);
  expect(moved(view, { id: 9, index: 0 }, 'row', -1, 3, true).index).toBe(2);
  expect(moved(view, { id: 7, index: 2 }, 'row', 1, 3, false).index).toBe(2);
  expect(moved(view, { id: 7, index: 2 }, 'page', 1, 3, true).index).toBe(2);
  expect(moved(viewOf([], [9, 8, 7], 7), { id: 9, index: 0 }, 'row', -1, 3, true).index).toBe(0);
});

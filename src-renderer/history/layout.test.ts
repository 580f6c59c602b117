// Rows of two heights, laid out page by page: what stands where, against a plain walk through all rows.
import { describe, expect, test } from 'vitest';
import type { ClipSummary } from '../../src-shared/clip';
import { clipOf } from '../testing/fake-main';
import type { HistoryView } from './history';
import { isTall, layoutOf, ROW_HEIGHT, SNIPPET_HEIGHT } from './layout';
import { emptyList } from './paged-list';

const TALL = ROW_HEIGHT + SNIPPET_HEIGHT;

function viewOf(
  pinned: readonly ClipSummary[],
  pages: readonly (readonly ClipSummary[] | number)[],
): HistoryView {
  return {
    query: '',
    pinned,
    list: {
      ...emptyList,
      pages: pages.map((rows) =>
        typeof rows === 'number'
          ? { after: null, rows: null, count: rows, tall: 0, stale: false }
          : { after: null, rows, count: rows.length, tall: rows.filter(isTall).length, stale: false },
      ),
    },
    total: 0,
    loaded: true,
    refusal: null,
    snippets: new Map(),
  };
}

let id = 0;
const low = (): ClipSummary => clipOf(++id, id);
const deep = (): ClipSummary => ({ ...low(), deeper: true });
const found = (): ClipSummary => ({ ...low(), snippet: { text: 'x', matches: [], at: 0 } });

test('an empty list has no height, and its only row is the first', () => {
  const layout = layoutOf(viewOf([], []));
  expect([layout.total, layout.topOf(0), layout.topOf(5), layout.rowAt(0), layout.rowAt(500)]).toEqual([
    0, 0, 0, 0, 0,
  ]);
});

test('pinned rows stand first, and rows with a part that matched are higher', () => {
  const layout = layoutOf(viewOf([low()], [[found(), low(), deep()]]));
  expect([0, 1, 2, 3, 4].map(layout.topOf)).toEqual([
    0,
    ROW_HEIGHT,
    ROW_HEIGHT + TALL,
    2 * ROW_HEIGHT + TALL,
    2 * ROW_HEIGHT + 2 * TALL,
  ]);
  expect(layout.total).toBe(2 * ROW_HEIGHT + 2 * TALL);
});

test('a forgotten page keeps its height', () => {
  const layout = layoutOf(viewOf([], [[low()], 10, [low()]]));
  expect(layout.topOf(11)).toBe(11 * ROW_HEIGHT);
  expect(layout.rowAt(4 * ROW_HEIGHT + 1)).toBe(4);
});

describe.each([1, 2, 3])('random lists (%i)', (seed) => {
  let state = seed * 7_919;
  const random = (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state % below;
  };
  const rows = Array.from({ length: random(5) + 1 }, () =>
    Array.from({ length: random(40) }, () => (random(3) === 0 ? deep() : low())),
  );
  const pinned = Array.from({ length: random(4) }, low);
  const all = [...pinned, ...rows.flat()];
  const heights = all.map((row) => (isTall(row) ? TALL : ROW_HEIGHT));
  const layout = layoutOf(viewOf(pinned, rows));

  test('stand where a plain walk finds them', () => {
    let top = 0;
    for (const [index, height] of heights.entries()) {
      expect(layout.topOf(index)).toBe(top);
      for (const inside of [0, 1, height - 1]) expect(layout.rowAt(top + inside)).toBe(index);
      top += height;
    }
    expect([layout.total, layout.topOf(all.length)]).toEqual([top, top]);
    expect(layout.rowAt(top + 1_000)).toBe(Math.max(0, all.length - 1));
    expect(layout.rowAt(-50)).toBe(0);
  });
});

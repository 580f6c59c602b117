import { describe, expect, test } from 'vitest';
import type { ClipSummary } from '../../src-shared/clip';
import { clipOf } from '../testing/fake-main';
import {
  emptyList,
  forgetFar,
  fromFirst,
  indexOfRow,
  nextWish,
  type PagedList,
  rowAt,
  rowCount,
  withNewFirst,
  withoutRows,
  withPage,
} from './paged-list';

/** Clips with these orders; a clip's id is its order. */
const clips = (...orders: number[]): ClipSummary[] => orders.map((order) => clipOf(order, order));
const down = (from: number, to: number) =>
  clips(...Array.from({ length: from - to + 1 }, (_, i) => from - i));
const ids = (list: PagedList) =>
  list.pages.flatMap<number | string>(({ rows }) => rows?.map(({ id }) => id) ?? ['forgotten']);

describe('reading on', () => {
  test('a page follows at the cursor, and rows are found by place and by id', () => {
    const list = withPage(fromFirst({ clips: clips(9, 8), next: 8 }), 8, { clips: clips(7, 6), next: 6 });
    expect(ids(list)).toEqual([9, 8, 7, 6]);
    expect(list.next).toBe(6);
    expect(rowCount(list)).toBe(4);
    expect(rowAt(list, 2)?.id).toBe(7);
    expect(rowAt(list, 4)).toBeUndefined();
    expect(indexOfRow(list, 6)).toBe(3);
    expect(indexOfRow(list, 5)).toBe(-1);
  });

  test('an answer for a cursor that is no longer in the list changes nothing', () => {
    const list = fromFirst({ clips: clips(9, 8), next: 8 });
    expect(withPage(list, 5, { clips: clips(4), next: null })).toBe(list);
  });

  test('a cursor that does not go down ends the list instead of being asked for for ever', () => {
    const list = withPage(fromFirst({ clips: clips(9, 8), next: 8 }), 8, { clips: [], next: 8 });
    expect(list.next).toBeNull();
    expect(nextWish(list, 0, 10)).toBeNull();
  });

  test('what is near is wished for, what is far is not', () => {
    const list = fromFirst({ clips: down(300, 101), next: 101 });
    expect(nextWish(list, 0, 10)).toBeNull();
    expect(nextWish(list, 140, 150)).toMatchObject({ after: 101 });
    expect(nextWish(emptyList, 0, 10)).toBeNull();
  });
});

describe('a newer first page', () => {
  const list = withPage(fromFirst({ clips: clips(9, 8, 7), next: 7 }), 7, { clips: clips(6, 5, 4), next: 4 });

  test('pushes rows down into the page below, which is read again', () => {
    const after = withNewFirst(list, { clips: clips(10, 9, 8), next: 8 });
    expect(ids(after)).toEqual([10, 9, 8, 7, 6, 5, 4]);
    expect(after.next).toBe(4);
    expect(nextWish(after, 0, 5)).toMatchObject({ after: 8 });
  });

  test('takes a clip from its old place when it moved to the top', () => {
    const moved = { ...clipOf(5, 11) };
    const after = withNewFirst(list, { clips: [moved, ...clips(9, 8)], next: 8 });
    expect(ids(after)).toEqual([5, 9, 8, 7, 6, 4]);
  });

  test('reaches further down after deletions, without a row twice', () => {
    const after = withNewFirst(list, { clips: clips(9, 6, 5), next: 5 });
    expect(ids(after)).toEqual([9, 6, 5, 4]);
  });

  test('that swallows the page below drops it', () => {
    const after = withNewFirst(list, { clips: clips(3, 2, 1), next: 1 });
    expect(ids(after)).toEqual([3, 2, 1]);
    expect(after.next).toBe(1);
  });

  test('without a cursor is the whole list', () => {
    expect(withNewFirst(list, { clips: clips(9), next: null })).toEqual(
      fromFirst({ clips: clips(9), next: null }),
    );
  });

  test('makes no new page for each new clip', () => {
    let grown = list;
    for (let order = 10; order < 60; order += 1) {
      grown = withNewFirst(grown, { clips: clips(order, order - 1, order - 2), next: order - 2 });
    }
    expect(ids(grown)).toEqual(Array.from({ length: 56 }, (_, i) => 59 - i));
    expect(grown.pages).toHaveLength(2);
  });
});

describe('a page read again', () => {
  const list: PagedList = {
    pages: [
      { after: null, rows: clips(20, 19), count: 2, tall: 0, stale: false },
      { after: 19, rows: null, count: 3, tall: 0, stale: false },
      { after: 10, rows: clips(9, 8), count: 2, tall: 0, stale: false },
    ],
    next: 8,
  };

  test('takes the rows down to the next page only', () => {
    const after = withPage(list, 19, { clips: clips(18, 15, 10, 9, 8), next: 8 });
    expect(ids(after)).toEqual([20, 19, 18, 15, 10, 9, 8]);
  });

  test('that holds more than one answer moves the next page up, to be read again', () => {
    const after = withPage(list, 19, { clips: clips(18, 17, 16), next: 16 });
    expect(after.pages[2]).toMatchObject({ after: 16, stale: true });
    const whole = withPage(after, 16, { clips: clips(15, 14, 9, 8), next: 8 });
    expect(ids(whole)).toEqual([20, 19, 18, 17, 16, 15, 14, 9, 8]);
  });
});

describe('the window', () => {
  let long = fromFirst({ clips: down(5000, 4801), next: 4801 });
  for (let after = 4801; after > 1001; after -= 200) {
    long = withPage(long, after, { clips: down(after - 1, after - 200), next: after - 200 });
  }

  test('forgets what is far, keeps its place, and reads it again when it comes near', () => {
    const count = rowCount(long);
    const near = forgetFar(long, 3900, 3910);
    expect(near.pages.filter(({ rows }) => rows !== null).length).toBeLessThan(13);
    expect(near.pages[0]?.rows).not.toBeNull();
    expect(rowCount(near)).toBe(count);
    expect(rowAt(near, 500)).toBeUndefined();
    expect(nextWish(near, 500, 510)).toMatchObject({ after: 4601 });
    expect(forgetFar(near, 3900, 3910)).toBe(near);
  });

  test('loses single rows on request', () => {
    const less = withoutRows(long, new Set([5000, 3333]));
    expect(rowCount(less)).toBe(rowCount(long) - 2);
    expect(indexOfRow(less, 3333)).toBe(-1);
  });
});

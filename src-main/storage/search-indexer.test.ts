// When the index is worked on: only when idle, only when it is worth it, and on through trouble.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { HistoryChange } from '../../src-shared/clip';
import { log } from '../log';
import { startSearchIndexer } from './search-indexer';
import { clipOf, readPage, tempDatabase, tempFolder, tempPages, tempStore } from './testing/fixture';

const change: HistoryChange = { type: 'deleted', ids: [1] };

function setUp(waiting: number, steps = 0, busy = () => false) {
  let listener: (change: HistoryChange) => void = () => {};
  const calls: boolean[] = [];
  const resets: number[] = [];
  const errors: unknown[] = [];
  let left = steps;
  const indexer = startSearchIndexer(
    {
      waiting: () => ({ clips: waiting, bytes: 0 }),
      step: (takeIn) => {
        calls.push(takeIn);
        if (errors.length > 0) throw errors.shift();
        left -= 1;
        return left >= 0;
      },
      reset: () => resets.push(calls.length),
    },
    {
      onChange: (heard) => {
        listener = heard;
        return () => {
          listener = () => {};
        };
      },
    },
    busy,
  );
  return { calls, resets, errors, indexer, change: () => listener(change) };
}

describe('the indexer', () => {
  const logged: string[] = [];
  beforeEach(() => {
    logged.length = 0;
    vi.useFakeTimers();
    vi.spyOn(log, 'error').mockImplementation((event) => void logged.push(event));
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  it('begins when nothing was written for a second, and rests when nothing is left', () => {
    const { calls, change } = setUp(0, 3);
    for (let i = 0; i < 5; i++) {
      vi.advanceTimersByTime(900);
      change();
    }
    expect(calls).toEqual([]);
    vi.advanceTimersByTime(60_000);
    expect(calls).toHaveLength(4);
    change();
    vi.advanceTimersByTime(60_000);
    expect(calls).toHaveLength(5);
  });

  it('waits while the disk is written to, and goes on soon after', () => {
    let busy = true;
    const { calls } = setUp(64, 3, () => busy);
    vi.advanceTimersByTime(60_000);
    expect(calls).toEqual([]);
    busy = false;
    vi.advanceTimersByTime(100);
    expect(calls).toHaveLength(4);
  });

  it('takes clips in only where enough wait', () => {
    const few = setUp(63);
    vi.advanceTimersByTime(5_000);
    expect(few.calls).toEqual([false]);
    const many = setUp(64);
    vi.advanceTimersByTime(5_000);
    expect(many.calls).toEqual([true]);
  });

  it('stops', () => {
    const { calls, indexer, change } = setUp(64, 100);
    indexer.stop();
    change();
    vi.advanceTimersByTime(60_000);
    expect(calls).toEqual([]);
  });

  it('leaves the index alone while it is paused, and goes on when the last pause has ended', () => {
    const { calls, indexer, change } = setUp(64, 3);
    const ends = [indexer.pause(), indexer.pause()];
    for (const end of ends) {
      change();
      vi.advanceTimersByTime(60_000);
      expect(calls).toEqual([]);
      end();
    }
    vi.advanceTimersByTime(60_000);
    expect(calls).toHaveLength(4);
    // A step that is due must not come either.
    change();
    vi.advanceTimersByTime(500);
    const end = indexer.pause();
    vi.advanceTimersByTime(60_000);
    expect(calls).toHaveLength(4);
    indexer.stop();
    end();
    vi.advanceTimersByTime(60_000);
    expect(calls).toHaveLength(4);
  });

  it('goes on after an error, later, and builds a damaged index anew once', () => {
    const { calls, errors, resets } = setUp(64, 10);
    const damage = Object.assign(new Error('x'), { code: 'SQLITE_CORRUPT_VTAB' });
    errors.push(Object.assign(new Error('x'), { code: 'SQLITE_FULL' }), damage, damage);
    vi.advanceTimersByTime(30_000);
    expect([calls.length, resets]).toEqual([1, []]);
    vi.advanceTimersByTime(300_000);
    expect(resets).toEqual([2]);
    expect(calls).toHaveLength(3 + 11);
    expect(logged).toEqual(['search.index-failed', 'search.index-failed', 'search.index-failed']);
  });

  it('indexes a real history that is then found by the index alone', () => {
    const dir = tempFolder();
    const store = tempStore(dir);
    store.storeMany(Array.from({ length: 100 }, (_, index) => clipOf(`clip ${index} of the history`)));
    const indexer = startSearchIndexer(store.searchIndex, store);
    vi.advanceTimersByTime(60_000);
    indexer.stop();
    expect(store.searchIndex.waiting(1_000).clips).toBe(0);
    const db = tempDatabase(dir);
    expect(db.prepare('SELECT count(*) FROM search_slots').pluck().get()).toBe(100);
    expect(readPage(tempPages(dir), { query: 'clip 42 history' }).clips.map(({ id }) => id)).toEqual([43]);
  });
});

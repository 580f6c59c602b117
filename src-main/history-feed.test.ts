// The feed: one push for a burst, nothing lost at its end, and trouble that ends nothing.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { HistoryChange } from '../src-shared/clip';
import { BURST_PUSH_MS, CHANGE_DEBOUNCE_MS, FLOOD_PUSH_MS } from '../src-shared/limits';
import { createHistoryFeed } from './history-feed';
import type { HistoryReader } from './storage/types';

const change: HistoryChange = { type: 'deleted', ids: [1] };

function setUp() {
  let listener: (change: HistoryChange) => void = () => {};
  let total = 0;
  const reader = {
    page: vi.fn(async () => ({ clips: [], next: null })),
    pinned: vi.fn(async () => []),
    count: vi.fn(async () => total),
  };
  const pushed: number[] = [];
  const unsubscribe = vi.fn();
  const feed = createHistoryFeed(
    reader as unknown as HistoryReader,
    {
      onChange(added) {
        listener = added;
        return unsubscribe;
      },
    },
    (page) => pushed.push(page.total),
  );
  return {
    feed,
    reader,
    pushed,
    unsubscribe,
    commit(clips: number) {
      total = clips;
      listener(change);
    },
  };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

test('a burst makes one push, of how it ended', async () => {
  const { commit, pushed } = setUp();
  for (let n = 1; n <= 20; n++) commit(n);
  await vi.advanceTimersByTimeAsync(CHANGE_DEBOUNCE_MS);
  expect(pushed).toEqual([20]);
});

test.each([
  [50, BURST_PUSH_MS],
  [10, FLOOD_PUSH_MS],
])(
  'with a change every %i ms it is pushed every %i ms, and the end is pushed too',
  async (gapMs, everyMs) => {
    const { commit, pushed } = setUp();
    for (let n = 1; n * gapMs <= 3_000; n++) {
      commit(n);
      await vi.advanceTimersByTimeAsync(gapMs);
    }
    await vi.advanceTimersByTimeAsync(FLOOD_PUSH_MS);
    expect(pushed.at(-1)).toBe(3_000 / gapMs);
    expect(pushed.length).toBeLessThanOrEqual(3_000 / everyMs + 3);
    expect(pushed.length).toBeGreaterThanOrEqual(3_000 / everyMs / 2);
  },
);

test('who is about to look is not kept waiting for what came in a flood', async () => {
  const { commit, feed, pushed } = setUp();
  feed.hurry();
  for (let n = 1; n <= 100; n++) {
    commit(n);
    await vi.advanceTimersByTimeAsync(10);
  }
  feed.hurry();
  await vi.advanceTimersByTimeAsync(0);
  expect(pushed.at(-1)).toBe(100);
  expect(feed.flooded).toBe(true);
  // Who types right after it is not kept waiting.
  await vi.advanceTimersByTimeAsync(CHANGE_DEBOUNCE_MS);
  expect(feed.flooded).toBe(false);
  const before = pushed.length;
  await vi.advanceTimersByTimeAsync(2 * FLOOD_PUSH_MS);
  expect(pushed).toHaveLength(before);
});

test('what no push has told yet is pending', async () => {
  const { commit, feed } = setUp();
  expect(feed.pending).toBe(false);
  commit(1);
  expect(feed.pending).toBe(true);
  feed.hurry();
  expect(feed.pending).toBe(true);
  await vi.advanceTimersByTimeAsync(0);
  expect(feed.pending).toBe(false);
});

test('a change while the page is read makes another push', async () => {
  const { commit, pushed, reader } = setUp();
  let release = () => {};
  reader.page.mockImplementationOnce(
    () =>
      new Promise((resolve) => {
        release = () => resolve({ clips: [], next: null });
      }),
  );
  commit(1);
  await vi.advanceTimersByTimeAsync(CHANGE_DEBOUNCE_MS);
  commit(2);
  await vi.advanceTimersByTimeAsync(BURST_PUSH_MS);
  release();
  await vi.advanceTimersByTimeAsync(2 * BURST_PUSH_MS);
  expect(pushed.at(-1)).toBe(2);
});

test('a read that fails is logged without words, and the next change is pushed', async () => {
  const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const { commit, pushed, reader } = setUp();
  reader.count.mockRejectedValueOnce(new Error('hunter2'));
  commit(1);
  await vi.advanceTimersByTimeAsync(CHANGE_DEBOUNCE_MS);
  expect(pushed).toEqual([]);
  expect(JSON.stringify(stderr.mock.calls)).toContain('history.read-failed');
  expect(JSON.stringify(stderr.mock.calls)).not.toContain('hunter2');
  commit(2);
  await vi.advanceTimersByTimeAsync(BURST_PUSH_MS);
  expect(pushed).toEqual([2]);
});

test('stopped, it pushes no more and listens no more', async () => {
  const { commit, feed, pushed, unsubscribe } = setUp();
  commit(1);
  feed.stop();
  await vi.advanceTimersByTimeAsync(10 * CHANGE_DEBOUNCE_MS);
  expect(pushed).toEqual([]);
  expect(unsubscribe).toHaveBeenCalledTimes(1);
});

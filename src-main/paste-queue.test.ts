// Pasting one after another: what lies on the clipboard when, and what ends it.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ClipSummary } from '../src-shared/clip';
import { createPasteQueue, type PasteQueue } from './paste-queue';

let put: number[];
let gone: Set<number>;
let states: (readonly [number, number] | null)[];
let queue: PasteQueue;

beforeEach(() => {
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  [put, gone, states] = [[], new Set(), []];
  queue = createPasteQueue(
    async (id) => {
      await Promise.resolve();
      if (gone.has(id)) throw new Error('gone');
      put.push(id);
      return { id } as ClipSummary;
    },
    () => states.push(queue.state && [queue.state.next.id, queue.state.behind]),
  );
});
afterEach(() => vi.restoreAllMocks());

test('each paste brings the next, and the last one ends it', async () => {
  await queue.start([3, 1, 2]);
  expect(put).toEqual([3]);
  await queue.pasted();
  await queue.pasted();
  expect(put).toEqual([3, 1, 2]);
  await queue.pasted();
  await queue.pasted();
  expect(put).toEqual([3, 1, 2]);
  expect(states).toEqual([[3, 2], [1, 1], [2, 0], null]);
});

test('a paste without a queue does nothing', async () => {
  await queue.pasted();
  queue.end();
  expect([put, states]).toEqual([[], []]);
});

test('one paste that is told twice before the next clip lies there counts once', async () => {
  await queue.start([1, 2, 3]);
  await Promise.all([queue.pasted(), queue.pasted()]);
  expect(put).toEqual([1, 2]);
});

test('a clip that is gone is left out; where all are, the queue ends', async () => {
  gone = new Set([2, 4]);
  await queue.start([1, 2, 3, 4]);
  await queue.pasted();
  expect(put).toEqual([1, 3]);
  await queue.pasted();
  expect(queue.state).toBeNull();
});

test('a first clip that is gone is told to whoever asked, and nothing is queued', async () => {
  gone = new Set([1]);
  await expect(queue.start([1, 2])).rejects.toThrow('gone');
  expect(queue.state).toBeNull();
  await queue.pasted();
  expect(put).toEqual([]);
});

test('an end while the next one is on its way holds, and so does a new queue', async () => {
  await queue.start([1, 2, 3]);
  const pasted = queue.pasted();
  queue.end();
  await pasted;
  expect(queue.state).toBeNull();
  await queue.start([1, 2]);
  const again = queue.pasted();
  await queue.start([7, 8]);
  await again;
  expect(queue.state).toMatchObject({ next: { id: 7 }, behind: 1 });
});

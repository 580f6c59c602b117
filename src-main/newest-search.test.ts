// Searches of one window: the last one is answered, those before it are given up, and nothing else is.
import { expect, it } from 'vitest';
import type { HistoryPage } from '../src-shared/clip';
import { newestSearch } from './newest-search';
import type { PageRequest } from './storage/types';

const ask = (query: string, after: number | null = null): PageRequest => ({
  query,
  after,
  limit: 50,
  pinned: 'include',
});

/** A reader that answers when it is told to. */
function setUp(apartMs?: () => number) {
  const under: { request: PageRequest; answer: (page: HistoryPage) => void; fail: (error: Error) => void }[] =
    [];
  const page = newestSearch(
    {
      page: (request, signal) =>
        new Promise((answer, fail) => {
          under.push({ request, answer, fail });
          signal?.addEventListener('abort', () => fail(signal.reason as Error), { once: true });
        }),
    },
    apartMs,
  );
  return { page, under };
}

const found = (next: number): HistoryPage => ({ clips: [], next });

it('gives up a search when the next one is asked, and answers that one', async () => {
  const { page, under } = setUp();
  const first = page(ask('a'));
  const second = page(ask('ab'));
  expect(await first).toEqual({ clips: [], next: null });
  under[1]?.answer(found(7));
  expect(await second).toEqual(found(7));
});

it('lets later pages and the history itself go on beside a search', async () => {
  const { page, under } = setUp();
  const all = [page(ask('a')), page(ask('a', 5)), page(ask('')), page(ask('', 5))];
  for (const [n, { answer }] of under.entries()) answer(found(n + 1));
  expect(await Promise.all(all)).toEqual([found(1), found(2), found(3), found(4)]);
});

it('gives up the later pages of another search, which may look through a whole history, and those of this one not', async () => {
  const { page, under } = setUp();
  const older = page(ask('/a+/', 5));
  const first = page(ask('/ab/'));
  expect(await older).toEqual({ clips: [], next: null });
  const later = page(ask('/ab/', 5));
  const again = page(ask('/ab/'));
  expect(await first).toEqual({ clips: [], next: null });
  under[2]?.answer(found(3));
  under[3]?.answer(found(4));
  expect(await Promise.all([later, again])).toEqual([found(3), found(4)]);
});

it('begins searches so far apart as is wanted at the moment, the last one always, and later pages at once', async () => {
  let apart = 100;
  const { page, under } = setUp(() => apart);
  void page(ask('a'));
  const held = page(ask('ab'));
  const last = page(ask('abc'));
  void page(ask('abc', 5));
  expect(await held).toEqual({ clips: [], next: null });
  expect(under.map(({ request }) => request.query)).toEqual(['a', 'abc']);
  expect(under.at(-1)?.request.after).toBe(5);
  await expect.poll(() => under.length).toBe(3);
  under[2]?.answer(found(9));
  expect(await last).toEqual(found(9));
  apart = 0;
  void page(ask('abcd'));
  await Promise.resolve();
  expect(under).toHaveLength(4);
});

it('tells of a failure that is no giving up', async () => {
  const { page, under } = setUp();
  const failing = page(ask('a'));
  under[0]?.fail(new Error('no disk'));
  await expect(failing).rejects.toThrow('no disk');
});

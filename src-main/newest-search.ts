// What is typed next makes the search before it useless: it is given up, so that the reader is free for the new one.
// Never give up a later page of the list that is still searched for, nor the history itself.
import { setTimeout as sleep } from 'node:timers/promises';
import type { HistoryPage } from '../src-shared/clip';
import type { HistoryReader, PageRequest } from './storage/types';

/** What is answered where nobody waits any more: no rows. The window drops it, as it has asked something else since. */
const GIVEN_UP: HistoryPage = { clips: [], next: null };

/** A page that the reader is at. */
interface Asked {
  readonly query: string;
  readonly first: boolean;
  readonly controller: AbortController;
}

/**
 * Pages for one window, of whose searches only the last one goes on. Rejects as the reader does.
 * @param apartMs how far apart two searches are to begin at this moment, in milliseconds
 */
export function newestSearch(
  reader: Pick<HistoryReader, 'page'>,
  apartMs: () => number = () => 0,
): (request: PageRequest) => Promise<HistoryPage> {
  let lastAt = Number.NEGATIVE_INFINITY;
  const asked = new Set<Asked>();
  return async (request) => {
    const { query } = request;
    if (query === '') return reader.page(request);
    const first = request.after === null;
    if (first) {
      // Another search, or the same one anew: what it found further down is still shown.
      for (const other of asked) if (other.first || other.query !== query) other.controller.abort();
    }
    const mine: Asked = { query, first, controller: new AbortController() };
    asked.add(mine);
    const { signal } = mine.controller;
    try {
      const wait = first ? lastAt + apartMs() - performance.now() : 0;
      if (wait > 0) await sleep(wait, undefined, { signal });
      if (first) lastAt = performance.now();
      return await reader.page(request, signal);
    } catch (error) {
      if (signal.aborted) return GIVEN_UP;
      throw error;
    } finally {
      asked.delete(mine);
    }
  };
}

// From committed changes to what the picker and the tray show: the first page, read off the main thread, pushed in one piece.
// Never push what has not committed, and never more often than the eye can tell.
import type { HistoryChange } from '../src-shared/clip';
import type { FirstPage } from '../src-shared/ipc-contract';
import {
  BURST_PUSH_MS,
  CHANGE_DEBOUNCE_MS,
  FLOOD_CHANGES,
  FLOOD_PUSH_MS,
  PAGE_ROWS,
} from '../src-shared/limits';
import { errorFields, log } from './log';
import type { HistoryReader } from './storage/types';

export interface HistoryFeed {
  /** The first page as it is now. */
  firstPage(): Promise<FirstPage>;
  /** At this moment changes come as fast as no hand makes them. */
  readonly flooded: boolean;
  /** Something has changed that no push has told yet: one follows. */
  readonly pending: boolean;
  /** Somebody is about to look: a push that is due later is made now. */
  hurry(): void;
  stop(): void;
}

/**
 * @param changes where committed changes are told.
 * @param push gets the first page soon after each change: CHANGE_DEBOUNCE_MS after the first of a burst, then every
 * BURST_PUSH_MS (FLOOD_PUSH_MS where there are many), and once more after the last.
 */
export function createHistoryFeed(
  reader: HistoryReader,
  changes: { onChange(listener: (change: HistoryChange) => void): () => void },
  push: (page: FirstPage) => void,
): HistoryFeed {
  let timer: NodeJS.Timeout | null = null;
  let reading = false;
  let again = false;
  let stopped = false;
  let lastPush = Number.NEGATIVE_INFINITY;
  /** Since the last push, and before it. */
  let changed = 0;
  let every = BURST_PUSH_MS;
  let lastChange = Number.NEGATIVE_INFINITY;

  async function firstPage(): Promise<FirstPage> {
    const [pinned, page, total] = await Promise.all([
      reader.pinned(),
      reader.page({ query: '', after: null, limit: PAGE_ROWS, pinned: 'exclude' }),
      reader.count(),
    ]);
    return { pinned, clips: page.clips, next: page.next, total };
  }

  async function refresh(): Promise<void> {
    timer = null;
    if (reading) {
      again = true;
      return;
    }
    reading = true;
    lastPush = performance.now();
    every = changed > FLOOD_CHANGES ? FLOOD_PUSH_MS : BURST_PUSH_MS;
    changed = 0;
    try {
      const page = await firstPage();
      if (!stopped) push(page);
    } catch (error) {
      if (!stopped) log.error('history.read-failed', errorFields(error));
    } finally {
      reading = false;
      if (again) {
        again = false;
        schedule();
      }
    }
  }

  function schedule(): void {
    if (stopped) return;
    const wait = Math.max(CHANGE_DEBOUNCE_MS, lastPush + every - performance.now());
    timer ??= setTimeout(() => void refresh(), wait);
  }

  const unsubscribe = changes.onChange(() => {
    changed += 1;
    lastChange = performance.now();
    schedule();
  });
  return {
    firstPage,
    get flooded() {
      return every === FLOOD_PUSH_MS && performance.now() - lastChange < CHANGE_DEBOUNCE_MS;
    },
    get pending() {
      return timer !== null || reading;
    },
    hurry() {
      if (timer === null) return;
      clearTimeout(timer);
      void refresh();
    },
    stop() {
      stopped = true;
      unsubscribe();
      if (timer !== null) clearTimeout(timer);
    },
  };
}

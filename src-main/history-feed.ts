// From committed changes to what the picker and the tray show: the first page, read off the main thread, pushed in one piece.
// Never push what has not committed, and never more often than the eye can tell.
import type { HistoryChange } from '../src-shared/clip';
import type { FirstPage } from '../src-shared/ipc-contract';
import { CHANGE_DEBOUNCE_MS, PAGE_ROWS } from '../src-shared/limits';
import { errorFields, log } from './log';
import type { HistoryReader } from './storage/types';

export interface HistoryFeed {
  /** The first page as it is now. */
  firstPage(): Promise<FirstPage>;
  stop(): void;
}

/**
 * @param changes where committed changes are told.
 * @param push gets the first page soon after each change: CHANGE_DEBOUNCE_MS after the first of a burst, then at most that often.
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
    timer ??= setTimeout(() => void refresh(), CHANGE_DEBOUNCE_MS);
  }

  const unsubscribe = changes.onChange(schedule);
  return {
    firstPage,
    stop() {
      stopped = true;
      unsubscribe();
      if (timer !== null) clearTimeout(timer);
    },
  };
}

// What is typed next makes the search before it useless: it is given up, so that the reader is free for the new one.
// Never give up a later page of a list, nor the history itself.
import type { HistoryPage } from '../src-shared/clip';
import type { HistoryReader, PageRequest } from './storage/types';

/** What is answered where nobody waits any more: no rows. The window drops it, as it has asked something else since. */
const GIVEN_UP: HistoryPage = { clips: [], next: null };

/** Pages for one window, of whose searches only the last one goes on. Rejects as the reader does. */
export function newestSearch(
  reader: Pick<HistoryReader, 'page'>,
): (request: PageRequest) => Promise<HistoryPage> {
  let search: AbortController | null = null;
  return async (request) => {
    if (request.query === '' || request.after !== null) return reader.page(request);
    search?.abort();
    const mine = new AbortController();
    search = mine;
    try {
      return await reader.page(request, mine.signal);
    } catch (error) {
      if (mine.signal.aborted) return GIVEN_UP;
      throw error;
    } finally {
      if (search === mine) search = null;
    }
  };
}

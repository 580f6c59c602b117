// Entry of the reader's worker thread: opens the history and serves requests until it is told to close.
// Never write here: the connection is read-only.
import { parentPort, workerData } from 'node:worker_threads';
import { toThreadError } from '../src-shared/errors';
import { searchableText } from './capture/searchable-text';
import { openPages, type Pages, type PagesOptions } from './storage/pages';
import { type ReaderHello, type ReaderRequest, ReaderService } from './storage/reader-service';
import { restAfterUse } from './storage/rest';
import { lowerPriority } from './thread-priority';

const port = parentPort;
if (port === null) throw new Error('reader-worker runs as a worker thread only.');
lowerPriority();

const hello = (message: ReaderHello) => port.postMessage(message);
let pages: Pages | undefined;
try {
  pages = openPages(workerData as PagesOptions, { searchedText: searchableText });
} catch (error) {
  hello({ ready: false, error: toThreadError(error) });
}
if (pages !== undefined) {
  const open = pages;
  const service = new ReaderService(open, (answer) => port.postMessage(answer));
  const rest = restAfterUse(() => open.letGo());
  port.on('message', (message: ReaderRequest | 'close') => {
    if (message !== 'close') {
      rest.used();
      service.handle(message);
      return;
    }
    rest.stop();
    service.drop();
    open.close();
    port.close();
  });
  hello({ ready: true });
  service.warmUp();
  rest.used();
}

// The reader's worker, with two queries that end it in the middle of the work.
// Never used outside tests.
import { parentPort } from 'node:worker_threads';

// Before the worker's own listener, and instead of it, so that it dies with the request unanswered.
parentPort?.addEventListener('message', (event) => {
  const query = (event as MessageEvent<{ request?: { query?: string } }>).data.request?.query;
  if (query === 'exit now') process.exit(3);
  if (query !== 'throw now') return;
  event.stopImmediatePropagation();
  throw new Error('the worker of the test fails');
});
await import('../../reader-worker');

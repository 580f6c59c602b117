// The reader's worker, with two queries that end it in the middle of the work.
// Never used outside tests.
import { parentPort } from 'node:worker_threads';

// Before the worker's own listener, so that it dies with the request unanswered.
parentPort?.on('message', (message: { request?: { query?: string } }) => {
  const query = message.request?.query;
  if (query === 'exit now') process.exit(3);
  if (query === 'throw now') throw new Error('the worker of the test fails');
});
await import('../../reader-worker');

// Entry of the thread that asks the user's own rules for secrets about what was copied.
// Never keep a text: it is asked about and forgotten.
import { parentPort, workerData } from 'node:worker_threads';
import { type RulesWorkerData, serveOwnRules } from './capture/secrets/own-rules-service';

if (parentPort === null) throw new Error('rules-worker runs as a worker thread only.');
serveOwnRules(parentPort, workerData as RulesWorkerData);

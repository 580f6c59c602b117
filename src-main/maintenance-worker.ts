// Entry of the maintenance worker thread: runs tasks on the history's files until it is told to close.
// Never answer before the task is done.
import { parentPort, workerData } from 'node:worker_threads';
import { toThreadError } from '../src-shared/errors';
import { storageError } from './storage/failures';
import { type MaintenanceAnswer, type MaintenanceRequest, perform } from './storage/maintenance-protocol';
import { type MaintenanceOptions, MaintenanceTasks } from './storage/maintenance-tasks';
import { lowerPriority } from './thread-priority';

const port = parentPort;
if (port === null) throw new Error('maintenance-worker runs as a worker thread only.');

const options = workerData as MaintenanceOptions;
// Whoever writes may wait for the others.
if (options.patient === true) lowerPriority();
const tasks = new MaintenanceTasks(options);
const answer = (message: MaintenanceAnswer) => port.postMessage(message);

port.on('message', (message: MaintenanceRequest | 'close') => {
  if (message === 'close') {
    tasks.close();
    port.close();
    return;
  }
  void run(message);
});

async function run({ id, ask }: MaintenanceRequest): Promise<void> {
  try {
    answer({ id, ok: true, value: await perform(tasks, ask) });
  } catch (error) {
    answer({ id, ok: false, error: toThreadError(storageError(error)) });
  }
}

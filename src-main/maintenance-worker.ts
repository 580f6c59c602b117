// Entry of the maintenance worker thread: runs one task after the other on the history's files until it is told to close.
// Never answer before the task is done.
import { parentPort, workerData } from 'node:worker_threads';
import { toWireError } from '../src-shared/errors';
import { storageError } from './storage/failures';
import type { MaintenanceAnswer, MaintenanceRequest } from './storage/maintenance';
import { type MaintenanceOptions, MaintenanceTasks } from './storage/maintenance-tasks';

const port = parentPort;
if (port === null) throw new Error('maintenance-worker runs as a worker thread only.');

const tasks = new MaintenanceTasks(workerData as MaintenanceOptions);
const answer = (message: MaintenanceAnswer) => port.postMessage(message);

port.on('message', (message: MaintenanceRequest | 'close') => {
  if (message === 'close') {
    tasks.close();
    port.close();
    return;
  }
  const { id, task } = message;
  try {
    answer({ id, ok: true, value: tasks[task]() });
  } catch (error) {
    answer({ id, ok: false, error: toWireError(storageError(error)) });
  }
});

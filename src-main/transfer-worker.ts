// Entry of a transfer's worker thread: one export, or the reading half of one import, and it ends.
// Never answer 'done' before the file is on the disk, or before the last clips were taken.
import { parentPort, workerData } from 'node:worker_threads';
import type { ImportedClip } from '../src-shared/clip';
import { toThreadError } from '../src-shared/errors';
import { storageError } from './storage/failures';
import { lowerPriority } from './thread-priority';
import type { FromWorker, ToWorker, TransferJob } from './transfer/protocol';
import { exportHistory, importHistory } from './transfer/worker-tasks';

const port = parentPort;
if (port === null) throw new Error('transfer-worker runs as a worker thread only.');
lowerPriority();

let isCancelled = false;
let goOn = () => {};
let taken: Promise<void> = Promise.resolve();
port.on('message', (message: ToWorker) => {
  if (message === 'cancel') isCancelled = true;
  goOn();
});
const tell = (message: FromWorker, transfer: readonly ArrayBuffer[] = []) =>
  port.postMessage(message, transfer);

/** Waits for the clips before to be taken; while these are, the next ones are read. */
async function handOn(clips: readonly ImportedClip[], leftOut: number, total: number): Promise<void> {
  await taken;
  taken = new Promise((resolve) => {
    goOn = resolve;
  });
  const transfer: ArrayBuffer[] = [];
  const own = (bytes: Uint8Array) => {
    // Small buffers share one piece of memory, which would go as a whole.
    const copy = new Uint8Array(bytes);
    transfer.push(copy.buffer);
    return copy;
  };
  const message = clips.map((clip) => ({
    ...clip,
    contentHash: own(clip.contentHash),
    payloads: clip.payloads.map(({ mime, bytes, sha256 }) => ({
      mime,
      bytes: own(bytes),
      ...(sha256 === undefined ? {} : { sha256: own(sha256) }),
    })),
  }));
  tell({ type: 'clips', clips: message, leftOut, total }, transfer);
}

async function run(job: TransferJob): Promise<FromWorker> {
  try {
    if (job.task === 'export') {
      const onProgress = (progress: { done: number; total: number }) =>
        tell({ type: 'progress', ...progress });
      return { type: 'done', result: await exportHistory(job, { cancelled: () => isCancelled, onProgress }) };
    }
    await importHistory(job, () => isCancelled, handOn);
    await taken;
    return { type: 'done', result: null };
  } catch (error) {
    return { type: 'failed', error: toThreadError(storageError(error)) };
  }
}

tell(await run(workerData as TransferJob));
port.close();

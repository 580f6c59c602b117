// Exports and imports as the main thread sees them: one at a time, on a thread of their own, with progress and an end at any moment.
// Never hold the event loop for longer than one small write.
import { setTimeout as rest } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { ClipsteadError, fromThreadError } from '../../src-shared/errors';
import { errorFields, log } from '../log';
import type { History } from '../storage/history';
import type { ClipStore, MergeResult } from '../storage/types';
import { cancelled } from './errors';
import type { ExportResult, FromWorker, ToWorker, TransferJob, TransferProgress } from './protocol';

/** What one write may take: with what belongs to it well below a frame of the screen. */
const STEP_MS = 2;
/** Rest after a step as a multiple of what it took: half of one core at most, and copies come in between. */
const REST = 1;
/** Between two checkpoints: before the next one is due by itself, which would come beside the writes. */
const SETTLE_EVERY_MS = 150;

export interface ImportResult {
  /** Clips that were not here. */
  readonly added: number;
  /** Clips that were here, and gained a format, a pin or a later use. */
  readonly updated: number;
  /** Clips that were here as they are. */
  readonly unchanged: number;
  /** Clips that are too large. */
  readonly leftOut: number;
}

export interface TransferOptions {
  readonly onProgress?: (progress: TransferProgress) => void;
  /** Aborting it ends the transfer; the promise then rejects with ClipsteadError 'cancelled'. */
  readonly signal?: AbortSignal;
}

export interface Transfers {
  /**
   * Writes the whole history into a file.
   * @param path absolute. @param options.force write over what lies there.
   * @throws ClipsteadError 'bad-request' for a place that will not do, 'busy' while another transfer runs, 'cancelled', 'storage-failed'
   */
  exportTo(path: string, options: TransferOptions & { readonly force: boolean }): Promise<ExportResult>;
  /**
   * Joins the clips of an export with the history. What came in before an error stays: importing again goes on from there. All of it
   * is on the disk when the promise resolves.
   * @param path absolute.
   * @throws ClipsteadError 'bad-request' where there is no file, 'refused' where it is no export, a newer one or a damaged one, 'busy'
   * while another transfer runs, 'cancelled', 'storage-failed'
   */
  importFrom(path: string, options?: TransferOptions): Promise<ImportResult>;
  /** Resolves when no transfer runs; another one may begin in the same moment. */
  idle(): Promise<void>;
  /** Cancels what runs, and waits for its end; nothing begins any more. */
  stop(): Promise<void>;
}

export interface TransferParts {
  /** The data folder. */
  readonly dir: string;
  readonly nativeBinding?: string | undefined;
  /** The built transfer-worker.js. */
  readonly workerUrl: URL;
  /** This program's version. */
  readonly app: string;
  readonly store: { merge(...args: Parameters<ClipStore['merge']>): MergeResult | Promise<MergeResult> };
  readonly history: Pick<History, 'reading' | 'importing'>;
}

export function createTransfers(parts: TransferParts): Transfers {
  const { dir, nativeBinding, workerUrl, app, store, history } = parts;
  const stopping = new AbortController();
  let running: Promise<unknown> | null = null;

  function alone<T>(task: () => Promise<T>): Promise<T> {
    if (stopping.signal.aborted) return Promise.reject(cancelled());
    if (running !== null) {
      const words = 'Another export or import is under way: wait for its end, or cancel it.';
      return Promise.reject(new ClipsteadError('busy', words));
    }
    const result = task().finally(() => {
      running = null;
    });
    running = result.catch(() => {});
    return result;
  }

  /** Runs a worker to its end; `onMessage` gets what it says before. */
  function work(
    job: TransferJob,
    signal: AbortSignal | undefined,
    onMessage: (message: Exclude<FromWorker, { type: 'done' | 'failed' }>) => Promise<void>,
  ): Promise<ExportResult | null> {
    const aborted = AbortSignal.any([stopping.signal, ...(signal === undefined ? [] : [signal])]);
    return new Promise((resolve, reject) => {
      const worker = new Worker(workerUrl, { workerData: job, name: 'history-transfer' });
      const post = (message: ToWorker) => worker.postMessage(message);
      const cancel = () => post('cancel');
      let outcome: () => void = () => reject(stopped());
      let handling: Promise<void> = Promise.resolve();
      if (aborted.aborted) cancel();
      aborted.addEventListener('abort', cancel);
      worker.on('message', (message: FromWorker) => {
        if (message.type === 'done') {
          outcome = () => resolve(message.result);
        } else if (message.type === 'failed') {
          outcome = () => reject(fromThreadError(message.error));
        } else {
          handling = onMessage(message).then(
            () => post('next'),
            (error: unknown) => {
              outcome = () => reject(error);
              void worker.terminate();
            },
          );
        }
      });
      worker.on('error', (error) => log.error('transfer.worker-failed', errorFields(error)));
      worker.once('exit', () => {
        aborted.removeEventListener('abort', cancel);
        // What the worker has handed over is still being stored.
        void handling.then(() => outcome());
      });
    });
  }

  return {
    exportTo: (path, { force, onProgress, signal }) =>
      alone(() =>
        history.reading(async () => {
          const job = { task: 'export', dir, nativeBinding, path, force, app, now: Date.now() } as const;
          const result = await work(job, signal, async (message) => {
            if (message.type === 'progress') onProgress?.({ done: message.done, total: message.total });
          }).catch((error: unknown) => {
            throw withWords(error, 'The export was cancelled; nothing of it is left.');
          });
          return result as ExportResult;
        }),
      ),

    importFrom: (path, { onProgress, signal } = {}) =>
      alone(() =>
        history.importing(async (settle) => {
          const counts = { read: 0, added: 0, updated: 0, leftOut: 0 };
          let settled = performance.now();
          const isOver = () => stopping.signal.aborted || signal?.aborted === true;
          try {
            await work({ task: 'import', path }, signal, async (message) => {
              if (message.type !== 'clips') return;
              counts.leftOut += message.leftOut;
              let { clips } = message;
              while (clips.length > 0 && !isOver()) {
                const began = performance.now();
                const { taken, added, updated } = await store.merge(clips, STEP_MS);
                counts.read += taken;
                counts.added += added;
                counts.updated += updated;
                clips = clips.slice(taken);
                await rest((performance.now() - began) * REST);
                if (performance.now() - settled < SETTLE_EVERY_MS) continue;
                await settle();
                settled = performance.now();
              }
              if (clips.length > 0) throw cancelled();
              onProgress?.({ done: counts.read + counts.leftOut, total: message.total });
            });
          } catch (error) {
            throw withWords(error, 'The import was cancelled.', came(counts));
          }
          const { read, added, updated, leftOut } = counts;
          return { added, updated, unchanged: read - added - updated, leftOut };
        }),
      ),

    async idle() {
      await running;
    },

    async stop() {
      stopping.abort();
      await running;
    },
  };
}

const number = (count: number) => count.toLocaleString('en');

function came({ added, updated }: { readonly added: number; readonly updated: number }): string {
  if (added + updated === 0) return ' Nothing came in.';
  const known = updated === 0 ? '' : ` and ${number(updated)} that were here were brought up to date`;
  return ` ${number(added)} new clips came in before${known}; nothing that was here was lost.`;
}

/** The same error with more words; a plain fault stays what it is. */
function withWords(error: unknown, ifCancelled: string, more = ''): unknown {
  if (!(error instanceof ClipsteadError)) return error;
  const words = error.code === 'cancelled' ? ifCancelled : error.message;
  return new ClipsteadError(error.code, `${words}${more}`, { cause: error.cause });
}

function stopped(): ClipsteadError {
  return new ClipsteadError('storage-failed', 'The transfer stopped in the middle: try it again.');
}

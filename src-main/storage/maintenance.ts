// The maintenance worker as the main thread sees it: promises over a thread that is started again when it has died.
// Never do a task on this thread.
import { Worker } from 'node:worker_threads';
import { ClipsteadError, type WireError } from '../../src-shared/errors';
import { errorFields, log } from '../log';
import type { MaintenanceOptions, WalState } from './maintenance-tasks';

/** How long the worker may take to finish its task and close before it is ended. */
const CLOSE_MS = 1_000;

export interface MaintenanceRequest {
  readonly id: number;
  readonly task: 'checkpoint' | 'truncate';
}

export type MaintenanceAnswer =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly error: WireError };

/** Every call rejects with ClipsteadError 'storage-failed'; see MaintenanceTasks for what it does. */
export interface Maintenance {
  checkpoint(): Promise<WalState>;
  truncate(): Promise<WalState>;
  close(): Promise<void>;
}

interface Waiting {
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

const stopped = () =>
  new ClipsteadError('storage-failed', "The history's maintenance stopped in the middle: it is tried again.");

/** One life of the thread. */
class Life {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  readonly exited: Promise<void>;
  #lastId = 0;
  alive = true;

  constructor(workerUrl: URL, options: MaintenanceOptions) {
    this.#worker = new Worker(workerUrl, { workerData: options, name: 'history-maintenance' });
    this.#worker.on('message', (answer: MaintenanceAnswer) => {
      const waiting = this.#waiting.get(answer.id);
      this.#waiting.delete(answer.id);
      if (answer.ok) waiting?.resolve(answer.value);
      else waiting?.reject(new ClipsteadError(answer.error.code, answer.error.message));
    });
    this.#worker.on('error', (error) => log.error('maintenance.worker-failed', errorFields(error)));
    this.exited = new Promise((resolve) => {
      this.#worker.once('exit', () => {
        this.alive = false;
        for (const { reject } of this.#waiting.values()) reject(stopped());
        this.#waiting.clear();
        resolve();
      });
    });
  }

  ask<T>(task: MaintenanceRequest['task']): Promise<T> {
    this.#lastId += 1;
    const request: MaintenanceRequest = { id: this.#lastId, task };
    return new Promise<T>((resolve, reject) => {
      this.#waiting.set(request.id, { resolve: (value) => resolve(value as T), reject });
      this.#worker.postMessage(request);
    });
  }

  async close(): Promise<void> {
    this.#worker.postMessage('close');
    const timer = setTimeout(() => void this.#worker.terminate(), CLOSE_MS);
    await this.exited;
    clearTimeout(timer);
  }
}

/**
 * Starts the worker. Its first task meets a history that a store has opened.
 * @param workerUrl the built maintenance-worker.js.
 */
export function openMaintenance(options: MaintenanceOptions & { readonly workerUrl: URL }): Maintenance {
  const { workerUrl, ...rest } = options;
  let life = new Life(workerUrl, rest);
  let closed = false;

  function ask<T>(task: MaintenanceRequest['task']): Promise<T> {
    if (closed) return Promise.reject(stopped());
    if (!life.alive) {
      log.warn('maintenance.worker-restarted');
      life = new Life(workerUrl, rest);
    }
    return life.ask<T>(task);
  }

  return {
    checkpoint: () => ask('checkpoint'),
    truncate: () => ask('truncate'),
    async close() {
      if (closed) return;
      closed = true;
      await life.close();
    },
  };
}

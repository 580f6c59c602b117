// The maintenance worker as the main thread sees it: promises over a thread that is started again when it has died.
// Never do a task on this thread.

import { Worker } from 'node:worker_threads';
import { ClipsteadError, fromThreadError } from '../../src-shared/errors';
import type { HistoryStats } from '../../src-shared/history-stats';
import { said } from '../../src-shared/i18n/said';
import { errorFields, log } from '../log';
import type { ExcessClip, RetentionPolicy } from './excess';
import type { MaintenanceAnswer, MaintenanceAsk, MaintenanceRequest } from './maintenance-protocol';
import type { LostClips, MaintenanceOptions, MaintenanceTasks, WalState } from './maintenance-tasks';
import type { Unnamed } from './payload-check';
import type { StartReport } from './recovery';
import type { RunState } from './run-state';

/** How long the worker may take to finish its task and close before it is ended. */
const CLOSE_MS = 1_000;
/** A thread that has had nothing to do for this long is ended, since it holds 8 MB; the next task starts another in some 50 ms. */
const REST_AFTER_MS = 20_000;

/** Every call rejects with ClipsteadError 'storage-failed'; see MaintenanceTasks for what it does. */
export interface Maintenance {
  prepare(now: number, unusable: boolean): Promise<StartReport>;
  movePayloads(forMs: number): Promise<boolean>;
  /** @param ours see MaintenanceTasks.begin(); for each later life of the thread too */
  begin(ours: string | null): Promise<void>;
  sync(): Promise<number>;
  /** @param onExclusive told when the writer would be held up, and when not any more. */
  empty(onExclusive?: (exclusive: boolean) => void): Promise<WalState>;
  backUp(now: number): Promise<void>;
  finishBackup(file: string, clips: number): Promise<void>;
  fullCheck(): Promise<boolean>;
  note(change: Partial<RunState>): Promise<void>;
  findExcess(policy: RetentionPolicy, now: number): Promise<readonly ExcessClip[]>;
  stats(): Promise<HistoryStats>;
  findUnnamed(walk: boolean): Promise<Unnamed>;
  lookForLost(depth: 'size' | 'content'): Promise<LostClips>;
  close(): Promise<void>;
}

interface Waiting {
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

const stopped = () => new ClipsteadError('storage-failed', said('maintenanceStopped'));

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
      else waiting?.reject(fromThreadError(answer.error));
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

  ask<T>(ask: MaintenanceAsk): Promise<T> {
    this.#lastId += 1;
    const request: MaintenanceRequest = { id: this.#lastId, ask };
    return new Promise<T>((resolve, reject) => {
      this.#waiting.set(request.id, { resolve: (value) => resolve(value as T), reject });
      this.#worker.postMessage(request);
    });
  }

  get busy(): boolean {
    return this.#waiting.size > 0;
  }

  async close(): Promise<void> {
    this.#worker.postMessage('close');
    const timer = setTimeout(() => void this.#worker.terminate(), CLOSE_MS);
    await this.exited;
    clearTimeout(timer);
  }
}

/**
 * Starts the worker. Before a store is opened it may only be asked to prepare().
 * @param workerUrl the built maintenance-worker.js.
 * @param restAfterMs without a task, after which the thread is ended until there is one.
 */
export function openMaintenance(
  options: MaintenanceOptions & { readonly workerUrl: URL; readonly restAfterMs?: number },
): Maintenance {
  const { workerUrl, restAfterMs = REST_AFTER_MS, ...rest } = options;
  let { ours = null } = rest;
  let life: Life | null = new Life(workerUrl, rest);
  let ended: Promise<unknown> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  function current(): Life {
    if (life?.alive === false) log.warn('maintenance.worker-restarted');
    if (life?.alive !== true) life = new Life(workerUrl, { ...rest, ours });
    return life;
  }

  async function send<T>(ask: MaintenanceAsk): Promise<T> {
    if (closed) throw stopped();
    clearTimeout(timer);
    try {
      return await current().ask<T>(ask);
    } finally {
      clearTimeout(timer);
      if (!closed && life?.busy === false) timer = setTimeout(endLife, restAfterMs).unref();
    }
  }

  function endLife(): void {
    const last = life;
    life = null;
    if (last?.alive === true) ended = Promise.all([ended, last.close()]);
  }

  return {
    prepare: (now, unusable) => send({ task: 'prepare', now, unusable }),
    movePayloads: (forMs) => send({ task: 'movePayloads', forMs }),
    begin(file) {
      ours = file;
      return send({ task: 'begin', ours });
    },
    sync: () => send({ task: 'sync' }),
    async empty(onExclusive) {
      const { ready, ...state } = await send<ReturnType<MaintenanceTasks['checkpoint']>>({
        task: 'checkpoint',
      });
      if (!ready) return { ...state, emptied: false };
      onExclusive?.(true);
      try {
        return await send<WalState>({ task: 'restart' });
      } finally {
        onExclusive?.(false);
      }
    },
    backUp: (now) => send({ task: 'backUp', now }),
    finishBackup: (file, clips) => send({ task: 'finishBackup', file, clips }),
    fullCheck: () => send({ task: 'fullCheck' }),
    note: (change) => send({ task: 'note', change }),
    findExcess: (policy, now) => send({ task: 'findExcess', policy, now }),
    stats: () => send({ task: 'stats' }),
    findUnnamed: (walk) => send({ task: 'findUnnamed', walk }),
    lookForLost: (depth) => send({ task: 'lookForLost', depth }),
    async close() {
      if (closed) return;
      closed = true;
      clearTimeout(timer);
      endLife();
      await ended;
    },
  };
}

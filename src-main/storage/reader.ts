// The history's reader as the main thread sees it: promises over a worker thread that is started again when it dies.
// Never read the database on this thread.

import { Worker } from 'node:worker_threads';
import type { ClipSummary, HistoryPage } from '../../src-shared/clip';
import { ClipsteadError, fromThreadError } from '../../src-shared/errors';
import { said } from '../../src-shared/i18n/said';
import { errorFields, log } from '../log';
import type { PagesOptions } from './pages';
import type { ReaderAnswer, ReaderHello, ReaderRequest } from './reader-service';
import type { FoundSnippet, HistoryReader, PageRequest } from './types';

/** How long the worker may take to finish its slice and close before it is ended. */
const CLOSE_MS = 1_000;

export interface ReaderOptions extends PagesOptions {
  /** The built reader-worker.js. */
  readonly workerUrl: URL;
}

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

type Ask =
  | { readonly type: 'page'; readonly request: PageRequest }
  | { readonly type: 'snippets'; readonly query: string; readonly ids: readonly number[] }
  | { readonly type: 'pinned' | 'count' };

/** One life of the worker thread. */
class Connection {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  readonly #exited: Promise<void>;
  #lastId = 0;
  /** Resolves when the worker has opened the history. */
  readonly ready: Promise<void>;
  alive = true;

  constructor({ workerUrl, ...pages }: ReaderOptions) {
    this.#worker = new Worker(workerUrl, { workerData: pages, name: 'history-reader' });
    this.ready = new Promise((resolve, reject) => {
      this.#worker.once('message', (hello: ReaderHello) => {
        this.#worker.on('message', (answer: ReaderAnswer) => this.#answered(answer));
        if (hello.ready) {
          resolve();
          return;
        }
        // The next request must not meet this one on its way out.
        this.alive = false;
        reject(fromThreadError(hello.error));
        void this.#worker.terminate();
      });
      this.#worker.once('exit', () => reject(stopped()));
    });
    // A rejection is seen by whoever asks; nobody may be asking yet.
    this.ready.catch(() => {});
    this.#worker.on('error', (error) => log.error('reader.worker-failed', errorFields(error)));
    this.#exited = new Promise((resolve) => {
      this.#worker.once('exit', () => {
        this.alive = false;
        this.rejectAll(stopped());
        resolve();
      });
    });
  }

  ask<T>(ask: Ask, signal?: AbortSignal): Promise<T> {
    if (signal?.aborted === true) return Promise.reject(signal.reason);
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise<T>((resolve, reject) => {
      const abandon = () => {
        this.#waiting.delete(id);
        this.#post({ id, type: 'abandon' });
        reject(signal?.reason);
      };
      const settle = () => signal?.removeEventListener('abort', abandon);
      this.#waiting.set(id, {
        resolve: (value) => {
          settle();
          resolve(value as T);
        },
        reject: (error) => {
          settle();
          reject(error);
        },
      });
      signal?.addEventListener('abort', abandon, { once: true });
      this.#post({ id, ...ask });
    });
  }

  rejectAll(error: ClipsteadError): void {
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }

  async close(): Promise<void> {
    this.#worker.postMessage('close');
    const timer = setTimeout(() => void this.#worker.terminate(), CLOSE_MS);
    await this.#exited;
    clearTimeout(timer);
  }

  #post(request: ReaderRequest): void {
    this.#worker.postMessage(request);
  }

  #answered(answer: ReaderAnswer): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if (answer.ok) waiting?.resolve(answer.value);
    else waiting?.reject(fromThreadError(answer.error));
  }
}

function stopped(): ClipsteadError {
  return new ClipsteadError('storage-failed', said('readerStopped'));
}

class WorkerReader implements HistoryReader {
  readonly #options: ReaderOptions;
  #connection: Connection;
  #closed = false;

  constructor(options: ReaderOptions) {
    this.#options = options;
    this.#connection = new Connection(options);
  }

  ready(): Promise<void> {
    return this.#connection.ready;
  }

  page(request: PageRequest, signal?: AbortSignal): Promise<HistoryPage> {
    return this.#ask({ type: 'page', request }, signal);
  }

  snippets(query: string, ids: readonly number[]): Promise<readonly FoundSnippet[]> {
    return this.#ask({ type: 'snippets', query, ids });
  }

  pinned(): Promise<readonly ClipSummary[]> {
    return this.#ask({ type: 'pinned' });
  }

  count(): Promise<number> {
    return this.#ask({ type: 'count' });
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#connection.rejectAll(closed());
    await this.#connection.close();
  }

  async #ask<T>(ask: Ask, signal?: AbortSignal): Promise<T> {
    if (this.#closed) throw closed();
    if (!this.#connection.alive) {
      log.warn('reader.worker-restarted');
      this.#connection = new Connection(this.#options);
    }
    const connection = this.#connection;
    await connection.ready;
    if (this.#closed) throw closed();
    return connection.ask<T>(ask, signal);
  }
}

function closed(): ClipsteadError {
  return new ClipsteadError('storage-failed', said('historyClosed'));
}

/**
 * Starts the reader's worker thread on a data folder that a store has opened.
 * @throws ClipsteadError 'storage-failed' where the history cannot be read.
 */
export async function openReader(options: ReaderOptions): Promise<HistoryReader> {
  const reader = new WorkerReader(options);
  try {
    await reader.ready();
  } catch (error) {
    await reader.close();
    throw error;
  }
  return reader;
}

// The main thread's end of the X11 worker: the clipboard and the paste port, each call one message there and one back.
// Never do X11 work here: a hung selection owner must not be able to hold the main thread.
import { Worker } from 'node:worker_threads';
import { ClipsteadError } from '../src-shared/errors';
import type { ClipboardEvent, ClipboardPort } from './clipboard/port';
import { log } from './log';
import type { PastePort } from './paste/port';
import type { FromWorker, ToWorker, X11Call, X11Calls, X11WorkerData } from './x11-protocol';

const WORKER_GONE = 'The part of Clipstead that talks to the X display has ended; start Clipstead again.';

export interface X11Options {
  /** Where the built worker lies, for example `new URL('./x11-worker.js', import.meta.url)`. */
  readonly workerUrl: URL;
  /** The X display, for example ":0". */
  readonly display: string;
}

export interface X11Ports {
  readonly clipboard: ClipboardPort;
  readonly paste: PastePort;
  /** Ends the worker. What we own on the X clipboard is gone then: X11 keeps content only with its owner. */
  stop(): Promise<void>;
}

/**
 * Starts the worker and connects it to the display. A display that is lost later is connected again; the clipboard port
 * tells of both by 'source' events.
 * @throws ClipsteadError 'not-possible-here' where no usable X display answers.
 */
export async function startX11({ workerUrl, display }: X11Options): Promise<X11Ports> {
  const client = new X11Client(new Worker(workerUrl, { workerData: { display } satisfies X11WorkerData }));
  await client.ready;
  const clipboard: ClipboardPort = {
    name: 'x11-xfixes',
    get captureTrouble() {
      return client.trouble;
    },
    start: async (onEvent) => {
      client.onEvent = onEvent;
      await client.call('start', null);
    },
    setPaused: (paused) => {
      // Where the worker is gone there is nothing left to pause.
      client.call('setPaused', paused).catch(() => undefined);
    },
    write: async (formats) => {
      await client.call('write', formats);
    },
    stop: () => client.stop(),
  };
  const paste: PastePort = {
    get trouble() {
      return client.trouble;
    },
    currentTarget: () => client.call('currentTarget', null),
    paste: (target) => client.call('paste', target),
  };
  return { clipboard, paste, stop: () => client.stop() };
}

class X11Client {
  readonly ready: Promise<void>;
  trouble: string | null = null;
  onEvent: (event: ClipboardEvent) => void = () => {};
  readonly #worker: Worker;
  readonly #exited: Promise<void>;
  readonly #calls = new Map<
    number,
    { resolve: (value: X11Calls[X11Call]['out']) => void; reject: (error: Error) => void }
  >();
  #lastId = 0;
  #alive = true;
  #stopping = false;

  constructor(worker: Worker) {
    this.#worker = worker;
    this.ready = new Promise((resolve, reject) => {
      worker.on('message', (message: FromWorker) => {
        if (message.type !== 'ready') this.#receive(message);
        else if (message.trouble === null) resolve();
        else reject(new ClipsteadError('not-possible-here', message.trouble));
      });
      worker.once('exit', () => reject(new ClipsteadError('not-possible-here', WORKER_GONE)));
    });
    this.#exited = new Promise((resolve) => worker.once('exit', () => resolve(this.#ended())));
    worker.on('error', (error) => log.error('x11.worker-failed', { error: error.name }));
  }

  call<C extends X11Call>(call: C, argument: X11Calls[C]['in']): Promise<X11Calls[C]['out']> {
    return new Promise((resolve, reject) => {
      if (!this.#alive) {
        reject(new ClipsteadError('not-possible-here', WORKER_GONE));
        return;
      }
      const id = ++this.#lastId;
      this.#calls.set(id, { resolve: resolve as (value: X11Calls[X11Call]['out']) => void, reject });
      this.#worker.postMessage({ id, call, argument } as ToWorker);
    });
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    if (this.#alive) await this.call('stop', null).catch(() => undefined);
    await this.#exited;
  }

  #receive(message: Exclude<FromWorker, { type: 'ready' }>): void {
    if (message.type === 'event') {
      this.#tell(message.event);
      return;
    }
    const waiting = this.#calls.get(message.id);
    this.#calls.delete(message.id);
    if (message.type === 'answer') waiting?.resolve(message.value);
    else waiting?.reject(new ClipsteadError(message.error.code, message.error.message));
  }

  #tell(event: ClipboardEvent): void {
    if (event.type === 'source') this.trouble = event.trouble;
    this.onEvent(event);
  }

  #ended(): void {
    this.#alive = false;
    for (const { reject } of this.#calls.values())
      reject(new ClipsteadError('not-possible-here', WORKER_GONE));
    this.#calls.clear();
    if (!this.#stopping) this.#tell({ type: 'source', trouble: WORKER_GONE });
  }
}

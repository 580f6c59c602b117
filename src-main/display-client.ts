// The main thread's end of the worker that talks to the display: the clipboard and the paste port, each call one message there and one back.
// Never do the display's work here: a hung selection owner must not be able to hold the main thread.

import { Worker } from 'node:worker_threads';
import type { AppRules } from '../src-shared/app-rules';
import type { ClipFormat } from '../src-shared/clip';
import { ClipsteadError, fromThreadError } from '../src-shared/errors';
import { type Said, said } from '../src-shared/i18n/said';
import type { ClipboardEvent, ClipboardPort, StartOptions } from './clipboard/port';
import { transferable } from './clipboard/transferable';
import { countHandled, handledCount } from './display-backlog';
import type { DisplayCall, DisplayCalls, DisplayWorkerData, FromWorker, ToWorker } from './display-protocol';
import { errorFields, log } from './log';
import type { PastePort } from './paste/port';

const GONE = said('displayPartGone');
const RESTARTING = said('displayPartRestarts');
/** Pauses before a worker that died is started again; one that keeps dying is left dead after the last. */
const RESTART_MS = [250, 1_000, 4_000, 15_000];
/** A worker that ran this long had no fault from the start: its death begins a new count. */
const STEADY_MS = 60_000;

export interface DisplayOptions {
  /** What `clipstead status` shows as `source`. */
  readonly name: string;
  /** See ClipboardPort. */
  readonly noticesPastes: boolean;
  /** Where the built worker lies: x11-worker, wayland-worker or polling-worker. */
  readonly workerUrl: URL;
  /** The X display, for example ":0", the path of the compositor's socket, or the system's name. */
  readonly display: string;
  readonly appRules: AppRules;
  /** Whether what is selected is captured too (X11 only). */
  readonly captureSelection?: boolean;
  /** Goes on offering what would be gone from the clipboard with us. Called at stop(), while it is still ours. */
  readonly hold?: (formats: readonly ClipFormat[]) => Promise<unknown>;
  /** Pauses in ms before each new try to start a worker that died. */
  readonly restartMs?: readonly number[];
}

export interface DisplayPorts {
  readonly clipboard: ClipboardPort;
  readonly paste: PastePort;
  /** From the next copy on. */
  setAppRules(rules: AppRules): void;
  setOnBattery(onBattery: boolean): void;
  /** Ends the worker; see ClipboardPort's stop(). */
  stop(): Promise<void>;
}

/**
 * Starts the worker and connects it to the display. A display that is lost later is connected again, and a worker that dies
 * is started again; the clipboard port tells of both by 'source' events.
 * @throws ClipsteadError 'not-possible-here' where no usable display answers.
 */
export async function startDisplayWorker(options: DisplayOptions): Promise<DisplayPorts> {
  const client = new DisplayClient(options);
  await client.open();
  const clipboard: ClipboardPort = {
    name: options.name,
    noticesPastes: options.noticesPastes,
    get captureTrouble() {
      return client.captureTrouble;
    },
    start: (onEvent, startOptions) => client.start(onEvent, startOptions),
    setPaused: (paused) => client.setPaused(paused),
    setIgnoreNext: (ignore) => client.setIgnoreNext(ignore),
    write: async (formats) => {
      // Without a copy: one of a large image would hold the main thread.
      const own = transferable(formats);
      await client.call('write', own.formats, own.transfer);
    },
    stop: () => client.stop(),
  };
  const paste: PastePort = {
    get trouble() {
      return client.pasteTrouble;
    },
    currentTarget: () => client.call('currentTarget', null),
    modifiersHeld: () => client.call('modifiersHeld', null),
    keyLifted: (accelerator) => client.call('keyLifted', accelerator),
    paste: (target) => client.call('paste', target),
    taken: () => client.call('taken', null),
    giveBack: (formats) => {
      const own = transferable(formats);
      return client.call('giveBack', own.formats, own.transfer);
    },
  };
  return {
    clipboard,
    paste,
    setAppRules: (rules) => client.setAppRules(rules),
    setOnBattery: (onBattery) => client.setOnBattery(onBattery),
    stop: () => client.stop(),
  };
}

interface Waiting {
  readonly resolve: (value: DisplayCalls[DisplayCall]['out']) => void;
  readonly reject: (error: Error) => void;
}

class DisplayClient {
  readonly #options: DisplayOptions;
  #worker: Worker | null = null;
  #exited: Promise<void> = Promise.resolve();
  /** Why no call can be answered; null while the worker is there. */
  #gap: Said | null = GONE;
  /** What the worker itself says. */
  #sourceTrouble: Said | null = null;
  #pasteTrouble: Said | null = null;
  #onEvent: ((event: ClipboardEvent) => unknown) | null = null;
  #paused = false;
  #ignoreNext = false;
  #appRules: AppRules;
  #onBattery = false;
  /** A worker that is started again does not take what stands on the clipboard: it was, or may have been, copied unread. */
  #leaveStanding = false;
  readonly #calls = new Map<number, Waiting>();
  #lastId = 0;
  #readyAt = 0;
  #deaths = 0;
  #retry: NodeJS.Timeout | undefined;
  #stopping = false;

  constructor(options: DisplayOptions) {
    this.#options = options;
    this.#appRules = options.appRules;
  }

  get captureTrouble(): Said | null {
    return this.#gap ?? this.#sourceTrouble;
  }

  get pasteTrouble(): Said | null {
    return this.#gap ?? this.#pasteTrouble;
  }

  /** Starts a worker; resolves when it has its display. @throws ClipsteadError why it has none; no worker is left then */
  open(): Promise<void> {
    const { workerUrl, display, captureSelection = false } = this.#options;
    const handled = handledCount();
    const workerData: DisplayWorkerData = { display, appRules: this.#appRules, captureSelection, handled };
    const worker = new Worker(workerUrl, { workerData });
    this.#worker = worker;
    this.#sourceTrouble = null;
    this.#pasteTrouble = null;
    worker.on('error', (error) => log.error('display.worker-failed', errorFields(error)));
    return new Promise((resolve, reject) => {
      let ready = false;
      let why: Said = GONE;
      worker.on('message', (message: FromWorker) => {
        if (message.type !== 'ready') {
          const going = this.#receive(message);
          if (message.type !== 'event') return;
          // It is held in memory until then.
          if (going instanceof Promise) void going.finally(() => countHandled(handled));
          else countHandled(handled);
        } else if (message.trouble !== null) why = message.trouble;
        else {
          ready = true;
          this.#gap = null;
          this.#readyAt = performance.now();
          resolve();
        }
      });
      this.#exited = new Promise((exited) => {
        worker.once('exit', () => {
          this.#worker = null;
          if (ready) this.#died();
          else reject(new ClipsteadError('not-possible-here', why));
          exited();
        });
      });
    });
  }

  async start(onEvent: (event: ClipboardEvent) => unknown, options?: StartOptions): Promise<void> {
    this.#onEvent = onEvent;
    this.#leaveStanding ||= options?.leaveStanding === true;
    await this.call('start', { leaveStanding: this.#leaveStanding });
  }

  setIgnoreNext(ignore: boolean): void {
    this.#ignoreNext = ignore;
    this.#leaveStanding ||= ignore;
    this.call('setIgnoreNext', ignore).catch(() => undefined);
  }

  setAppRules(rules: AppRules): void {
    this.#appRules = rules;
    // A worker that is only just starting has the former ones.
    this.call('setAppRules', rules).catch(() => undefined);
  }

  setOnBattery(onBattery: boolean): void {
    this.#onBattery = onBattery;
    this.call('setOnBattery', onBattery).catch(() => undefined);
  }

  setPaused(paused: boolean): void {
    this.#paused = paused;
    this.#leaveStanding ||= paused;
    // Where the worker is gone there is nothing to pause; the next one is told when it is there.
    this.call('setPaused', paused).catch(() => undefined);
  }

  /** @param transfer memory of the argument that goes over with it. */
  call<C extends DisplayCall>(
    call: C,
    argument: DisplayCalls[C]['in'],
    transfer: readonly ArrayBuffer[] = [],
  ): Promise<DisplayCalls[C]['out']> {
    return new Promise((resolve, reject) => {
      if (this.#gap !== null) {
        reject(new ClipsteadError('not-possible-here', this.#gap));
        return;
      }
      const id = ++this.#lastId;
      this.#calls.set(id, { resolve: resolve as Waiting['resolve'], reject });
      this.#worker?.postMessage({ id, call, argument } as ToWorker, transfer);
    });
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#retry);
    if (this.#gap === null) {
      const { hold } = this.#options;
      const left = await this.call('handOver', null).catch(() => null);
      if (left !== null) await hold?.(left);
      await this.call('stop', null).catch(() => undefined);
    }
    // A worker that is only just starting takes no call yet.
    else await this.#worker?.terminate();
    await this.#exited;
  }

  /** @returns what onEvent has */
  #receive(message: Exclude<FromWorker, { type: 'ready' }>): unknown {
    if (message.type === 'event') {
      if (message.event.type === 'source') {
        this.#sourceTrouble = message.event.trouble;
        this.#tellTrouble();
        return null;
      }
      this.#note(message.event);
      return this.#onEvent?.(message.event);
    }
    if (message.type === 'paste-trouble') {
      this.#pasteTrouble = message.trouble;
      return null;
    }
    const waiting = this.#calls.get(message.id);
    this.#calls.delete(message.id);
    if (message.type === 'answer') waiting?.resolve(message.value);
    else waiting?.reject(fromThreadError(message.error));
    return null;
  }

  #note(event: Exclude<ClipboardEvent, { type: 'source' }>): void {
    // A paste changes nothing, and what is selected does not stand on the clipboard.
    if (event.type === 'taken' || event.selection !== undefined) return;
    const ignored = event.type === 'skipped' && event.reason === 'ignored';
    const unread = ignored || (event.type === 'skipped' && event.reason === 'paused');
    if (ignored) this.#ignoreNext = false;
    this.#leaveStanding = unread || this.#paused || this.#ignoreNext;
  }

  #tellTrouble(): void {
    this.#onEvent?.({ type: 'source', trouble: this.captureTrouble });
  }

  #died(): void {
    this.#gap = this.#stopping ? GONE : RESTARTING;
    for (const { reject } of this.#calls.values()) reject(new ClipsteadError('not-possible-here', this.#gap));
    this.#calls.clear();
    if (this.#stopping) return;
    if (performance.now() - this.#readyAt >= STEADY_MS) this.#deaths = 0;
    this.#tellTrouble();
    this.#reopen();
  }

  #reopen(): void {
    if (this.#stopping) return;
    const pause = (this.#options.restartMs ?? RESTART_MS)[this.#deaths++];
    if (pause === undefined) {
      log.error('display.worker-given-up');
      this.#gap = GONE;
      this.#tellTrouble();
      return;
    }
    this.#retry = setTimeout(() => {
      this.open().then(
        () => this.#resume(),
        () => this.#reopen(),
      );
    }, pause);
  }

  /** A new worker goes on where the old one ended. */
  #resume(): void {
    log.info('display.worker-back');
    this.setPaused(this.#paused);
    if (this.#ignoreNext) this.setIgnoreNext(true);
    this.setAppRules(this.#appRules);
    this.setOnBattery(this.#onBattery);
    // Well again is told once it watches. Its display may be gone again already: the worker tells of that by itself.
    const options = { leaveStanding: this.#leaveStanding };
    const watching = this.#onEvent === null ? Promise.resolve(null) : this.call('start', options);
    const tell = () => this.#gap === null && this.#tellTrouble();
    watching.then(tell, tell);
  }
}

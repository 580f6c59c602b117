// One window that asks selection owners for their content, one conversion at a time: SelectionNotify, INCR, caps, deadlines.
// Never destroy such a window: an owner that still writes to it would get BadWindow, and xclip dies of that with the
// user's clipboard. A conversion that was given up is drained instead, and its window is used again once that is done.
// Never stop in the middle either: xclip serves nobody else as long as one of its transfers waits.
import { createHash, type Hash, hash } from 'node:crypto';
import type { X11Event, X11Property } from 'x11';
import { MAX_DRAIN_BYTES, MAX_DRAIN_RATE } from '../../../src-shared/limits';
import { PROPERTY_NEW, PROPERTY_NOTIFY, SELECTION_NOTIFY, type XConnection } from './connection';

export type ConversionFailure = 'refused' | 'too-large' | 'timed-out' | 'superseded';

export type Conversion =
  /** `bytes` has a memory of its own; `sha256` is theirs. */
  | {
      readonly type: 'value';
      readonly format: number;
      readonly bytes: Uint8Array;
      readonly sha256: Uint8Array;
    }
  /** `size`: where it is 'too-large', all that the owner gave until it was done or was given up; else null. */
  | { readonly type: 'failed'; readonly reason: ConversionFailure; readonly size: number | null };

export interface ConversionRequest {
  readonly selection: number;
  readonly target: number;
  /** Server time of the change that made us ask (ICCCM section 2.4). */
  readonly time: number;
  /** Most bytes that are taken. */
  readonly maxBytes: number;
  /** Longest wait in ms for the owner's answer, and between two chunks of it. */
  readonly answerMs: number;
}

export class Requestor {
  readonly window: number;
  readonly #x: XConnection;
  readonly #property: number;
  #phase: 'idle' | 'asked' | 'reading' | 'incr' | 'joining' = 'idle';
  #asked: ConversionRequest | null = null;
  /** Null while draining: nobody wants what still comes. */
  #settle: ((conversion: Conversion) => void) | null = null;
  #timer: NodeJS.Timeout | undefined;
  #lastPoll: NodeJS.Immediate | undefined;
  /** Why the rest of a conversion is not wanted whose first part is on its way from the server. */
  #late: 'timed-out' | 'superseded' | null = null;
  #chunks: Buffer[] = [];
  /** Made while chunks come: over all of a large image at once it would hold this thread for a tenth of a second. */
  #hash: Hash | null = null;
  #size = 0;
  /** More came than is taken: nothing is kept any more, and the rest is counted for the capture log. */
  #over = false;
  #drained = 0;
  #format = 0;
  #onIdle: (() => void) | null = null;

  constructor(x: XConnection) {
    this.#x = x;
    this.window = x.createWindow();
    this.#property = x.atom('CLIPSTEAD_DATA');
  }

  /** Whether it can ask: no owner owes this window anything. */
  get idle(): boolean {
    return this.#phase === 'idle';
  }

  /** Runs `listener` once no owner owes this window anything: now, or when the drain is done. */
  whenIdle(listener: () => void): void {
    if (this.#phase === 'idle') listener();
    else this.#onIdle = listener;
  }

  /** Asks the owner; settles on its answer, on a deadline, or on abandon(). Only for an idle window. */
  convert(request: ConversionRequest): Promise<Conversion> {
    if (this.#phase !== 'idle') throw new Error('a requestor takes one conversion at a time');
    return new Promise((resolve) => {
      this.#phase = 'asked';
      this.#asked = request;
      this.#settle = resolve;
      this.#chunks = [];
      this.#hash = null;
      this.#size = 0;
      this.#over = false;
      this.#late = null;
      this.#drained = 0;
      this.#arm();
      const { selection, target, time } = request;
      this.#x.client.ConvertSelection(this.window, selection, target, this.#property, time);
    });
  }

  /**
   * Gives the running conversion up, if there is one that its owner has not done with; what still comes of it is dropped unread.
   * What an owner has put down whole before it was replaced is its copy, and only the server is to hand it over.
   */
  abandon(reason: 'timed-out' | 'superseded'): void {
    if (this.#phase === 'joining') return;
    if (this.#phase === 'reading' && this.#hash === null && this.#x.alive) this.#late = reason;
    else this.cancel(reason);
  }

  /** Like abandon(), and waits for nothing at all. */
  cancel(reason: 'timed-out' | 'superseded'): void {
    if (this.#over) this.#tellTooLarge();
    else this.#tell({ type: 'failed', reason, size: null });
  }

  /** Feeds an event of this window. */
  handle(event: X11Event): void {
    if (event.type === SELECTION_NOTIFY) {
      if (this.#phase !== 'asked' || event.target !== this.#asked?.target) return;
      if (event.property === 0) this.#end({ type: 'failed', reason: 'refused', size: null });
      else this.#read('first');
    } else if (event.type === PROPERTY_NOTIFY && event.atom === this.#property) {
      // A chunk follows the deletion of the one before (ICCCM section 2.7.2), so each new value is the next chunk.
      if (this.#phase === 'incr' && event.state === PROPERTY_NEW) this.#read('chunk');
    }
  }

  /** Takes what the owner has put into the property; while draining or counting only its size. */
  #read(part: 'first' | 'chunk'): void {
    this.#phase = 'reading';
    this.#disarm();
    const dropped = this.#settle === null || this.#over;
    const room = (this.#asked?.maxBytes ?? 0) - this.#size;
    this.#x.takeProperty(this.window, this.#property, dropped ? 0 : room, !dropped, (value) => {
      if (value === null) return this.#end({ type: 'failed', reason: 'refused', size: null });
      if (dropped) this.#drain(value.bytesAfter);
      else if (value.bytesAfter > 0) this.#deleteProperty();
      const size = value.data.length + value.bytesAfter;
      if (part === 'chunk') this.#chunk(value, size, room);
      else if (value.type === this.#x.atom('INCR')) this.#beginIncr();
      else if (size > room) this.#end({ type: 'failed', reason: 'too-large', size });
      else this.#endWith(value.format, [value.data], null);
    });
  }

  /** Drops what stands in the property; the owner sends nothing more until it is deleted (ICCCM section 2.7.2). */
  #drain(bytes: number): void {
    this.#drained += Math.max(bytes, CHUNK_COST_BYTES);
    if (bytes === 0 || this.#drained <= MAX_DRAIN_BYTES) {
      this.#deleteProperty();
      return;
    }
    if (this.#over) this.#tellTooLarge();
    const pause = Math.max((bytes / MAX_DRAIN_RATE) * 1_000, LEAST_PAUSE_MS);
    // Nothing waits for it, an end of this thread least of all.
    setTimeout(() => this.#x.alive && this.#deleteProperty(), pause).unref();
  }

  #deleteProperty(): void {
    this.#x.client.DeleteProperty(this.window, this.#property);
  }

  /** The property holds a lower bound of the size (ICCCM section 2.7.2). It is not believed: what comes is counted. */
  #beginIncr(): void {
    this.#phase = 'incr';
    this.#hash = createHash('sha256');
    if (this.#late === null) this.#arm();
    else this.cancel(this.#late);
  }

  #chunk(value: X11Property, size: number, room: number): void {
    if (size === 0) {
      if (this.#over) this.#end({ type: 'failed', reason: 'too-large', size: this.#size });
      else this.#endWith(this.#format, this.#chunks, (this.#hash ?? createHash('sha256')).digest());
      return;
    }
    this.#phase = 'incr';
    if (this.#settle === null) return;
    this.#size += size;
    if (size > room) {
      this.#over = true;
      this.#chunks = [];
    } else if (!this.#over) {
      this.#chunks.push(value.data);
      this.#hash?.update(value.data);
      this.#format = value.format;
    }
    this.#arm();
  }

  #arm(): void {
    this.#disarm();
    if (this.#settle === null) return;
    this.#timer = setTimeout(() => {
      // Where this thread itself was held up, the answer may lie in the socket already: let it be read before the owner is blamed.
      this.#lastPoll = setImmediate(() => this.abandon('timed-out'));
    }, this.#asked?.answerMs ?? 0);
  }

  #disarm(): void {
    clearTimeout(this.#timer);
    clearImmediate(this.#lastPoll);
  }

  /**
   * The owner is done; a large value is put together, and hashed where that is left to do, in steps, so that the next copy is not kept
   * waiting.
   */
  #endWith(format: number, chunks: readonly Buffer[], digest: Buffer | null): void {
    this.#phase = 'joining';
    this.#disarm();
    // A memory of its own: only such can go to another thread without a copy.
    const bytes = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
    let next = 0;
    let at = 0;
    const join = (): void => {
      for (const until = at + JOIN_STEP_BYTES; next < chunks.length && at < until; next++) {
        const chunk = chunks[next] ?? Buffer.alloc(0);
        bytes.set(chunk, at);
        at += chunk.length;
      }
      if (next < chunks.length) setImmediate(join);
      else if (digest !== null) done(digest);
      else if (bytes.length <= HASH_STEP_BYTES) done(hash('sha256', bytes, 'buffer'));
      else digestStep(createHash('sha256'), 0);
    };
    const digestStep = (made: Hash, from: number): void => {
      made.update(bytes.subarray(from, from + HASH_STEP_BYTES));
      if (from + HASH_STEP_BYTES < bytes.length) setImmediate(() => digestStep(made, from + HASH_STEP_BYTES));
      else done(made.digest());
    };
    // A digest may lie in Node's pool, and would take it along to another thread.
    const done = (made: Buffer): void =>
      this.#end({ type: 'value', format, bytes, sha256: new Uint8Array(made) });
    join();
  }

  #tellTooLarge(): void {
    this.#tell({ type: 'failed', reason: 'too-large', size: this.#size });
  }

  /** Tells the asker; the owner may still owe this window something. */
  #tell(conversion: Conversion): void {
    this.#disarm();
    const settle = this.#settle;
    this.#settle = null;
    this.#chunks = [];
    settle?.(conversion);
  }

  /** Tells the asker; the owner owes this window nothing more. */
  #end(conversion: Conversion): void {
    this.#phase = 'idle';
    this.#tell(conversion);
    const onIdle = this.#onIdle;
    this.#onIdle = null;
    onIdle?.();
  }
}

/** A drained chunk counts as this much at least: endless tiny ones take time, not memory. xsel's honest ones are 4,000 bytes. */
const CHUNK_COST_BYTES = 4096;
/** Between drained chunks, however small, once that is slowed down. */
const LEAST_PAUSE_MS = 20;
/** Copied in one go: 2 to 4 ms. */
const JOIN_STEP_BYTES = 4 * 1024 * 1024;
/** Hashed in one go: 1 to 3 ms. */
const HASH_STEP_BYTES = 1024 * 1024;

// How much of what the display's worker has read still waits for the main thread, and what is told where that is too much.
// Never wait here: a copy is gone from the clipboard with the next one, whether main has time or not.
import { MAX_QUEUED_EVENTS, MAX_WAITING_BYTES } from '../src-shared/limits';
import type { ClipboardEvent } from './clipboard/port';

/** One number that both threads see: the events that main is done with since this worker began. */
export function handledCount(): Int32Array {
  return new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
}

/** Main is done with one more event. */
export function countHandled(handled: Int32Array): void {
  Atomics.add(handled, 0, 1);
}

/** The worker's end. The events themselves lie in the port between the threads. */
export class Backlog {
  readonly #handled: Int32Array;
  /** Bytes of each event that is under way, oldest first. */
  readonly #sizes: number[] = [];
  #bytes = 0;
  #settled = 0;

  constructor(handled: Int32Array) {
    this.#handled = handled;
  }

  /**
   * An event is about to be sent.
   * @returns the event, or one without content that says so, where more waits for main than memory is given to
   */
  admit(event: ClipboardEvent): ClipboardEvent {
    this.#settle();
    const size = event.type === 'content' ? sizeOf(event.formats) : 0;
    const fits = this.#bytes + size <= MAX_WAITING_BYTES && this.#sizes.length < MAX_QUEUED_EVENTS;
    const counted = fits || event.type !== 'content' ? size : 0;
    this.#sizes.push(counted);
    this.#bytes += counted;
    if (fits || event.type !== 'content') return event;
    const { report, offered, sourceApp, at, selection } = event;
    const marked = selection === undefined ? {} : { selection };
    return { type: 'skipped', reason: 'overflow', report, offered, sourceApp, at, ...marked };
  }

  #settle(): void {
    const handled = Atomics.load(this.#handled, 0);
    for (const size of this.#sizes.splice(0, handled - this.#settled)) this.#bytes -= size;
    this.#settled = handled;
  }
}

function sizeOf(formats: readonly { readonly bytes: Uint8Array }[]): number {
  return formats.reduce((sum, { bytes }) => sum + bytes.byteLength, 0);
}

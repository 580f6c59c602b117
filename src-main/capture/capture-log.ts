// The last changes of the clipboard and what became of them, in memory.
// Never on the disk, and never content: which program copied when is nobody else's business.
import type { CaptureEvent, CaptureReason } from '../../src-shared/capture-log';
import { CAPTURE_LOG_EVENTS } from '../../src-shared/limits';

/** The next copy came before this one was read, or its program did not give it out in time, or nobody had time to store it. */
const MISSED: ReadonlySet<CaptureReason> = new Set(['superseded', 'timed-out', 'overflow']);

export class CaptureLog {
  /** A ring: the oldest one stands at #next once it is full. */
  readonly #events: CaptureEvent[] = [];
  #next = 0;
  #missed = 0;

  add(event: CaptureEvent): void {
    if (event.reason !== null && MISSED.has(event.reason)) this.#missed++;
    this.#events[this.#next] = event;
    this.#next = (this.#next + 1) % CAPTURE_LOG_EVENTS;
  }

  /** Copies since the start that were wanted and not got. */
  get missed(): number {
    return this.#missed;
  }

  /** Oldest first, CAPTURE_LOG_EVENTS at most. */
  events(): readonly CaptureEvent[] {
    return [...this.#events.slice(this.#next), ...this.#events.slice(0, this.#next)];
  }
}

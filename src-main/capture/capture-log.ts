// The last changes of the clipboard and what became of them, in memory.
// Never on the disk, and never content: which program copied when is nobody else's business.
import type { CaptureEvent } from '../../src-shared/capture-log';
import { CAPTURE_LOG_EVENTS } from '../../src-shared/limits';

export class CaptureLog {
  /** A ring: the oldest one stands at #next once it is full. */
  readonly #events: CaptureEvent[] = [];
  #next = 0;

  add(event: CaptureEvent): void {
    this.#events[this.#next] = event;
    this.#next = (this.#next + 1) % CAPTURE_LOG_EVENTS;
  }

  /** Oldest first, CAPTURE_LOG_EVENTS at most. */
  events(): readonly CaptureEvent[] {
    return [...this.#events.slice(this.#next), ...this.#events.slice(0, this.#next)];
  }
}

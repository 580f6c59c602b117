// Whether the next copy is to be ignored, and what still counts as that copy: shared by every source.
// Never let the second half of an ignored copy through: some programs take the clipboard several times for one Ctrl+C.
import { SAME_COPY_MS } from '../../src-shared/limits';

export class IgnoreNext {
  #wanted = false;
  #until = Number.NEGATIVE_INFINITY;
  readonly #now: () => number;

  /** @param now a clock in ms that never goes back. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  set(wanted: boolean): void {
    this.#wanted = wanted;
    this.#until = Number.NEGATIVE_INFINITY;
  }

  /** Whether the next copy would be ignored. */
  get pending(): boolean {
    return this.#wanted || this.#now() <= this.#until;
  }

  /** A copy of another program has come. @returns whether it is ignored */
  take(): boolean {
    const now = this.#now();
    if (this.#wanted) this.#until = now + SAME_COPY_MS;
    this.#wanted = false;
    return now <= this.#until;
  }
}

// The clock of one search: when a slice of it is over, and when all of it has taken too long.
// Never count the time between two slices: others are served then.

export class Pace {
  readonly #now: () => number;
  readonly #sliceMs: number;
  #left: number;
  #began: number;

  /** @param budgetMs what the slices may take together */
  constructor(now: () => number, sliceMs: number, budgetMs = Number.POSITIVE_INFINITY) {
    this.#now = now;
    this.#sliceMs = sliceMs;
    this.#left = budgetMs;
    this.#began = now();
  }

  /** When this slice is over. */
  get deadline(): number {
    return this.#began + this.#sliceMs;
  }

  /** Whether this slice is. */
  readonly isOver = (): boolean => this.#now() >= this.deadline;

  /** Whether the slices together have taken what they may. */
  isSpent(): boolean {
    return this.#now() - this.#began >= this.#left;
  }

  /** Ends a slice, and begins the next one when the search goes on. */
  *pause(): Generator<undefined, void> {
    this.#left -= this.#now() - this.#began;
    yield;
    this.#began = this.#now();
  }
}

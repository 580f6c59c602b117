// Deleted clips that can still be brought back, newest last, each for UNDO_DELETE_MS.
// Never keep a clip's content here: its id is enough.
import { UNDO_DELETE_MS } from '../../src-shared/limits';

/** Clips deleted together, which can be brought back until `until` (milliseconds of the given clock). */
interface Deletion {
  readonly ids: readonly number[];
  readonly until: number;
}

/** Timers as the window has them; tests give their own. */
export interface Clock {
  now(): number;
  /** @returns a function that takes the call back. */
  after(ms: number, call: () => void): () => void;
}

export class UndoStack {
  #deletions: readonly Deletion[] = [];
  #stop: () => void = () => {};
  readonly #clock: Clock;
  readonly #changed: () => void;

  constructor(clock: Clock, changed: () => void) {
    this.#clock = clock;
    this.#changed = changed;
  }

  /** Clips that can be brought back. */
  get size(): number {
    return this.#deletions.reduce((sum, { ids }) => sum + ids.length, 0);
  }

  push(ids: readonly number[]): void {
    this.#set([...this.#deletions, { ids, until: this.#clock.now() + UNDO_DELETE_MS }]);
  }

  /** Takes out the clips that were deleted last; none where there are none. */
  pop(): readonly number[] {
    const last = this.#deletions.at(-1);
    if (last !== undefined) this.#set(this.#deletions.slice(0, -1));
    return last?.ids ?? [];
  }

  #set(deletions: readonly Deletion[]): void {
    this.#deletions = deletions;
    this.#stop();
    const oldest = deletions[0];
    this.#stop =
      oldest === undefined
        ? () => {}
        : this.#clock.after(Math.max(0, oldest.until - this.#clock.now()), () => this.#expire());
    this.#changed();
  }

  #expire(): void {
    const now = this.#clock.now();
    this.#set(this.#deletions.filter(({ until }) => until > now));
  }
}

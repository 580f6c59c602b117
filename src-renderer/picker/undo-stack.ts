// Deleted clips that can still be brought back, newest last, each for UNDO_DELETE_MS.
// Never keep a clip's content here: its id is enough.
import { UNDO_DELETE_MS } from '../../src-shared/limits';

/** One deletion that can be undone until `until` (milliseconds of the given clock). */
interface Deletion {
  readonly id: number;
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

  get size(): number {
    return this.#deletions.length;
  }

  push(id: number): void {
    this.#set([...this.#deletions, { id, until: this.#clock.now() + UNDO_DELETE_MS }]);
  }

  /** Takes out the clip that was deleted last; undefined where there is none. */
  pop(): number | undefined {
    const last = this.#deletions.at(-1);
    if (last !== undefined) this.#set(this.#deletions.slice(0, -1));
    return last?.id;
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

// The folded texts of the newest clips in memory, side by side: most of what one looks for was copied lately, and a look here
// takes microseconds. Never outlives a change of the history: whoever asks drops it then, and it is read anew as it is needed.
import type { Database, Statement } from 'better-sqlite3';

/** How much is held at most. */
export interface NewestLimits {
  readonly bytes: number;
  readonly clips: number;
}

/** Above every `last_used`. */
const TOP = Number.MAX_SAFE_INTEGER;

/** Between two texts: no UTF-8 has it, so no needle is found across an edge. */
const EDGE = 0xff;

const FIRST_BYTES = 64 * 1024;

type TextRow = [id: number, lastUsed: number, folded: Buffer | null];

export class NewestTexts {
  readonly #limits: NewestLimits;
  readonly #below: Statement<[number, number], TextRow>;
  #bytes: Buffer = Buffer.alloc(0);
  #length = 0;
  /** Of each text, newest first: whose it is, and where it ends. */
  #ids: number[] = [];
  #orders: number[] = [];
  #ends: number[] = [];
  readonly #places = new Map<number, number>();
  #bottom = TOP;
  #full = false;

  constructor(db: Database, limits: NewestLimits) {
    this.#limits = limits;
    this.#below = db
      .prepare<[number, number], TextRow>(
        `SELECT clip_models.id, clip_models.last_used, folded
         FROM clip_models INDEXED BY idx_clips_last_used LEFT JOIN clip_search ON clip_search.clip_id = clip_models.id
         WHERE clip_models.last_used < ? ORDER BY clip_models.last_used DESC LIMIT ?`,
      )
      .raw() as Statement<[number, number], TextRow>;
  }

  /** The texts of all clips used at this moment or later are held; TOP = none are. */
  get bottom(): number {
    return this.#bottom;
  }

  /** Whether no more are taken in. */
  get full(): boolean {
    return this.#full;
  }

  /**
   * Takes in the next `clips` below the bottom.
   * @throws SqliteError
   */
  extend(clips: number): void {
    let taken = 0;
    for (const [id, lastUsed, folded] of this.#below.iterate(this.#bottom, clips)) {
      if (!this.#fits(folded?.byteLength ?? 0)) {
        this.#full = true;
        return;
      }
      if (folded !== null) this.#add(id, lastUsed, folded);
      this.#bottom = lastUsed;
      taken += 1;
    }
    if (taken === clips) return;
    this.#bottom = 0;
    this.#full = true;
  }

  /**
   * Clips used before `below` whose text has all of `needles`, newest first, at most `limit`.
   * @param needles at least one
   */
  *find(
    needles: readonly Buffer[],
    below: number,
  ): Generator<{ readonly id: number; readonly order: number }> {
    const [first, ...others] = needles;
    if (first === undefined) return;
    const held = this.#bytes.subarray(0, this.#length);
    let index = this.#indexBelow(below);
    for (let at = held.indexOf(first, this.#startOf(index)); at !== -1; ) {
      index = this.#indexAt(at, index);
      const end = this.#ends[index] as number;
      const all = others.length === 0 || hasAll(held.subarray(this.#startOf(index), end), others);
      if (all) yield { id: this.#ids[index] as number, order: this.#orders[index] as number };
      index += 1;
      at = held.indexOf(first, end);
    }
  }

  /** A clip's text; undefined where it is not held. Valid until drop(). */
  textOf(id: number): Buffer | undefined {
    const index = this.#places.get(id);
    return index === undefined ? undefined : this.#bytes.subarray(this.#startOf(index), this.#ends[index]);
  }

  /** Forgets everything, and leaves none of it in memory. */
  drop(): void {
    this.#bytes.fill(0, 0, this.#length);
    this.#length = 0;
    this.#ids = [];
    this.#orders = [];
    this.#ends = [];
    this.#places.clear();
    this.#bottom = TOP;
    this.#full = false;
  }

  #fits(bytes: number): boolean {
    return this.#ids.length < this.#limits.clips && this.#length + bytes + 1 <= this.#limits.bytes;
  }

  #add(id: number, lastUsed: number, folded: Buffer): void {
    const end = this.#length + folded.byteLength;
    if (end + 1 > this.#bytes.byteLength) this.#grow(end + 1);
    this.#bytes.set(folded, this.#length);
    this.#bytes[end] = EDGE;
    this.#length = end + 1;
    this.#places.set(id, this.#ids.length);
    this.#ids.push(id);
    this.#orders.push(lastUsed);
    this.#ends.push(end);
  }

  #grow(least: number): void {
    const size = Math.min(Math.max(least, this.#bytes.byteLength * 2, FIRST_BYTES), this.#limits.bytes);
    const larger = Buffer.alloc(size);
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes.fill(0);
    this.#bytes = larger;
  }

  #startOf(index: number): number {
    return index === 0 ? 0 : (this.#ends[index - 1] ?? this.#length - 1) + 1;
  }

  /** The first text of a clip that was used before `below`. */
  #indexBelow(below: number): number {
    let [from, to] = [0, this.#orders.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((this.#orders[middle] as number) < below) to = middle;
      else from = middle + 1;
    }
    return from;
  }

  /** The text in which the byte `at` stands, from text `index` on. */
  #indexAt(at: number, index: number): number {
    let [from, to] = [index, this.#ends.length - 1];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (at < (this.#ends[middle] as number)) to = middle;
      else from = middle + 1;
    }
    return from;
  }
}

/** Whether a folded text has all of `needles`. */
export function hasAll(text: Buffer, needles: readonly Buffer[]): boolean {
  for (const needle of needles) if (!text.includes(needle)) return false;
  return true;
}

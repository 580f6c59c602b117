// Which trigrams to ask the index for: the rarest of a query, judged by a sample of the history.
// Never look at all texts: a few hundred tell enough, read a few at a time.
import type { Database, Statement } from 'better-sqlite3';
import { gramsOf } from './grams';

const SAMPLE_CLIPS = 400;
const SAMPLE_BYTES = 4 * 1024;
/** Clips that one call adds to the sample: under a millisecond. */
const SAMPLE_STEP = 16;
/** Trigrams that one search asks for: each is a list to walk. */
const MAX_GRAMS = 6;
/** Rarer than this, what is left is quicker looked at than narrowed down. */
const RARE_ENOUGH = 1e-6;

/** How common what is, from a sample that grows while it is used. */
export class GramSample {
  readonly #text: Statement<[number, number], Buffer>;
  readonly #seen = new Map<string, number>();
  #next = 0;
  #clips = 0;

  constructor(db: Database) {
    this.#text = db
      .prepare<[number, number], Buffer>(
        `SELECT substr(folded, 1, ?) FROM search_slots JOIN clip_search ON clip_search.clip_id = search_slots.clip_id
         WHERE k >= ? ORDER BY k LIMIT 1`,
      )
      .pluck() as unknown as Statement<[number, number], Buffer>;
  }

  /** Reads a few more texts, spread over the slots `low` to `high`. */
  grow(low: number, high: number): void {
    for (let i = 0; i < SAMPLE_STEP && this.#next < SAMPLE_CLIPS; i++) {
      // Multiples of the golden ratio are spread evenly however many there are.
      const place = (this.#next * 0.618_033_988_749_895) % 1;
      this.#next += 1;
      const text = this.#text.get(SAMPLE_BYTES, low + Math.floor(place * (high - low + 1)));
      if (text === undefined) continue;
      this.#clips += 1;
      for (const gram of gramsOf(text.toString())) this.#seen.set(gram, (this.#seen.get(gram) ?? 0) + 1);
    }
  }

  /** The part of all clips that have the trigram, 0 to 1; half a clip of the sample where it was never seen. */
  part(gram: string): number {
    return this.#clips === 0 ? 0.01 : (this.#seen.get(gram) ?? 0.5) / this.#clips;
  }

  /** The trigrams to ask for, rarest first. */
  choose(grams: readonly string[]): string[] {
    const sorted = grams.map((gram) => ({ gram, part: this.part(gram) })).sort((a, b) => a.part - b.part);
    const chosen: string[] = [];
    let left = 1;
    for (const { gram, part } of sorted) {
      if (chosen.length >= MAX_GRAMS || (chosen.length >= 3 && left < RARE_ENOUGH)) break;
      chosen.push(gram);
      left *= part;
    }
    return chosen;
  }
}

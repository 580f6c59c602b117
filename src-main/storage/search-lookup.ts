// How the index is asked for a query: which of its terms, and whether asking is worth it.
// Never look at all texts to judge: a few hundred tell enough, read a few at a time.
import type { Database, Statement } from 'better-sqlite3';
import type { Vocabulary } from './search-vocabulary';
import { gramPrefix, type Need, quoteTerm } from './terms';

/** Words with a piece; more than these take longer to look up than the texts take to read. */
const MAX_WORDS = 1_000;
/** Grams of one run that are asked for: each is a list to walk. */
const MAX_GRAMS = 6;
/** Terms that a search asks for, but for those of its rarest run. */
const MAX_TERMS = 400;
/** Rarer than this, what is left is quicker looked at than narrowed down. */
const RARE_ENOUGH = 1e-3;
/** What it takes to look up all grams that begin with two characters, in terms. */
const PREFIX_TERMS = 32;

/** What to ask. */
export type Lookup =
  | { readonly type: 'match'; readonly expression: string; readonly terms: number }
  /** Words, and all grams that begin with the one character. */
  | { readonly type: 'short'; readonly words: readonly string[]; readonly piece: string };

interface Clause {
  readonly expression: string;
  readonly terms: number;
  /** Of all clips, those that have it. */
  readonly part: number;
}

/** @returns null where the index is no help: all that the query says is short or everywhere. */
export function planLookup(
  needs: readonly Need[],
  vocabulary: Vocabulary,
  sample: TextSample,
): Lookup | null {
  const clauses: Clause[] = [];
  let short: Lookup | null = null;
  for (const need of needs) {
    const words = !need.word ? [] : need.begins && need.ends ? [need.text] : vocabulary.find(need, MAX_WORDS);
    if (words.length > MAX_WORDS) continue;
    const clause = clauseOf(need, words);
    if (clause !== null) clauses.push({ ...clause, part: sample.part([Buffer.from(need.text)]) });
    else short ??= { type: 'short', words, piece: need.text };
  }
  if (clauses.length === 0) return short;
  clauses.sort((a, b) => a.part - b.part || a.terms - b.terms);
  const chosen: string[] = [];
  let terms = 0;
  let part = 1;
  for (const clause of clauses) {
    if (chosen.length > 0 && (part < RARE_ENOUGH || terms + clause.terms > MAX_TERMS)) continue;
    chosen.push(clause.expression);
    terms += clause.terms;
    part *= clause.part;
  }
  return { type: 'match', expression: chosen.join(' AND '), terms };
}

/** One run of the needle as an FTS5 expression; null for a single character. */
function clauseOf(need: Need, words: readonly string[]): Omit<Clause, 'part'> | null {
  const either = words.map(quoteTerm);
  if (need.begins && need.ends && need.word) return { expression: either.join(), terms: 1 };
  if (need.grams !== null) {
    const grams = spread(need.grams, MAX_GRAMS);
    either.push(`(${grams.map(quoteTerm).join(' AND ')})`);
    return { expression: `(${either.join(' OR ')})`, terms: words.length + grams.length };
  }
  const prefix = gramPrefix(need.text);
  if (prefix === null) return null;
  either.push(`${quoteTerm(prefix)} *`);
  return { expression: `(${either.join(' OR ')})`, terms: words.length + PREFIX_TERMS };
}

/** At most `most` of a list, from all over it. */
function spread<T>(list: readonly T[], most: number): readonly T[] {
  if (list.length <= most) return list;
  return Array.from({ length: most }, (_, i) => list[Math.round((i * (list.length - 1)) / (most - 1))] as T);
}

const SAMPLE_CLIPS = 300;
const SAMPLE_BYTES = 512;
/** Clips that one call adds to the sample: under a millisecond. */
const SAMPLE_STEP = 50;

/** How common what is, from a sample that grows while it is used. */
export class TextSample {
  readonly #text: Statement<[number, number], Buffer>;
  #texts: Buffer = Buffer.alloc(0);
  /** Where each text ends. */
  readonly #ends: number[] = [];
  #next = 0;

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
    if (this.#next >= SAMPLE_CLIPS) return;
    const texts = [this.#texts];
    let end = this.#texts.byteLength;
    for (let i = 0; i < SAMPLE_STEP; i++) {
      // Multiples of the golden ratio are spread evenly however many there are.
      const place = (this.#next * 0.618_033_988_749_895) % 1;
      this.#next += 1;
      const text = this.#text.get(SAMPLE_BYTES, low + Math.floor(place * (high - low + 1)));
      if (text === undefined) continue;
      texts.push(text);
      end += text.byteLength;
      this.#ends.push(end);
    }
    this.#texts = Buffer.concat(texts);
  }

  /** The part of all clips that have all of `needles`, above 0. */
  part(needles: readonly Buffer[]): number {
    const [first, ...others] = needles;
    if (first === undefined) return 1;
    let having = 0;
    let index = 0;
    // One after another would be a call for each text.
    for (let at = this.#texts.indexOf(first); at !== -1; ) {
      while ((this.#ends[index] as number) <= at) index += 1;
      const end = this.#ends[index] as number;
      const text = this.#texts.subarray(this.#ends[index - 1] ?? 0, end);
      if (at + first.byteLength <= end && others.every((needle) => text.includes(needle))) having += 1;
      at = this.#texts.indexOf(first, end);
    }
    return Math.max(having, 0.1) / Math.max(this.#ends.length, 1);
  }
}

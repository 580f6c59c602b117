// How the index is asked for a query: which of its terms, and whether asking is worth it.
// Never look at all texts to judge: a few hundred tell enough, read a few at a time.
import type { Database, Statement } from 'better-sqlite3';
import type { Vocabulary } from './search-vocabulary';
import { gramPrefix, type Need, quoteTerm } from './terms';

/** Words with a piece; more than these take longer to look up than the texts take to read. */
const MAX_WORDS = 1_000;
/** Grams of one run that are asked for: each is a list to walk. */
const MAX_GRAMS = 6;

/** What things take, in milliseconds. Not exact: they only have to choose the better of two ways. */
export interface SearchCosts {
  /** To read a row and its text, one after another. */
  readonly row: number;
  /** To find a term in the index. */
  readonly term: number;
  /** To fetch a candidate and its text. */
  readonly candidate: number;
  /** To take one entry of a list into account that is made for all grams with a beginning. */
  readonly entry: number;
  /** To compare one of the terms that are asked for with where the search stands. */
  readonly step: number;
}

export const COSTS: SearchCosts = {
  row: 0.003,
  term: 0.02,
  candidate: 0.015,
  entry: 0.000_2,
  step: 0.000_005,
};

/** What to ask. */
export type Lookup =
  | { readonly type: 'match'; readonly expression: string; readonly ms: number }
  /** Words, and all grams that begin with the one character. */
  | {
      readonly type: 'short';
      readonly words: readonly string[];
      readonly piece: string;
      readonly ms: number;
    };

/** What is known before anything is asked. */
export interface Prospect {
  /** Clips in the index. */
  readonly clips: number;
  /** Of all clips, those that match. */
  readonly part: number;
  /** Matches that are wanted. */
  readonly enough: number;
}

interface Clause {
  readonly expression: string;
  readonly terms: number;
  /** Of all clips, those that have it. */
  readonly part: number;
  readonly ms: number;
}

/** @returns null where the index is no help: all that the query says is short or everywhere. */
export function planLookup(
  needs: readonly Need[],
  prospect: Prospect,
  { vocabulary, sample, costs }: { vocabulary: Vocabulary; sample: TextSample; costs: SearchCosts },
): Lookup | null {
  const clauses: Clause[] = [];
  let short: Lookup | null = null;
  for (const need of needs) {
    const words = !need.word ? [] : need.begins && need.ends ? [need.text] : vocabulary.find(need, MAX_WORDS);
    if (words.length > MAX_WORDS) continue;
    const part = sample.part([Buffer.from(need.text)]);
    const entries = part * prospect.clips;
    const expression = expressionOf(need, words);
    const terms = words.length + (need.grams === null ? 1 : Math.min(need.grams.length, MAX_GRAMS));
    const ms = terms * costs.term + (need.grams === null ? entries * costs.entry : 0);
    if (expression !== null) clauses.push({ expression, terms, part, ms });
    else short ??= { type: 'short', words, piece: need.text, ms: ms + entries * costs.entry };
  }
  return choose(clauses, prospect, costs) ?? short;
}

interface Choice {
  readonly expression: string;
  readonly part: number;
  readonly terms: number;
  readonly asking: number;
  readonly ms: number;
}

/** The clauses that together take least: each narrows the search down, and takes time itself. */
function choose(
  clauses: readonly Clause[],
  { clips, part, enough }: Prospect,
  costs: SearchCosts,
): Lookup | null {
  let best: Choice | null = null;
  for (const clause of [...clauses].sort((a, b) => a.part - b.part || a.terms - b.terms)) {
    const next: Choice = withClause(best, clause);
    if (best === null || next.ms < best.ms) best = next;
  }
  return best === null ? null : { type: 'match', expression: best.expression, ms: best.ms };

  function withClause(before: Choice | null, clause: Clause): Choice {
    const left = Math.max((before?.part ?? 1) * clause.part, part);
    const terms = (before?.terms ?? 0) + clause.terms;
    const asking = (before?.asking ?? 0) + clause.ms;
    const seen = Math.min(left * clips, (enough * left) / part);
    return {
      expression: before === null ? clause.expression : `${before.expression} AND ${clause.expression}`,
      part: left,
      terms,
      asking,
      ms: asking + seen * (costs.candidate + terms * costs.step),
    };
  }
}

/** One run of the needle as an FTS5 expression; null for a single character. */
function expressionOf(need: Need, words: readonly string[]): string | null {
  const either = words.map(quoteTerm);
  if (need.begins && need.ends && need.word) return either.join();
  if (need.grams !== null) {
    either.push(`(${spread(need.grams, MAX_GRAMS).map(quoteTerm).join(' AND ')})`);
    return `(${either.join(' OR ')})`;
  }
  const prefix = gramPrefix(need.text);
  if (prefix === null) return null;
  either.push(`${quoteTerm(prefix)} *`);
  return `(${either.join(' OR ')})`;
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

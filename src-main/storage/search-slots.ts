// The index as a search sees it: which slots there are, where a moment of the history stands in them, which may match.
// Never trust it for more than candidates: what it names is verified against the text.
import type { Database, Statement } from 'better-sqlite3';
import type { Lookup } from './search-lookup';
import { gramRange } from './terms';

/** What is indexed: slots from `low` to `high`; all clips used up to `lastUsed`, but the outliers. */
export interface Indexed {
  readonly low: number;
  readonly high: number;
  readonly lastUsed: number;
  readonly outliers: boolean;
}

interface Slot {
  readonly k: number;
  readonly lastUsed: number;
}

type NumberStatement = Statement<(string | number)[], number>;

export class Slots {
  readonly #state: Statement<[], { resetting: number; outliers: number; low: number | null }>;
  readonly #top: Statement<[], Slot>;
  readonly #upTo: Statement<[number], Slot>;
  readonly #from: Statement<[number], Slot>;
  readonly #at: Statement<[number], { clipId: number | null; lastUsed: number }>;
  readonly #candidates: NumberStatement;
  readonly #short: NumberStatement;

  constructor(db: Database) {
    const numbers = (sql: string) => db.prepare(sql).pluck() as unknown as NumberStatement;
    const slot = 'SELECT k, last_used AS lastUsed FROM search_slots';
    this.#state = db.prepare(
      `SELECT resetting, EXISTS (SELECT 1 FROM search_outliers) AS outliers,
         (SELECT min(k) FROM search_slots) AS low FROM search_state`,
    );
    this.#top = db.prepare(`${slot} WHERE partial IS NULL ORDER BY k DESC LIMIT 1`);
    this.#upTo = db.prepare(`${slot} WHERE k <= ? ORDER BY k DESC LIMIT 1`);
    this.#from = db.prepare(`${slot} WHERE k >= ? ORDER BY k LIMIT 1`);
    this.#at = db.prepare('SELECT clip_id AS clipId, last_used AS lastUsed FROM search_slots WHERE k = ?');
    this.#candidates = numbers(
      `SELECT rowid FROM search_fts WHERE search_fts MATCH ? AND rowid < ? AND rowid >= ? ORDER BY rowid DESC LIMIT ?`,
    );
    this.#short = numbers('SELECT doc FROM search_grams WHERE term >= ? AND term <= ?');
  }

  /** Null where nothing is indexed. */
  indexed(): Indexed | null {
    const state = this.#state.get();
    const top = this.#top.get();
    if (state === undefined || state.resetting === 1 || state.low === null || top === undefined) return null;
    return { low: state.low, high: top.k, lastUsed: top.lastUsed, outliers: state.outliers === 1 };
  }

  /** The key below which all slots of clips used before `lastUsed` stand, and none of the others. */
  keyFor({ low, high }: Indexed, lastUsed: number): number {
    let [from, to] = [low, high + 1];
    while (from < to) {
      const middle = Math.floor((from + to) / 2);
      const slot = this.#upTo.get(middle);
      if (slot === undefined || slot.lastUsed < lastUsed) from = middle + 1;
      else to = slot.k;
    }
    return from;
  }

  /** The clip of a slot as it was indexed; null where the slot is empty. */
  at(k: number): { readonly clipId: number; readonly lastUsed: number } | null {
    const slot = this.#at.get(k);
    return slot === undefined || slot.clipId === null ? null : (slot as { clipId: number; lastUsed: number });
  }

  /** The use that the lowest slot from `k` on stands for. */
  lastUsedFrom(k: number): number | null {
    return this.#from.get(k)?.lastUsed ?? null;
  }

  /** Slots below `below` and from `from` on that the index names for an FTS5 expression, highest first. */
  candidates(match: string, below: number, from: number, limit: number): number[] {
    return this.#candidates.all(match, below, from, limit);
  }

  /** All slots whose text has one of the words, or a gram that begins with the piece; lowest first. */
  withShort({ words, piece }: Extract<Lookup, { type: 'short' }>): number[] {
    const ranges = [...words.map((word) => [word, word] as const), gramRange(piece)];
    const all = new Set(ranges.flatMap(([from, to]) => this.#short.all(from, to)));
    return [...all].sort((a, b) => a - b);
  }
}

// Keeps the search index true: takes waiting clips in and deleted texts out, one small bounded step at a time.
// Never called by a write: storing and using a clip do not touch the index.
import type { Database, Statement } from 'better-sqlite3';
import { LongTerms } from './long-terms';
import { indexedTerms, isWord, quoteTerm, termList } from './terms';

/** How the work is cut into steps. */
export interface IndexTuning {
  /** What one step should take: well under a frame of the screen, and long enough to be worth its commit. */
  readonly stepMs: number;
  /** Text that one step takes in. The worst text, all of it different terms, costs 0.8 ms a KiB. */
  readonly minBytes: number;
  readonly maxBytes: number;
  readonly maxClips: number;
  /** A text above this comes in by some of its terms at a time, 5 to 50 µs each: as many as it may have new words. */
  readonly longBytes: number;
  readonly maxTaken: number;
  /** What a step gives to looking for those terms, and after how many characters it looks at the clock. */
  readonly turnMs: number;
  readonly breath: number;
  /** Terms that one step takes out, 50 µs each. */
  readonly minTerms: number;
  readonly maxTerms: number;
  /** Batches that may wait for a merge: each leaves a segment that every search has to look into. */
  readonly maxUnmerged: number;
  /** Segments that may stay. */
  readonly maxSegments: number;
  /** Rows that one step of a reset deletes. */
  readonly resetRows: number;
  /** More texts to remove than this, and than a hundredth of the index: building it anew is cheaper. */
  readonly manyRemovals: number;
  /** More clips without a place in the index than this make every search slow: it is built anew. */
  readonly manyOutliers: number;
}

const TUNED: IndexTuning = {
  stepMs: 4,
  minBytes: 2 * 1024,
  maxBytes: 16 * 1024,
  maxClips: 64,
  longBytes: 4 * 1024,
  maxTaken: 768,
  turnMs: 2,
  breath: 512,
  minTerms: 16,
  maxTerms: 96,
  maxUnmerged: 8,
  maxSegments: 3,
  resetRows: 100,
  manyRemovals: 500,
  manyOutliers: 1_000,
};

/** FTS5's unit of merging is about one page. */
const MERGE_PAGES = 8;

/** Words that need not be looked up before they are written: most of a text's are among these. */
const MAX_KNOWN_WORDS = 32_768;

interface PendingRow {
  readonly id: number;
  readonly lastUsed: number;
  readonly bytes: number;
  readonly k: number | null;
}

interface TopSlot {
  readonly k: number;
  readonly clipId: number | null;
  readonly lastUsed: number;
  readonly partial: number | null;
}

function prepareAll(db: Database) {
  const one = <T>(sql: string) => db.prepare(sql).pluck() as unknown as Statement<unknown[], T>;
  return {
    top: db.prepare<[], TopSlot>(
      'SELECT k, clip_id AS clipId, last_used AS lastUsed, partial FROM search_slots ORDER BY k DESC LIMIT 1',
    ),
    pending: db.prepare<[number, number], PendingRow>(
      `SELECT clip_models.id AS id, clip_models.last_used AS lastUsed, length(folded) AS bytes, k
       FROM clip_models JOIN clip_search ON clip_search.clip_id = clip_models.id
         LEFT JOIN search_slots ON search_slots.clip_id = clip_models.id
       WHERE clip_models.last_used > ? ORDER BY clip_models.last_used LIMIT ?`,
    ),
    waiting: db.prepare<[number, number], { clips: number; bytes: number | null }>(
      `SELECT count(*) AS clips, sum(bytes) AS bytes FROM (SELECT length(folded) AS bytes
         FROM clip_models JOIN clip_search ON clip_id = id WHERE last_used > ? LIMIT ?)`,
    ),
    folded: one<Buffer>('SELECT folded FROM clip_search WHERE clip_id = ?'),
    insert: db.prepare('INSERT INTO search_fts (rowid, grams) VALUES (?, ?)'),
    addWord: db.prepare('INSERT INTO search_words (word) VALUES (?) ON CONFLICT (word) DO NOTHING'),
    dropWord: db.prepare('DELETE FROM search_words WHERE word = ?'),
    anyWith: one<number>('SELECT 1 FROM search_fts WHERE search_fts MATCH ? LIMIT 1'),
    remove: db.prepare("INSERT INTO search_fts (search_fts, rowid, grams) VALUES ('delete', ?, ?)"),
    merge: db.prepare(`INSERT INTO search_fts (search_fts, rank) VALUES ('merge', ${MERGE_PAGES})`),
    // Negative: all segments become one, https://sqlite.org/fts5.html#the_merge_command
    deepMerge: db.prepare(`INSERT INTO search_fts (search_fts, rank) VALUES ('merge', -${MERGE_PAGES})`),
    segments: one<number>('SELECT count(*) FROM search_fts_idx GROUP BY segid'),
    deleteAll: db.prepare("INSERT INTO search_fts (search_fts) VALUES ('delete-all')"),
    totalChanges: one<number>('SELECT total_changes()'),
    addSlot: db.prepare('INSERT INTO search_slots (k, clip_id, last_used, partial) VALUES (?, ?, ?, ?)'),
    setPartial: db.prepare('UPDATE search_slots SET partial = ? WHERE k = ?'),
    leaveSlot: db.prepare('UPDATE search_slots SET clip_id = NULL WHERE k = ?'),
    takeSlot: db.prepare('UPDATE search_slots SET clip_id = ? WHERE k = ?'),
    slotOf: one<number>('SELECT k FROM search_slots WHERE clip_id = ?'),
    /** The highest slot up to `k`: what a search for a `last_used` halves its way to. */
    slotUpTo: db.prepare<[number], TopSlot>(
      `SELECT k, clip_id AS clipId, last_used AS lastUsed, partial FROM search_slots
       WHERE k <= ? ORDER BY k DESC LIMIT 1`,
    ),
    lowest: one<number | null>('SELECT min(k) FROM search_slots'),
    lowestUsed: one<number | null>('SELECT min(k) FROM search_slots WHERE clip_id IS NOT NULL'),
    prune: db.prepare('DELETE FROM search_slots WHERE k < ?'),
    firstRemoval: db.prepare<[], { id: number; k: number; folded: Buffer; partial: number | null }>(
      'SELECT id, k, folded, partial FROM search_removals ORDER BY id LIMIT 1',
    ),
    removals: one<number>('SELECT coalesce(max(id) - min(id) + 1, 0) FROM search_removals'),
    addRemoval: db.prepare('INSERT INTO search_removals (k, folded) VALUES (?, ?)'),
    dropRemoval: db.prepare('DELETE FROM search_removals WHERE id = ?'),
    removed: one<number>('SELECT removed FROM search_state'),
    setRemoved: db.prepare('UPDATE search_state SET removed = ?'),
    resetting: one<number>('SELECT resetting FROM search_state'),
    setResetting: db.prepare('UPDATE search_state SET resetting = ?, removed = 0'),
    outliers: db.prepare<[], { id: number; lastUsed: number | null; bytes: number | null }>(
      `SELECT search_outliers.clip_id AS id, last_used AS lastUsed, length(folded) AS bytes
       FROM search_outliers LEFT JOIN clip_models ON clip_models.id = search_outliers.clip_id
         LEFT JOIN clip_search ON clip_search.clip_id = search_outliers.clip_id
       WHERE stuck = 0 LIMIT 32`,
    ),
    stuckOutliers: one<number>('SELECT count(*) FROM search_outliers WHERE stuck = 1'),
    manyOutliers: one<number>('SELECT 1 FROM search_outliers LIMIT 1 OFFSET ?'),
    stick: db.prepare('UPDATE search_outliers SET stuck = 1 WHERE clip_id = ?'),
    dropOutlier: db.prepare('DELETE FROM search_outliers WHERE clip_id = ?'),
  };
}

const RESET_TABLES = [
  'DELETE FROM search_slots WHERE k IN (SELECT k FROM search_slots LIMIT ?)',
  'DELETE FROM search_removals WHERE id IN (SELECT id FROM search_removals LIMIT ?)',
  'DELETE FROM search_outliers WHERE clip_id IN (SELECT clip_id FROM search_outliers LIMIT ?)',
  'DELETE FROM search_words WHERE id IN (SELECT id FROM search_words LIMIT ?)',
  // FTS5's own pages, from the end: rows 1 and 10 hold its bookkeeping, which 'delete-all' writes anew.
  'DELETE FROM search_fts_data WHERE id IN (SELECT id FROM search_fts_data WHERE id > 10 ORDER BY id DESC LIMIT ?)',
];

/** The index on the writing connection. Each method but waiting() is one transaction. */
export class SearchIndex {
  readonly #db: Database;
  readonly #tuning: IndexTuning;
  readonly #sql: ReturnType<typeof prepareAll>;
  #bytes: number;
  #terms: number;
  #taken: number;
  #unmerged = 0;
  /** When the step is to come to its end, by performance.now(). */
  #until = 0;
  readonly #long: LongTerms;
  readonly #knownWords = new Set<string>();
  #merging = true;
  #pruned = false;
  /** Told what the step took, commit included: FTS5 writes only then, or at the next savepoint. */
  #adapt: ((took: number) => void) | null = null;

  /** @param db open, with pragmas set and the schema up to date. */
  constructor(db: Database, tuning: Partial<IndexTuning> = {}) {
    this.#db = db;
    this.#tuning = { ...TUNED, ...tuning };
    this.#bytes = this.#tuning.minBytes;
    this.#terms = this.#tuning.minTerms;
    this.#taken = this.#tuning.minTerms;
    this.#long = new LongTerms(this.#tuning.turnMs, this.#tuning.breath);
    this.#sql = prepareAll(db);
  }

  /**
   * Clips that are searched without the index, counted up to `most`, and the bytes of their texts.
   * @throws SqliteError
   */
  waiting(most: number): { readonly clips: number; readonly bytes: number } {
    const { clips, bytes } = this.#sql.waiting.get(this.#top()?.lastUsed ?? -1, most) ?? {
      clips: 0,
      bytes: 0,
    };
    return { clips, bytes: bytes ?? 0 };
  }

  /**
   * Does one piece of work of a few milliseconds: takes out what was deleted, puts back what was restored, merges, takes in
   * what waits (only where `takeIn`, or where it has begun with a long text).
   * @returns false where there is nothing to do.
   * @throws SqliteError; the index is then as before the step.
   */
  step(takeIn: boolean): boolean {
    const started = performance.now();
    this.#until = started + this.#tuning.stepMs;
    this.#adapt = null;
    const more = this.#transaction(() => {
      if (this.#sql.resetting.get() === 1) return this.#resetStep();
      if (this.#tooMuchToMend()) {
        this.#sql.setResetting.run(1);
        return true;
      }
      if (this.#removeStep() || this.#outlierStep()) return true;
      if (this.#unmerged >= this.#tuning.maxUnmerged && this.#mergeStep()) return true;
      if (this.#takeInStep(takeIn)) return true;
      return this.#mergeStep() || this.#beginDeepMerge() || this.#pruneStep();
    });
    (this.#adapt as ((took: number) => void) | null)?.(performance.now() - started);
    return more;
  }

  /** Marks the index as unusable; searches read all texts until step() has emptied it and built it anew. */
  reset(): void {
    this.#transaction(() => this.#sql.setResetting.run(1));
  }

  /**
   * Resets the index where so many clips were put below its top that every search would have to read them. step() comes to
   * the same end, but only when idle; an import can take minutes.
   */
  giveUpIfScattered(): void {
    if (this.#sql.manyOutliers.get(this.#tuning.manyOutliers) === undefined) return;
    if (this.#sql.resetting.get() !== 1) this.reset();
  }

  #transaction<T>(work: () => T): T {
    try {
      return this.#db.transaction(work).immediate();
    } catch (error) {
      this.#knownWords.clear();
      throw error;
    }
  }

  #top(): TopSlot | undefined {
    return this.#sql.top.get();
  }

  #tooMuchToMend(): boolean {
    const removals = this.#sql.removals.get() ?? 0;
    if (removals > this.#tuning.manyRemovals) {
      const slots = (this.#top()?.k ?? 0) - (this.#sql.lowest.get() ?? 0);
      if (removals * 100 > slots) return true;
    }
    return (this.#sql.stuckOutliers.get() ?? 0) > this.#tuning.manyOutliers;
  }

  /** In steps: 'delete-all' on a large index would hold the event loop for a second, so it only ends what the steps began. */
  #resetStep(): boolean {
    // FTS5's own tables are write-protected (SQLITE_DBCONFIG_DEFENSIVE). Nobody reads the index while it is being reset.
    this.#db.unsafeMode(true);
    try {
      for (const sql of RESET_TABLES) {
        if (this.#db.prepare(sql).run(this.#tuning.resetRows).changes > 0) return true;
      }
    } finally {
      this.#db.unsafeMode(false);
    }
    this.#sql.deleteAll.run();
    this.#sql.setResetting.run(0);
    this.#knownWords.clear();
    return true;
  }

  /** A piece of the first text that is on its way out. */
  #removeStep(): boolean {
    const first = this.#sql.firstRemoval.get();
    if (first === undefined) return false;
    const found = this.#termsOf(first.folded);
    if (found === null) return true;
    const all = found.slice(0, first.partial ?? undefined);
    const from = this.#sql.removed.get() ?? 0;
    const terms = all.slice(from, from + this.#terms);
    // FTS5 counts a row less with each 'delete', refuses to go below none, and a text goes in fewer pieces than it comes out.
    this.#sql.insert.run(first.k, '');
    this.#sql.remove.run(first.k, termList(terms));
    this.#dropWords(terms);
    const whole = terms.length === this.#terms;
    this.#adapt = (took) => {
      this.#terms = this.#adapted(this.#terms, took, whole, this.#tuning.minTerms, this.#tuning.maxTerms);
    };
    const end = from + terms.length;
    if (end >= all.length) this.#sql.dropRemoval.run(first.id);
    this.#sql.setRemoved.run(end >= all.length ? 0 : end);
    this.#merging = true;
    return true;
  }

  /** Clips that came back below the highest slot go where they were, if their slot is still there. */
  #outlierStep(): boolean {
    const rows = this.#sql.outliers.all();
    let room = this.#bytes;
    for (const { id, lastUsed, bytes } of rows) {
      // Its clip has gone, or has no text, or stands above the index again.
      const elsewhere = lastUsed === null || bytes === null || lastUsed > (this.#top()?.lastUsed ?? -1);
      const slot = elsewhere ? null : this.#slotAt(lastUsed);
      if (!elsewhere && (slot === null || bytes > this.#tuning.maxBytes)) {
        this.#sql.stick.run(id);
        continue;
      }
      if (slot !== null) {
        if (room < 0 || (room < this.#bytes && this.#isLate())) return true;
        room -= bytes ?? 0;
        this.#leave(id);
        this.#insert(slot, allTerms(this.#sql.folded.get(id)));
        this.#sql.takeSlot.run(id, slot);
        this.#unmerged += 1;
      }
      this.#sql.dropOutlier.run(id);
    }
    return rows.length > 0;
  }

  /** The empty slot of exactly this `last_used`. */
  #slotAt(lastUsed: number): number | null {
    let low = this.#sql.lowest.get() ?? 0;
    let high = this.#top()?.k ?? -1;
    while (low <= high) {
      const middle = Math.floor((low + high) / 2);
      const slot = this.#sql.slotUpTo.get(middle);
      if (slot === undefined || slot.lastUsed < lastUsed) low = middle + 1;
      else if (slot.lastUsed > lastUsed) high = slot.k - 1;
      else return slot.clipId === null ? slot.k : null;
    }
    return null;
  }

  /** A batch of waiting clips in the order of their use, or the next part of a long one. */
  #takeInStep(takeIn: boolean): boolean {
    const top = this.#top();
    if (top !== undefined && top.partial !== null) {
      const terms = this.#termsOf(this.#sql.folded.get(top.clipId));
      if (terms !== null) this.#continue(top.k, terms, top.partial);
      return true;
    }
    if (!takeIn) return false;
    const rows = this.#sql.pending.all(top?.lastUsed ?? -1, this.#tuning.maxClips);
    let k = top?.k ?? 0;
    let bytes = 0;
    for (const row of rows) {
      if (bytes > 0 && (bytes + row.bytes > this.#bytes || this.#isLate())) break;
      bytes += row.bytes;
      k += 1;
      this.#leave(row.id);
      this.#sql.dropOutlier.run(row.id);
      const long = row.bytes > this.#tuning.longBytes;
      this.#sql.addSlot.run(k, row.id, row.lastUsed, long ? 0 : null);
      if (long) break;
      this.#insert(k, allTerms(this.#sql.folded.get(row.id)));
    }
    if (rows.length === 0) return false;
    this.#batchDone(bytes);
    return true;
  }

  /** What the step has done took its time already: its commit comes next. */
  #isLate(): boolean {
    return performance.now() >= this.#until;
  }

  #continue(k: number, all: readonly string[], from: number): void {
    const terms = all.slice(from, from + this.#taken);
    this.#insert(k, terms);
    const end = from + terms.length;
    this.#sql.setPartial.run(end < all.length ? end : null, k);
    const whole = terms.length === this.#taken;
    this.#adapt = (took) => {
      this.#taken = this.#adapted(this.#taken, took, whole, this.#tuning.minTerms, this.#tuning.maxTaken);
    };
    this.#unmerged += 1;
    this.#merging = true;
  }

  #batchDone(bytes: number): void {
    const whole = bytes >= this.#bytes / 2;
    this.#adapt = (took) => {
      this.#bytes = this.#adapted(this.#bytes, took, whole, this.#tuning.minBytes, this.#tuning.maxBytes);
    };
    this.#unmerged += 1;
    this.#merging = true;
  }

  /** A clip that was used since leaves its slot; its text goes out of there. */
  #leave(id: number): void {
    const k = this.#sql.slotOf.get(id);
    if (k === undefined) return;
    this.#sql.addRemoval.run(k, this.#sql.folded.get(id));
    this.#sql.leaveSlot.run(k);
  }

  #insert(k: number, terms: readonly string[]): void {
    for (const term of terms) {
      if (!isWord(term) || this.#knownWords.has(term)) continue;
      this.#sql.addWord.run(term);
      if (this.#knownWords.size >= MAX_KNOWN_WORDS) this.#knownWords.clear();
      this.#knownWords.add(term);
    }
    this.#sql.insert.run(k, termList(terms));
  }

  /** Words that no text has any more may be what made a deleted one a secret. */
  #dropWords(terms: readonly string[]): void {
    for (const term of terms) {
      if (!isWord(term) || this.#sql.anyWith.get(quoteTerm(term)) !== undefined) continue;
      this.#sql.dropWord.run(term);
      this.#knownWords.delete(term);
    }
  }

  /** A long text's terms are looked for in steps too; null while they are. */
  #termsOf(folded: Buffer | undefined): readonly string[] | null {
    const isLong = folded !== undefined && folded.byteLength > this.#tuning.longBytes;
    return isLong ? this.#long.of(folded) : allTerms(folded);
  }

  /** FTS5 says that there was nothing to merge by changing less than two rows: https://sqlite.org/fts5.html#the_merge_command */
  #mergeStep(): boolean {
    if (!this.#merging) return false;
    const before = this.#sql.totalChanges.get() ?? 0;
    this.#sql.merge.run();
    this.#merging = (this.#sql.totalChanges.get() ?? 0) - before >= 2;
    if (!this.#merging) this.#unmerged = 0;
    return this.#merging;
  }

  /**
   * A search looks for each of its terms in each segment: many small ones are merged into the large one when there is nothing else
   * to do. Seldom, for it writes the whole index anew: 0.4 s for 100,000 clips, in steps like any merge.
   */
  #beginDeepMerge(): boolean {
    const pages = this.#sql.segments.all();
    const all = pages.reduce((sum, size) => sum + size, 0);
    const small = all - Math.max(0, ...pages);
    if (pages.length <= this.#tuning.maxSegments || small * 10 < all) return false;
    this.#sql.deepMerge.run();
    this.#merging = true;
    return true;
  }

  /** Slots below the oldest clip are of no use to anybody. */
  #pruneStep(): boolean {
    if (this.#pruned) return false;
    this.#pruned = true;
    const below = this.#sql.lowestUsed.get();
    if (below === null || below === undefined) return false;
    return this.#sql.prune.run(below).changes > 0;
  }

  /** A batch size that takes about `stepMs`, after one of `size`, or less where it was not `whole`, took `took` milliseconds. */
  #adapted(size: number, took: number, whole: boolean, min: number, max: number): number {
    if (took > this.#tuning.stepMs) return Math.max(min, Math.floor(size / 2));
    return whole && took < this.#tuning.stepMs / 2 ? Math.min(max, size * 2) : size;
  }
}

const allTerms = (folded: Buffer | undefined) =>
  folded === undefined ? [] : indexedTerms(folded.toString());

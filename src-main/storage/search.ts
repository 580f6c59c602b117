// Finds clips: newest first, exact, in slices so that a newer request need not wait. What the index holds is looked up there
// and verified; what it does not hold yet is read. Never hold a statement or a snapshot open between two slices: it would
// keep the WAL from being checkpointed.
import type { Database, Statement } from 'better-sqlite3';
import type { ClipSummary, HistoryPage } from '../../src-shared/clip';
import { fold, type QueryTerm } from '../../src-shared/search-query';
import { SUMMARY_COLUMNS, type SummaryRow, toSummary } from './rows';
import { COSTS, type Lookup, planLookup, type SearchCosts, TextSample } from './search-lookup';
import { findPattern, planSearch, type SearchPlan, TOP } from './search-plan';
import { Texts, withMatches } from './search-results';
import { type Indexed, Slots } from './search-slots';
import { Vocabulary } from './search-vocabulary';
import type { FoundSnippet, PageRequest } from './types';

/** How a search is cut into pieces. */
export interface SearchTuning {
  /** Rows of the first slice that reads: few enough for the longest texts (64 KiB each) to stay near `sliceMs`. */
  readonly firstRows: number;
  /** What one slice should take: a newer request waits no longer, and the cost of slicing stays below 1 %. */
  readonly sliceMs: number;
  /** What a pattern may take in all: the page then ends where the search stands. */
  readonly patternMs: number;
  /** Where reading looks faster: rows that are read at least, and as a multiple of what was reckoned, before the index is asked. */
  readonly triedRows: number;
  readonly triedTimes: number;
  readonly costs: SearchCosts;
  /** Slots that one look into the index covers at first, and at least. */
  readonly firstWindow: number;
  readonly minWindow: number;
  /** Candidates that the first look takes. */
  readonly candidates: number;
}

const TUNED: SearchTuning = {
  firstRows: 256,
  sliceMs: 5,
  patternMs: 2_000,
  triedRows: 512,
  triedTimes: 2,
  costs: COSTS,
  firstWindow: 1 << 20,
  minWindow: 1_024,
  candidates: 64,
};

const MAX_SLICE_ROWS = 16_384;
const MAX_CANDIDATES = 4_096;

/** Rows of a page that come with a snippet: as many as one sees at once. The others' are asked for when they are shown. */
const SNIPPET_ROWS = 12;

/** Statements that are kept: queries differ in their number of words and their filters. */
const MAX_STATEMENTS = 64;

type Param = string | number | Uint8Array;
type RowStatement = Statement<Param[], SummaryRow>;

/** A search that is under way. */
interface Work {
  readonly plan: SearchPlan;
  readonly wanted: number;
  /** Newest first; nothing is missing above `cursor`. */
  found: ClipSummary[];
  /** All clips used at this moment or later are searched. */
  cursor: number;
  /** Rows of the next slice that reads, and slots of the next look into the index. */
  rows: number;
  window: number;
  /** Candidates that the next look into the index takes. */
  candidates: number;
  /** Rows that were read. */
  read: number;
  /** Rows that are read before the index is asked. */
  rowsFirst: number;
  /** How the index is asked, as of the vocabulary's last word then. */
  lookup: Lookup | null;
  lookupAt: number | null;
  /** Candidates that are not looked at yet, lowest first: what the index named down to `keysDownTo`. */
  keys: number[];
  keysDownTo: number;
}

/** Searches on one read-only connection. */
export class Searcher {
  readonly #texts: Texts;
  readonly #slots: Slots;
  readonly #sample: TextSample;
  readonly #vocabulary: Vocabulary;
  readonly #db: Database;
  readonly #tuning: SearchTuning;
  readonly #begin: Statement;
  readonly #commit: Statement;
  readonly #newest: Statement<[], number | null>;
  readonly #sliceEnd: Statement<[number, number, number], number | null>;
  readonly #folded: Statement<[number], Buffer>;
  readonly #statements = new Map<string, RowStatement>();
  readonly #apps = new Map<string, boolean>();

  constructor(db: Database, tuning: Partial<SearchTuning> = {}) {
    this.#db = db;
    this.#tuning = { ...TUNED, ...tuning };
    this.#texts = new Texts(db);
    this.#slots = new Slots(db);
    this.#sample = new TextSample(db);
    this.#vocabulary = new Vocabulary(db);
    this.#begin = db.prepare('BEGIN');
    this.#commit = db.prepare('COMMIT');
    const number = (sql: string) => db.prepare(sql).pluck() as unknown;
    this.#newest = number('SELECT max(last_used) FROM clip_models') as Statement<[], number | null>;
    this.#sliceEnd = number(
      `SELECT min(last_used) FROM
         (SELECT last_used FROM clip_models WHERE last_used < ? AND last_used >= ? ORDER BY last_used DESC LIMIT ?)`,
    ) as Statement<[number, number, number], number | null>;
    this.#folded = db
      .prepare<[number], Buffer>('SELECT folded FROM clip_search WHERE clip_id = ?')
      .pluck() as unknown as Statement<[number], Buffer>;
    db.function('app_matches', { deterministic: true }, (app, part) => this.#appMatches(app, part));
  }

  /**
   * Searches from the cursor downwards, a few milliseconds a step.
   * @param terms at least one.
   * @returns through the generator's end: the page, as the history stands when the search ends.
   * @throws SqliteError; ClipsteadError 'bad-request' for a pattern that cannot be used
   */
  *page(terms: readonly QueryTerm[], request: PageRequest): Generator<undefined, HistoryPage> {
    const plan = planSearch(terms, request.pinned);
    if (plan.pinnedOnly) return this.#pinnedPage(plan, request);
    const from = Math.min(request.after ?? (this.#newest.get() ?? 0) + 1, plan.below);
    // One more than asked for tells whether there is a next page.
    const wanted = request.limit + 1;
    const work: Work = {
      plan,
      wanted,
      found: [],
      cursor: from,
      rows: this.#tuning.firstRows,
      window: this.#tuning.firstWindow,
      candidates: this.#tuning.candidates,
      read: 0,
      rowsFirst: 0,
      lookup: null,
      lookupAt: null,
      keys: [],
      keysDownTo: 0,
    };
    let left = plan.pattern === null ? Number.POSITIVE_INFINITY : this.#tuning.patternMs;
    while (work.found.length < wanted && work.cursor > plan.floor) {
      const started = performance.now();
      this.#slice(work, started + this.#tuning.sliceMs);
      left -= performance.now() - started;
      if (work.found.length >= wanted || work.cursor <= plan.floor) break;
      if (left <= 0) return this.#finish(work.found, plan, work.cursor);
      yield;
    }

    let { found } = work;
    if (request.after === null && plan.below === TOP) {
      // Clips that came or were used while the slices ran stand above where the search began.
      const newer = this.#read(plan, TOP, from, wanted);
      const ids = new Set(newer.map(({ id }) => id));
      found = [...newer, ...found.filter(({ id }) => !ids.has(id))];
    }
    const clips = found.slice(0, request.limit);
    return this.#finish(clips, plan, found.length > request.limit ? (clips.at(-1)?.order ?? null) : null);
  }

  #finish(clips: readonly ClipSummary[], plan: SearchPlan, next: number | null): HistoryPage {
    return {
      clips: clips.map((clip, row) => withMatches(clip, plan, row < SNIPPET_ROWS ? this.#texts : null)),
      next,
    };
  }

  /** Pins are few and have an index of their own: all of them at once. */
  #pinnedPage(plan: SearchPlan, { after, limit }: PageRequest): HistoryPage {
    const below = Math.min(after ?? TOP, plan.below);
    const rows = this.#statement(
      `SELECT ${SUMMARY_COLUMNS} FROM clip_models INDEXED BY idx_clips_pin_order ${joinText(plan)}
       WHERE clip_models.last_used < ? AND clip_models.last_used >= ? ${plan.where} ${plan.textWhere} ORDER BY clip_models.last_used DESC`,
    ).all(below, plan.floor, ...plan.params, ...plan.bytes);
    const found = this.#byPattern(rows.map(toSummary), plan);
    const clips = found.slice(0, limit);
    return this.#finish(clips, plan, found.length > limit ? (clips.at(-1)?.order ?? null) : null);
  }

  /**
   * See Pages.snippets().
   * @throws SqliteError; ClipsteadError 'bad-request' for a pattern that cannot be used
   */
  snippets(terms: readonly QueryTerm[], ids: readonly number[]): FoundSnippet[] {
    const plan = planSearch(terms, 'include');
    const byId = this.#statement(`SELECT ${SUMMARY_COLUMNS} FROM clip_models WHERE id = ?`);
    return ids.flatMap((id) => {
      const row = byId.get(id);
      const { snippet } = row === undefined ? {} : withMatches(toSummary(row), plan, this.#texts);
      return snippet === undefined ? [] : [{ id, snippet }];
    });
  }

  /** Reads the index's words before the first search needs them, a few milliseconds a step. */
  *warmUp(): Generator<undefined, void> {
    while (!this.#vocabulary.read()) yield;
  }

  /** Moves the cursor down by a slice's work, in one snapshot of the history. */
  #slice(work: Work, deadline: number): void {
    this.#begin.run();
    try {
      const indexed = work.plan.needs.length > 0 ? this.#slots.indexed() : null;
      const bottom = indexed === null ? 0 : indexed.lastUsed + 1;
      if (indexed === null || work.cursor > bottom) {
        this.#readSlice(work, bottom);
        if (indexed === null || work.cursor > bottom || work.found.length >= work.wanted) return;
      }
      if (!this.#vocabulary.read()) return;
      const lookup = this.#lookupOf(work, indexed);
      if (lookup === null || work.read < work.rowsFirst) this.#readSlice(work, 0);
      else if (performance.now() < deadline) this.#indexSlice(work, lookup, indexed, deadline);
    } finally {
      this.#commit.run();
    }
  }

  /** How to ask the index for what is still wanted; also whether to read on for a while: what is common is found sooner so. */
  #lookupOf(work: Work, { low, high }: Indexed): Lookup | null {
    if (work.lookupAt === this.#vocabulary.lastId) return work.lookup;
    const { plan, wanted, found, read } = work;
    const { costs, triedRows, triedTimes } = this.#tuning;
    this.#sample.grow(low, high);
    // A pattern takes longer than all the rest.
    const part = plan.pattern === null ? this.#sample.part(plan.bytes) : Number.MIN_VALUE;
    const prospect = { clips: high - low + 1, part, enough: wanted - found.length };
    const lookup = planLookup(plan.needs, prospect, {
      vocabulary: this.#vocabulary,
      sample: this.#sample,
      costs,
    });
    const rows = prospect.enough / part;
    const reads = work.lookupAt === null && lookup !== null && rows * costs.row < lookup.ms;
    if (reads) work.rowsFirst = read + Math.max(rows * triedTimes, triedRows);
    work.lookupAt = this.#vocabulary.lastId;
    work.lookup = lookup;
    return lookup;
  }

  /** Moves the cursor down through the index, and adds what it lacks. */
  #indexSlice(work: Work, lookup: Lookup, indexed: Indexed, deadline: number): void {
    const { cursor, plan } = work;
    const found: ClipSummary[] = [];
    this.#lookUp(work, lookup, indexed, deadline, found);
    if (indexed.outliers) found.push(...this.#outliers(plan, cursor, work.cursor));
    found.sort((a, b) => b.order - a.order);
    work.found = [...work.found, ...found].slice(0, work.wanted);
  }

  /** Reads clips one after another, down to `low`. */
  #readSlice(work: Work, low: number): void {
    const started = performance.now();
    const floor = Math.max(low, work.plan.floor);
    const end = this.#sliceEnd.get(work.cursor, floor, work.rows) ?? null;
    if (end === null) {
      work.cursor = floor;
      return;
    }
    const limit = work.plan.pattern === null ? work.wanted - work.found.length : -1;
    work.found.push(...this.#read(work.plan, work.cursor, end, limit));
    work.found.length = Math.min(work.found.length, work.wanted);
    work.cursor = end;
    work.read += work.rows;
    const took = performance.now() - started;
    if (took < this.#tuning.sliceMs / 2) work.rows = Math.min(work.rows * 2, MAX_SLICE_ROWS);
    else if (took > this.#tuning.sliceMs * 2) work.rows = Math.max(Math.floor(work.rows / 4), 1);
  }

  /** Clips used before `below` and from `from` on that match; `limit` of them, -1 = all. */
  #read(plan: SearchPlan, below: number, from: number, limit: number): ClipSummary[] {
    const rows = this.#statement(
      `SELECT ${SUMMARY_COLUMNS} FROM clip_models INDEXED BY ${plan.walk} ${joinText(plan)}
       WHERE clip_models.last_used < ? AND clip_models.last_used >= ? ${plan.where} ${plan.textWhere}
       ORDER BY clip_models.last_used DESC LIMIT ?`,
    ).all(below, Math.max(from, plan.floor), ...plan.params, ...plan.bytes, limit);
    return this.#byPattern(rows.map(toSummary), plan);
  }

  #outliers(plan: SearchPlan, below: number, from: number): ClipSummary[] {
    const rows = this.#statement(
      `SELECT ${SUMMARY_COLUMNS} FROM search_outliers CROSS JOIN clip_models ON clip_models.id = search_outliers.clip_id
       ${joinText(plan)} WHERE clip_models.last_used < ? AND clip_models.last_used >= ? ${plan.where} ${plan.textWhere}`,
    ).all(below, Math.max(from, plan.floor), ...plan.params, ...plan.bytes);
    return this.#byPattern(rows.map(toSummary), plan);
  }

  #byPattern(clips: ClipSummary[], { pattern }: SearchPlan): ClipSummary[] {
    if (pattern === null) return clips;
    return clips.filter(({ id }) => findPattern(pattern, this.#texts.of(id)) !== null);
  }

  #hasAll(clipId: number, needles: readonly Buffer[]): boolean {
    const text = this.#folded.get(clipId);
    // Node finds a needle in two thirds of the time that instr() takes.
    return text !== undefined && needles.every((needle) => text.includes(needle));
  }

  /** Verifies what the index names, from the cursor down, until enough is found or the time is up; moves the cursor. */
  #lookUp(work: Work, lookup: Lookup, indexed: Indexed, deadline: number, found: ClipSummary[]): void {
    const { plan } = work;
    const bottom = plan.floor > 0 ? this.#slots.keyFor(indexed, plan.floor) : indexed.low;
    let below = this.#slots.keyFor(indexed, work.cursor);
    const row = this.#statement(
      `SELECT ${SUMMARY_COLUMNS} FROM clip_models WHERE clip_models.id = ? AND clip_models.last_used = ? ${plan.where}`,
    );
    const enough = work.wanted - work.found.length;
    // Once at least, however late it is: otherwise the search would not get on.
    let first = true;
    while (below > bottom && found.length < enough && (first || performance.now() < deadline)) {
      first = false;
      if (work.keys.length === 0) this.#nextCandidates(work, lookup, below, bottom);
      for (let key = work.keys.pop(); key !== undefined; key = work.keys.pop()) {
        if (key >= below) continue;
        below = key;
        // One after another: joined in one statement they take three times as long.
        const slot = this.#slots.at(key);
        const clip =
          slot &&
          this.#hasAll(slot.clipId, plan.bytes) &&
          row.get(slot.clipId, slot.lastUsed, ...plan.params);
        if (clip) found.push(...this.#byPattern([toSummary(clip)], plan));
        if (found.length >= enough || performance.now() >= deadline) break;
      }
      if (work.keys.length === 0 && found.length < enough) below = Math.min(below, work.keysDownTo);
    }
    work.cursor = below > bottom ? (this.#slots.lastUsedFrom(below) ?? plan.floor) : plan.floor;
  }

  /**
   * Asks the index for the next candidates below `below`. They are kept from one slice to the next: asking starts anew each
   * time, which costs more than many candidates do. What happens to a slot meanwhile, verifying it sees.
   */
  #nextCandidates(work: Work, lookup: Lookup, below: number, bottom: number): void {
    if (lookup.type === 'short') {
      work.keys = this.#slots.withShort(lookup).filter((key) => key < below && key >= bottom);
      work.keysDownTo = bottom;
      return;
    }
    const low = Math.max(bottom, below - work.window);
    const started = performance.now();
    const keys = this.#slots.candidates(lookup.expression, below, low, work.candidates);
    const took = performance.now() - started;
    // A smaller window does not make asking faster, only walking.
    const { sliceMs } = this.#tuning;
    if (took < lookup.ms + sliceMs / 4) work.window *= 2;
    else if (took > 2 * lookup.ms + sliceMs) {
      work.window = Math.max(this.#tuning.minWindow, Math.floor(work.window / 2));
    }
    work.keysDownTo = keys.length < work.candidates ? low : (keys.at(-1) ?? low);
    work.keys = keys.reverse();
    work.candidates = Math.min(work.candidates * 4, MAX_CANDIDATES);
  }

  #statement(sql: string): RowStatement {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      if (this.#statements.size >= MAX_STATEMENTS) this.#statements.clear();
      statement = this.#db.prepare<Param[], SummaryRow>(sql).raw() as RowStatement;
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  /** Apps are few, and asked about for each row. */
  #appMatches(app: unknown, part: unknown): number {
    if (typeof app !== 'string' || typeof part !== 'string') return 0;
    const key = `${part}\n${app}`;
    let matches = this.#apps.get(key);
    if (matches === undefined) {
      matches = fold(app).includes(part);
      if (this.#apps.size >= 1_000) this.#apps.clear();
      this.#apps.set(key, matches);
    }
    return matches ? 1 : 0;
  }
}

/** CROSS: in this order, https://sqlite.org/optoverview.html#manual_control_of_query_plans_using_cross_join */
function joinText({ text }: SearchPlan): string {
  return text ? 'CROSS JOIN clip_search ON clip_search.clip_id = clip_models.id' : '';
}

// Finds clips: newest first, exact, in slices so that a newer request need not wait. What is kept of the newest texts and of the
// letters before comes first; what the index holds is looked up there and verified; what it does not hold yet is read.
// Never hold a statement or a snapshot open between two slices: it would keep the WAL from being checkpointed.
import type { Database, Statement } from 'better-sqlite3';
import type { ClipSummary, HistoryPage } from '../../src-shared/clip';
import type { QueryTerm } from '../../src-shared/search-query';
import { type Lookup, planLookup, TextSample } from './search-lookup';
import { hasAll, NewestTexts } from './search-newest';
import { Pace } from './search-pace';
import { planSearch, type SearchPlan, TOP } from './search-plan';
import { Proof } from './search-proof';
import { RecentSearches } from './search-recent';
import { Texts, withMatches, withPattern } from './search-results';
import { SearchRows } from './search-rows';
import { type Indexed, Slots } from './search-slots';
import { type SearchTuning, TUNED } from './search-tuning';
import { Vocabulary } from './search-vocabulary';
import { beginWork, isDone, isTextAlone, nextOf, searchedDownTo, type Work } from './search-work';
import type { FoundSnippet, PageRequest, SearchedTextOf } from './types';

const MAX_SLICE_ROWS = 16_384;
const MAX_CANDIDATES = 4_096;

/** Rows of a page that come with a snippet: as many as one sees at once. The others' are asked for when they are shown. */
const SNIPPET_ROWS = 12;

/** Matches among the newest texts between two looks at the clock: each is a row to read where the query has other conditions. */
const MATCHES_PER_LOOK = 64;

/** Candidates for a pattern that one look into the index takes: each is a text to look through. */
const PATTERN_CANDIDATES = 64;

/** Where pages are shown: matches are looked for in their rows for a part of what the search may take. */
const SHOWING_PART = 0.25;

/** What a Searcher needs besides its connection. */
export interface SearchParts {
  readonly searchedText: SearchedTextOf;
  /** Milliseconds; only tests have another clock. */
  readonly now?: (() => number) | undefined;
}

/** Searches on one read-only connection. */
export class Searcher {
  readonly #texts: Texts;
  readonly #slots: Slots;
  readonly #sample: TextSample;
  readonly #vocabulary: Vocabulary;
  readonly #tuning: SearchTuning;
  readonly #begin: Statement;
  readonly #commit: Statement;
  readonly #newest: Statement<[], number | null>;
  readonly #sliceEnd: Statement<[number, number, number], number | null>;
  readonly #dataVersion: Statement<[], number>;
  readonly #rows: SearchRows;
  readonly #newestTexts: NewestTexts;
  readonly #recent = new RecentSearches();
  readonly #now: () => number;
  #version = 0;

  constructor(db: Database, { searchedText, now }: SearchParts, tuning: Partial<SearchTuning> = {}) {
    this.#tuning = { ...TUNED, ...tuning };
    this.#now = now ?? (() => performance.now());
    this.#texts = new Texts(db, searchedText);
    this.#slots = new Slots(db);
    this.#sample = new TextSample(db);
    this.#vocabulary = new Vocabulary(db);
    this.#rows = new SearchRows(db);
    this.#newestTexts = new NewestTexts(db, this.#tuning.newest);
    this.#begin = db.prepare('BEGIN');
    this.#commit = db.prepare('COMMIT');
    const number = (sql: string) => db.prepare(sql).pluck() as unknown;
    this.#newest = number('SELECT max(last_used) FROM clip_models') as Statement<[], number | null>;
    this.#sliceEnd = number(
      `SELECT min(last_used) FROM
         (SELECT last_used FROM clip_models WHERE last_used < ? AND last_used >= ? ORDER BY last_used DESC LIMIT ?)`,
    ) as Statement<[number, number, number], number | null>;
    // https://sqlite.org/pragma.html#pragma_data_version: another number after each commit of any other connection.
    this.#dataVersion = number('PRAGMA data_version') as Statement<[], number>;
  }

  /**
   * Searches from the cursor downwards, a few milliseconds a step.
   * @param terms at least one.
   * @returns through the generator's end: the page, as the history stands when the search ends.
   * @throws SqliteError; ClipsteadError 'bad-request' for a pattern that cannot be used
   */
  *page(terms: readonly QueryTerm[], request: PageRequest): Generator<undefined, HistoryPage> {
    const plan = planSearch(terms, request.pinned);
    if (plan.pinnedOnly) return yield* this.#pinnedPage(plan, request);
    const work = beginWork(plan, request, this.#texts, this.#tuning);
    const pace = this.#pace(plan);
    while (!isDone(work)) {
      this.#slice(work, pace);
      if (isDone(work)) break;
      // Something at least was looked at: a page that began where it ends would be asked for for ever.
      const next = searchedDownTo(work);
      if (pace.isSpent() && next < work.from) return yield* this.#finish(work.found, plan, next);
      yield* pace.pause();
    }

    let { found } = work;
    if (work.version === this.refresh()) this.#keep(work);
    else if (request.after === null && plan.below === TOP) {
      // Clips that came or were used while the slices ran stand above where the search began.
      const newer = this.#rows.read(plan, TOP, work.from, plan.pattern === null ? work.wanted : -1);
      const { clips } = yield* this.#proven(
        newer,
        plan,
        work.wanted,
        new Pace(this.#now, this.#tuning.sliceMs),
      );
      const ids = new Set(clips.map(({ id }) => id));
      found = [...clips, ...found.filter(({ id }) => !ids.has(id))];
    }
    const clips = found.slice(0, request.limit);
    return yield* this.#finish(clips, plan, nextOf(found, clips));
  }

  #pace({ pattern }: SearchPlan, part = 1): Pace {
    const { sliceMs, patternMs } = this.#tuning;
    return new Pace(this.#now, sliceMs, pattern === null ? Number.POSITIVE_INFINITY : patternMs * part);
  }

  /** What is shown of found clips: all at once, or in steps where a pattern is looked for in each. */
  *#finish(
    clips: readonly ClipSummary[],
    plan: SearchPlan,
    next: number | null,
  ): Generator<undefined, HistoryPage> {
    const textsFor = (row: number) => (row < SNIPPET_ROWS ? this.#texts : null);
    if (plan.pattern === null) {
      return { clips: clips.map((clip, row) => withMatches(clip, plan, textsFor(row))), next };
    }
    const pace = this.#pace(plan, SHOWING_PART);
    const shown: ClipSummary[] = [];
    for (const [row, clip] of clips.entries()) {
      shown.push(yield* withPattern(clip, plan, textsFor(row), pace));
      if (pace.isOver()) yield* pace.pause();
    }
    return { clips: shown, next };
  }

  /** Pins are few and have an index of their own: all of them at once. */
  *#pinnedPage(plan: SearchPlan, { after, limit }: PageRequest): Generator<undefined, HistoryPage> {
    const below = Math.min(after ?? TOP, plan.below);
    const pinned = this.#rows.pinned(plan, below);
    const { clips: found, next } = yield* this.#proven(pinned, plan, limit + 1, this.#pace(plan));
    const clips = found.slice(0, limit);
    return yield* this.#finish(clips, plan, nextOf(found, clips) ?? next);
  }

  /** Those of the clips that have the plan's pattern, `wanted` at most; `next`: below which the time was up, null where it was not. */
  *#proven(
    clips: ClipSummary[],
    { pattern }: SearchPlan,
    wanted: number,
    pace: Pace,
  ): Generator<undefined, { readonly clips: readonly ClipSummary[]; readonly next: number | null }> {
    if (pattern === null) return { clips, next: null };
    const proof = new Proof(pattern, this.#texts);
    proof.take(clips);
    for (;;) {
      proof.go(wanted, pace.isOver);
      const { found, next } = proof;
      if (next === null || found.length >= wanted) return { clips: found, next: null };
      if (pace.isSpent() && next !== clips[0]) return { clips: found, next: next.order + 1 };
      yield* pace.pause();
    }
  }

  /**
   * See Pages.snippets().
   * @throws SqliteError; ClipsteadError 'bad-request' for a pattern that cannot be used
   */
  *snippets(terms: readonly QueryTerm[], ids: readonly number[]): Generator<undefined, FoundSnippet[]> {
    const plan = planSearch(terms, 'include');
    const pace = this.#pace(plan);
    const found: FoundSnippet[] = [];
    for (const id of ids) {
      this.refresh();
      const clip = this.#rows.byId(id);
      if (clip === null) continue;
      const { snippet } =
        plan.pattern === null
          ? withMatches(clip, plan, this.#texts)
          : yield* withPattern(clip, plan, this.#texts, pace);
      if (snippet !== undefined) found.push({ id, snippet });
      if (pace.isSpent()) break;
      if (pace.isOver()) yield* pace.pause();
    }
    return found;
  }

  /** Reads the index's words and the newest texts before the first search needs them, a few milliseconds a step. */
  *warmUp(): Generator<undefined, void> {
    while (!this.#vocabulary.read()) yield;
    for (this.refresh(); !this.#newestTexts.full; this.refresh()) {
      this.#newestTexts.extend(this.#tuning.newestStep);
      yield;
    }
  }

  /**
   * Forgets what is kept of a history that has changed since. Every look at the history begins with it, so that no text is kept for
   * long after its clip has gone.
   * @returns the history's version
   * @throws SqliteError
   */
  refresh(): number {
    const version = this.#dataVersion.get() ?? 0;
    if (version !== this.#version) {
      this.#rows.drop();
      this.#newestTexts.drop();
      this.#recent.drop();
      this.#version = version;
    }
    return version;
  }

  /** Moves the cursor down by a slice's work, or looks for the pattern in what it has come to. */
  #slice(work: Work, pace: Pace): void {
    const { proof } = work;
    if (proof === null || proof.next === null) this.#read(work, pace.deadline);
    if (proof !== null && !pace.isOver()) proof.go(work.wanted, pace.isOver);
  }

  /** A slice's work in one snapshot of the history. */
  #read(work: Work, deadline: number): void {
    this.#begin.run();
    try {
      const version = this.refresh();
      if (work.version === null) this.#start(work);
      work.version ??= version;
      this.#scanNewest(work, deadline);
      if (work.found.length >= work.wanted || work.cursor <= work.plan.floor) return;
      const indexed = work.plan.needs.length > 0 ? this.#slots.indexed() : null;
      const bottom = indexed === null ? 0 : indexed.lastUsed + 1;
      if (indexed === null || work.cursor > bottom) {
        this.#readSlice(work, bottom);
        if (indexed === null || work.cursor > bottom || work.found.length >= work.wanted) return;
      }
      if (!this.#vocabulary.read()) return;
      const lookup = this.#lookupOf(work, indexed);
      if (lookup === null || work.read < work.rowsFirst) this.#readSlice(work, 0);
      else if (this.#now() < deadline) this.#indexSlice(work, lookup, indexed, deadline);
    } finally {
      this.#commit.run();
    }
  }

  /** Where the search begins: in the same snapshot that it reads first, so that no clip comes in between. */
  #start(work: Work): void {
    const top = (this.#newest.get() ?? 0) + 1;
    work.from = Math.min(work.after ?? top, work.plan.below);
    work.cursor = work.from;
    if (work.from === top) work.top = top;
    this.#recall(work);
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
    if (indexed.outliers) found.push(...this.#rows.outliers(plan, cursor, work.cursor));
    found.sort((a, b) => b.order - a.order);
    if (work.proof === null) work.found = [...work.found, ...found].slice(0, work.wanted);
    else work.proof.take(found);
  }

  /** Reads clips one after another, down to `low`. */
  #readSlice(work: Work, low: number): void {
    const started = this.#now();
    if (this.#extendNewest(work, low, started + this.#tuning.sliceMs)) return;
    const floor = Math.max(low, work.plan.floor);
    const end = this.#sliceEnd.get(work.cursor, floor, work.rows) ?? null;
    if (end === null) {
      work.cursor = floor;
      return;
    }
    const { plan, proof } = work;
    if (proof === null) {
      work.found.push(...this.#rows.read(plan, work.cursor, end, work.wanted - work.found.length));
    } else proof.take(this.#rows.read(plan, work.cursor, end, -1));
    work.cursor = end;
    work.read += work.rows;
    const took = this.#now() - started;
    const { sliceMs, patternRows } = this.#tuning;
    if (took < sliceMs / 2)
      work.rows = Math.min(work.rows * 2, proof === null ? MAX_SLICE_ROWS : patternRows);
    else if (took > sliceMs * 2) work.rows = Math.max(Math.floor(work.rows / 4), 1);
  }

  /** Begins where the letters before came to: what they found is all that there is, as far down as they went. */
  #recall(work: Work): void {
    if (work.top === null || !isTextAlone(work.plan)) return;
    const reached = this.#recent.covering(work.plan);
    if (reached === null) return;
    const { bytes } = work.plan;
    work.found = reached.found.filter(({ id }) => this.#hasAll(id, bytes));
    work.cursor = reached.cursor;
  }

  #keep({ top, plan, found, wanted, cursor }: Work): void {
    if (top === null || !isTextAlone(plan)) return;
    // Where enough was found, the cursor may stand below matches that were left out.
    const down = found.length < wanted ? cursor : (found.at(-1)?.order ?? cursor);
    this.#recent.add(plan, { found, cursor: down });
  }

  #hasAll(id: number, needles: readonly Buffer[]): boolean {
    const text = this.#newestTexts.textOf(id);
    // Node finds a needle in two thirds of the time that instr() takes.
    return text === undefined ? this.#rows.hasAll(id, needles) : hasAll(text, needles);
  }

  /** Looks through the newest texts, as far as they are held. */
  #scanNewest(work: Work, deadline: number): void {
    const { plan } = work;
    const { bottom } = this.#newestTexts;
    if (work.cursor <= bottom || work.found.length >= work.wanted || !isTextAlone(plan)) return;
    let matches = 0;
    for (const { id, order } of this.#newestTexts.find(plan.bytes, work.cursor)) {
      if (order < plan.floor) break;
      const clip = this.#rows.meeting(plan, id, order);
      if (clip !== null) work.found.push(clip);
      work.cursor = order;
      if (work.found.length >= work.wanted) return;
      matches += 1;
      if (matches % MATCHES_PER_LOOK === 0 && this.#now() >= deadline) return;
    }
    work.cursor = Math.max(bottom, plan.floor);
  }

  /** Reads on by taking texts in, where the search stands at the bottom of those that are held. */
  #extendNewest(work: Work, low: number, deadline: number): boolean {
    const texts = this.#newestTexts;
    const { newestStep, firstRows } = this.#tuning;
    const isNext = () => work.cursor === (texts.bottom === TOP ? work.top : texts.bottom);
    if (!isTextAlone(work.plan) || texts.full || !isNext()) return false;
    const until = work.read + firstRows;
    do {
      texts.extend(newestStep);
      work.read += newestStep;
      this.#scanNewest(work, deadline);
      if (work.found.length >= work.wanted || work.cursor <= Math.max(low, work.plan.floor)) break;
    } while (!texts.full && isNext() && work.read < until && this.#now() < deadline);
    return true;
  }

  /** Verifies what the index names, from the cursor down, until enough is found or the time is up; moves the cursor. */
  #lookUp(work: Work, lookup: Lookup, indexed: Indexed, deadline: number, found: ClipSummary[]): void {
    const { plan } = work;
    const bottom = plan.floor > 0 ? this.#slots.keyFor(indexed, plan.floor) : indexed.low;
    let below = this.#slots.keyFor(indexed, work.cursor);
    const enough = work.proof === null ? work.wanted - work.found.length : PATTERN_CANDIDATES;
    // Once at least, however late it is: otherwise the search would not get on.
    let first = true;
    while (below > bottom && found.length < enough && (first || this.#now() < deadline)) {
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
          this.#rows.meeting(plan, slot.clipId, slot.lastUsed);
        if (clip) found.push(clip);
        if (found.length >= enough || this.#now() >= deadline) break;
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
    const started = this.#now();
    const keys = this.#slots.candidates(lookup.expression, below, low, work.candidates);
    const took = this.#now() - started;
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
}

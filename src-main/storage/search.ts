// Finds clips: newest first, exact, in slices so that a newer request need not wait. What is kept of the newest texts and of the
// letters before comes first; what the index holds is looked up there and verified; what it does not hold yet is read.
// Never hold a statement or a snapshot open between two slices: it would keep the WAL from being checkpointed.
import type { Database, Statement } from 'better-sqlite3';
import type { ClipSummary, HistoryPage } from '../../src-shared/clip';
import type { QueryTerm } from '../../src-shared/search-query';
import { type Lookup, planLookup, TextSample } from './search-lookup';
import { hasAll, NewestTexts } from './search-newest';
import { findPattern, planSearch, type SearchPlan, TOP } from './search-plan';
import { RecentSearches } from './search-recent';
import { Texts, withMatches } from './search-results';
import { SearchRows } from './search-rows';
import { type Indexed, Slots } from './search-slots';
import { type SearchTuning, TUNED } from './search-tuning';
import { Vocabulary } from './search-vocabulary';
import type { FoundSnippet, PageRequest } from './types';

const MAX_SLICE_ROWS = 16_384;
const MAX_CANDIDATES = 4_096;

/** Rows of a page that come with a snippet: as many as one sees at once. The others' are asked for when they are shown. */
const SNIPPET_ROWS = 12;

/** Matches among the newest texts between two looks at the clock: each is a row to read where the query has other conditions. */
const MATCHES_PER_LOOK = 64;

/** A search that is under way. */
interface Work {
  readonly plan: SearchPlan;
  readonly wanted: number;
  /** Above every clip when the search began; null = it begins elsewhere. */
  readonly top: number | null;
  /** The history's version in the first slice. */
  version: number | null;
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
  readonly #tuning: SearchTuning;
  readonly #begin: Statement;
  readonly #commit: Statement;
  readonly #newest: Statement<[], number | null>;
  readonly #sliceEnd: Statement<[number, number, number], number | null>;
  readonly #dataVersion: Statement<[], number>;
  readonly #rows: SearchRows;
  readonly #newestTexts: NewestTexts;
  readonly #recent = new RecentSearches();
  #version = 0;

  constructor(db: Database, tuning: Partial<SearchTuning> = {}) {
    this.#tuning = { ...TUNED, ...tuning };
    this.#texts = new Texts(db);
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
    if (plan.pinnedOnly) return this.#pinnedPage(plan, request);
    const top = (this.#newest.get() ?? 0) + 1;
    const from = Math.min(request.after ?? top, plan.below);
    // One more than asked for tells whether there is a next page.
    const wanted = request.limit + 1;
    const work: Work = {
      plan,
      wanted,
      top: from === top ? top : null,
      version: null,
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
    if (work.version === this.refresh()) this.#keep(work);
    else if (request.after === null && plan.below === TOP) {
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
    const found = this.#byPattern(this.#rows.pinned(plan, below), plan);
    const clips = found.slice(0, limit);
    return this.#finish(clips, plan, found.length > limit ? (clips.at(-1)?.order ?? null) : null);
  }

  /**
   * See Pages.snippets().
   * @throws SqliteError; ClipsteadError 'bad-request' for a pattern that cannot be used
   */
  snippets(terms: readonly QueryTerm[], ids: readonly number[]): FoundSnippet[] {
    const plan = planSearch(terms, 'include');
    this.refresh();
    return ids.flatMap((id) => {
      const clip = this.#rows.byId(id);
      const { snippet } = clip === null ? {} : withMatches(clip, plan, this.#texts);
      return snippet === undefined ? [] : [{ id, snippet }];
    });
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

  /** Moves the cursor down by a slice's work, in one snapshot of the history. */
  #slice(work: Work, deadline: number): void {
    this.#begin.run();
    try {
      const version = this.refresh();
      if (work.version === null) this.#recall(work);
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
    if (indexed.outliers)
      found.push(...this.#byPattern(this.#rows.outliers(plan, cursor, work.cursor), plan));
    found.sort((a, b) => b.order - a.order);
    work.found = [...work.found, ...found].slice(0, work.wanted);
  }

  /** Reads clips one after another, down to `low`. */
  #readSlice(work: Work, low: number): void {
    const started = performance.now();
    if (this.#extendNewest(work, low, started + this.#tuning.sliceMs)) return;
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

  #read(plan: SearchPlan, below: number, from: number, limit: number): ClipSummary[] {
    return this.#byPattern(this.#rows.read(plan, below, from, limit), plan);
  }

  #byPattern(clips: ClipSummary[], { pattern }: SearchPlan): ClipSummary[] {
    if (pattern === null) return clips;
    return clips.filter(({ id }) => findPattern(pattern, this.#texts.of(id)) !== null);
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
      if (matches % MATCHES_PER_LOOK === 0 && performance.now() >= deadline) return;
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
    } while (!texts.full && isNext() && work.read < until && performance.now() < deadline);
    return true;
  }

  /** Verifies what the index names, from the cursor down, until enough is found or the time is up; moves the cursor. */
  #lookUp(work: Work, lookup: Lookup, indexed: Indexed, deadline: number, found: ClipSummary[]): void {
    const { plan } = work;
    const bottom = plan.floor > 0 ? this.#slots.keyFor(indexed, plan.floor) : indexed.low;
    let below = this.#slots.keyFor(indexed, work.cursor);
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
          this.#rows.meeting(plan, slot.clipId, slot.lastUsed);
        if (clip) found.push(...this.#byPattern([clip], plan));
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
}

/** Whether verified texts are all that the query asks of texts. */
function isTextAlone({ bytes, pattern }: SearchPlan): boolean {
  return bytes.length > 0 && pattern === null;
}

// Reads the history on a read-only connection: pages by key, pinned clips, count, search.
// Never write, and never page by OFFSET.
import type { Database, Statement } from 'better-sqlite3';
import type { ClipSummary, HistoryPage } from '../../src-shared/clip';
import { parseQuery } from '../../src-shared/search-query';
import { letGo } from './database-care';
import { storageError } from './failures';
import { openEmpty, openReading } from './reading';
import { SUMMARY_COLUMNS, type SummaryRow, toSummary } from './rows';
import { Searcher, type SearchParts } from './search';
import { TOP } from './search-plan';
import type { SearchTuning } from './search-tuning';
import type { FoundSnippet, PageRequest } from './types';

type PageStatement = Statement<[number, number], SummaryRow>;

/** What openPages() needs; crosses into the worker as it is. */
export interface PagesOptions {
  /** The data folder; a store must have made it. */
  readonly dir: string;
  readonly nativeBinding?: string | undefined;
  /** The history cannot be read now; see openEmptyStore(). */
  readonly empty?: boolean;
  /** Other than the tuned values only to try what they change. */
  readonly tuning?: Partial<SearchTuning> | undefined;
}

/** Synchronous reads; HistoryReader is the same from another thread. */
export class Pages {
  readonly #db: Database;
  readonly #searcher: Searcher;
  readonly #all: PageStatement;
  readonly #unpinned: PageStatement;
  readonly #pinned: Statement<[], SummaryRow>;
  readonly #count: Statement<[], number>;

  constructor(db: Database, parts: SearchParts, tuning?: Partial<SearchTuning>) {
    this.#db = db;
    this.#searcher = new Searcher(db, parts, tuning);
    const page = (where: string) =>
      db
        .prepare<[number, number], SummaryRow>(
          `SELECT ${SUMMARY_COLUMNS} FROM clip_models WHERE last_used < ? ${where} ORDER BY last_used DESC LIMIT ?`,
        )
        .raw() as PageStatement;
    this.#all = page('');
    this.#unpinned = page('AND pin_order IS NULL');
    this.#pinned = db
      .prepare<[], SummaryRow>(
        `SELECT ${SUMMARY_COLUMNS} FROM clip_models WHERE pin_order IS NOT NULL ORDER BY pin_order, id`,
      )
      .raw() as Statement<[], SummaryRow>;
    this.#count = db.prepare<[], number>('SELECT count(*) FROM clip_models').pluck() as Statement<[], number>;
  }

  /**
   * One page, in steps: each next() is a bounded piece of work, the last one returns the page.
   * @throws SqliteError; ClipsteadError 'bad-request' for a pattern that cannot be used
   */
  *page(request: PageRequest): Generator<undefined, HistoryPage> {
    const terms = parseQuery(request.query);
    if (terms.length > 0) return yield* this.#searcher.page(terms, request);
    this.#searcher.refresh();
    const statement = request.pinned === 'exclude' ? this.#unpinned : this.#all;
    const clips = statement.all(request.after ?? TOP, request.limit + 1).map(toSummary);
    if (clips.length <= request.limit) return { clips, next: null };
    clips.pop();
    return { clips, next: clips.at(-1)?.order ?? null };
  }

  /** Makes the first search as fast as later ones; in steps, like page(). */
  warmUp(): Generator<undefined, void> {
    return this.#searcher.warmUp();
  }

  /**
   * The parts of texts that a query matched, for clips of its results that came without one, in steps like page(); ids without such
   * a part are left out, and with a pattern those for which there was no time.
   * @throws SqliteError; ClipsteadError 'bad-request' for a pattern that cannot be used
   */
  snippets(query: string, ids: readonly number[]): Generator<undefined, FoundSnippet[]> {
    return this.#searcher.snippets(parseQuery(query), ids);
  }

  /** All pinned clips in their own order. */
  pinned(): ClipSummary[] {
    return this.#pinned.all().map(toSummary);
  }

  count(): number {
    return this.#count.get() ?? 0;
  }

  /** Gives back the memory that the connection keeps to be quick. @throws SqliteError */
  letGo(): void {
    letGo(this.#db);
  }

  close(): void {
    this.#db.close();
  }
}

/**
 * Opens the history of a data folder for reading.
 * @param parts what a search needs of others.
 * @throws ClipsteadError 'storage-failed' where there is none, or it cannot be read.
 */
export function openPages({ dir, nativeBinding, empty, tuning }: PagesOptions, parts: SearchParts): Pages {
  let db: Database | undefined;
  try {
    // A newer version's file too, where it still has the tables that are read.
    db = empty === true ? openEmpty(nativeBinding) : openReading({ dir, nativeBinding });
    return new Pages(db, parts, tuning);
  } catch (error) {
    db?.close();
    throw storageError(error);
  }
}

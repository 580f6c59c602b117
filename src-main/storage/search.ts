// Finds clips by their text: newest first, every word a substring, in slices so that a newer request need not wait.
// Never hold a statement open between two slices: it would keep the WAL from being checkpointed.
import type { Database, Statement } from 'better-sqlite3';
import type { ClipSummary, HistoryPage } from '../../src-shared/clip';
import { SUMMARY_COLUMNS, type SummaryRow, toSummary } from './rows';
import type { PageRequest } from './types';

/** Rows in a search's first slice: few enough for the longest texts (64 KiB each) to stay near SLICE_MS. */
const FIRST_SLICE_ROWS = 256;
const MAX_SLICE_ROWS = 16_384;

/** What one slice should take: a newer request waits no longer, and the cost of slicing stays below 1 %. */
const SLICE_MS = 5;

/** Above every `last_used`. */
const TOP = Number.MAX_SAFE_INTEGER;

type FindStatement = Statement<[number, number, ...Uint8Array[], number], SummaryRow>;

/** Words that no other word contains, longest first: the others are found with them, and long words miss fastest. */
function neededWords(words: readonly string[]): Uint8Array[] {
  return [...words]
    .sort((a, b) => b.length - a.length)
    .filter((word, index, sorted) => !sorted.some((other, at) => at < index && other.includes(word)))
    .map((word) => Buffer.from(word));
}

function prepareFind(db: Database, words: number, pinned: PageRequest['pinned']): FindStatement {
  // instr() on two BLOBs compares bytes: no wildcards, no end at NUL, and half again as fast as on text.
  const matches = Array.from({ length: words }, () => ' AND instr(clip_search.folded, ?) > 0').join('');
  return db
    .prepare<[number, number, ...Uint8Array[], number], SummaryRow>(
      `SELECT ${SUMMARY_COLUMNS} FROM clip_models JOIN clip_search ON clip_search.clip_id = clip_models.id
       WHERE clip_models.last_used < ? AND clip_models.last_used >= ?
       ${pinned === 'exclude' ? 'AND clip_models.pin_order IS NULL' : ''}${matches}
       ORDER BY clip_models.last_used DESC LIMIT ?`,
    )
    .raw() as FindStatement;
}

/**
 * Searches from the cursor downwards, one slice of rows a step.
 * @param words folded (queryWords()); at least one.
 * @returns through the generator's end: the page, as the history stands when the search ends.
 * @throws SqliteError
 */
export function* search(
  db: Database,
  words: readonly string[],
  request: PageRequest,
): Generator<undefined, HistoryPage> {
  const needles = neededWords(words);
  const find = prepareFind(db, needles.length, request.pinned);
  const sliceEnd = db
    .prepare<[number, number], number | null>(
      `SELECT min(last_used) FROM
         (SELECT last_used FROM clip_models WHERE last_used < ? ORDER BY last_used DESC LIMIT ?)`,
    )
    .pluck() as Statement<[number, number], number | null>;
  const newest = db.prepare<[], number | null>('SELECT max(last_used) FROM clip_models').pluck() as Statement<
    [],
    number | null
  >;

  // One more than asked for tells whether there is a next page.
  const wanted = request.limit + 1;
  const from = request.after ?? (newest.get() ?? 0) + 1;
  let found: ClipSummary[] = [];
  let cursor = from;
  let rows = FIRST_SLICE_ROWS;
  for (;;) {
    const started = performance.now();
    const end = sliceEnd.get(cursor, rows);
    if (end === null || end === undefined) break;
    found.push(...find.all(cursor, end, ...needles, wanted - found.length).map(toSummary));
    if (found.length >= wanted) break;
    cursor = end;
    const took = performance.now() - started;
    if (took < SLICE_MS / 2) rows = Math.min(rows * 2, MAX_SLICE_ROWS);
    else if (took > SLICE_MS * 2) rows = Math.max(Math.floor(rows / 4), 1);
    yield;
  }

  if (request.after === null) {
    // Clips that came or were used while the slices ran stand above where the search began.
    const newer = find.all(TOP, from, ...needles, wanted).map(toSummary);
    const ids = new Set(newer.map(({ id }) => id));
    found = [...newer, ...found.filter(({ id }) => !ids.has(id))];
  }
  const clips = found.slice(0, request.limit);
  return { clips, next: found.length > request.limit ? (clips.at(-1)?.order ?? null) : null };
}

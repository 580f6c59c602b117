// SQLite's errors in plain words that name what to do.
// Never pass SQLite's own message on to the user: it stays in `cause`.
import { ClipsteadError } from '../../src-shared/errors';

/** By the beginning of SQLite's result code (https://sqlite.org/rescode.html), so that extended codes are covered. */
const WORDS: readonly (readonly [code: string, words: string])[] = [
  ['SQLITE_FULL', 'The disk is full: free some space and copy again. What was stored before is safe.'],
  [
    'SQLITE_READONLY',
    "Clipstead may not write its history: make its data folder writable and check the disk's state.",
  ],
  ['SQLITE_BUSY', "Another program holds Clipstead's history locked: close that program and try again."],
  ['SQLITE_LOCKED', "Another program holds Clipstead's history locked: close that program and try again."],
  [
    'SQLITE_CORRUPT',
    "Clipstead's history is damaged: quit Clipstead, move its database away and start again.",
  ],
  [
    'SQLITE_NOTADB',
    "Clipstead's history is damaged: quit Clipstead, move its database away and start again.",
  ],
  [
    'SQLITE_CANTOPEN',
    "Clipstead cannot open its history: check that its data folder exists and is the user's own.",
  ],
  [
    'SQLITE_PERM',
    "Clipstead cannot open its history: check that its data folder exists and is the user's own.",
  ],
  ['SQLITE_IOERR', "The disk did not take or give Clipstead's data: check the disk, then try again."],
];

/**
 * The error that storage throws for whatever went wrong.
 * @returns a ClipsteadError as it is; anything else as 'storage-failed' with one plain line, the original as `cause`.
 */
export function storageError(error: unknown): ClipsteadError {
  if (error instanceof ClipsteadError) return error;
  const code = String((error as { code?: unknown } | null)?.code ?? '');
  const words = WORDS.find(([prefix]) => code.startsWith(prefix))?.[1];
  return new ClipsteadError(
    'storage-failed',
    words ?? "Clipstead's history did not answer as it should: start Clipstead again.",
    { cause: error },
  );
}

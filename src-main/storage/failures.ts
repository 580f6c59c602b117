// SQLite's errors in plain words that name what to do.
// Never pass SQLite's own message on to the user: it stays in `cause`.
import { ClipsteadError } from '../../src-shared/errors';

const FULL = 'The disk is full: free some space and copy again. What was stored before is safe.';
const READONLY =
  "Clipstead may not write its history: make its data folder writable and check the disk's state.";
const BUSY = "Another program holds Clipstead's history locked: close that program and try again.";
const DAMAGED = "Clipstead's history is damaged: quit Clipstead, move its database away and start again.";
const CANTOPEN =
  "Clipstead cannot open its history: check that its data folder exists and is the user's own.";
const IOERR = "The disk did not take or give Clipstead's data: check the disk, then try again.";

/** By the beginning of SQLite's result code (https://sqlite.org/rescode.html), so that extended codes are covered; by errno. */
const WORDS: readonly (readonly [code: string, words: string])[] = [
  ['SQLITE_FULL', FULL],
  ['SQLITE_READONLY', READONLY],
  ['SQLITE_BUSY', BUSY],
  ['SQLITE_LOCKED', BUSY],
  ['SQLITE_CORRUPT', DAMAGED],
  ['SQLITE_NOTADB', DAMAGED],
  ['SQLITE_CANTOPEN', CANTOPEN],
  ['SQLITE_PERM', CANTOPEN],
  ['SQLITE_IOERR', IOERR],
  ['ENOSPC', FULL],
  ['EDQUOT', FULL],
  ['EACCES', READONLY],
  ['EPERM', READONLY],
  ['EROFS', READONLY],
  ['ENOTDIR', CANTOPEN],
  ['EEXIST', CANTOPEN],
  ['ENOENT', CANTOPEN],
  ['EIO', IOERR],
  ['EFBIG', IOERR],
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

// SQLite's errors in plain words that name what to do.
// Never pass SQLite's own message on to the user: it stays in `cause`.

import { ClipsteadError } from '../../src-shared/errors';
import { type Said, said } from '../../src-shared/i18n/said';

const FULL = said('diskFull');
const READONLY = said('historyReadOnly');
const BUSY = said('historyLocked');
const DAMAGED = said('historyDamaged');
const CANTOPEN = said('historyNotOpened');
const IOERR = said('diskFailed');

/** By the beginning of SQLite's result code (https://sqlite.org/rescode.html), so that extended codes are covered; by errno. */
const WORDS: readonly (readonly [code: string, words: Said])[] = [
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
  return new ClipsteadError('storage-failed', words ?? said('historyNoAnswer'), { cause: error });
}

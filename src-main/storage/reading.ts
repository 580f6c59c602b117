// Connections that only read the history: of a newer version's, of one that cannot be written at the moment, beside a writer.
// Never write a byte, and never take a file for unchanging that somebody may be writing.
import { statSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import Database from 'better-sqlite3';
import { databaseFile } from './files';
import { migrate } from './migrations/index';
import { applyReaderPragmas } from './pragmas';

// better-sqlite3 looks at it when it is first loaded into the process, and then takes names that begin with "file:" for URIs; no path of
// ours does. https://sqlite.org/uri.html
process.env.SQLITE_USE_URI = '1';

/** The least that a -shm has while somebody has the history open: its first block. https://sqlite.org/walformat.html, 2.2 */
const SHM_BYTES = 32_768;

/** Nothing can be made beside the file: https://sqlite.org/rescode.html */
const NO_ROOM = /^SQLITE_(CANTOPEN|FULL|IOERR|PERM|READONLY)/;

/**
 * Opens the history for reading. Where its -wal and -shm are not there and cannot be made (a full disk, a folder that may not be
 * written), as a file that nobody changes (https://sqlite.org/wal.html#readonly): whoever opens it so must not write it before all such
 * connections are closed.
 * @throws SqliteError; ClipsteadError 'storage-failed'
 */
export function openReading({
  dir,
  nativeBinding,
}: {
  readonly dir: string;
  readonly nativeBinding?: string | undefined;
}): Database.Database {
  const file = databaseFile(dir);
  try {
    return open(file, nativeBinding, false);
  } catch (error) {
    if (!NO_ROOM.test(String((error as { code?: unknown }).code)) || isOpenElsewhere(file)) throw error;
  }
  return open(`${pathToFileURL(file).href}?immutable=1`, nativeBinding, true);
}

/** In the place of a history that cannot even be read now: a database in memory, with nothing in it. */
export function openEmpty(nativeBinding: string | undefined): Database.Database {
  const db = new Database(':memory:', nativeBinding === undefined ? {} : { nativeBinding });
  migrate(db);
  return db;
}

function open(name: string, nativeBinding: string | undefined, unchanging: boolean): Database.Database {
  const db = new Database(name, {
    readonly: true,
    fileMustExist: true,
    ...(nativeBinding === undefined ? {} : { nativeBinding }),
  });
  try {
    applyReaderPragmas(db, unchanging);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function isOpenElsewhere(file: string): boolean {
  return (statSync(`${file}-shm`, { throwIfNoEntry: false })?.size ?? 0) >= SHM_BYTES;
}

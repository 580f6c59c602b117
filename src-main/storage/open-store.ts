// Opens the history for writing: private files, checked settings, current schema.
// Never open two stores on one folder: the writer is one.
import Database from 'better-sqlite3';
import type { ClipsteadError } from '../../src-shared/errors';
import { ClipDao } from './clip-dao';
import { storageError } from './failures';
import { databaseFile, makePrivateFiles, tightenFiles } from './files';
import { knownSchemaVersion, migrate } from './migrations/index';
import { applyWriterPragmas } from './pragmas';
import { openEmpty, openReading } from './reading';

export interface StoreOptions {
  /** The data folder; made where it is missing. */
  readonly dir: string;
  /** better-sqlite3's native library, where this runtime needs another than the package's own (findNativeBinding()). */
  readonly nativeBinding?: string | undefined;
  /** Milliseconds since the epoch; the system's clock by default. */
  readonly now?: () => number;
}

/**
 * The writing connection itself, ready for use.
 * @throws ClipsteadError 'storage-failed'
 */
export function openDatabase({ dir, nativeBinding }: StoreOptions): Database.Database {
  let db: Database.Database | undefined;
  try {
    makePrivateFiles(dir);
    db = new Database(databaseFile(dir), nativeBinding === undefined ? {} : { nativeBinding });
    // The first look at the file, and before anything is written to it.
    knownSchemaVersion(db);
    applyWriterPragmas(db);
    migrate(db);
    tightenFiles(dir);
    return db;
  } catch (error) {
    db?.close();
    throw storageError(error);
  }
}

/**
 * Opens `<dir>/clipstead.db`, making or upgrading it as needed.
 * @throws ClipsteadError 'storage-failed' where the folder or file cannot be used, a pragma does not hold, or the
 * schema is newer than this build knows; nothing is written in the last case.
 */
export function openStore(options: StoreOptions): ClipDao {
  const db = openDatabase(options);
  try {
    return new ClipDao(db, options.now);
  } catch (error) {
    db.close();
    throw storageError(error);
  }
}

/**
 * Opens a history that a newer version wrote, or that cannot be written now, without writing a byte: what reads works, what writes throws
 * `refusal`.
 * @throws `refusal` where it cannot even be read.
 */
export function openReadOnlyStore(
  { dir, nativeBinding, now }: StoreOptions,
  refusal: ClipsteadError,
): ClipDao {
  let db: Database.Database | undefined;
  try {
    db = openReading({ dir, nativeBinding });
    return new ClipDao(db, now, refusal);
  } catch {
    db?.close();
    throw refusal;
  }
}

/**
 * A history without clips in the place of one that cannot even be read now: what writes throws `refusal`.
 * @throws SqliteError; where the library itself is missing, whatever loading it throws
 */
export function openEmptyStore({ nativeBinding, now }: StoreOptions, refusal: ClipsteadError): ClipDao {
  return new ClipDao(openEmpty(nativeBinding), now, refusal);
}

// The settings of every connection: set at open, then read back, because SQLite ignores a setting it cannot follow.
// Never open a connection to the history that has not been through here.

import { ClipsteadError } from '../../src-shared/errors';
import { said } from '../../src-shared/i18n/said';

/** What a connection must be able to do here; better-sqlite3's Database is one. */
interface PragmaTarget {
  pragma(source: string, options: { simple: true }): unknown;
}

interface Pragma {
  readonly name: string;
  /** As it is written in `PRAGMA name=value`. */
  readonly value: string | number;
  /** What SQLite answers when the setting holds. */
  readonly readBack: string | number;
  /** What a read-only connection does with it: set it for itself, find it in the file, or leave it alone. */
  readonly reader: 'set' | 'find' | 'leave';
}

/** In the order in which they must be set. Source of each value's meaning: https://sqlite.org/pragma.html */
export const PRAGMAS: readonly Pragma[] = [
  // Ours hold the lock for milliseconds. The thread stands still while another program holds it; after that clips wait in memory.
  { name: 'busy_timeout', value: 5_000, readBack: 5_000, reader: 'set' },
  // Before anything else is written: it cannot be changed once the file has its first page.
  { name: 'auto_vacuum', value: 'INCREMENTAL', readBack: 2, reader: 'find' },
  { name: 'journal_mode', value: 'WAL', readBack: 'wal', reader: 'find' },
  // better-sqlite3 opens a new WAL file at FULL and an old one at NORMAL.
  { name: 'synchronous', value: 'NORMAL', readBack: 1, reader: 'leave' },
  // Checkpoints are the maintenance worker's (durability.ts): their fsync held this thread for up to 17 ms, at 64 MB for 170. This
  // bound, 256 MB of pages, is reached only where that worker does not come after.
  { name: 'wal_autocheckpoint', value: 65_536, readBack: 65_536, reader: 'leave' },
  // Negative = KiB: 16 MB.
  { name: 'cache_size', value: -16_384, readBack: -16_384, reader: 'set' },
  { name: 'mmap_size', value: 268_435_456, readBack: 268_435_456, reader: 'set' },
  { name: 'foreign_keys', value: 'ON', readBack: 1, reader: 'leave' },
  // A deleted clip's bytes are overwritten with zeros.
  { name: 'secure_delete', value: 'ON', readBack: 1, reader: 'leave' },
];

function check(db: PragmaTarget, pragma: Pragma): void {
  const found = db.pragma(pragma.name, { simple: true });
  if (found === pragma.readBack) return;
  throw new ClipsteadError(
    'storage-failed',
    said('pragmaNotTaken', `${pragma.name}=${pragma.value}`, String(found)),
  );
}

/**
 * Sets and reads back every pragma of the writing connection.
 * @throws ClipsteadError 'storage-failed' naming the first pragma that does not hold.
 */
export function applyWriterPragmas(db: PragmaTarget): void {
  for (const pragma of PRAGMAS) {
    db.pragma(`${pragma.name}=${pragma.value}`, { simple: true });
    check(db, pragma);
  }
}

/**
 * Sets and reads back the pragmas that a read-only connection can set, and checks those that the file carries.
 * @param unchanging opened as a file that nobody changes: it is read without its WAL.
 * @throws ClipsteadError 'storage-failed' naming the first pragma that does not hold.
 */
export function applyReaderPragmas(db: PragmaTarget, unchanging = false): void {
  for (const pragma of PRAGMAS) {
    if (unchanging && pragma.name === 'journal_mode') continue;
    if (pragma.reader === 'set') db.pragma(`${pragma.name}=${pragma.value}`, { simple: true });
    if (pragma.reader !== 'leave') check(db, pragma);
  }
}

/**
 * Sets and reads back what the connection for checkpoints needs. It waits for nobody: while it waited for a reader, the writer
 * would wait for it.
 * @throws ClipsteadError 'storage-failed' naming the first pragma that does not hold.
 */
export function applyMaintenancePragmas(db: PragmaTarget): void {
  const settings: Pragma[] = [
    { name: 'busy_timeout', value: 0, readBack: 0, reader: 'leave' },
    { name: 'journal_mode', value: 'WAL', readBack: 'wal', reader: 'leave' },
    // A checkpoint syncs by the setting of the connection that runs it.
    { name: 'synchronous', value: 'NORMAL', readBack: 1, reader: 'leave' },
    { name: 'query_only', value: 'ON', readBack: 1, reader: 'leave' },
  ];
  for (const pragma of settings) {
    db.pragma(`${pragma.name}=${pragma.value}`, { simple: true });
    check(db, pragma);
  }
}

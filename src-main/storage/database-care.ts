// What is done to the writer's database as a whole: checkpoints on its own thread, memory and space given back, copies.
// Never change a clip here.
import type { Database } from 'better-sqlite3';
import { errorFields, log } from '../log';
import { syncFile } from './durable-files';

/** Pages that giveBack() moves in one step (0.5 ms), and free pages (1 MB) that stay for the next clips. */
const STEP_PAGES = 64;
const SPARE_PAGES = 256;

/**
 * Clips that were written, or steps of the index, after which the file is unmapped. Each leaves some tens of KB mapped (28 in a history of
 * 200,000): their pages lie far apart, and the system maps sixteen at a time.
 */
const UNMAP_AFTER = 256;

/** Pages (1 MB) that copyTo() copies in one step. */
const COPY_PAGES = 256;

/**
 * A checkpoint on this thread: what was committed is on the disk afterwards, also where somebody reads or checkpoints at this moment
 * and so keeps it in the WAL. One that fails loses nothing: the next open reads the WAL.
 * @returns false where it failed.
 */
export function checkpoint(db: Database, mode: 'PASSIVE' | 'TRUNCATE'): boolean {
  try {
    const [row] = db.pragma(`wal_checkpoint(${mode})`) as [
      { busy: number; log: number; checkpointed: number },
    ];
    // SQLite keeps no locks on a WAL that closing it would give up (https://sqlite.org/howtocorrupt.html, 2.2).
    if (row.busy !== 0 || row.log !== row.checkpointed) syncFile(`${db.name}-wal`);
    return true;
  } catch (error) {
    log.warn('storage.checkpoint-failed', errorFields(error));
    return false;
  }
}

/**
 * Gives back the memory that a connection keeps to be quick: cached pages, and the mapping of the file, whose pages count as ours
 * from their first use on. Both come back as they are used.
 * @throws SqliteError
 */
export function letGo(db: Database): void {
  db.pragma('shrink_memory');
  unmap(db);
}

/** Unmaps the file; it is mapped again when a page is asked for (unixFileControl in os_unix.c). @throws SqliteError */
function unmap(db: Database): void {
  const mapped = db.pragma('mmap_size', { simple: true }) as number;
  db.pragma('mmap_size=0', { simple: true });
  db.pragma(`mmap_size=${mapped}`, { simple: true });
}

/**
 * Unmaps the file now and then, while little of it is mapped. SQLite unmaps it whole when another connection has begun the WAL anew
 * (pagerBeginReadTransaction in pager.c), in the next BEGIN: 22 ms where 256 MB of it were in use.
 */
export class MappedParts {
  readonly #db: Database;
  #uses = 0;

  constructor(db: Database) {
    this.#db = db;
  }

  /** After a transaction. Never throws: that one has committed. @param clips that it wrote */
  used(clips: number): void {
    this.#uses += Math.max(1, clips);
    if (this.#uses < UNMAP_AFTER) return;
    this.#uses = 0;
    try {
      unmap(this.#db);
    } catch (error) {
      log.warn('storage.not-unmapped', errorFields(error));
    }
  }
}

/** See ClipStore.giveBack(). @throws SqliteError */
export function giveBack(db: Database): boolean {
  const free = () => db.pragma('freelist_count', { simple: true }) as number;
  if (free() <= SPARE_PAGES) return false;
  db.pragma(`incremental_vacuum(${STEP_PAGES})`);
  return free() > SPARE_PAGES;
}

/** See ClipStore.copyTo(). @param count clips that the connection sees. */
export async function copyTo(db: Database, file: string, count: () => number): Promise<number> {
  // Writes of this connection meanwhile go into the copy too (https://sqlite.org/backup.html): counted at the last step.
  let clips = count();
  await db.backup(file, {
    progress: ({ remainingPages }) => {
      clips = count();
      return remainingPages > 0 ? COPY_PAGES : 0;
    },
  });
  return clips;
}

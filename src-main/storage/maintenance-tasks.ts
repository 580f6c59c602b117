// What is done to the history's files off the main thread: checks and recovery before it is opened, then checkpoints and backups.
// Never change a clip here, and never hold the writer up: what takes a sync happens while it may write.
import { closeSync, fstatSync, fsyncSync, openSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import type { HistoryStats } from '../../src-shared/history-stats';
import { backUp, finishBackup } from './backups';
import { checkDatabase } from './check';
import { syncFolder } from './durable-files';
import { type ExcessClip, findExcess, type RetentionPolicy } from './excess';
import { databaseFile, identity } from './files';
import { countLost, findUnnamed, type Unnamed } from './payload-check';
import { movePayloads } from './payload-move';
import { applyMaintenancePragmas } from './pragmas';
import { prepareHistory, type StartReport } from './recovery';
import { type RunState, readRunState, writeRunState } from './run-state';
import { readStats } from './stats';

/** Where the history lies; crosses into the worker as it is. */
export interface MaintenanceOptions {
  readonly dir: string;
  readonly nativeBinding?: string | undefined;
  /** See MaintenanceTasks.begin(). */
  readonly ours?: string | null;
  /** Nobody waits for its tasks: the thread gives way to others. */
  readonly patient?: boolean;
}

/** What empty() came to. */
export interface WalState {
  /** The WAL's length afterwards. */
  readonly bytes: number;
  /** All that was written before is in the database file, on the disk. */
  readonly complete: boolean;
  /** Nothing of that is in the WAL any more. */
  readonly emptied: boolean;
}

/** What lookForLost() came to. */
export interface LostClips {
  /** As it is to be noted for later looks; `changed` where it is not noted yet. */
  readonly lost: number;
  readonly changed: boolean;
  /** Clips that nobody was told of. */
  readonly news: number;
}

/** Looks at what came in meanwhile before the WAL is emptied: somebody who writes all the time is not waited for. */
const CHECKPOINTS = 4;

/** Pages (48 MB) at which it is emptied all the same, and the writer waits for it. */
const FORCED_FRAMES = 12_288;

/** The tasks of one history; its connection is opened by the first one that needs it. */
export class MaintenanceTasks {
  readonly #options: MaintenanceOptions;
  #db: Database.Database | null = null;
  #folderSynced = false;
  #allInFiles = false;

  #ours: string | null;

  constructor(options: MaintenanceOptions) {
    this.#options = options;
    this.#ours = options.ours ?? null;
  }

  /** Before a store is opened; see prepareHistory(). */
  prepare(now: number, unusable: boolean): Promise<StartReport> {
    return prepareHistory({ ...this.#options, now }, unusable);
  }

  /**
   * See movePayloads(). While nobody writes: after the store is open, before it is used. Where none was left once none is looked for.
   * @returns true where none is left.
   * @throws SqliteError; the file system's error
   */
  movePayloads(forMs: number): boolean {
    this.#allInFiles =
      readRunState(this.#options.dir)?.allInFiles === true || movePayloads(this.#options, forMs);
    return this.#allInFiles;
  }

  /**
   * Opens the connection, says on the disk that a run has begun, and begins the WAL, so that the first copy need not.
   * @param ours the file that the store has open, as identity() has it: no other is opened under its name
   * @throws SqliteError; the file system's error
   */
  begin(ours: string | null): void {
    this.#ours = ours;
    this.#connection();
    writeRunState(this.#options.dir, {
      running: true,
      suspect: false,
      restore: false,
      allInFiles: this.#allInFiles,
    });
    this.empty();
  }

  /** See backUp(). */
  async backUp(now: number): Promise<void> {
    await backUp(this.#options.dir, this.#options.nativeBinding, now);
  }

  /** See finishBackup(). */
  finishBackup(file: string, clips: number): void {
    finishBackup(file, clips, this.#options.nativeBinding);
  }

  /**
   * Looks through everything.
   * @returns false where the history is damaged.
   * @throws SqliteError where it cannot be read
   */
  fullCheck(): boolean {
    const { dir, nativeBinding } = this.#options;
    return checkDatabase(databaseFile(dir), 'full', nativeBinding).sound;
  }

  /** Tells the next run. While the history is open, on the thread that began the run and on no other. @throws the file system's error */
  note(change: Partial<RunState>): void {
    writeRunState(this.#options.dir, change);
  }

  /** See readStats(). */
  stats(): HistoryStats {
    return readStats(this.#options);
  }

  /** See findExcess(). */
  findExcess(policy: RetentionPolicy, now: number): ExcessClip[] {
    return findExcess(this.#connection(), policy, now);
  }

  /**
   * See findUnnamed(). Before any of it is deleted the history must be on the disk as it was read: empty(), by the one that does it.
   * @throws SqliteError; the file system's error
   */
  findUnnamed(walk: boolean): Unnamed {
    const { dir, nativeBinding } = this.#options;
    return findUnnamed(this.#connection(), dir, nativeBinding, walk);
  }

  /**
   * Looks for clips whose payload files are gone; see countLost().
   * @returns how many there are, and how many of them no look has found before.
   * @throws SqliteError; the file system's error
   */
  lookForLost(depth: 'size' | 'content'): LostClips {
    const { dir } = this.#options;
    const found = countLost(this.#connection(), dir, depth);
    const before = readRunState(dir)?.lostClips ?? 0;
    // A look at the sizes does not see all that a look at the contents has seen.
    const lost = depth === 'content' ? found : Math.max(found, before);
    return { lost, news: Math.max(0, found - before), changed: lost !== before };
  }

  /**
   * Brings every committed write onto the disk, in the WAL: no lock is taken, and the writer goes on. (POSIX: closing a file gives up
   * the locks that this process has on it, https://sqlite.org/howtocorrupt.html, 2.2; SQLite keeps none on a WAL.)
   * @returns the WAL's length.
   * @throws the file system's error
   */
  sync(): number {
    const fd = openSync(this.#wal(), 'r+');
    try {
      fsyncSync(fd);
      this.#syncName();
      return fstatSync(fd).size;
    } finally {
      closeSync(fd);
    }
  }

  /**
   * Brings every committed write into the database file, on the disk, and empties the WAL, so that it neither grows nor keeps what
   * was deleted; then begins it anew. Whoever commits first after SQLite has started a WAL over writes and syncs its header
   * (walFrames() in wal.c): that takes up to 30 ms on a busy disk, and is not to be the writer.
   *
   * Only one of a history's connections may do it.
   * @throws SqliteError; the file system's error
   */
  empty(): WalState {
    const { ready, ...state } = this.checkpoint();
    return ready ? this.restart() : { ...state, emptied: false };
  }

  /**
   * The part of empty() during which the writer may go on.
   * @returns ready: what is left can be done.
   */
  checkpoint(): Omit<WalState, 'emptied'> & { readonly ready: boolean } {
    const { frames, complete, quiet } = this.#checkpointAll();
    return { bytes: this.#size(), complete, ready: complete && (quiet || frames >= FORCED_FRAMES) };
  }

  /** The part during which a commit would have to wait, or to begin the WAL itself: some milliseconds, 50 on a busy disk. */
  restart(): WalState {
    const complete = this.#checkpoint('PASSIVE').done;
    if (!complete) return { bytes: this.#size(), complete, emptied: false };
    const emptied = this.#checkpoint('TRUNCATE').done;
    // Frames that were there must not come back behind a header that is not on the disk yet (https://sqlite.org/src/info/ff5be73dee086).
    if (emptied) this.sync();
    this.#beginWal(emptied);
    return { bytes: this.sync(), complete, emptied };
  }

  close(): void {
    this.#db?.close();
    this.#db = null;
  }

  /** The writer is not held up: https://sqlite.org/pragma.html#pragma_wal_checkpoint, PASSIVE. quiet: nothing was written meanwhile. */
  #checkpointAll(): { frames: number; complete: boolean; quiet: boolean } {
    let before = -1;
    for (let times = 0; ; times++) {
      const { frames, done } = this.#checkpoint('PASSIVE');
      const quiet = frames === before;
      if (!done || quiet || times === CHECKPOINTS) return { frames, complete: done, quiet };
      before = frames;
    }
  }

  /** @returns done: false where somebody reads what it would write over, or writes at this moment. */
  #checkpoint(mode: 'PASSIVE' | 'TRUNCATE'): { frames: number; done: boolean } {
    const [row] = this.#connection().pragma(`wal_checkpoint(${mode})`) as [
      { busy: number; log: number; checkpointed: number },
    ];
    return { frames: Math.max(row.log, 0), done: row.busy === 0 && row.log === row.checkpointed };
  }

  /**
   * Writes a WAL's header, and one page as it is, in place of the writer.
   * @param emptied the WAL has no frames, for certain also after a power cut: then the header needs no sync while the writer waits,
   * because there is nothing that an old one could bring back. It comes with the next sync, like any frame.
   */
  #beginWal(emptied: boolean): void {
    const db = this.#connection();
    db.pragma('query_only=OFF');
    if (emptied) db.pragma('synchronous=OFF');
    try {
      db.exec('BEGIN IMMEDIATE');
      // Now nobody else can write. Whoever has since the WAL was emptied has begun it.
      if (!emptied || this.#size() === 0)
        db.pragma(`user_version=${db.pragma('user_version', { simple: true })}`);
      db.exec('COMMIT');
    } catch (error) {
      if (db.inTransaction) db.exec('ROLLBACK');
      // The writer is at it.
      if ((error as { code?: unknown }).code !== 'SQLITE_BUSY') throw error;
    } finally {
      applyMaintenancePragmas(db);
    }
  }

  #wal(): string {
    return `${databaseFile(this.#options.dir)}-wal`;
  }

  #size(): number {
    return statSync(this.#wal(), { throwIfNoEntry: false })?.size ?? 0;
  }

  /** SQLite syncs the folder with the header, where the writer writes it. */
  #syncName(): void {
    if (this.#folderSynced) return;
    syncFolder(this.#options.dir);
    this.#folderSynced = true;
  }

  #connection(): Database.Database {
    if (this.#db !== null) return this.#db;
    const { dir, nativeBinding } = this.#options;
    const db = new Database(databaseFile(dir), {
      fileMustExist: true,
      ...(nativeBinding === undefined ? {} : { nativeBinding }),
    });
    try {
      // Before the first statement: another file beside the store's WAL would take that for its own, and cut it. A file that has the
      // name now had it when it was opened: one that was replaced does not come back.
      if (this.#ours !== null && identity(databaseFile(dir)) !== this.#ours)
        throw new Error('another file has its name');
      applyMaintenancePragmas(db);
    } catch (error) {
      db.close();
      throw error;
    }
    this.#db = db;
    return db;
  }
}

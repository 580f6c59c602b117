// What is done to the history's files off the main thread: checks and recovery before it is opened, then checkpoints and backups.
// Never change a clip here, and never hold the writer up for longer than a checkpoint of what is left at a full WAL.
import Database from 'better-sqlite3';
import type { HistoryStats } from '../../src-shared/history-stats';
import { backUp } from './backups';
import { checkDatabase } from './check';
import { type ExcessClip, findExcess, type RetentionPolicy } from './excess';
import { databaseFile } from './files';
import { countLost, findUnnamed, type Unnamed } from './payload-check';
import { applyMaintenancePragmas } from './pragmas';
import { prepareHistory, type StartReport } from './recovery';
import { readRunState, writeRunState } from './run-state';
import { readStats } from './stats';

/** Where the history lies; crosses into the worker as it is. */
export interface MaintenanceOptions {
  readonly dir: string;
  readonly nativeBinding?: string | undefined;
}

/** Where the WAL stands after a checkpoint. */
export interface WalState {
  /** Pages in the WAL. */
  readonly frames: number;
  /** True where all of them are in the database file too, on the disk. */
  readonly complete: boolean;
}

/** The tasks of one history; its connection is opened by the first one that needs it. */
export class MaintenanceTasks {
  readonly #options: MaintenanceOptions;
  #db: Database.Database | null = null;

  constructor(options: MaintenanceOptions) {
    this.#options = options;
  }

  /** Before a store is opened; see prepareHistory(). */
  prepare(now: number, unusable: boolean): Promise<StartReport> {
    return prepareHistory({ ...this.#options, now }, unusable);
  }

  /**
   * Opens the connection, while the file is surely the one that the store has open, and says on the disk that a run has begun.
   * @throws SqliteError; the file system's error
   */
  begin(): void {
    this.#connection();
    writeRunState(this.#options.dir, { running: true, suspect: false, restore: false });
  }

  /** See backUp(). */
  async backUp(now: number): Promise<void> {
    await backUp(this.#options.dir, this.#options.nativeBinding, now);
  }

  /**
   * Looks through everything and notes the result for the next start.
   * @returns false where the history is damaged.
   * @throws SqliteError where it cannot be read
   */
  fullCheck(now: number): boolean {
    const { dir, nativeBinding } = this.#options;
    const { sound } = checkDatabase(databaseFile(dir), 'full', nativeBinding);
    writeRunState(dir, sound ? { fullCheckAt: now } : { suspect: true });
    return sound;
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
   * See findUnnamed(). What is found is named nowhere on the disk any more either, so that no power cut can bring a name back.
   * @returns null where that cannot be reached now: somebody is reading.
   * @throws SqliteError; the file system's error
   */
  findUnnamed(walk: boolean): Unnamed | null {
    const { dir, nativeBinding } = this.#options;
    const found = findUnnamed(this.#connection(), dir, nativeBinding, walk);
    return found.hashes.length === 0 || this.checkpoint().complete ? found : null;
  }

  /**
   * Looks for clips whose payload files are gone; see countLost().
   * @returns how many of them no look has found before.
   * @throws SqliteError; the file system's error
   */
  lookForLost(depth: 'size' | 'content'): number {
    const { dir } = this.#options;
    const lost = countLost(this.#connection(), dir, depth);
    const before = readRunState(dir)?.lostClips ?? 0;
    // A look at the sizes does not see all that a look at the contents has seen.
    if (lost > before || (lost < before && depth === 'content')) writeRunState(dir, { lostClips: lost });
    return Math.max(0, lost - before);
  }

  /**
   * Brings every committed write onto the disk (fsync of the WAL) and as much of it as readers allow into the database file.
   * The writer is not held up: https://sqlite.org/pragma.html#pragma_wal_checkpoint, PASSIVE.
   * @throws SqliteError
   */
  checkpoint(): WalState {
    return this.#checkpoint('PASSIVE');
  }

  /**
   * Empties the WAL, so that it neither grows nor keeps what was deleted. The writer waits meanwhile: after checkpoint(), that
   * is for what was written since. Where somebody reads or writes at this moment the WAL stays.
   * @throws SqliteError
   */
  truncate(): WalState {
    return this.#checkpoint('TRUNCATE');
  }

  close(): void {
    this.#db?.close();
    this.#db = null;
  }

  #checkpoint(mode: 'PASSIVE' | 'TRUNCATE'): WalState {
    const [row] = this.#connection().pragma(`wal_checkpoint(${mode})`) as [
      { busy: number; log: number; checkpointed: number },
    ];
    return { frames: Math.max(row.log, 0), complete: row.busy === 0 && row.log === row.checkpointed };
  }

  #connection(): Database.Database {
    if (this.#db !== null) return this.#db;
    const { dir, nativeBinding } = this.#options;
    const db = new Database(databaseFile(dir), {
      fileMustExist: true,
      ...(nativeBinding === undefined ? {} : { nativeBinding }),
    });
    try {
      applyMaintenancePragmas(db);
    } catch (error) {
      db.close();
      throw error;
    }
    this.#db = db;
    return db;
  }
}

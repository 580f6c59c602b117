// Controls that differ from the store in one decision each, and the floor under all of them.
// Never tune them: they are to show what that decision is worth.
import type { Database } from 'better-sqlite3';
import { ClipDao } from '../../src-main/storage/clip-dao';
import { migrate } from '../../src-main/storage/migrations/index';
import type { NewClip } from '../../src-shared/clip';

/** The store's own code and schema on a connection that nobody has set up: a rollback journal, a sync at each commit. */
export function openOnDefaults(db: Database): ClipDao {
  migrate(db);
  return new ClipDao(db);
}

/** Select-then-insert and nothing else: the store, asked before each clip whether it has it. */
export class LooksFirst {
  readonly #store: ClipDao;
  readonly #find;

  /** @param db the store's own connection, so that both ask one cache. */
  constructor(store: ClipDao, db: Database) {
    this.#store = store;
    this.#find = db.prepare('SELECT id FROM clip_models WHERE content_hash = ?').pluck();
  }

  store(clip: NewClip): unknown {
    const id = this.#find.get(clip.contentHash) as number | undefined;
    return id === undefined ? this.#store.store(clip) : this.#store.use(id);
  }

  storeMany(clips: readonly NewClip[]): void {
    const unknown = clips.filter((clip) => this.#find.get(clip.contentHash) === undefined);
    this.#store.storeMany(unknown);
  }

  close(): void {
    this.#store.close();
  }
}

/** What a write costs before it does anything of a history, on a connection that is set up like the store's. */
export class Floor {
  readonly #db: Database;
  readonly #begin;
  readonly #insert;
  readonly #commit;
  readonly #row: Buffer;

  constructor(db: Database, rowBytes: number) {
    this.#db = db;
    db.exec('CREATE TABLE floor (id INTEGER PRIMARY KEY, content BLOB)');
    this.#begin = db.prepare('BEGIN IMMEDIATE');
    this.#insert = db.prepare('INSERT INTO floor (content) VALUES (?)');
    this.#commit = db.prepare('COMMIT');
    this.#row = Buffer.alloc(rowBytes, 'x');
  }

  empty(): void {
    this.#begin.run();
    this.#commit.run();
  }

  oneRow(): unknown {
    this.#begin.run();
    const result = this.#insert.run(this.#row);
    this.#commit.run();
    return result;
  }

  close(): void {
    this.#db.close();
  }
}

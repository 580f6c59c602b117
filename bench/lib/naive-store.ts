// The control: a history as one writes it without thinking about storage. Its results are those of the store.
// Never tune it: default pragmas, one table, select-then-insert, a rollback journal.
import type { Database } from 'better-sqlite3';
import type { NewClip } from '../../src-shared/clip';

/** The four operations on one table; both indexes are there, so that the control is plain and not absurd. */
export class NaiveStore {
  readonly #db: Database;
  readonly #begin;
  readonly #commit;
  readonly #select;
  readonly #insert;
  readonly #touch;
  readonly #get;
  readonly #list;

  constructor(db: Database) {
    this.#db = db;
    db.pragma('journal_mode=DELETE');
    db.exec(`
      CREATE TABLE clips (
        id INTEGER PRIMARY KEY AUTOINCREMENT, hash TEXT UNIQUE, kind TEXT, content TEXT, search TEXT, size INTEGER,
        created_at INTEGER, last_used INTEGER
      );
      CREATE INDEX clips_last_used ON clips (last_used);`);
    this.#begin = db.prepare('BEGIN');
    this.#commit = db.prepare('COMMIT');
    this.#select = db.prepare('SELECT * FROM clips WHERE hash = ?');
    this.#insert = db.prepare(
      'INSERT INTO clips (hash, kind, content, search, size, created_at, last_used) VALUES (?, ?, ?, ?, ?, ?, ?)',
    );
    this.#touch = db.prepare('UPDATE clips SET last_used = ? WHERE id = ?');
    this.#get = db.prepare('SELECT * FROM clips WHERE id = ?');
    this.#list = db.prepare('SELECT * FROM clips ORDER BY last_used DESC LIMIT ?');
  }

  store(clip: NewClip): unknown {
    this.#begin.run();
    const result = this.#storeOne(clip);
    this.#commit.run();
    return result;
  }

  storeMany(clips: readonly NewClip[]): void {
    this.#begin.run();
    for (const clip of clips) this.#storeOne(clip);
    this.#commit.run();
  }

  getAndUse(id: number): unknown {
    const row = this.#get.get(id);
    this.#touch.run(Date.now(), id);
    return row;
  }

  list(limit: number): unknown[] {
    return this.#list.all(limit);
  }

  close(): void {
    this.#db.close();
  }

  #storeOne(clip: NewClip): unknown {
    const hash = Buffer.from(clip.contentHash ?? []).toString('hex');
    const known = this.#select.get(hash) as { id: number } | undefined;
    const now = Date.now();
    if (known !== undefined) return this.#touch.run(now, known.id);
    const content = Buffer.from(clip.payloads[0]?.bytes ?? []).toString();
    return this.#insert.run(hash, clip.kind, content, clip.searchText, clip.size, now, now);
  }
}

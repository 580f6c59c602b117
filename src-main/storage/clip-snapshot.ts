// The whole history as it stands at one moment, clip by clip, oldest first: what an export writes.
// Never write, and never hold more than one page of rows and one clip's content.
import Database, { type Statement } from 'better-sqlite3';
import type { ClipFormat } from '../../src-shared/clip';
import { storageError } from './failures';
import { databaseFile } from './files';
import type { MaintenanceOptions } from './maintenance-tasks';
import { applyReaderPragmas } from './pragmas';
import { parseFormats } from './rows';

const PAGE_ROWS = 256;

/** A clip with all that is known of it but what follows from its content. Times are microseconds since the epoch. */
export interface WholeClip {
  readonly createdAt: number;
  readonly order: number;
  readonly useCount: number;
  readonly pinOrder: number | null;
  readonly sourceApp: string | null;
  /** Primary first. */
  readonly formats: readonly ClipFormat[];
}

interface Row extends Omit<WholeClip, 'formats'> {
  readonly id: number;
  readonly formats: string;
}

/** One moment of the history, on a read-only connection of its own; writers go on meanwhile. */
export class ClipSnapshot {
  readonly #db: Database.Database;
  readonly #page: Statement<[number, number, number], Row>;
  readonly #content: Statement<[number], ClipFormat>;
  /** Clips in it. */
  readonly count: number;

  /** @throws ClipsteadError 'storage-failed' */
  constructor({ dir, nativeBinding }: MaintenanceOptions) {
    let db: Database.Database | undefined;
    try {
      db = new Database(databaseFile(dir), {
        readonly: true,
        fileMustExist: true,
        ...(nativeBinding === undefined ? {} : { nativeBinding }),
      });
      applyReaderPragmas(db);
      db.exec('BEGIN');
      this.#page = db.prepare(
        `SELECT id, created_at AS createdAt, last_used AS "order", use_count AS useCount, pin_order AS pinOrder,
           source_app AS sourceApp, formats FROM clip_models
         WHERE (last_used, id) > (?, ?) ORDER BY last_used, id LIMIT ?`,
      );
      this.#content = db.prepare('SELECT mime, bytes FROM clip_payloads WHERE clip_id = ? ORDER BY id');
      this.count = db.prepare('SELECT count(*) FROM clip_models').pluck().get() as number;
      this.#db = db;
    } catch (error) {
      db?.close();
      throw storageError(error);
    }
  }

  /** Oldest first; null for a clip whose content cannot be had. @throws ClipsteadError 'storage-failed' */
  *clips(): Generator<WholeClip | null> {
    let [order, id] = [-1, 0];
    for (;;) {
      const rows = this.#read(() => this.#page.all(order, id, PAGE_ROWS));
      for (const row of rows) {
        [order, id] = [row.order, row.id];
        yield this.#whole(row);
      }
      if (rows.length < PAGE_ROWS) return;
    }
  }

  close(): void {
    this.#db.close();
  }

  #whole({ id, formats, ...rest }: Row): WholeClip | null {
    const content = this.#read(() => this.#contentOf(id));
    // The row's list has the order that the history shows.
    const sorted = parseFormats(formats).flatMap(
      (mime) => content.find((format) => format.mime === mime) ?? [],
    );
    return sorted.length === 0 ? null : { ...rest, formats: sorted };
  }

  /** The one place that reads what a clip holds. */
  #contentOf(id: number): readonly ClipFormat[] {
    return this.#content.all(id);
  }

  #read<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw storageError(error);
    }
  }
}

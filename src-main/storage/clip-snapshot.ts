// The whole history as it stands at one moment, clip by clip, oldest first: what an export writes.
// Never write, and never hold more than one page of rows and one clip's content.
import type { Database, Statement } from 'better-sqlite3';
import type { ClipFormat } from '../../src-shared/clip';
import { storageError } from './failures';
import type { MaintenanceOptions } from './maintenance-tasks';
import { PayloadFiles } from './payload-files';
import { openReading } from './reading';
import { parseFormats } from './rows';
import type { WholeClip } from './types';

const PAGE_ROWS = 256;

interface Row extends Omit<WholeClip, 'formats'> {
  readonly id: number;
  readonly formats: string;
}

/** `bytes` is empty where `file` names the file that holds them. */
interface ContentRow extends ClipFormat {
  readonly bytes: Buffer;
  readonly file: Buffer | null;
  readonly fileSize: number | null;
}

/**
 * One moment of the history, without what is kept for a time only (see dropExpiring()): on a read-only connection of its own; writers go on meanwhile. The
 * files of large payloads are of that moment as long as nobody deletes them: see History.reading().
 */
export class ClipSnapshot {
  readonly #db: Database;
  readonly #page: Statement<[number, number, number], Row>;
  readonly #content: Statement<[number], ContentRow>;
  readonly #files: PayloadFiles;
  /** Clips in it. */
  readonly count: number;
  /** Clips that are kept for a time only, and not in it. */
  readonly expiring: number;

  /** @throws ClipsteadError 'storage-failed' */
  constructor({ dir, nativeBinding }: MaintenanceOptions) {
    let db: Database | undefined;
    try {
      db = openReading({ dir, nativeBinding });
      db.exec('BEGIN');
      this.#page = db.prepare(
        `SELECT id, created_at AS createdAt, last_used AS "order", use_count AS useCount, pin_order AS pinOrder,
           source_app AS sourceApp, CASE masked WHEN 0 THEN NULL ELSE preview END AS masked, formats FROM clip_models
         WHERE (last_used, id) > (?, ?) AND expires_at IS NULL ORDER BY last_used, id LIMIT ?`,
      );
      this.#content = db.prepare(
        'SELECT mime, bytes, file, file_size AS fileSize FROM clip_payloads WHERE clip_id = ? ORDER BY id',
      );
      this.#files = new PayloadFiles(dir);
      const count = (sql: string) =>
        db?.prepare(`SELECT count(*) FROM clip_models ${sql}`).pluck().get() as number;
      this.expiring = count('WHERE expires_at IS NOT NULL');
      this.count = count('') - this.expiring;
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
    const content = this.#contentOf(id);
    if (content === null) return null;
    // The row's list has the order that the history shows.
    const sorted = parseFormats(formats).flatMap(
      (mime) => content.find((format) => format.mime === mime) ?? [],
    );
    return sorted.length === 0 ? null : { ...rest, formats: sorted };
  }

  /** The one place that reads what a clip holds; null where a file of it is gone, or is not what it was. */
  #contentOf(id: number): readonly ClipFormat[] | null {
    const rows = this.#read(() => this.#content.all(id));
    try {
      return rows.map(({ mime, bytes, file, fileSize }) => ({
        mime,
        bytes: file === null ? bytes : this.#files.readNow(file, fileSize ?? 0),
      }));
    } catch {
      return null;
    }
  }

  #read<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw storageError(error);
    }
  }
}

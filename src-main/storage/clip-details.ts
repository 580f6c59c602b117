// What is known of a clip besides its row: how often it was used, and its formats with their sizes.
// Never read a payload here.
import type { Database, Statement } from 'better-sqlite3';
import { SUMMARY_COLUMNS, type SummaryRow, toSummary } from './rows';
import type { ClipDetails } from './types';

type DetailsRow = [uses: number, ...summary: SummaryRow];

export class Details {
  readonly #clip: Statement<[number], DetailsRow>;
  readonly #formats: Statement<
    [number],
    { readonly id: number; readonly mime: string; readonly size: number }
  >;

  constructor(db: Database) {
    this.#clip = db
      .prepare(`SELECT use_count, ${SUMMARY_COLUMNS} FROM clip_models WHERE id = ?`)
      .raw() as unknown as Statement<[number], DetailsRow>;
    // length() of a BLOB reads its record's header, not its pages.
    this.#formats = db.prepare(
      'SELECT id, mime, coalesce(file_size, length(bytes)) AS size FROM clip_payloads WHERE clip_id = ?',
    );
  }

  /** Null where there is no such clip. */
  of(id: number): ClipDetails | null {
    const row = this.#clip.get(id);
    if (row === undefined) return null;
    const [uses, ...summary] = row;
    const formats = this.#formats.all(id).sort((a, b) => a.id - b.id);
    return { summary: toSummary(summary), uses, formats: formats.map(({ mime, size }) => ({ mime, size })) };
  }
}

// The writer's statements.
// Never read a row back by INSERT … RETURNING with .get(): it leaves the statement open and the WAL grows without end.
import type { Database, Statement } from 'better-sqlite3';
import type { PayloadRow } from './payload-store';
import { SUMMARY_COLUMNS, type SummaryRow } from './rows';

/** A payload's row, with what tells its place among the others. Raw, as objects cost 3 µs each. */
type FormatRow = [...PayloadRow, id: number, mime: string];

export type ClipSql = ReturnType<typeof prepareClipSql>;

export function prepareClipSql(db: Database) {
  const insertColumns =
    'content_hash, kind, preview, size, created_at, last_used, use_count, source_app, formats, masked, expires_at';
  return {
    begin: db.prepare('BEGIN IMMEDIATE'),
    commit: db.prepare('COMMIT'),
    rollback: db.prepare('ROLLBACK'),
    // Measured against select-then-insert, update-then-insert and ON CONFLICT DO UPDATE … RETURNING: 3 to 20 % faster
    // for a new clip (which most are), 6 µs slower for a known one.
    insert: db.prepare(
      `INSERT INTO clip_models (${insertColumns}) VALUES (?, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?)
       ON CONFLICT (content_hash) DO NOTHING`,
    ),
    insertPayload: db.prepare('INSERT INTO clip_payloads (clip_id, mime, bytes) VALUES (?, ?, ?)'),
    insertFile: db.prepare(
      "INSERT INTO clip_payloads (clip_id, mime, bytes, file, file_size) VALUES (?, ?, x'', ?, ?)",
    ),
    insertSearch: db.prepare('INSERT INTO clip_search (clip_id, folded) VALUES (?, ?)'),
    byId: db
      .prepare<[number], SummaryRow>(`SELECT ${SUMMARY_COLUMNS} FROM clip_models WHERE id = ?`)
      .raw() as Statement<[number], SummaryRow>,
    has: db.prepare<[number], number>('SELECT 1 FROM clip_models WHERE id = ?'),
    byHash: db
      .prepare<[Uint8Array], SummaryRow>(`SELECT ${SUMMARY_COLUMNS} FROM clip_models WHERE content_hash = ?`)
      .raw() as Statement<[Uint8Array], SummaryRow>,
    toTop: db.prepare(
      `UPDATE clip_models SET last_used = ?, use_count = use_count + 1, source_app = coalesce(source_app, ?)
       WHERE id = ?`,
    ),
    setFormats: db.prepare('UPDATE clip_models SET formats = ?, size = ? WHERE id = ?'),
    payloads: db
      .prepare<[number], FormatRow>(
        'SELECT bytes, file, file_size, id, mime FROM clip_payloads WHERE clip_id = ?',
      )
      .raw() as Statement<[number], FormatRow>,
    payload: db
      .prepare<[number, string], PayloadRow>(
        'SELECT bytes, file, file_size FROM clip_payloads WHERE clip_id = ? AND mime = ?',
      )
      .raw() as Statement<[number, string], PayloadRow>,
    // By the lowest id first: ORDER BY would carry every payload of the clip through the sorter.
    primaryPayload: db
      .prepare<[number], PayloadRow>(
        `SELECT bytes, file, file_size FROM clip_payloads
         WHERE id = (SELECT min(id) FROM clip_payloads WHERE clip_id = ?)`,
      )
      .raw() as Statement<[number], PayloadRow>,
    remove: db.prepare('DELETE FROM clip_models WHERE id = ?'),
    removeUnused: db.prepare('DELETE FROM clip_models WHERE id = ? AND last_used = ? AND pin_order IS NULL'),
    orderTaken: db.prepare<[number], number>('SELECT 1 FROM clip_models WHERE last_used = ?'),
    pin: db.prepare('UPDATE clip_models SET pin_order = ? WHERE id = ? AND pin_order IS NULL'),
    unpin: db.prepare('UPDATE clip_models SET pin_order = NULL WHERE id = ? AND pin_order IS NOT NULL'),
    count: db.prepare<[], number>('SELECT count(*) FROM clip_models').pluck() as Statement<[], number>,
    lastOrder: db
      .prepare<[], number>(
        `SELECT max(coalesce((SELECT max(last_used) FROM clip_models), 0),
           coalesce((SELECT max(pin_order) FROM clip_models WHERE pin_order IS NOT NULL), 0),
           coalesce((SELECT max(max(last_used, coalesce(pin_order, 0))) FROM clip_trash), 0))`,
      )
      .pluck() as Statement<[], number>,
  };
}

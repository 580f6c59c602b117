// Large payloads that versions before there were files have left in the database: moved into files, one by one, in order.
// Never take bytes out of the database before their file is whole on the disk, and never run while somebody else may write.
import { hash } from 'node:crypto';
import Database from 'better-sqlite3';
import { INLINE_PAYLOAD_BYTES } from '../../src-shared/limits';
import { databaseFile } from './files';
import type { MaintenanceOptions } from './maintenance-tasks';
import { PayloadFiles } from './payload-files';
import { applyWriterPragmas } from './pragmas';

/** Pages (4 MB) after which what was moved is checkpointed: this connection looks after itself, and moves gigabytes. */
const CHECKPOINT_PAGES = 1_000;

interface Row {
  readonly clipId: number;
  readonly mime: string;
  readonly bytes: Buffer;
}

/** The tables that hold payloads, and where in them large ones are found without a look at all. */
const TABLES = [
  {
    table: 'clip_payloads',
    // A clip is at least as large as each of its payloads; schema 2 has an index of such clips.
    ids: `SELECT clip_payloads.id FROM clip_models INDEXED BY idx_clips_large
            JOIN clip_payloads ON clip_payloads.clip_id = clip_models.id
          WHERE clip_models.size >= 65536 AND file IS NULL AND length(bytes) > ?`,
  },
  {
    table: 'clip_trash_payloads',
    ids: 'SELECT id FROM clip_trash_payloads WHERE file IS NULL AND length(bytes) > ?',
  },
] as const;

/**
 * Deleting such a payload would hold the main thread for a second, and moving it there as well: here it costs a start that takes longer,
 * once.
 * @param forMs what is not moved by then stays for another time; at least one is.
 * @returns true where none is left.
 * @throws SqliteError; the file system's error. What was moved before is moved, and the rest stands where it stood.
 */
export function movePayloads({ dir, nativeBinding }: MaintenanceOptions, forMs: number): boolean {
  const db = new Database(databaseFile(dir), {
    fileMustExist: true,
    ...(nativeBinding === undefined ? {} : { nativeBinding }),
  });
  try {
    applyWriterPragmas(db);
    db.pragma(`wal_autocheckpoint=${CHECKPOINT_PAGES}`);
    const until = performance.now() + forMs;
    const files = new PayloadFiles(dir);
    for (const { table, ids } of TABLES) {
      const found = db.prepare<[number], number>(ids).pluck().all(INLINE_PAYLOAD_BYTES) as number[];
      for (const id of found) {
        moveOne(db, files, table, id);
        if (performance.now() >= until) return id === found.at(-1) && table === TABLES.at(-1)?.table;
      }
    }
    return true;
  } finally {
    db.close();
  }
}

function moveOne(db: Database.Database, files: PayloadFiles, table: string, id: number): void {
  const row = db
    .prepare<[number], Row>(`SELECT clip_id AS clipId, mime, bytes FROM ${table} WHERE id = ?`)
    .get(id);
  if (row === undefined) return;
  const { clipId, mime, bytes } = row;
  const sha256 = hash('sha256', bytes, 'buffer');
  // A kill after this leaves a file that no row names: the sweep's.
  files.writeNow(bytes, sha256);
  db.transaction(() => {
    // A payload never changes its file (migration 4); it keeps its place by its id.
    db.prepare(`DELETE FROM ${table} WHERE id = ?`).run(id);
    db.prepare(
      `INSERT INTO ${table} (id, clip_id, mime, bytes, file, file_size) VALUES (?, ?, ?, x'', ?, ?)`,
    ).run(id, clipId, mime, sha256, bytes.byteLength);
  }).immediate();
}

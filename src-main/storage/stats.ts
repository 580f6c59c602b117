// Where the history's bytes lie: counted by walking over it, so for a thread that nobody waits for.
// Never read a payload's bytes, and never write.

import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import type { ClipKind } from '../../src-shared/clip';
import { ClipsteadError } from '../../src-shared/errors';
import type { HistoryStats } from '../../src-shared/history-stats';
import { said } from '../../src-shared/i18n/said';
import { MAX_STATS_FORMATS } from '../../src-shared/limits';
import { listBackups } from './backups';
import { storageError } from './failures';
import { databaseFile } from './files';
import type { MaintenanceOptions } from './maintenance-tasks';
import { payloadFolder } from './payload-files';
import { openReading } from './reading';
import { parseFormats } from './rows';

const LARGEST = 10;

/** The search index and what belongs to it; by name, so that an index that is built another way is counted too. */
const INDEX_TABLES = "name GLOB 'search_*' OR name GLOB 'idx_slots_*' OR name = 'clip_search'";

interface Group {
  readonly kind: ClipKind;
  readonly formats: string;
  readonly clips: number;
  readonly bytes: number;
  readonly pinned: number;
  readonly oldest: number;
}

interface Share {
  clips: number;
  bytes: number;
}

/**
 * Looks at a data folder, whether an app runs on it or not.
 * @throws ClipsteadError 'storage-failed' where there is no history, or it cannot be read
 */
export function readStats({ dir, nativeBinding }: MaintenanceOptions): HistoryStats {
  if (!existsSync(databaseFile(dir))) {
    throw new ClipsteadError('storage-failed', said('noHistoryHere'));
  }
  let db: Database | undefined;
  try {
    db = openReading({ dir, nativeBinding });
    return { ...clipStats(db), ...fileStats(db, dir) };
  } catch (error) {
    throw storageError(error);
  } finally {
    db?.close();
  }
}

function clipStats(db: Database) {
  const groups = db
    .prepare<[], Group>(
      `SELECT kind, formats, count(*) AS clips, sum(size) AS bytes, count(pin_order) AS pinned, min(created_at) AS oldest
       FROM clip_models GROUP BY kind, formats`,
    )
    .all();
  const kinds = new Map<ClipKind, Share>();
  const formats = new Map<string, Share>();
  const total = { clips: 0, bytes: 0, pinned: 0 };
  let oldest = Number.POSITIVE_INFINITY;
  for (const group of groups) {
    total.clips += group.clips;
    total.bytes += group.bytes;
    total.pinned += group.pinned;
    oldest = Math.min(oldest, group.oldest);
    add(kinds, group.kind, group);
    const [only, another] = parseFormats(group.formats);
    if (only !== undefined && another === undefined) add(formats, only, group);
  }
  for (const { mime, ...share } of mixedFormats(db)) add(formats, mime, share);
  const largest = db
    .prepare<[], HistoryStats['largest'][number]>(
      `SELECT id, kind, size, last_used / 1000 AS lastUsed FROM clip_models ORDER BY size DESC, id LIMIT ${LARGEST}`,
    )
    .all();
  const trash = db
    .prepare<[], HistoryStats['trash']>(
      'SELECT count(*) AS clips, coalesce(sum(size), 0) AS bytes FROM clip_trash',
    )
    .get();
  return {
    ...total,
    oldest: total.clips === 0 ? null : Math.floor(oldest / 1_000),
    kinds: sorted(kinds).map(([kind, share]) => ({ kind, ...share })),
    formats: sorted(formats)
      .slice(0, MAX_STATS_FORMATS)
      .map(([mime, share]) => ({ mime, ...share })),
    largest,
    trash: trash ?? { clips: 0, bytes: 0 },
  };
}

/**
 * A clip of one format has its size in its row; only of the others the payloads are looked at. SQLite knows a payload's
 * length without reading it, and a payload's file stands in its row with its size. `","` stands in the list of two formats and of no single one: JSON writes quotes in a name as \".
 */
function mixedFormats(db: Database): (Share & { readonly mime: string })[] {
  return db
    .prepare<[], Share & { readonly mime: string }>(
      `SELECT mime, count(*) AS clips, sum(coalesce(file_size, length(bytes))) AS bytes FROM clip_payloads
       WHERE clip_id IN (SELECT id FROM clip_models WHERE instr(formats, '","') > 0) GROUP BY mime`,
    )
    .all();
}

function fileStats(db: Database, dir: string) {
  const pragma = (name: string) => db.pragma(name, { simple: true }) as number;
  const sizeOf = (file: string) => statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  const backups = listBackups(dir);
  return {
    database: {
      bytes: sizeOf(databaseFile(dir)),
      walBytes: sizeOf(`${databaseFile(dir)}-wal`),
      freeBytes: pragma('freelist_count') * pragma('page_size'),
      // https://sqlite.org/dbstat.html; only the b-trees that are named are walked.
      indexBytes:
        (db
          .prepare(`SELECT sum(pgsize) FROM dbstat WHERE aggregate = TRUE AND (${INDEX_TABLES})`)
          .pluck()
          .get() as number | null) ?? 0,
    },
    payloadFiles: countFiles(payloadFolder(dir)),
    backups: {
      files: backups.length,
      bytes: backups.reduce((sum, { file }) => sum + sizeOf(file), 0),
      newest: backups[0]?.at ?? null,
    },
  };
}

function countFiles(folder: string): { files: number; bytes: number } {
  const count = { files: 0, bytes: 0 };
  if (!existsSync(folder)) return count;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    // One that has just gone counts nothing.
    const size = statSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false })?.size;
    if (size === undefined) continue;
    count.files += 1;
    count.bytes += size;
  }
  return count;
}

function add<Key>(shares: Map<Key, Share>, key: Key, { clips, bytes }: Share): void {
  const share = shares.get(key) ?? { clips: 0, bytes: 0 };
  shares.set(key, { clips: share.clips + clips, bytes: share.bytes + bytes });
}

function sorted<Key>(shares: Map<Key, Share>): [Key, Share][] {
  return [...shares].sort(([, a], [, b]) => b.bytes - a.bytes);
}

// Payload files against the rows that name them, off the main thread: what nobody names, and what is named and gone.
// Never delete or change a file here: the writer's thread does, where it can see what is about to be named.
import { createHash } from 'node:crypto';
import { closeSync, existsSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { listBackups } from './backups';
import { isDamage } from './check';
import { isTemporary, payloadFile, payloadFolder } from './payload-files';

/** Read in one go: this thread does nothing else meanwhile, but its memory stays small. */
const SLICE_BYTES = 1024 * 1024;

export interface Unnamed {
  /** SHA-256 of the payload files that neither the history nor a backup names. */
  readonly hashes: readonly Uint8Array[];
  /** Names of temporary files; some may be of a write under way. */
  readonly temporary: readonly string[];
}

/**
 * Payload files that can be deleted once the history is on the disk as it is read here.
 * @param db a connection to the history.
 * @param walk looks through the folder too, for what a run that was cut off left.
 * @throws SqliteError; the file system's error
 */
export function findUnnamed(
  db: Database.Database,
  dir: string,
  nativeBinding: string | undefined,
  walk: boolean,
): Unnamed {
  const candidates = new Map<string, Uint8Array>();
  const add = (hash: Buffer) => candidates.set(hash.toString('hex'), hash);
  const temporary: string[] = [];
  if (walk && existsSync(payloadFolder(dir))) {
    const known = db.prepare<[Uint8Array], number>('SELECT 1 FROM payload_files WHERE hash = ?');
    for (const folder of readdirSync(payloadFolder(dir))) {
      if (isTemporary(folder)) temporary.push(folder);
      if (!/^[\da-f]{2}$/.test(folder)) continue;
      for (const name of readdirSync(join(payloadFolder(dir), folder))) {
        if (!/^[\da-f]{64}$/.test(name) || !name.startsWith(folder)) continue;
        const hash = Buffer.from(name, 'hex');
        if (known.get(hash) === undefined) add(hash);
      }
    }
  }
  const unnamed = db.prepare<[], { hash: Buffer }>('SELECT hash FROM payload_files WHERE refs = 0');
  for (const { hash } of unnamed.all()) add(hash);
  for (const { file } of candidates.size === 0 ? [] : listBackups(dir)) {
    for (const named of namedBy(file, [...candidates.values()], nativeBinding)) candidates.delete(named);
  }
  return { hashes: [...candidates.values()], temporary };
}

/** @returns those of `hashes`, in hex, that a backup names; none where it is damaged, for then nothing is ever restored from it. */
function namedBy(
  file: string,
  hashes: readonly Uint8Array[],
  nativeBinding: string | undefined,
): readonly string[] {
  let db: Database.Database | undefined;
  try {
    db = new Database(file, {
      readonly: true,
      fileMustExist: true,
      ...(nativeBinding === undefined ? {} : { nativeBinding }),
    });
    if (!hasPayloadFiles(db)) return [];
    const named = db.prepare<[Uint8Array], number>('SELECT 1 FROM payload_files WHERE hash = ? AND refs > 0');
    return hashes
      .filter((hash) => named.get(hash) !== undefined)
      .map((hash) => Buffer.from(hash).toString('hex'));
  } catch (error) {
    if (isDamage(error)) return [];
    throw error;
  } finally {
    db?.close();
  }
}

/** Schemas before 4 have none. */
function hasPayloadFiles(db: Database.Database): boolean {
  return db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'payload_files'").get() !== undefined;
}

/**
 * Counts the clips that name a payload file which is not there, or not as long as it was; or, by `content`, not what it was.
 * @throws SqliteError
 */
export function countLost(db: Database.Database, dir: string, depth: 'size' | 'content'): number {
  const files = db.prepare<[], { hash: Buffer; size: number }>(
    'SELECT hash, size FROM payload_files WHERE refs > 0',
  );
  const lost = new Set<string>();
  for (const { hash, size } of files.all()) {
    const file = payloadFile(dir, hash);
    const there = statSync(file, { throwIfNoEntry: false })?.size === size;
    if (!there || (depth === 'content' && !holds(file, hash))) lost.add(hash.toString('hex'));
  }
  if (lost.size === 0) return 0;
  const clips = new Set<number>();
  const rows = db.prepare<[], { clip: number; file: Buffer }>(
    'SELECT clip_id AS clip, file FROM clip_payloads WHERE file IS NOT NULL',
  );
  for (const { clip, file } of rows.iterate()) if (lost.has(file.toString('hex'))) clips.add(clip);
  return clips.size;
}

function holds(file: string, hash: Buffer): boolean {
  const sum = createHash('sha256');
  const slice = Buffer.allocUnsafe(SLICE_BYTES);
  try {
    const fd = openSync(file, 'r');
    try {
      for (let read = -1; read !== 0; ) {
        read = readSync(fd, slice);
        sum.update(slice.subarray(0, read));
      }
    } finally {
      closeSync(fd);
    }
  } catch {
    return false;
  }
  return sum.digest().equals(hash);
}

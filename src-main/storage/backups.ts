// The history's backups: whole databases in a folder of their own, each verified before it gets its name, the newest three kept.
// Never leave a file that was not verified under a backup's name, and never delete a backup before its successor stands.

import { closeSync, existsSync, openSync, readdirSync, rmSync, statfsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { ClipsteadError } from '../../src-shared/errors';
import { said } from '../../src-shared/i18n/said';
import { checkDatabase } from './check';
import { renameDurably, syncFile } from './durable-files';
import { dropExpiring } from './expiry';
import { databaseFile, makeFolder } from './files';
import { finishRemovals } from './search-removals';

/** How many are kept. */
const KEPT = 3;

/** Pages (2 MB) copied in one go: a checkpoint that is due meanwhile waits no longer. */
const STEP_PAGES = 512;

/** Left free on the disk beside a backup: copies go on coming in. */
const SPARE_BYTES = 64 * 1024 * 1024;

const NAME = /^history-(\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-\d{3}Z)\.db$/;

export interface Backup {
  readonly file: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** A moment as it stands in file names: sorts by time, holds no colon. */
export function stamp(ms: number): string {
  return new Date(ms).toISOString().replaceAll(/[:.]/g, '-');
}

const backupFolder = (dir: string) => join(dir, 'backups');

/** Newest first; none where there is no folder. */
export function listBackups(dir: string): Backup[] {
  const folder = backupFolder(dir);
  if (!existsSync(folder)) return [];
  const backups: Backup[] = [];
  for (const name of readdirSync(folder)) {
    const time = NAME.exec(name)?.[1];
    if (time === undefined) continue;
    const at = Date.parse(time.replace(/T(\d\d)-(\d\d)-(\d\d)-(\d{3})Z/, 'T$1:$2:$3.$4Z'));
    backups.push({ file: join(folder, name), at });
  }
  return backups.sort((a, b) => b.at - a.at);
}

/**
 * Deletes what a backup that was cut off has left: it was copied before what is kept for a time only was taken out of it.
 * @throws the file system's error
 */
export function dropPartials(dir: string): void {
  const folder = backupFolder(dir);
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    if (name.includes('.partial')) rmSync(join(folder, name), { force: true });
  }
}

/**
 * Copies the history as it stands now while others go on writing (https://sqlite.org/backup.html), verifies the copy, and deletes
 * the oldest of more than three.
 * @param now milliseconds since the epoch.
 * @throws ClipsteadError 'storage-failed' where there is no room or the copy does not hold; SqliteError. Nothing is left of it then.
 */
export function backUp(dir: string, nativeBinding: string | undefined, now: number): Promise<Backup> {
  return newBackup(dir, nativeBinding, now, async (partial) => {
    makeRoom(dir);
    return copy(dir, partial, nativeBinding);
  });
}

/**
 * backUp() with the copying done by the caller.
 * @param fill copies into an empty private file and returns the number of clips that it must then hold.
 * @param finish see finishBackup(), which takes seconds of a large history.
 */
export async function newBackup(
  dir: string,
  nativeBinding: string | undefined,
  now: number,
  fill: (partial: string) => Promise<number>,
  finish = async (partial: string, clips: number) => finishBackup(partial, clips, nativeBinding),
): Promise<Backup> {
  const folder = backupFolder(dir);
  makeFolder(folder);
  dropPartials(dir);
  const latest = listBackups(dir)[0]?.at ?? 0;
  // Rising even where the clock was set back: the newest by name is the newest.
  const at = Math.max(now, latest + 1);
  const file = join(folder, `history-${stamp(at)}.db`);
  const partial = `${file}.partial`;
  try {
    // Made here and not by SQLite: nobody else may read it, whatever the umask.
    closeSync(openSync(partial, 'wx', 0o600));
    const clips = await fill(partial);
    await finish(partial, clips);
    renameDurably(partial, file);
  } catch (error) {
    for (const suffix of ['', '-journal', '-wal', '-shm']) rmSync(partial + suffix, { force: true });
    throw error;
  }
  for (const old of listBackups(dir).slice(KEPT)) rmSync(old.file, { force: true });
  return { file, at };
}

function makeRoom(dir: string): void {
  const needed = statSync(databaseFile(dir)).size + SPARE_BYTES;
  const { bavail, bsize } = statfsSync(dir);
  if (bavail * bsize >= needed) return;
  throw new ClipsteadError('storage-failed', said('noRoomForBackup', Math.ceil(needed / 1024 / 1024)));
}

/** @returns the clips that the copy must hold. */
async function copy(dir: string, to: string, nativeBinding: string | undefined): Promise<number> {
  const db = new Database(databaseFile(dir), {
    readonly: true,
    fileMustExist: true,
    ...(nativeBinding === undefined ? {} : { nativeBinding }),
  });
  try {
    // One state from the first page to the last: without it every write from elsewhere would begin the copy anew.
    db.exec('BEGIN');
    const clips = db.prepare('SELECT count(*) FROM clip_models').pluck().get() as number;
    await db.backup(to, { progress: () => STEP_PAGES });
    return clips;
  } finally {
    db.close();
  }
}

/**
 * Makes the copy a backup, without what is kept for a time only and what is on its way out of the index, proves it, and brings it onto the disk.
 * @throws ClipsteadError 'storage-failed' where it does not hold; SqliteError
 */
export function finishBackup(file: string, clips: number, nativeBinding: string | undefined): void {
  const db = new Database(file, nativeBinding === undefined ? {} : { nativeBinding });
  let dropped = 0;
  try {
    // The copy says that it has a WAL; a backup is one file.
    db.pragma('journal_mode=DELETE');
    // A journal on the disk would hold what is deleted here.
    db.pragma('journal_mode=MEMORY');
    dropped = dropExpiring(db);
    finishRemovals(db);
  } finally {
    db.close();
  }
  const result = checkDatabase(file, 'quick', nativeBinding);
  if (!result.sound || result.clips !== clips - dropped) {
    throw new ClipsteadError('storage-failed', said('backupFailed'));
  }
  syncFile(file);
}

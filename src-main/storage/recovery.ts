// A history that is broken at the start: found, put aside, replaced by the newest good backup, and said in words.
// Never delete a damaged file before three later ones were put aside, never write into one, and never end without a history.

import { copyFileSync, existsSync, linkSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { type Said, said } from '../../src-shared/i18n/said';
import { errorFields, log } from '../log';
import { type Backup, backUp, dropPartials, listBackups, stamp } from './backups';
import { type CheckDepth, type CheckResult, checkDatabase } from './check';
import { copyDurably, renameDurably, syncFolder } from './durable-files';
import { databaseFile, makeFolder } from './files';
import { SCHEMA_VERSION } from './migrations/index';
import { isTemporary, payloadFolder } from './payload-files';
import { readRunState, writeRunState } from './run-state';
import { type WalTrouble, walTrouble } from './wal-check';

/** Damaged histories that are kept: each can be as large as the history. */
const KEPT_DAMAGED = 3;

export interface RecoveryOptions {
  readonly dir: string;
  readonly nativeBinding?: string | undefined;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

type Problem = 'missing' | 'replaced' | 'empty' | 'damaged';

/** What the user is told, once; null = all is as it was left. */
export interface StartReport {
  readonly notice: Said | null;
}

/**
 * Looks at the history before anything opens it, and makes it one that can be opened.
 * @param unusable opening it has failed for a reason of its own, whatever a check says.
 * @throws the file system's error or SqliteError where files cannot be read, moved or written.
 */
export async function prepareHistory(options: RecoveryOptions, unusable = false): Promise<StartReport> {
  const { dir, nativeBinding, now } = options;
  if (!existsSync(dir)) return { notice: null };
  dropLeftovers(dir);
  const state = readRunState(dir);
  const file = databaseFile(dir);
  const looked = existsSync(file) ? statSync(file).size > 0 : false;
  const unclean = state === null || state.running;
  // What a full look has found a quick one may not find again.
  const depth = state?.suspect === true ? 'full' : unclean ? 'quick' : 'open';
  const wal = state?.running === true && looked ? walTrouble(`${file}-wal`) : null;
  if (state?.restore === true && listBackups(dir).length > 0) return recover(options, 'replaced');
  // Before the check, which would read past it, or begin it anew.
  const aside = wal === null || wal === 'missing' ? null : keepWal(dir, now, wal);
  const problem = unusable ? 'damaged' : findProblem(options, state !== null, depth);
  if (problem !== null) return recover(options, problem);
  if (looked) await backUpBeforeMigration(dir, nativeBinding, now);
  return { notice: wal === null ? null : walNotice(wal, aside) };
}

/** What a backup that was cut off has left goes before anything else: it may hold what is in no backup. */
function dropLeftovers(dir: string): void {
  try {
    dropPartials(dir);
  } catch (error) {
    log.warn('recovery.partials-not-dropped', errorFields(error));
  }
}

function findProblem(
  { dir, nativeBinding }: RecoveryOptions,
  hadRun: boolean,
  depth: CheckDepth,
): Problem | null {
  const file = databaseFile(dir);
  const hadHistory = hadRun || listBackups(dir).length > 0;
  if (!existsSync(file)) return hadHistory ? 'missing' : null;
  // No bytes are a sound database to SQLite, and what the very first start leaves when it is cut off.
  if (statSync(file).size === 0) return hadHistory ? 'empty' : null;
  return checkDatabase(file, depth, nativeBinding).sound ? null : 'damaged';
}

function recover(options: RecoveryOptions, problem: Problem): StartReport {
  const { dir, now } = options;
  log.error('recovery.began', { problem });
  // With the database go its WAL and index: another database must never meet them.
  const aside = putAside(dir, now, ['', '-wal', '-shm']);
  if (aside !== null) keepPayloadFiles(dir, aside);
  const restored = restoreNewest(options);
  log.info('recovery.done', { restored: restored !== null });
  return { notice: recoveryNotice(problem, restored, aside) };
}

/** One of which nothing is read goes; what is good of the other one is still to be read. @returns the folder, null where it has none. */
function keepWal(dir: string, now: number, trouble: 'garbage' | 'broken'): string | null {
  if (trouble === 'garbage') return putAside(dir, now, ['-wal', '-shm']);
  try {
    return putAside(dir, now, ['-wal'], copyFileSync);
  } catch (error) {
    // A full disk must not keep the user from the history.
    log.warn('recovery.wal-not-kept', errorFields(error));
    return null;
  }
}

/**
 * Moves what there is of the history's files into a folder with the date.
 * @param move or copies it.
 * @returns the folder, null where there was nothing.
 */
function putAside(
  dir: string,
  now: number,
  suffixes: readonly string[],
  move: (from: string, to: string) => void = renameSync,
): string | null {
  const files = suffixes.map((suffix) => databaseFile(dir) + suffix).filter((file) => existsSync(file));
  if (files.length === 0) return null;
  const parent = join(dir, 'quarantine');
  let folder = join(parent, stamp(now));
  for (let more = 1; existsSync(folder); more++) folder = join(parent, `${stamp(now)}-${more}`);
  makeFolder(folder);
  for (const file of files) move(file, join(folder, file.slice(dir.length + 1)));
  syncFolder(folder);
  syncFolder(dir);
  for (const old of readdirSync(parent).sort().reverse().slice(KEPT_DAMAGED)) {
    rmSync(join(parent, old), { recursive: true, force: true });
  }
  return folder;
}

/** The sweep deletes what the restored history does not name: by a second name, without a copy, it stays beside the damaged one. */
function keepPayloadFiles(dir: string, aside: string): void {
  try {
    for (const entry of readdirSync(payloadFolder(dir), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || isTemporary(entry.name)) continue;
      const file = join(entry.parentPath, entry.name);
      const second = join(payloadFolder(aside), relative(payloadFolder(dir), file));
      makeFolder(dirname(second));
      linkSync(file, second);
    }
  } catch (error) {
    // No files at all, or a file system without second names.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
      log.warn('recovery.payload-files-not-kept', errorFields(error));
    }
  }
}

/** Backups are looked at again: they have lain on the same disk. */
function restoreNewest({
  dir,
  nativeBinding,
}: RecoveryOptions): (Backup & { readonly clips: number }) | null {
  for (const backup of listBackups(dir)) {
    let result: CheckResult;
    try {
      result = checkDatabase(backup.file, 'quick', nativeBinding);
    } catch (error) {
      log.warn('recovery.backup-not-read', errorFields(error));
      continue;
    }
    if (!result.sound) continue;
    putInPlace(backup.file, databaseFile(dir));
    lookForLargeAgain(dir);
    return { ...backup, clips: result.clips };
  }
  return null;
}

/** A backup may be older than payload files. */
function lookForLargeAgain(dir: string): void {
  try {
    writeRunState(dir, { allInFiles: false });
  } catch (error) {
    // A full disk: then they stay where they are.
    log.warn('recovery.state-not-written', errorFields(error));
  }
}

/** On a full disk the backup itself takes the place: it needs no room. */
function putInPlace(backup: string, file: string): void {
  try {
    copyDurably(backup, file);
  } catch (error) {
    log.warn('recovery.backup-not-copied', errorFields(error));
    rmSync(`${file}.new`, { recursive: true, force: true });
    renameDurably(backup, file);
  }
}

async function backUpBeforeMigration(
  dir: string,
  nativeBinding: string | undefined,
  now: number,
): Promise<void> {
  const result = checkDatabase(databaseFile(dir), 'open', nativeBinding);
  if (!result.sound || result.schema === 0 || result.schema >= SCHEMA_VERSION) return;
  try {
    await backUp(dir, nativeBinding, now);
  } catch (error) {
    // A full disk must not keep the user from the history; the migration itself is all or nothing.
    log.error('recovery.no-backup-before-migration', errorFields(error));
  }
}

const PROBLEMS: Readonly<Record<Problem, Said>> = {
  missing: said('historyMissing'),
  replaced: said('historyReplaced'),
  empty: said('historyEmpty'),
  damaged: said('historyWasDamaged'),
};

function recoveryNotice(
  problem: Problem,
  restored: (Backup & { readonly clips: number }) | null,
  aside: string | null,
): Said {
  const what = PROBLEMS[problem];
  const notice =
    restored === null
      ? said('beginsAnew', what)
      : said('restored', what, { at: restored.at }, restored.clips);
  return aside === null ? notice : said('keptAside', notice, aside);
}

function walNotice(trouble: WalTrouble, aside: string | null): Said {
  if (trouble === 'missing') return said('lastCopiesGone');
  const notice = said('lastCopiesDamaged');
  return aside === null ? notice : said('keptAside', notice, aside);
}

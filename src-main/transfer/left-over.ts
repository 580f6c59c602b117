// Copies that could still not be stored when the app ended: kept in a private file, and stored at the next start.
// Never leave one where others could read it, and never delete what was not stored.

import {
  closeSync,
  existsSync,
  fsyncSync,
  lstatSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import type { NewClip } from '../../src-shared/clip';
import { ClipsteadError } from '../../src-shared/errors';
import { type Said, said } from '../../src-shared/i18n/said';
import { errorFields, log } from '../log';
import { stamp } from '../storage/backups';
import { renameDurably } from '../storage/durable-files';
import { makeFolder } from '../storage/files';
import { ExportWriter } from './export-file';
import type { ImportResult, Transfers } from './transfers';

const NAME = /^clips-.*\.jsonl\.gz$/;

/**
 * Writes the clips into the first of the folders that takes them; but for those that are kept for a time only, which nobody would
 * end there.
 * @param waiting in the order of copying.
 * @param now milliseconds since the epoch.
 * @returns the file; null where no folder took them, or there is nothing to write.
 */
export function writeLeftOver(
  folders: readonly string[],
  waiting: readonly NewClip[],
  { app, now }: { readonly app: string; readonly now: number },
): string | null {
  const clips = waiting.filter(({ secret }) => secret === undefined || secret.expiresAt === null);
  const expiring = waiting.length - clips.length;
  if (expiring > 0) log.info('left-over.expiring', { clips: expiring });
  if (clips.length === 0) return null;
  for (const folder of folders) {
    const file = join(folder, `clips-${stamp(now)}.jsonl.gz`);
    try {
      makeFolder(folder);
      if (!isPrivate(folder)) continue;
      write(file, clips, { app, now });
      log.info('left-over.written', { clips: clips.length });
      return file;
    } catch (error) {
      log.warn('left-over.not-written', errorFields(error));
    }
  }
  return null;
}

function write(file: string, clips: readonly NewClip[], { app, now }: { app: string; now: number }): void {
  const aside = `${file}.partial`;
  const fd = openSync(aside, 'wx', 0o600);
  try {
    try {
      const writer = new ExportWriter(fd, { app, at: now, clips: clips.length });
      for (const [index, { sourceApp, preview, secret, payloads: formats }] of clips.entries()) {
        const at = Math.floor(now) * 1_000 + index;
        const masked = secret === undefined ? null : preview;
        writer.add({ createdAt: at, order: at, useCount: 1, pinOrder: null, sourceApp, masked, formats });
      }
      writer.end();
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    renameDurably(aside, file);
  } catch (error) {
    rmSync(aside, { force: true });
    throw error;
  }
}

/**
 * Stores what former runs left over; a file is deleted once all of it is in the history.
 * @param tell gets what the user is to know.
 */
export async function takeInLeftOver(
  folders: readonly string[],
  transfers: Pick<Transfers, 'importFrom' | 'idle'>,
  tell: (level: 'error' | 'info', message: Said) => void,
): Promise<void> {
  let stored = 0;
  for (const file of folders.flatMap(filesIn)) {
    try {
      const { added, updated, unchanged } = await importWhenIdle(transfers, file);
      rmSync(file);
      stored += added + updated + unchanged;
    } catch (error) {
      log.error('left-over.not-taken-in', errorFields(error));
      if (!(error instanceof ClipsteadError) || error.code !== 'refused') continue;
      // Looked at no more, and still there for whoever can mend it.
      renameSync(file, `${file}.unreadable`);
      tell('error', said('leftOverUnreadable', `${file}.unreadable`));
    }
  }
  if (stored > 0) tell('info', said('leftOverStored', stored));
}

/** The command line may have begun a transfer before: its end is waited for. */
async function importWhenIdle(
  transfers: Pick<Transfers, 'importFrom' | 'idle'>,
  file: string,
): Promise<ImportResult> {
  for (;;) {
    await transfers.idle();
    try {
      return await transfers.importFrom(file);
    } catch (error) {
      if (!(error instanceof ClipsteadError) || error.code !== 'busy') throw error;
    }
  }
}

function filesIn(folder: string): string[] {
  try {
    if (!existsSync(folder) || !isPrivate(folder)) return [];
    return readdirSync(folder)
      .filter((name) => NAME.test(name))
      .sort()
      .map((name) => join(folder, name));
  } catch (error) {
    log.warn('left-over.not-looked-at', errorFields(error));
    return [];
  }
}

/** A real folder of this user's that nobody else can enter: one of them lies where everybody may make folders. */
function isPrivate(folder: string): boolean {
  const found = lstatSync(folder);
  if (!found.isDirectory()) return false;
  if (process.platform === 'win32') return true;
  return found.uid === process.getuid?.() && (found.mode & 0o077) === 0;
}

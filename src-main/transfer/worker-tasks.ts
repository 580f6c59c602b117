// What a transfer's worker does: the history into a file, or a file into clips ready to be stored.
// Never write to the history: the main thread has the one writer.
import { hash } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { setImmediate as breathe } from 'node:timers/promises';
import type { ClipFormat, HashedFormat, ImportedClip } from '../../src-shared/clip';
import { ClipsteadError } from '../../src-shared/errors';
import { INLINE_PAYLOAD_BYTES } from '../../src-shared/limits';
import { newClip } from '../capture/normalise';
import { maskAs } from '../capture/secrets/mask';
import { ClipSnapshot } from '../storage/clip-snapshot';
import type { WholeClip } from '../storage/types';
import { cancelled } from './errors';
import { ExportWriter, writeWhole } from './export-file';
import { type Block, readExport } from './export-reader';
import type { ExportJob, ExportResult, ImportJob, TransferProgress } from './protocol';

/** Bytes and clips that are handed to the writer at a time: what arrives there is taken apart on its thread. */
const BATCH_BYTES = 256 * 1024;
const BATCH_CLIPS = 64;

/** How often it is looked whether the transfer was cancelled, and its progress is told. */
const TELL_EVERY_MS = 100;

export interface Signals {
  /** True once the user has had enough. */
  readonly cancelled: () => boolean;
  readonly onProgress: (progress: TransferProgress) => void;
}

/**
 * Writes the history as it stands now into a file.
 * @throws ClipsteadError 'cancelled', 'bad-request' for a place that will not do, 'storage-failed'
 */
export async function exportHistory(
  job: ExportJob,
  { cancelled: isCancelled, onProgress }: Signals,
): Promise<ExportResult> {
  const { path, dir, force } = job;
  try {
    return await writeWhole(path, { force, keepOut: dir }, async (fd) => {
      const snapshot = new ClipSnapshot(job);
      try {
        const total = snapshot.count;
        const writer = new ExportWriter(fd, { app: job.app, at: job.now, clips: total });
        let leftOut = 0;
        let told = performance.now();
        for (const clip of snapshot.clips()) {
          if (clip === null) leftOut += 1;
          else writer.add(clip);
          if (performance.now() - told < TELL_EVERY_MS) continue;
          told = performance.now();
          onProgress({ done: writer.clips + leftOut, total });
          await breathe();
          if (isCancelled()) throw cancelled();
        }
        writer.end();
        return { file: path, clips: writer.clips, bytes: writer.bytes, leftOut, expiring: snapshot.expiring };
      } finally {
        snapshot.close();
      }
    });
  } catch (error) {
    throw asExportError(error);
  }
}

/**
 * Reads a file and hands its clips on, a few at a time, each with all that is derived from its content.
 * @param handOn stores them; the next ones are read meanwhile, and handed on when it has ended.
 * @throws ClipsteadError 'cancelled', 'bad-request' where there is no file to read, 'refused' as readExport(); what `handOn` throws
 */
export async function importHistory(
  { path }: ImportJob,
  isCancelled: Signals['cancelled'],
  handOn: (clips: readonly ImportedClip[], leftOut: number, total: number) => Promise<void>,
): Promise<void> {
  let total = 0;
  try {
    if (!statSync(path).isFile()) throw notAFile();
    for await (const item of readExport(createReadStream(path, { highWaterMark: BATCH_BYTES }))) {
      if (isCancelled()) throw cancelled();
      if (typeof item === 'number') total = item;
      else await handOnBlock(item, (clips, leftOut) => handOn(clips, leftOut, total), isCancelled);
    }
  } catch (error) {
    throw asImportError(error);
  }
}

async function handOnBlock(
  block: Block,
  handOn: (clips: readonly ImportedClip[], leftOut: number) => Promise<void>,
  isCancelled: Signals['cancelled'],
): Promise<void> {
  let batch: ImportedClip[] = [];
  let bytes = 0;
  let { leftOut } = block;
  const flush = async () => {
    if (isCancelled()) throw cancelled();
    await handOn(batch, leftOut);
    batch = [];
    bytes = 0;
    leftOut = 0;
  };
  for (const transferred of block.clips) {
    const clip = toImported(transferred);
    if (clip === null) {
      leftOut += 1;
      continue;
    }
    if (batch.length > 0 && (bytes + clip.size > BATCH_BYTES || batch.length >= BATCH_CLIPS)) await flush();
    batch.push(clip);
    bytes += clip.size;
  }
  if (batch.length > 0 || leftOut > 0) await flush();
}

/** All that can be derived is: a file cannot lie about it. What the clip is, and so its identity, is what a copy of it would be. */
function toImported({ formats, sourceApp, masked, ...history }: WholeClip): ImportedClip | null {
  const clip = newClip(formats.map(hashed), sourceApp);
  if (clip === null || clip.contentHash === null) return null;
  const { contentHash } = clip;
  return { ...(masked === null ? clip : maskAs(clip, masked)), contentHash, ...history };
}

/** Large ones are hashed on this thread: the writer would do it on its own. */
function hashed(format: ClipFormat): HashedFormat {
  if (format.bytes.byteLength <= INLINE_PAYLOAD_BYTES) return format;
  return { ...format, sha256: hash('sha256', format.bytes, 'buffer') };
}

function notAFile(): ClipsteadError {
  return new ClipsteadError('bad-request', 'That is no file that can be read: name the export itself.');
}

function asExportError(error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG') {
    return new ClipsteadError(
      'storage-failed',
      'The export does not fit on its disk: free some space or choose another one.',
    );
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return new ClipsteadError(
      'bad-request',
      'Clipstead may not write there: choose another folder for the export.',
    );
  }
  if (code === 'ENAMETOOLONG') {
    return new ClipsteadError('bad-request', 'That name is too long for its disk: choose a shorter one.');
  }
  return error;
}

function asImportError(error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new ClipsteadError('bad-request', 'There is no such file to import.');
  }
  if (code === 'EACCES' || code === 'EPERM') {
    return new ClipsteadError(
      'bad-request',
      'Clipstead may not read that file: make it readable for yourself.',
    );
  }
  if (code === 'EIO') {
    return new ClipsteadError(
      'storage-failed',
      'The disk did not give the file to be imported: check the disk.',
    );
  }
  return error;
}

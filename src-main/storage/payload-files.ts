// Large payloads on the disk: one private file for each content, named by its SHA-256, whole or not there at all.
// Never give a file its name before its bytes are on the disk, and never trust what is read without its hash.

import { createHash, randomUUID } from 'node:crypto';
import {
  closeSync,
  fchmodSync,
  fstatSync,
  fsyncSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { chmod, type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';
import { ClipsteadError } from '../../src-shared/errors';
import { said } from '../../src-shared/i18n/said';
import { renameDurably, syncFolder } from './durable-files';
import { makeFolder } from './files';

/** Hashed, compared or read in one go on the calling thread: a third of a millisecond. */
const SLICE_BYTES = 512 * 1024;

const TEMPORARY = 'tmp-';
const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;

/** The folder of a data folder in which all payload files lie. */
export const payloadFolder = (dir: string) => join(dir, 'payloads');

export const isTemporary = (name: string) => name.startsWith(TEMPORARY);

/** Where a payload of this SHA-256 lies. */
export function payloadFile(dir: string, hash: Uint8Array): string {
  const name = Buffer.from(hash).toString('hex');
  return join(payloadFolder(dir), name.slice(0, 2), name);
}

/** SHA-256; other work on this thread gets its turn in between. */
export async function hashInSlices(bytes: Uint8Array): Promise<Buffer> {
  const sum = createHash('sha256');
  for (let at = 0; at < bytes.byteLength; at += SLICE_BYTES) {
    if (at > 0) await breathe();
    sum.update(bytes.subarray(at, at + SLICE_BYTES));
  }
  return sum.digest();
}

/** The error of a payload whose file is not there or not what it was. */
function lost(cause?: unknown): ClipsteadError {
  return new ClipsteadError('storage-failed', said('contentGone'), { cause });
}

function missingOr(error: unknown): unknown {
  return (error as NodeJS.ErrnoException).code === 'ENOENT' ? lost(error) : error;
}

/** The payload files of one data folder. */
export class PayloadFiles {
  readonly #dir: string;
  readonly #folder: string;
  /** Temporary files of this run: the sweep leaves them alone. */
  readonly #underWay = new Set<string>();

  /** @param dir the data folder. */
  constructor(dir: string) {
    this.#dir = dir;
    this.#folder = payloadFolder(dir);
  }

  /**
   * Sees to it that the payload lies on the disk under its name, by the file system's own threads.
   * @param hash its SHA-256.
   * @returns false where it lay there before.
   * @throws the file system's error; no part of the file is left then.
   */
  async write(bytes: Uint8Array, hash: Uint8Array): Promise<boolean> {
    const file = payloadFile(this.#dir, hash);
    const fresh = !(await this.#holds(file, bytes));
    if (fresh) {
      for (const folder of [this.#folder, dirname(file)]) await makePrivate(folder);
      const temporary = this.#temporary();
      try {
        await this.#writeWhole(temporary, bytes);
        await rename(temporary, file);
      } catch (error) {
        await rm(temporary, { force: true }).catch(() => {});
        throw error;
      } finally {
        this.#underWay.delete(temporary);
      }
    }
    // Also where it lay there: whoever wrote it may have been killed before this.
    for (const folder of [dirname(file), this.#folder, this.#dir]) await sync(folder);
    return fresh;
  }

  /** write() on this thread, which it holds. */
  writeNow(bytes: Uint8Array, hash: Uint8Array): boolean {
    const file = payloadFile(this.#dir, hash);
    const fresh = !holdsNow(file, bytes);
    if (fresh) {
      makeFolder(dirname(file));
      const temporary = this.#temporary();
      try {
        writeWholeNow(temporary, bytes);
        renameDurably(temporary, file);
      } catch (error) {
        rmSync(temporary, { force: true });
        throw error;
      } finally {
        this.#underWay.delete(temporary);
      }
    } else syncFolder(dirname(file));
    for (const folder of [this.#folder, this.#dir]) syncFolder(folder);
    return fresh;
  }

  /**
   * A payload's exact bytes, in slices between which this thread goes on.
   * @throws ClipsteadError 'storage-failed' where the file is gone or is not what was stored; the file system's error.
   */
  async read(hash: Uint8Array, size: number): Promise<Buffer> {
    const handle = await open(payloadFile(this.#dir, hash), 'r').catch((error: unknown) => {
      throw missingOr(error);
    });
    try {
      if ((await handle.stat()).size !== size) throw lost();
      const bytes = Buffer.allocUnsafeSlow(size);
      const sum = createHash('sha256');
      for (let at = 0; at < size; ) {
        const { bytesRead } = await handle.read(bytes, at, Math.min(SLICE_BYTES, size - at), at);
        if (bytesRead === 0) throw lost();
        sum.update(bytes.subarray(at, at + bytesRead));
        at += bytesRead;
      }
      if (!sum.digest().equals(hash)) throw lost();
      return bytes;
    } finally {
      await handle.close();
    }
  }

  /** read() on this thread, which it holds. */
  readNow(hash: Uint8Array, size: number): Buffer {
    let bytes: Buffer;
    try {
      bytes = readFileSync(payloadFile(this.#dir, hash));
    } catch (error) {
      throw missingOr(error);
    }
    if (bytes.byteLength !== size || !createHash('sha256').update(bytes).digest().equals(hash)) throw lost();
    return bytes;
  }

  /**
   * Takes a payload's file away: at once out of its place, so that a write that follows finds none, and its bytes soon after.
   * @throws the file system's error
   */
  remove(hash: Uint8Array): void {
    const temporary = this.#temporary();
    try {
      renameSync(payloadFile(this.#dir, hash), temporary);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
      throw error;
    } finally {
      this.#underWay.delete(temporary);
    }
    // What is left where this fails the next start sweeps.
    rm(temporary, { force: true }).catch(() => {});
  }

  /** Deletes a temporary file that no write of this run has under way. */
  removeTemporary(name: string): void {
    const file = join(this.#folder, name);
    if (!this.#underWay.has(file)) rm(file, { force: true }).catch(() => {});
  }

  #temporary(): string {
    const file = join(this.#folder, TEMPORARY + randomUUID());
    this.#underWay.add(file);
    return file;
  }

  async #writeWhole(file: string, bytes: Uint8Array): Promise<void> {
    const handle = await open(file, 'wx', FILE_MODE);
    try {
      await handle.chmod(FILE_MODE);
      for (let at = 0; at < bytes.byteLength; ) {
        at += (await handle.write(bytes, at, bytes.byteLength - at, at)).bytesWritten;
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
  }

  /** Whether the file holds exactly these bytes. One that does not, whatever the reason, is written anew. */
  async #holds(file: string, bytes: Uint8Array): Promise<boolean> {
    let handle: FileHandle | undefined;
    try {
      handle = await open(file, 'r');
      if ((await handle.stat()).size !== bytes.byteLength) return false;
      const slice = Buffer.allocUnsafeSlow(Math.min(SLICE_BYTES, bytes.byteLength));
      for (let at = 0; at < bytes.byteLength; ) {
        const { bytesRead } = await handle.read(slice, 0, slice.byteLength, at);
        const there = slice.subarray(0, bytesRead);
        if (bytesRead === 0 || !there.equals(bytes.subarray(at, at + bytesRead))) return false;
        at += bytesRead;
      }
      return true;
    } catch {
      return false;
    } finally {
      await handle?.close();
    }
  }
}

/** The first `limit` bytes of a payload's file, unverified: for what is shown beside a clip. @returns no bytes where it is gone */
export function beginningOf(dir: string, hash: Uint8Array, limit: number): Uint8Array {
  let fd: number | undefined;
  try {
    fd = openSync(payloadFile(dir, hash), 'r');
    const bytes = Buffer.alloc(Math.min(limit, fstatSync(fd).size));
    return bytes.subarray(0, readSync(fd, bytes, 0, bytes.byteLength, 0));
  } catch {
    return new Uint8Array();
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}

function writeWholeNow(file: string, bytes: Uint8Array): void {
  const fd = openSync(file, 'wx', FILE_MODE);
  try {
    fchmodSync(fd, FILE_MODE);
    for (let at = 0; at < bytes.byteLength; ) {
      at += writeSync(fd, bytes, at, bytes.byteLength - at, at);
    }
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

function holdsNow(file: string, bytes: Uint8Array): boolean {
  try {
    return readFileSync(file).equals(bytes);
  } catch {
    return false;
  }
}

/** See makeFolder(): on this thread a new name waits for the file system's journal, which may be busy with 30 MB. */
async function makePrivate(folder: string): Promise<void> {
  try {
    await mkdir(folder, { mode: FOLDER_MODE });
    await chmod(folder, FOLDER_MODE);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/** See syncFolder(). */
async function sync(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

// A history to one file: written beside its name, synced, and named only when it is whole.
// Never leave a part of an export behind, never let others read it, and never write over what lies there unless told to.
import { createHash, randomBytes } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  linkSync,
  lstatSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ClipsteadError } from '../../src-shared/errors';
import { syncFolder } from '../storage/durable-files';
import type { WholeClip } from '../storage/types';
import { encodeCheck, encodeClip, encodeHeader } from './format';

/** After so much a reader is given a check: what it holds until then is not proved yet. */
const CHECK_BYTES = 256 * 1024;
const CHECK_CLIPS = 200;

/** Bytes that make one member of the gzip file; members stand one behind the other (RFC 1952, 2.2). */
const MEMBER_BYTES = 1024 * 1024;

/** Level 6 takes twice the time for a tenth less. */
const LEVEL = 3;

/** An export on its way into a file descriptor, in pieces, with a check after every few. */
export class ExportWriter {
  readonly #fd: number;
  readonly #hash = createHash('sha256');
  #lines: Buffer[] = [];
  #lineBytes = 0;
  #clips = 0;
  #checkedClips = 0;
  #uncheckedBytes = 0;
  /** Bytes written to the file. */
  bytes = 0;

  constructor(fd: number, head: Parameters<typeof encodeHeader>[0]) {
    this.#fd = fd;
    this.#line(encodeHeader(head));
  }

  /** Clips so far. */
  get clips(): number {
    return this.#clips;
  }

  /** @throws the file system's error */
  add(clip: WholeClip): void {
    for (const line of encodeClip(clip)) {
      this.#line(line);
      this.#uncheckedBytes += line.byteLength;
    }
    this.#clips += 1;
    if (this.#uncheckedBytes < CHECK_BYTES && this.#clips - this.#checkedClips < CHECK_CLIPS) return;
    this.#check('check');
  }

  /** Writes what is left. @throws the file system's error */
  end(): void {
    this.#check('end');
    this.#flush();
  }

  #check(type: 'check' | 'end'): void {
    this.#line(encodeCheck(type, this.#clips, this.#hash.copy().digest('hex')));
    this.#checkedClips = this.#clips;
    this.#uncheckedBytes = 0;
  }

  #line(line: Buffer): void {
    this.#hash.update(line);
    this.#lines.push(line);
    this.#lineBytes += line.byteLength;
    if (this.#lineBytes >= MEMBER_BYTES) this.#flush();
  }

  #flush(): void {
    const packed = gzipSync(Buffer.concat(this.#lines, this.#lineBytes), { level: LEVEL });
    this.#lines = [];
    this.#lineBytes = 0;
    for (let at = 0; at < packed.byteLength; ) at += writeSync(this.#fd, packed, at);
    this.bytes += packed.byteLength;
  }
}

/**
 * Makes a private file (0600), whole or not at all: under a name of its own beside `path`, renamed when `fill` has ended.
 * @param path absolute. @param keepOut a folder in which nothing may be written.
 * @throws ClipsteadError 'bad-request' where there is no such folder, something lies there and `force` was not given, or the place
 * is Clipstead's own; what `fill` throws; the file system's error.
 */
export async function writeWhole<T>(
  path: string,
  { force, keepOut }: { readonly force: boolean; readonly keepOut: string },
  fill: (fd: number) => Promise<T>,
): Promise<T> {
  const target = checkedTarget(path, keepOut, force);
  const aside = `${target}.${randomBytes(4).toString('hex')}.partial`;
  const fd = openSync(aside, 'wx', 0o600);
  try {
    let result: T;
    try {
      result = await fill(fd);
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    publish(aside, target, force);
    return result;
  } catch (error) {
    rmSync(aside, { force: true });
    throw error;
  }
}

/** The path with its folder's real name. */
function checkedTarget(path: string, keepOut: string, force: boolean): string {
  let folder: string;
  try {
    folder = realpathSync(dirname(path));
    if (!statSync(folder).isDirectory()) throw new Error('not a folder');
  } catch {
    throw new ClipsteadError(
      'bad-request',
      'There is no such folder to write the export into: make it first.',
    );
  }
  // Over the database, say.
  const inside = relative(realpathSync(keepOut), folder);
  if (inside !== '..' && !inside.startsWith(`..${sep}`) && !isAbsolute(inside)) {
    throw new ClipsteadError(
      'bad-request',
      "That is inside Clipstead's own data folder: choose another place for the export.",
    );
  }
  const target = join(folder, basename(path));
  const there = lstatSync(target, { throwIfNoEntry: false });
  if (there?.isDirectory() === true) {
    throw new ClipsteadError(
      'bad-request',
      'That is a folder: add a file name to it, such as clips.jsonl.gz.',
    );
  }
  if (there !== undefined && !force) throw exists();
  return target;
}

function publish(aside: string, target: string, force: boolean): void {
  if (force) renameSync(aside, target);
  else {
    try {
      // Unlike rename, never replaces.
      linkSync(aside, target);
      rmSync(aside);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === 'EEXIST' || lstatSync(target, { throwIfNoEntry: false }) !== undefined) throw exists();
      // A file system without hard links.
      renameSync(aside, target);
    }
  }
  syncFolder(dirname(target));
}

function exists(): ClipsteadError {
  return new ClipsteadError(
    'bad-request',
    'A file lies there already: choose another name, or write over it with --force.',
  );
}

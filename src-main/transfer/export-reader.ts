// From an export's bytes to clips: unpacked, checked, in blocks of which every byte has been verified.
// Never hand on what the next check has not covered, and never hold more than one clip and one block.
import { createHash, type Hash } from 'node:crypto';
import { createGunzip } from 'node:zlib';
import { type ClipFormat, TEXT_MIME } from '../../src-shared/clip';
import { ClipsteadError } from '../../src-shared/errors';
import {
  MAX_CLIP_BYTES,
  MAX_EXPORT_LINE_BYTES,
  MAX_IMPORT_BYTES,
  MAX_IMPORT_CLIPS,
  MAX_TEXT_BYTES,
} from '../../src-shared/limits';
import type { WholeClip } from '../storage/types';
import { type AnnouncedFormat, BadLine, decodeLine, EXPORT_VERSION, type Line } from './format';

/** What a file may hold; see limits.ts. */
export interface ReadLimits {
  readonly clips: number;
  readonly bytes: number;
  readonly clipBytes: number;
}

const LIMITS: ReadLimits = { clips: MAX_IMPORT_CLIPS, bytes: MAX_IMPORT_BYTES, clipBytes: MAX_CLIP_BYTES };

/** What one block may hold beside the clip that ends it; ours end after 256 KB or 200 clips. */
const MAX_BLOCK_BYTES = 4 * 1024 * 1024;
const MAX_BLOCK_CLIPS = 1_024;

const CHUNK_BYTES = 64 * 1024;

/** Clips of a part of the file that is as it was written. */
export interface Block {
  readonly clips: readonly WholeClip[];
  /** Clips whose first format is larger than a clip may be, or has nothing in it. */
  readonly leftOut: number;
}

/** What is said behind each error, where it is known: how far the import had come. */
const refusal = (text: string) => new ClipsteadError('refused', text);
const damaged = () =>
  refusal(
    'The file is damaged or cut off: fetch it again from where it came from, or make the export again.',
  );
const notOurs = () => refusal('This is not a Clipstead export: choose a file that "clipstead export" wrote.');

/**
 * Reads an export to its end.
 * @param source the file's bytes.
 * @param limits other than the product's only to try them.
 * @returns first the number of clips that the file says it has, then its blocks.
 * @throws ClipsteadError 'refused' where it is not one, a newer version's, damaged, cut off, or holds more than a history may;
 * the source's own error.
 */
export async function* readExport(
  source: AsyncIterable<Uint8Array>,
  limits: Partial<ReadLimits> = {},
): AsyncGenerator<number | Block> {
  const all = { ...LIMITS, ...limits };
  const decoder = new BlockDecoder(all);
  for await (const line of lines(unpack(source, all.bytes))) {
    const result = decoder.take(line);
    if (result !== null) yield result;
  }
  decoder.end();
}

/** @throws ClipsteadError, the source's error */
async function* unpack(source: AsyncIterable<Uint8Array>, most: number): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
  // What goes wrong after the end of the loop below is of no interest.
  gunzip.on('error', () => {});
  let failure: unknown = null;
  const feeding = feed(source, gunzip).catch((error: unknown) => {
    failure = error;
    gunzip.destroy();
  });
  let bytes = 0;
  try {
    for await (const chunk of gunzip as AsyncIterable<Buffer>) {
      bytes += chunk.byteLength;
      if (bytes > most)
        throw refusal('The file holds more than a history may: it was not made by Clipstead.');
      yield chunk;
    }
  } catch (error) {
    if (failure !== null) throw failure;
    if (error instanceof ClipsteadError) throw error;
    throw bytes === 0 ? notOurs() : damaged();
  } finally {
    gunzip.destroy();
    await feeding;
  }
  if (failure !== null) throw failure;
}

async function feed(
  source: AsyncIterable<Uint8Array>,
  gunzip: ReturnType<typeof createGunzip>,
): Promise<void> {
  for await (const chunk of source) {
    if (gunzip.destroyed) return;
    if (!gunzip.write(chunk)) await drained(gunzip);
  }
  gunzip.end();
}

/** Resolves when there is room again, or nobody reads any more. */
function drained(gunzip: ReturnType<typeof createGunzip>): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      gunzip.off('drain', done);
      gunzip.off('close', done);
      resolve();
    };
    gunzip.on('drain', done);
    gunzip.on('close', done);
  });
}

/** Lines with their ends. @throws ClipsteadError */
async function* lines(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of source) {
    let from = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, from)) {
      const last = chunk.subarray(from, end + 1);
      yield pieces.length === 0 ? last : Buffer.concat([...pieces, last]);
      pieces = [];
      bytes = 0;
      from = end + 1;
    }
    if (from === chunk.byteLength) continue;
    pieces.push(chunk.subarray(from));
    bytes += chunk.byteLength - from;
    if (bytes > MAX_EXPORT_LINE_BYTES) throw notOurs();
  }
  if (bytes > 0) throw damaged();
}

/** Formats of a clip that are still to come. */
interface OpenClip {
  readonly head: Omit<WholeClip, 'formats'>;
  readonly formats: AnnouncedFormat[];
  readonly done: ClipFormat[];
  /** Bytes that it may still have. Copies of the same text, each with formats of its own, can come to more than one clip may have. */
  room: number;
  /** The format that is being read fits; else its bytes are read and dropped. */
  fits: boolean;
  /** The first format, which is what the clip is, did not fit. */
  lost: boolean;
  parts: Uint8Array[];
  got: number;
  left: number;
}

const isLargeText = ({ mime, size }: AnnouncedFormat) => mime === TEXT_MIME && size > MAX_TEXT_BYTES;

class BlockDecoder {
  readonly #hash: Hash = createHash('sha256');
  readonly #limits: ReadLimits;
  #state: 'start' | 'clips' | 'end' = 'start';
  #seen = 0;
  #open: OpenClip | null = null;
  #clips: WholeClip[] = [];
  #leftOut = 0;
  #bytes = 0;

  constructor(limits: ReadLimits) {
    this.#limits = limits;
  }

  /** @returns the announced number of clips after the first line, a block after its check, null in between. */
  take(bytes: Uint8Array): number | Block | null {
    let line: Line;
    try {
      line = decodeLine(bytes.subarray(0, -1));
    } catch (error) {
      if (error instanceof BadLine) throw this.#bad();
      throw error;
    }
    // A check covers what stands before it.
    const result = this.#takeLine(line);
    this.#hash.update(bytes);
    return result;
  }

  /** @throws ClipsteadError where the last line is missing */
  end(): void {
    if (this.#state !== 'end') throw this.#bad();
  }

  #bad(): ClipsteadError {
    return this.#state === 'start' ? notOurs() : damaged();
  }

  #takeLine(line: Line): number | Block | null {
    if (line.type === 'history') {
      if (this.#state !== 'start') throw this.#bad();
      if (line.version > EXPORT_VERSION) {
        throw refusal(
          `A newer Clipstead wrote this file (version ${line.version}, this one reads ${EXPORT_VERSION}): install the newer one first.`,
        );
      }
      this.#state = 'clips';
      return line.clips;
    }
    if (this.#state !== 'clips') throw this.#bad();
    if (line.type === 'part') this.#part(line.bytes);
    else if (this.#open !== null) throw this.#bad();
    else if (line.type === 'clip') this.#begin(line.clip, line.formats);
    else return this.#check(line);
    if (this.#clips.length > MAX_BLOCK_CLIPS || this.#bytes > MAX_CLIP_BYTES + MAX_BLOCK_BYTES)
      throw this.#bad();
    return null;
  }

  #begin(head: OpenClip['head'], formats: readonly AnnouncedFormat[]): void {
    this.#seen += 1;
    if (this.#seen > this.#limits.clips) {
      throw refusal('The file holds more clips than a history may: it was not made by Clipstead.');
    }
    const none = {
      done: [],
      room: this.#limits.clipBytes,
      fits: true,
      lost: false,
      parts: [],
      got: 0,
      left: 0,
    };
    this.#open = { head, formats: [...formats], ...none };
    this.#next(this.#open);
  }

  /** Goes on to the next format whose bytes follow, or ends the clip. */
  #next(open: OpenClip): void {
    for (let format = open.formats[0]; format !== undefined; format = open.formats[0]) {
      open.fits = !open.lost && format.size <= open.room && !isLargeText(format);
      if (open.fits) open.room -= format.size;
      else if (open.done.length === 0) open.lost = true;
      if (format.bytes === null) {
        open.left = format.parts;
        return;
      }
      if (open.fits) open.done.push({ mime: format.mime, bytes: format.bytes });
      open.formats.shift();
    }
    this.#open = null;
    if (open.lost || open.done[0]?.bytes.byteLength === 0) {
      this.#leftOut += 1;
      return;
    }
    this.#bytes += open.done.reduce((sum, { bytes }) => sum + bytes.byteLength, 0);
    this.#clips.push({ ...open.head, formats: open.done });
  }

  #part(bytes: Uint8Array): void {
    const open = this.#open;
    const format = open?.formats[0];
    if (open === null || format === undefined) throw this.#bad();
    open.left -= 1;
    open.got += bytes.byteLength;
    // As many bytes as were announced, and not more before the last part either.
    if (open.got > format.size || (open.left === 0 && open.got !== format.size)) throw this.#bad();
    if (open.fits) open.parts.push(bytes);
    if (open.left > 0) return;
    if (open.fits) open.done.push({ mime: format.mime, bytes: Buffer.concat(open.parts) });
    open.parts = [];
    open.got = 0;
    open.formats.shift();
    this.#next(open);
  }

  #check({ type, clips, sha256 }: Extract<Line, { type: 'check' | 'end' }>): Block {
    if (clips !== this.#seen || sha256 !== this.#hash.copy().digest('hex')) throw this.#bad();
    if (type === 'end') this.#state = 'end';
    const block = { clips: this.#clips, leftOut: this.#leftOut };
    this.#clips = [];
    this.#leftOut = 0;
    this.#bytes = 0;
    return block;
  }
}

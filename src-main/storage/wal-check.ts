// Whether a write-ahead log that a cut-off run has left is as SQLite wrote it. SQLite reads it up to the first frame that is not, and
// drops what was committed behind, without a word.
// Never change the log, and never take the torn end that a cut leaves for damage.
import { closeSync, existsSync, openSync, readSync } from 'node:fs';

/** https://sqlite.org/fileformat2.html, 4.1: a WAL's header and the two numbers that it can begin with; a frame's header. */
const HEADER_BYTES = 32;
const MAGIC = [0x377f0682, 0x377f0683];
const FRAME_HEADER_BYTES = 24;

/** Read in one go; a WAL has 256 MB at most (pragmas.ts). */
const SLICE_BYTES = 1024 * 1024;

/** missing: there is none. garbage: SQLite ignores all of it. broken: it ignores the commits from some frame on. */
export type WalTrouble = 'missing' | 'garbage' | 'broken';

/**
 * Looks through the WAL of a database that nobody has open.
 * @returns null where all is read that it holds, but for the last transaction where that was cut off.
 * @throws the file system's error
 */
export function walTrouble(wal: string): WalTrouble | null {
  if (!existsSync(wal)) return 'missing';
  const fd = openSync(wal, 'r');
  try {
    const header = Buffer.alloc(HEADER_BYTES);
    const read = readSync(fd, header);
    if (read === 0) return null;
    if (read < HEADER_BYTES || !isHeader(header)) return 'garbage';
    return commitsBehindABadFrame(fd, header) ? 'broken' : null;
  } finally {
    closeSync(fd);
  }
}

/** The running checksum of header and frames. https://sqlite.org/fileformat2.html, 4.2 */
class Checksum {
  readonly #bigEndian: boolean;
  first = 0;
  second = 0;

  constructor(magic: number) {
    this.#bigEndian = (magic & 1) === 1;
  }

  add(bytes: Buffer): void {
    let { first, second } = this;
    const word = (at: number) => (this.#bigEndian ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at));
    for (let at = 0; at < bytes.byteLength; at += 8) {
      first = (first + word(at) + second) >>> 0;
      second = (second + word(at + 4) + first) >>> 0;
    }
    this.first = first;
    this.second = second;
  }

  /** @param bytes hold the checksum from `at` on. */
  isAt(bytes: Buffer, at: number): boolean {
    return bytes.readUInt32BE(at) === this.first && bytes.readUInt32BE(at + 4) === this.second;
  }
}

function isHeader(header: Buffer): boolean {
  const magic = header.readUInt32BE(0);
  if (!MAGIC.includes(magic)) return false;
  const sum = new Checksum(magic);
  sum.add(header.subarray(0, 24));
  return sum.isAt(header, 24);
}

/**
 * A frame that does not hold, and after it one of this log that ends a transaction. A cut leaves none: frames come in their order, and
 * what a transaction wrote that was rolled back has no end. Where the power was cut, what was not synced may look like this, and the
 * copies of its last second are lost indeed.
 */
function commitsBehindABadFrame(fd: number, header: Buffer): boolean {
  const pageSize = header.readUInt32BE(8);
  const salts = header.subarray(16, 24);
  const sum = new Checksum(header.readUInt32BE(0));
  sum.add(header.subarray(0, 24));
  let good = true;
  for (const frame of frames(fd, FRAME_HEADER_BYTES + pageSize)) {
    const ours = frame.subarray(8, 16).equals(salts);
    if (good) {
      sum.add(frame.subarray(0, 8));
      sum.add(frame.subarray(FRAME_HEADER_BYTES));
      good = ours && sum.isAt(frame, 16);
      // One whose salts or sum are not this log's may be what an earlier one has left.
    } else if (ours && frame.readUInt32BE(4) !== 0) return true;
  }
  return false;
}

/** Whole frames; each is good until the next one is asked for. */
function* frames(fd: number, bytes: number): Generator<Buffer> {
  const slice = Buffer.alloc(Math.max(1, Math.floor(SLICE_BYTES / bytes)) * bytes);
  let position = HEADER_BYTES;
  for (;;) {
    let filled = 0;
    for (let read = -1; read !== 0 && filled < slice.byteLength; filled += read) {
      read = readSync(fd, slice, filled, slice.byteLength - filled, position + filled);
    }
    for (let at = 0; at + bytes <= filled; at += bytes) yield slice.subarray(at, at + bytes);
    if (filled < slice.byteLength) return;
    position += filled;
  }
}

// PNG files that tests and benches make (PNG specification, sections 5 and 11). Never an encoder for the product: nothing is filtered.
import { crc32, deflateSync } from 'node:zlib';

export interface PngOf {
  readonly width: number;
  readonly height: number;
  /** Of a sample. */
  readonly bits: number;
  /** Three samples a pixel; else one, gray. */
  readonly colors?: boolean;
  /** zlib's; 0 packs nothing. */
  readonly level?: number;
}

/** Bytes of one row as encodePng() takes it: the filter's byte, which must be 0, and the samples. */
export function pngRowBytes({ width, bits, colors = false }: PngOf): number {
  return 1 + Math.ceil((width * bits * (colors ? 3 : 1)) / 8);
}

/** @param rows `height` rows of pngRowBytes() bytes each */
export function encodePng(of: PngOf, rows: Uint8Array): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(of.width, 0);
  header.writeUInt32BE(of.height, 4);
  header.set([of.bits, of.colors ? 2 : 0], 8);
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows, of.level === undefined ? {} : { level: of.level })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(data.length, 0);
  ends.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
}

// What decides how an image's pixels look besides the pixels: colour profile, gamma, orientation. Nothing is decoded.
// Never call two images alike where it is not sure: what is not understood here is not compared at all.
import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';

/** Chunks and segments before the pixels that are looked through; programs write a handful. */
const MAX_STEPS = 256;
/** A colour profile, unpacked: those of printers have half a megabyte. */
const MAX_PROFILE_BYTES = 1024 * 1024;

/** Chunks that change how the pixels look (PNG specification 3rd edition, 11.3); sRGB says what everybody assumes without it. */
const PNG_LOOKS = ['cHRM', 'gAMA', 'iCCP', 'cICP', 'mDCV', 'cLLI', 'eXIf'];
/** sRGB as gAMA and cHRM tell it, for readers that do not know the sRGB chunk (PNG specification, 11.3.2.5). */
const SRGB_CHUNKS: Readonly<Record<string, string>> = {
  gAMA: '0000b18f',
  cHRM: '00007a26000080840000fa00000080e8000075300000ea6000003a9800001770',
};

/**
 * The same bytes for two images only where the same pixels look the same.
 * @returns null where the image is not to be compared by its pixels: more than 8 bits, several frames, or not understood
 */
export function imageAppearance(bytes: Uint8Array): Uint8Array | null {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts: Buffer[] = [];
  try {
    if (!readers.some((reader) => reader(data, parts))) return null;
  } catch {
    // It ends before it says, or its profile cannot be unpacked.
    return null;
  }
  const sum = createHash('sha256');
  for (const part of parts) sum.update(`${part.length} `).update(part);
  return new Uint8Array(sum.digest());
}

/** Adds what it finds to `parts`. @returns whether the image is of its format and can be compared */
type Reader = (data: Buffer, parts: Buffer[]) => boolean;
const readers: readonly Reader[] = [png, jpeg, webp, bmp, gif];

function png(data: Buffer, parts: Buffer[]): boolean {
  if (data.toString('latin1', 0, 8) !== '\x89PNG\r\n\x1a\n') return false;
  const bits = data.readUInt8(24);
  if (bits > 8) return false;
  for (let at = 8, step = 0; step < MAX_STEPS; step++) {
    const length = data.readUInt32BE(at);
    const type = data.toString('latin1', at + 4, at + 8);
    if (type === 'IDAT') return true;
    // APNG: more than one frame.
    if (type === 'acTL' || length > data.length) return false;
    const content = data.subarray(at + 8, at + 8 + length);
    if (PNG_LOOKS.includes(type) && content.toString('hex') !== SRGB_CHUNKS[type]) {
      parts.push(Buffer.from(type), type === 'iCCP' ? profileOf(content) : content);
    }
    at += 12 + length;
  }
  return false;
}

/** A name that ends with NUL, a byte that says zlib, and the packed profile (PNG specification, 11.3.2.3). */
function profileOf(content: Buffer): Buffer {
  return inflateSync(content.subarray(content.indexOf(0) + 2), { maxOutputLength: MAX_PROFILE_BYTES });
}

/** Segments up to the first scan: APP1 may turn it, APP2 holds its profile, APP14 says how its colours are meant. */
function jpeg(data: Buffer, parts: Buffer[]): boolean {
  if (data.toString('latin1', 0, 3) !== '\xff\xd8\xff') return false;
  for (let at = 2, step = 0; step < MAX_STEPS; step++) {
    const marker = data.readUInt16BE(at);
    if (marker === 0xffda) return true;
    if (marker >> 8 !== 0xff) return false;
    const length = data.readUInt16BE(at + 2);
    const content = data.subarray(at + 4, at + 2 + length);
    if (marker === 0xffe1 && content.toString('latin1', 0, 6) === 'Exif\0\0') {
      const orientation = orientationOf(content);
      if (orientation !== UPRIGHT) parts.push(Buffer.from([orientation & 0xff]));
    }
    if (marker === 0xffe2 || marker === 0xffee) parts.push(Buffer.from([marker & 0xff]), content);
    at += 2 + length;
  }
  return false;
}

const UPRIGHT = 1;

/** EXIF holds the time and much else: of all that only how the image is turned counts (EXIF 2.3, tag 0112). */
function orientationOf(exif: Buffer): number {
  const tiff = exif.subarray(6);
  const little = tiff.toString('latin1', 0, 2) === 'II';
  const u16 = (at: number) => (little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const first = little ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
  const entries = u16(first);
  for (let entry = 0; entry < entries; entry++) {
    const at = first + 2 + entry * 12;
    if (u16(at) === 0x0112) return u16(at + 8);
  }
  return UPRIGHT;
}

/** RFC 9649, section 2.7: the extended header tells of animation; profile and EXIF are chunks of their own. */
function webp(data: Buffer, parts: Buffer[]): boolean {
  if (data.toString('latin1', 0, 4) !== 'RIFF' || data.toString('latin1', 8, 12) !== 'WEBP') return false;
  for (let at = 12, step = 0; at + 8 <= data.length && step < MAX_STEPS; step++) {
    const type = data.toString('latin1', at, at + 4);
    const length = data.readUInt32LE(at + 4);
    if (type === 'ANIM' || type === 'ANMF') return false;
    if (type === 'ICCP' || type === 'EXIF') {
      parts.push(Buffer.from(type), data.subarray(at + 8, at + 8 + length));
    }
    at += 8 + length + (length % 2);
  }
  return true;
}

/** The newer headers may name a colour space (wingdi.h, BITMAPV4HEADER); 'sRGB' and 'Win ' are the usual one. */
function bmp(data: Buffer, parts: Buffer[]): boolean {
  if (data.toString('latin1', 0, 2) !== 'BM') return false;
  const header = data.readUInt32LE(14);
  if (header < 108) return true;
  const space = data.toString('latin1', 14 + 56, 14 + 60);
  if (space !== 'BGRs' && space !== ' niW')
    parts.push(data.subarray(14 + 56, 14 + header), data.subarray(-1024));
  return true;
}

/** Its colours are sRGB by custom; whether it moves, who decodes it says. */
function gif(data: Buffer): boolean {
  return data.toString('latin1', 0, 4) === 'GIF8';
}

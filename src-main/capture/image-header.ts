// What an image's first bytes say: its format, its pixels, and which way up it is. Nothing is decoded.
// Never trust a length in it, and never read beyond the bytes there are: an image comes from anywhere.

export interface ImageHeader {
  /** As its users call it: "PNG", "JPEG". */
  readonly format: string;
  /** Pixels as it is shown, turned as its EXIF orientation says. */
  readonly width: number;
  readonly height: number;
}

/** Segments and padding that are looked through for a JPEG's size: cameras put a few dozen before it. */
const JPEG_STEPS = 4_096;
/** EXIF orientations that turn the image by a quarter (EXIF 2.3, tag 0112). */
const FIRST_TURNED = 5;
const LAST_TURNED = 8;

/** @returns null where the bytes are of no format that is known here, or end before they say. */
export function imageHeader(bytes: Uint8Array): ImageHeader | null {
  const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    const header = png(data) ?? jpeg(data) ?? gif(data) ?? webp(data) ?? bmp(data) ?? tiff(data);
    return header !== null && header.width > 0 && header.height > 0 ? header : null;
  } catch (error) {
    // DataView's word for "beyond the end".
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** PNG specification, 5.2 and 11.2.2: the signature, then IHDR. */
function png(data: DataView): ImageHeader | null {
  if (!startsWith(data, '\x89PNG\r\n\x1a\n') || ascii(data, 12, 4) !== 'IHDR') return null;
  return { format: 'PNG', width: data.getUint32(16), height: data.getUint32(20) };
}

/** JPEG (ITU T.81, annex B): segments up to the frame header; EXIF stands in an APP1 before it. */
function jpeg(data: DataView): ImageHeader | null {
  if (!startsWith(data, '\xff\xd8\xff')) return null;
  let orientation = 1;
  for (let at = 2, step = 0; step < JPEG_STEPS; step++) {
    const marker = data.getUint16(at);
    // 0xff may be repeated as padding; markers without a length are RST and TEM.
    if (marker === 0xffff) {
      at += 1;
      continue;
    }
    if (marker >> 8 !== 0xff || marker === 0xffda || marker === 0xffd9) return null;
    if ((marker >= 0xffd0 && marker <= 0xffd7) || marker === 0xff01) {
      at += 2;
      continue;
    }
    const isFrame = marker >= 0xffc0 && marker <= 0xffcf && ![0xffc4, 0xffc8, 0xffcc].includes(marker);
    if (isFrame) return turned('JPEG', data.getUint16(at + 7), data.getUint16(at + 5), orientation);
    const length = data.getUint16(at + 2);
    if (marker === 0xffe1 && ascii(data, at + 4, 6) === 'Exif\0\0') {
      orientation = exifOrientation(data, at + 10, at + 2 + length);
    }
    at += 2 + length;
  }
  return null;
}

/** GIF89a, section 18. */
function gif(data: DataView): ImageHeader | null {
  if (!startsWith(data, 'GIF8')) return null;
  return { format: 'GIF', width: data.getUint16(6, true), height: data.getUint16(8, true) };
}

/** WebP (RFC 9649, section 2): the first chunk is VP8 (lossy), VP8L (lossless) or VP8X (extended). */
function webp(data: DataView): ImageHeader | null {
  if (!startsWith(data, 'RIFF') || ascii(data, 8, 4) !== 'WEBP') return null;
  const chunk = ascii(data, 12, 4);
  if (chunk === 'VP8 ') {
    return of('WebP', data.getUint16(26, true) & 0x3fff, data.getUint16(28, true) & 0x3fff);
  }
  if (chunk === 'VP8L') {
    const bits = data.getUint32(21, true);
    return of('WebP', (bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1);
  }
  if (chunk !== 'VP8X') return null;
  const uint24 = (at: number) => data.getUint16(at, true) | (data.getUint8(at + 2) << 16);
  return of('WebP', uint24(24) + 1, uint24(27) + 1);
}

/** Sizes of the headers that begin like BITMAPINFOHEADER (wingdi.h). */
const BMP_HEADERS = [40, 52, 56, 64, 108, 124];

/** BITMAPFILEHEADER and BITMAPINFOHEADER (wingdi.h); a negative height means "top row first". */
function bmp(data: DataView): ImageHeader | null {
  if (!startsWith(data, 'BM') || !BMP_HEADERS.includes(data.getUint32(14, true))) return null;
  return of('BMP', data.getInt32(18, true), Math.abs(data.getInt32(22, true)));
}

/** TIFF 6.0, section 2: the first image file directory. */
function tiff(data: DataView): ImageHeader | null {
  const little = startsWith(data, 'II*\0');
  if (!little && !startsWith(data, 'MM\0*')) return null;
  const tags = directory(data, 0, data.byteLength, little);
  return turned('TIFF', tags.get(0x0100) ?? 0, tags.get(0x0101) ?? 0, tags.get(0x0112) ?? 1);
}

/** The orientation that stands in the TIFF structure from `start` to `end`; 1 where none does or it is broken. */
function exifOrientation(data: DataView, start: number, end: number): number {
  const mark = ascii(data, start, 2);
  if (mark !== 'II' && mark !== 'MM') return 1;
  try {
    return directory(data, start, Math.min(end, data.byteLength), mark === 'II').get(0x0112) ?? 1;
  } catch (error) {
    if (error instanceof RangeError) return 1;
    throw error;
  }
}

/** The first directory's whole numbers by tag: SHORT (type 3) and LONG (type 4), one value each. */
function directory(data: DataView, start: number, end: number, little: boolean): Map<number, number> {
  const tags = new Map<number, number>();
  const first = start + data.getUint32(start + 4, little);
  const entries = data.getUint16(first, little);
  for (let entry = 0; entry < entries; entry++) {
    const at = first + 2 + entry * 12;
    if (at + 12 > end) break;
    const type = data.getUint16(at + 2, little);
    if (data.getUint32(at + 4, little) !== 1) continue;
    if (type === 3) tags.set(data.getUint16(at, little), data.getUint16(at + 8, little));
    if (type === 4) tags.set(data.getUint16(at, little), data.getUint32(at + 8, little));
  }
  return tags;
}

function turned(format: string, width: number, height: number, orientation: number): ImageHeader {
  const quarter = orientation >= FIRST_TURNED && orientation <= LAST_TURNED;
  return quarter ? of(format, height, width) : of(format, width, height);
}

function of(format: string, width: number, height: number): ImageHeader {
  return { format, width, height };
}

function startsWith(data: DataView, start: string): boolean {
  return data.byteLength >= start.length && ascii(data, 0, start.length) === start;
}

function ascii(data: DataView, at: number, length: number): string {
  let text = '';
  for (let n = 0; n < length; n++) text += String.fromCharCode(data.getUint8(at + n));
  return text;
}

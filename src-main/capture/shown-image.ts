// Whether an image may be unpacked by the window that shows it, judged by its header alone.
// Never decode here, and never let through what cannot be judged: a few bytes can unpack to gigabytes.
import type { IMAGE_REFUSALS } from '../../src-shared/clip-preview';
import { MAX_SHOWN_PIXELS } from '../../src-shared/limits';
import { imageHeader } from './image-header';

export interface ShownImage {
  /** As its bytes say, whatever it was called. */
  readonly mime: string;
  /** Pixels; null where the header does not say. */
  readonly width: number | null;
  readonly height: number | null;
  readonly refusal: (typeof IMAGE_REFUSALS)[number] | null;
}

/** Formats that the window unpacks and whose header is understood. TIFF it cannot; SVG is a program, and AVIF's size lies deep inside. */
const SHOWN: Readonly<Record<string, string>> = {
  PNG: 'image/png',
  JPEG: 'image/jpeg',
  GIF: 'image/gif',
  WebP: 'image/webp',
  BMP: 'image/bmp',
};

export function shownImage(mime: string, bytes: Uint8Array): ShownImage {
  const header = imageHeader(bytes);
  if (header === null) {
    const known = Object.values(SHOWN).includes(mime);
    return { mime, width: null, height: null, refusal: known ? 'unreadable' : 'not-shown-here' };
  }
  const { width, height } = header;
  const real = SHOWN[header.format];
  if (real === undefined) return { mime, width, height, refusal: 'not-shown-here' };
  const pixels = Math.max(width * height, header.format === 'GIF' ? firstFramePixels(bytes) : 0);
  return { mime: real, width, height, refusal: pixels > MAX_SHOWN_PIXELS ? 'too-many-pixels' : null };
}

/** A GIF's first frame may be larger than its screen says, and Chromium makes room for it. (GIF89a, sections 18 to 24.) */
function firstFramePixels(bytes: Uint8Array): number {
  const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const flags = bytes[10] ?? 0;
  let at = 13 + ((flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1));
  // Extensions before it: a label, then blocks that begin with their length, until one of none.
  while (bytes[at] === 0x21) {
    at += 2;
    while ((bytes[at] ?? 0) !== 0) at += (bytes[at] ?? 0) + 1;
    at += 1;
  }
  if (bytes[at] !== 0x2c || at + 9 > bytes.byteLength) return 0;
  return data.getUint16(at + 5, true) * data.getUint16(at + 7, true);
}

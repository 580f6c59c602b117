// Windows' clipboard formats and the MIME types that the rest knows: names both ways, and contents that Windows wraps.
// Never trust an offset or a length in a content: other programs wrote them.
// https://learn.microsoft.com/windows/win32/dataxchg/standard-clipboard-formats, …/html-clipboard-format
import { fileURLToPath, pathToFileURL } from 'node:url';
import { HTML_MIME, RTF_MIME, TEXT_MIME } from '../../../src-shared/clip';

const CF_DIB = 8;
const CF_UNICODETEXT = 13;
const CF_HDROP = 15;

const HTML_FORMAT = 'HTML Format';
const RTF_FORMAT = 'Rich Text Format';
const BMP_MIME = 'image/bmp';
const URI_LIST = 'text/uri-list';

/** Formats that Windows defines itself, as far as they are kept. It makes CF_UNICODETEXT and CF_DIB of their relatives by itself. */
const STANDARD: Readonly<Record<number, string>> = {
  [CF_UNICODETEXT]: TEXT_MIME,
  [CF_DIB]: BMP_MIME,
  [CF_HDROP]: URI_LIST,
};
/** Registered formats; each other one keeps its name. */
const REGISTERED: Readonly<Record<string, string>> = {
  [HTML_FORMAT]: HTML_MIME,
  [RTF_FORMAT]: RTF_MIME,
  PNG: 'image/png',
  JFIF: 'image/jpeg',
  GIF: 'image/gif',
};

/** The name of a format to the rest; null for one that means nothing there. @param registered null where Windows defines it itself */
export function nameOf(format: number, registered: string | null): string | null {
  if (registered === null) return STANDARD[format] ?? null;
  return Object.hasOwn(REGISTERED, registered) ? (REGISTERED[registered] as string) : registered;
}

/** The formats that may hold a MIME type: a number that Windows defines, or a name to register. Best first. */
export function formatsOf(mime: string): readonly (number | string)[] {
  const standard = Object.entries(STANDARD).filter(([, each]) => each === mime);
  const registered = Object.entries(REGISTERED).filter(([, each]) => each === mime);
  return [...standard.map(([format]) => Number(format)), ...registered.map(([name]) => name), mime];
}

/** A content as it lies on the clipboard → as it is kept. @returns null where it is not what its format says */
export function unwrap(format: number | string, bytes: Uint8Array): Uint8Array | null {
  const raw = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (format === CF_UNICODETEXT) return Buffer.from(utf16Text(raw), 'utf8');
  if (format === CF_DIB) return bitmapFile(raw);
  if (format === CF_HDROP) return uriList(raw);
  if (format === HTML_FORMAT) return htmlOf(raw);
  if (format === RTF_FORMAT) return untilNul(raw);
  return bytes;
}

/** And back. @returns null where the format cannot hold it */
export function wrap(format: number | string, bytes: Uint8Array): Uint8Array | null {
  const raw = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (format === CF_UNICODETEXT) return Buffer.from(`${raw.toString('utf8')}\0`, 'utf16le');
  if (format === CF_DIB) return raw.toString('latin1', 0, 2) === 'BM' ? raw.subarray(BITMAP_HEADER) : null;
  if (format === CF_HDROP) return dropFiles(raw);
  if (format === HTML_FORMAT) return htmlFormat(raw);
  if (format === RTF_FORMAT) return Buffer.concat([raw, Buffer.alloc(1)]);
  return bytes;
}

function utf16Text(raw: Buffer): string {
  const text = raw.toString('utf16le', 0, raw.length - (raw.length % 2));
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
}

function untilNul(raw: Buffer): Buffer {
  const end = raw.indexOf(0);
  return end < 0 ? raw : raw.subarray(0, end);
}

/** BITMAPFILEHEADER, which a DIB on the clipboard has not (wingdi.h). */
const BITMAP_HEADER = 14;
const BI_BITFIELDS = 3;

function bitmapFile(dib: Buffer): Buffer | null {
  if (dib.length < 40) return null;
  const header = dib.readUInt32LE(0);
  const bits = dib.readUInt16LE(14);
  const colours = dib.readUInt32LE(32) || (bits <= 8 ? 2 ** bits : 0);
  const masks = header === 40 && dib.readUInt32LE(16) === BI_BITFIELDS ? 12 : 0;
  const pixels = BITMAP_HEADER + header + masks + colours * 4;
  if (header < 40 || pixels > BITMAP_HEADER + dib.length) return null;
  const file = Buffer.alloc(BITMAP_HEADER);
  file.write('BM', 'latin1');
  file.writeUInt32LE(BITMAP_HEADER + dib.length, 2);
  file.writeUInt32LE(pixels, 10);
  return Buffer.concat([file, dib]);
}

/** DROPFILES (shlobj_core.h): where the names begin, a point, two flags; then names, each with its NUL, and one NUL more. */
const DROPFILES_BYTES = 20;

function uriList(drop: Buffer): Buffer | null {
  if (drop.length < DROPFILES_BYTES) return null;
  const names = drop.subarray(drop.readUInt32LE(0));
  const wide = drop.readUInt32LE(16) !== 0;
  const text = wide
    ? names.toString('utf16le', 0, names.length - (names.length % 2))
    : names.toString('latin1');
  const end = text.indexOf('\0\0');
  const paths = text.slice(0, end < 0 ? undefined : end).split('\0');
  const uris = paths.filter((path) => path !== '').map((path) => pathToFileURL(path, { windows: true }).href);
  return uris.length === 0 ? null : Buffer.from(uris.map((uri) => `${uri}\r\n`).join(''));
}

function dropFiles(list: Buffer): Buffer | null {
  const uris = list
    .toString('utf8')
    .split(/\r?\n/)
    .filter((line) => line.startsWith('file:'));
  try {
    const paths = uris.map((uri) => `${fileURLToPath(uri, { windows: true })}\0`);
    if (paths.length === 0) return null;
    const head = Buffer.alloc(DROPFILES_BYTES);
    head.writeUInt32LE(DROPFILES_BYTES, 0);
    head.writeUInt32LE(1, 16);
    return Buffer.concat([head, Buffer.from(`${paths.join('')}\0`, 'utf16le')]);
  } catch {
    // A URI that is no Windows path.
    return null;
  }
}

/** The HTML behind CF_HTML's header of offsets; the whole document where there is one, else the fragment. */
function htmlOf(raw: Buffer): Buffer | null {
  const head = raw.toString('latin1', 0, Math.min(raw.length, 1_024));
  const offset = (name: string) => Number(new RegExp(`${name}:(-?\\d+)`).exec(head)?.[1] ?? -1);
  for (const part of ['HTML', 'Fragment']) {
    const [start, end] = [offset(`Start${part}`), offset(`End${part}`)];
    if (start > 0 && end >= start && end <= raw.length) return raw.subarray(start, end);
  }
  return null;
}

function htmlFormat(html: Buffer): Buffer {
  const [before, after] = ['<html><body><!--StartFragment-->', '<!--EndFragment--></body></html>'];
  const number = (value: number) => String(value).padStart(10, '0');
  const head = (start: number) =>
    `Version:0.9\r\nStartHTML:${number(start)}\r\nEndHTML:${number(start + before.length + html.length + after.length)}\r\n` +
    `StartFragment:${number(start + before.length)}\r\nEndFragment:${number(start + before.length + html.length)}\r\n`;
  return Buffer.concat([Buffer.from(head(head(0).length) + before), html, Buffer.from(`${after}\0`)]);
}

// The lines of an export, as docs/export-format.md describes them: how a clip is written, what a line may hold.
// Never trust a line that is read: whoever wrote it may want to do harm.
import { isUtf8 } from 'node:buffer';
import {
  MAX_CLIP_FORMATS,
  MAX_FORMAT_NAME_CHARS,
  MAX_SOURCE_APP_CHARS,
  PREVIEW_CHARS,
} from '../../src-shared/limits';
import type { WholeClip } from '../storage/types';

/** Raised where a reader of the former version would read something else than was written; it then refuses. */
export const EXPORT_VERSION = 1;

/** The value of `type` in the first line. */
const HISTORY = 'clipstead-history';

/** Bytes of a clip that stand in its line; formats beyond them follow in lines of their own. */
const INLINE_BYTES = 256 * 1024;

/** Bytes in one `part` line, and the fewest that a reader takes in all but the last: it holds a clip's parts until they are whole. */
const PART_BYTES = 512 * 1024;
const MIN_PART_BYTES = 64 * 1024;

/** A format as its clip's line announces it; `bytes` null = `parts` lines follow. */
export interface AnnouncedFormat {
  readonly mime: string;
  readonly size: number;
  readonly bytes: Uint8Array | null;
  readonly parts: number;
}

export type Line =
  | { readonly type: 'history'; readonly version: number; readonly clips: number }
  | {
      readonly type: 'clip';
      readonly clip: Omit<WholeClip, 'formats'>;
      readonly formats: readonly AnnouncedFormat[];
    }
  | { readonly type: 'part'; readonly bytes: Uint8Array }
  | { readonly type: 'check' | 'end'; readonly clips: number; readonly sha256: string };

function encode(line: object): Buffer {
  return Buffer.from(`${JSON.stringify(line)}\n`);
}

/** @param head.at milliseconds since the epoch. @param head.clips how many will follow; for progress only. */
export function encodeHeader(head: {
  readonly app: string;
  readonly at: number;
  readonly clips: number;
}): Buffer {
  return encode({
    type: HISTORY,
    version: EXPORT_VERSION,
    app: head.app,
    exportedAt: new Date(head.at).toISOString(),
    clips: head.clips,
  });
}

/** @param sha256 of all bytes before this line, in hexadecimal. */
export function encodeCheck(type: 'check' | 'end', clips: number, sha256: string): Buffer {
  return encode({ type, clips, sha256 });
}

/** The clip's line, and those of its large formats; text stands as text where that says the same bytes. */
export function* encodeClip({ formats, ...clip }: WholeClip): Generator<Buffer> {
  let inline = 0;
  const large: Uint8Array[] = [];
  const announced = formats.map(({ mime, bytes }) => {
    const head = { mime, size: bytes.byteLength };
    if (inline + bytes.byteLength > INLINE_BYTES) {
      large.push(bytes);
      return { ...head, parts: Math.ceil(bytes.byteLength / PART_BYTES) };
    }
    inline += bytes.byteLength;
    const content = asBuffer(bytes);
    return isUtf8(content)
      ? { ...head, text: content.toString() }
      : { ...head, base64: content.toString('base64') };
  });
  yield encode({
    type: 'clip',
    createdAtUs: clip.createdAt,
    lastUsedUs: clip.order,
    useCount: clip.useCount,
    pinOrder: clip.pinOrder,
    sourceApp: clip.sourceApp,
    ...(clip.masked === null ? {} : { masked: clip.masked }),
    formats: announced,
  });
  for (const bytes of large) {
    for (let at = 0; at < bytes.byteLength; at += PART_BYTES) {
      yield encode({
        type: 'part',
        base64: asBuffer(bytes.subarray(at, at + PART_BYTES)).toString('base64'),
      });
    }
  }
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** A line that is not what the format says. */
export class BadLine extends Error {}

/** Anything that can be shown: names of formats that are no MIME types are kept, too. */
const MIME = /^[^\p{Cc}\p{Cs}]+$/u;

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads one line, without its end. Members that this version does not know are passed over.
 * @throws BadLine
 */
export function decodeLine(line: Uint8Array): Line {
  const fields = parse(line);
  switch (fields.type) {
    case HISTORY:
      return { type: 'history', version: whole(fields.version), clips: whole(fields.clips) };
    case 'clip':
      return {
        type: 'clip',
        clip: {
          createdAt: whole(fields.createdAtUs),
          order: whole(fields.lastUsedUs),
          useCount: Math.max(whole(fields.useCount), 1),
          pinOrder: fields.pinOrder === null ? null : whole(fields.pinOrder),
          sourceApp: fields.sourceApp === null ? null : text(fields.sourceApp).slice(0, MAX_SOURCE_APP_CHARS),
          masked: fields.masked === undefined ? null : text(fields.masked).slice(0, PREVIEW_CHARS),
        },
        formats: decodeFormats(fields.formats),
      };
    case 'part':
      return { type: 'part', bytes: base64(fields.base64) };
    case 'check':
    case 'end':
      return { type: fields.type, clips: whole(fields.clips), sha256: text(fields.sha256, 64) };
    default:
      throw new BadLine();
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function parse(line: Uint8Array): Fields {
  let value: unknown;
  try {
    value = JSON.parse(utf8.decode(line));
  } catch {
    throw new BadLine();
  }
  return object(value);
}

function decodeFormats(value: unknown): AnnouncedFormat[] {
  // Looked at before the members are: a line has room for a million of them.
  if (!Array.isArray(value) || value.length === 0 || value.length > MAX_CLIP_FORMATS) throw new BadLine();
  const formats = value.map((item: unknown) => decodeFormat(object(item)));
  if (new Set(formats.map(({ mime }) => mime)).size < formats.length) throw new BadLine();
  return formats;
}

function decodeFormat(fields: Fields): AnnouncedFormat {
  const mime = text(fields.mime, MAX_FORMAT_NAME_CHARS);
  if (!MIME.test(mime)) throw new BadLine();
  const size = whole(fields.size);
  if (fields.parts !== undefined) {
    const parts = whole(fields.parts);
    if (parts < 1 || parts > Math.ceil(size / MIN_PART_BYTES)) throw new BadLine();
    return { mime, size, bytes: null, parts };
  }
  const bytes = fields.text === undefined ? base64(fields.base64) : Buffer.from(text(fields.text));
  if (bytes.byteLength !== size) throw new BadLine();
  return { mime, size, bytes, parts: 0 };
}

function object(value: unknown): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new BadLine();
  return value as Fields;
}

function whole(value: unknown): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) throw new BadLine();
  return value;
}

function text(value: unknown, most = Number.POSITIVE_INFINITY): string {
  if (typeof value !== 'string' || value.length > most) throw new BadLine();
  return value;
}

/** Strict: Buffer.from() drops in silence what is no base64. */
function base64(value: unknown): Uint8Array {
  const encoded = text(value);
  const bytes = Buffer.from(encoded, 'base64');
  if (Math.ceil(bytes.byteLength / 3) * 4 !== encoded.length) throw new BadLine();
  return bytes;
}

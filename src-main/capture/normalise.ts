// Formats as they were copied → a clip as it is stored: identity, kind, preview, search text, size.
// Never change the payload: what is derived stands beside the bytes, and the bytes go back out as they came.

import { hash } from 'node:crypto';
import { homedir } from 'node:os';
import {
  type ClipFormat,
  FILE_LIST_MIMES,
  FOLDER_GAP,
  type HashedFormat,
  type NewClip,
  TEXT_MIME,
} from '../../src-shared/clip';
import { kindOfText, previewOf } from '../../src-shared/clip-kind';
import { ClipsteadError } from '../../src-shared/errors';
import { said } from '../../src-shared/i18n/said';
import { INLINE_PAYLOAD_BYTES, PREVIEW_CHARS } from '../../src-shared/limits';
import { fold } from '../../src-shared/search-query';
import { decodeUpTo } from '../../src-shared/searched-text';
import { areFiles, folderOf, nameOf, pathsOf } from './file-list';
import { imageHeader } from './image-header';
import { searchableText } from './searchable-text';

/** How far a text is looked through for a beginning with anything in it. */
const PREVIEW_SEARCH_BYTES = 1024 * 1024;

/** What is derived of a clip's content. */
type Derived = Pick<NewClip, 'kind' | 'preview' | 'searchText'>;

/**
 * Makes a clip of what was copied. The payload is kept byte for byte: leading spaces, CRLF, a byte order mark, NUL and
 * invalid UTF-8 all stay, and the identity is the SHA-256 of exactly these bytes, so "a" and "a\n" are two clips.
 * The primary format is what the copy is: a list of files (to cut them and to copy them are two clips), else the text, else the
 * image, else what came first. Preview, kind and search text are decoded from UTF-8 beside it: a byte order mark is not shown, an
 * invalid sequence shows as U+FFFD, NUL shows as its sign, and each of the two line ends CRLF and LF ends a line.
 * @param formats in any order; bytes that are not there are no format.
 * @returns null where there is no format with bytes.
 */
export function newClip(formats: readonly HashedFormat[], sourceApp: string | null): NewClip | null {
  const held = formats.filter(({ bytes }) => bytes.byteLength > 0);
  const primary = primaryOf(held);
  if (primary === undefined) return null;
  return {
    contentHash: primary.sha256 ?? smallHash(primary.bytes),
    ...derive(primary, held),
    size: held.reduce((sum, format) => sum + format.bytes.byteLength, 0),
    sourceApp,
    payloads: [primary, ...held.filter((format) => format !== primary)],
  };
}

/** Null for a large payload, which would hold this thread: storage hashes it in slices. */
function smallHash(bytes: Uint8Array): Uint8Array | null {
  return bytes.byteLength > INLINE_PAYLOAD_BYTES ? null : hash('sha256', bytes, 'buffer');
}

/** Like newClip() for plain text in UTF-8. @throws ClipsteadError 'bad-request' for no bytes */
export function newClipFromText(bytes: Uint8Array, sourceApp: string | null): NewClip {
  const clip = newClip([{ mime: TEXT_MIME, bytes }], sourceApp);
  if (clip === null) throw new ClipsteadError('bad-request', said('emptyText'));
  return clip;
}

function primaryOf(formats: readonly HashedFormat[]): HashedFormat | undefined {
  const image = formats.find(({ mime }) => mime.startsWith('image/'));
  // Plain URIs beside an image say where it lies.
  const isFiles = ({ mime, bytes }: HashedFormat) =>
    FILE_LIST_MIMES.includes(mime) &&
    (image === undefined || mime !== 'text/uri-list') &&
    areFiles(mime, pathsOf(mime, bytes));
  return formats.find(isFiles) ?? formats.find(({ mime }) => mime === TEXT_MIME) ?? image ?? formats[0];
}

function derive(primary: HashedFormat, formats: readonly HashedFormat[]): Derived {
  const { mime, bytes } = primary;
  const text = searchableText([primary, ...formats.filter((format) => format !== primary)]);
  const derived = { kind: kindOfText(text), preview: previewOf(text), searchText: fold(text) };
  if (mime === TEXT_MIME) {
    return { ...derived, preview: derived.preview || previewOf(decodeUpTo(bytes, PREVIEW_SEARCH_BYTES)) };
  }
  if (mime.startsWith('image/')) return { kind: 'image', preview: imageTitle(primary), searchText: '' };
  if (FILE_LIST_MIMES.includes(mime)) {
    const paths = pathsOf(mime, bytes);
    // Files by their names and their folder, found by their paths; URIs that are no files, as their text would be.
    if (!areFiles(mime, paths)) return derived;
    return { ...derived, kind: 'files', preview: filesTitle(paths) };
  }
  // An empty preview means white space; this is something, though nobody knows its words.
  return { ...derived, kind: 'text', preview: derived.preview || typeName(mime) };
}

/** "a.txt, b.txt", and behind a gap of its own the folder in which they lie. */
function filesTitle(paths: readonly string[]): string {
  const names = previewOf(paths.map(nameOf).join(', '));
  const folder = folderOf(paths, homedir());
  if (names === '' || folder === '') return names;
  const behind = `${FOLDER_GAP}${folder}`;
  const room = PREVIEW_CHARS - behind.length;
  // Never half a surrogate pair.
  return `${names.length > room ? names.slice(0, room).replace(/[\ud800-\udbff]$/, '') : names}${behind}`;
}

/** "PNG 1920 × 1080"; lists write its numbers as their language does. Where the header does not say, the type alone: "AVIF". */
function imageTitle({ mime, bytes }: ClipFormat): string {
  const header = imageHeader(bytes);
  if (header !== null) return `${header.format} ${header.width} × ${header.height}`;
  return typeName(mime);
}

/** "image/svg+xml" as its users call it: "SVG". */
function typeName(mime: string): string {
  return mime
    .replace(/^[^/]*\//, '')
    .replace(/[-+;].*$/, '')
    .toUpperCase();
}

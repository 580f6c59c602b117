// Formats as they were copied → a clip as it is stored: identity, kind, preview, search text, size.
// Never change the payload: what is derived stands beside the bytes, and the bytes go back out as they came.
import { hash } from 'node:crypto';
import { type ClipFormat, type NewClip, TEXT_MIME } from '../../src-shared/clip';
import { kindOfText, previewOf } from '../../src-shared/clip-kind';
import { ClipsteadError } from '../../src-shared/errors';
import { INLINE_PAYLOAD_BYTES } from '../../src-shared/limits';
import { fold } from '../../src-shared/search-query';
import { decodeUpTo, searchedText } from '../../src-shared/searched-text';

/** How far a text is looked through for a beginning with anything in it. */
const PREVIEW_SEARCH_BYTES = 1024 * 1024;

/**
 * Makes a clip of what was copied. The payload is kept byte for byte: leading spaces, CRLF, a byte order mark, NUL and
 * invalid UTF-8 all stay, and the identity is the SHA-256 of exactly these bytes, so "a" and "a\n" are two clips.
 * Preview, kind and search text are decoded from UTF-8 beside it: a byte order mark is not shown, an invalid sequence
 * shows as U+FFFD, NUL shows as its sign, and each of the two line ends CRLF and LF ends a line.
 * @param formats primary first.
 * @returns null where there is no format, or its primary one has no bytes.
 */
export function newClip(formats: readonly ClipFormat[], sourceApp: string | null): NewClip | null {
  const primary = formats[0];
  if (primary === undefined || primary.bytes.byteLength === 0) return null;
  const bytes = formats.find(({ mime }) => mime === TEXT_MIME)?.bytes ?? new Uint8Array();
  const text = searchedText(bytes);
  return {
    // A large payload would hold this thread: storage hashes it in slices.
    contentHash:
      primary.bytes.byteLength > INLINE_PAYLOAD_BYTES ? null : hash('sha256', primary.bytes, 'buffer'),
    kind: kindOfText(text),
    preview: previewOf(text) || previewOf(decodeUpTo(bytes, PREVIEW_SEARCH_BYTES)),
    searchText: fold(text),
    size: formats.reduce((sum, format) => sum + format.bytes.byteLength, 0),
    sourceApp,
    payloads: formats,
  };
}

/** Like newClip() for plain text in UTF-8. @throws ClipsteadError 'bad-request' for no bytes */
export function newClipFromText(bytes: Uint8Array, sourceApp: string | null): NewClip {
  const clip = newClip([{ mime: TEXT_MIME, bytes }], sourceApp);
  if (clip === null) throw new ClipsteadError('bad-request', 'The text is empty.');
  return clip;
}

// What the preview shows of a clip, and the texts and files of a clip that actions need whole.
// Never hand out a secret that is masked without being told to, and never a text beyond its cap.

import { homedir } from 'node:os';
import { FILE_LIST_MIMES, HTML_MIME, RTF_MIME, TEXT_MIME } from '../src-shared/clip';
import type { ClipPreview, PreviewFile, PreviewImage } from '../src-shared/clip-preview';
import { ClipsteadError } from '../src-shared/errors';
import { said } from '../src-shared/i18n/said';
import {
  MAX_EDITED_BYTES,
  PREVIEW_FILES,
  PREVIEW_HTML_CHARS,
  PREVIEW_HTML_TAGS,
  PREVIEW_TEXT_BYTES,
} from '../src-shared/limits';
import { decodeUpTo } from '../src-shared/searched-text';
import { areFiles, nameOf, pathsOf } from './capture/file-list';
import { shownHtml, textOfHtml } from './capture/html-text';
import { textOfRtf } from './capture/rtf-text';
import { shownImage } from './capture/shown-image';
import { createFileFacts } from './file-facts';
import type { ClipDetails } from './storage/types';

export interface PreviewParts {
  readonly details: (id: number) => ClipDetails | null;
  readonly payload: (id: number, mime: string) => Promise<Uint8Array | null>;
  readonly fileFacts?: ReturnType<typeof createFileFacts>;
  readonly home?: string;
}

const SVG_MIME = 'image/svg+xml';

export function createPreviews(parts: PreviewParts) {
  const { payload, fileFacts = createFileFacts(), home = homedir() } = parts;

  function detailsOf(id: number): ClipDetails {
    const details = parts.details(id);
    if (details === null) throw new ClipsteadError('no-such-clip', said('noSuchClip', String(id)));
    return details;
  }

  async function bytesOf(id: number, mime: string): Promise<Uint8Array> {
    const bytes = await payload(id, mime);
    if (bytes === null) throw new ClipsteadError('no-such-clip', said('noSuchClip', String(id)));
    return bytes;
  }

  /** The format that a clip's words are read from, best first; null where it has none. */
  function textMime({ formats }: ClipDetails): string | null {
    const has = (mime: string) => formats.some((format) => format.mime === mime);
    return [TEXT_MIME, RTF_MIME, HTML_MIME, SVG_MIME].find(has) ?? null;
  }

  async function textOf(details: ClipDetails): Promise<ClipPreview['text']> {
    const mime = textMime(details);
    if (mime === null) return null;
    const bytes = await bytesOf(details.summary.id, mime);
    if (mime === RTF_MIME || mime === HTML_MIME) {
      const words = Buffer.from(mime === RTF_MIME ? textOfRtf(bytes) : textOfHtml(bytes));
      return { ...head(words), mime };
    }
    return { ...head(bytes), mime };
  }

  async function htmlOf({ summary: { id }, formats }: ClipDetails): Promise<ClipPreview['html']> {
    if (!formats.some(({ mime }) => mime === HTML_MIME)) return null;
    return shownHtml(await bytesOf(id, HTML_MIME), PREVIEW_HTML_CHARS, PREVIEW_HTML_TAGS);
  }

  async function imageOf({ summary: { id, kind }, formats }: ClipDetails): Promise<PreviewImage | null> {
    const format = formats.find(({ mime }) => mime.startsWith('image/') && mime !== SVG_MIME);
    if (format === undefined || kind === 'files') return null;
    const shown = shownImage(format.mime, await bytesOf(id, format.mime));
    return { ...shown, mime: format.mime, size: format.size };
  }

  async function filesOf(details: ClipDetails): Promise<ClipPreview['files']> {
    const paths = await pathsIn(details);
    if (paths.length === 0) return null;
    const shown = paths.slice(0, PREVIEW_FILES);
    const facts = await fileFacts(shown);
    const list = shown.map((path, at): PreviewFile => {
      const { state = 'unknown', size = null } = facts[at] ?? {};
      return { name: nameOf(path), folder: folderOf(path), state, size };
    });
    return { list, rest: paths.length - shown.length };
  }

  /** The files that a clip names: those of its list, or the one whose path its text is. */
  async function pathsIn({ summary: { id, kind }, formats }: ClipDetails): Promise<string[]> {
    if (kind === 'path') {
      const path = pathOfText(decodeUpTo(await bytesOf(id, TEXT_MIME), MAX_PATH_BYTES).trim(), home);
      return path === null ? [] : [path];
    }
    if (kind !== 'files') return [];
    for (const { mime } of formats.filter((format) => FILE_LIST_MIMES.includes(format.mime))) {
      const paths = pathsOf(mime, await bytesOf(id, mime));
      if (areFiles(mime, paths)) return paths;
    }
    return [];
  }

  return {
    /**
     * @param reveal shows a masked secret.
     * @throws ClipsteadError 'no-such-clip'
     */
    async preview(id: number, reveal: boolean): Promise<ClipPreview> {
      const details = detailsOf(id);
      const { summary, uses, formats } = details;
      const masked = !reveal && isMasked(summary);
      const nothing = { text: null, html: null, image: null, files: null };
      if (masked) return { id, uses, formats, masked, ...nothing };
      const [text, html, image, files] = await Promise.all([
        textOf(details),
        htmlOf(details),
        imageOf(details),
        filesOf(details),
      ]);
      return { id, uses, formats, masked, text, html, image, files };
    },

    /**
     * The whole text of a clip, a byte order mark included.
     * @throws ClipsteadError 'no-such-clip'; 'bad-request' where it has no text or one above MAX_EDITED_BYTES
     */
    async text(id: number): Promise<string> {
      const details = detailsOf(id);
      const mime = textMime(details);
      if (mime === null) throw new ClipsteadError('bad-request', said('noText'));
      const size = details.formats.find((format) => format.mime === mime)?.size ?? 0;
      if (size > MAX_EDITED_BYTES) {
        throw new ClipsteadError('bad-request', said('textTooLong'));
      }
      const bytes = await bytesOf(id, mime);
      if (mime === RTF_MIME) return textOfRtf(bytes);
      if (mime === HTML_MIME) return textOfHtml(bytes);
      return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
    },

    /** The path of the clip's file at `index`. @throws ClipsteadError 'no-such-clip'; 'bad-request' where there is none */
    async path(id: number, index: number): Promise<string> {
      const path = (await pathsIn(detailsOf(id)))[index];
      if (path !== undefined) return path;
      throw new ClipsteadError('bad-request', said('noSuchFile'));
    },

    /** Whether a file is there as far as the disk says in time. */
    async isThere(path: string): Promise<boolean> {
      return (await fileFacts([path]))[0]?.state !== 'missing';
    },

    /** An image that the window may unpack, by its bytes' own type; null where there is none or it may not. */
    async image(
      id: number,
      mime: string,
    ): Promise<{ readonly mime: string; readonly bytes: Uint8Array } | null> {
      const bytes = await payload(id, mime);
      if (bytes === null) return null;
      const { refusal, mime: real } = shownImage(mime, bytes);
      return refusal === null ? { mime: real, bytes } : null;
    },
  };
}

/** Linux allows paths of 4,096 bytes. */
const MAX_PATH_BYTES = 8_192;

function head(bytes: Uint8Array): { text: string; rest: number } {
  const shown = decodeUpTo(bytes, PREVIEW_TEXT_BYTES);
  return { text: shown, rest: Math.max(0, bytes.byteLength - PREVIEW_TEXT_BYTES) };
}

function isMasked(summary: ClipDetails['summary']): boolean {
  return summary.masked === true;
}

/** An absolute path on this system; null for one that means something only where it was written. */
function pathOfText(text: string, home: string): string | null {
  const path = pathsOf('text/uri-list', Buffer.from(text))[0] ?? '';
  if (path === '~' || path.startsWith('~/')) return home + path.slice(1);
  const absolute = process.platform === 'win32' ? /^[a-z]:[\\/]/i : /^\//;
  return absolute.test(path) ? path : null;
}

function folderOf(path: string): string {
  const end = path.replace(/[\\/]+$/, '').search(/[\\/][^\\/]*$/);
  return end <= 0 ? path.slice(0, end + 1) : path.slice(0, end);
}

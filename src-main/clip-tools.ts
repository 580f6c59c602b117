// What a user can do with a clip besides pasting it: change, split, open, reveal, save. The picker's menu calls these.
// Never take a path or an address from the window: it names a clip, and what the clip holds is checked here.

import { writeFile } from 'node:fs/promises';
import { setImmediate as breathe } from 'node:timers/promises';
import { HTML_MIME, type NewClip, RTF_MIME, TEXT_MIME } from '../src-shared/clip';
import { ClipsteadError } from '../src-shared/errors';
import { type Said, said } from '../src-shared/i18n/said';
import { MAX_SPLIT_LINES } from '../src-shared/limits';
import type { createActions } from './actions';
import { errorFields, log } from './log';
import type { createPreviews } from './previews';
import type { ClipStore } from './storage/types';

/** What the desktop does for us. */
export interface Desktop {
  /** Opens an address in the program that the user has for it. @throws where there is none */
  openLink(url: string): Promise<void>;
  /** Shows a file in the file manager. */
  reveal(path: string): void;
  /** Asks where to save; null where the user gave it up. */
  askWhereToSave(name: string): Promise<string | null>;
}

export interface ClipToolParts {
  readonly store: Pick<ClipStore, 'details' | 'storeAsync'>;
  readonly payload: (id: number, mime: string) => Promise<Uint8Array | null>;
  readonly previews: Pick<ReturnType<typeof createPreviews>, 'text' | 'path' | 'isThere'>;
  readonly actions: Pick<ReturnType<typeof createActions>, 'paste' | 'copy' | 'hide'>;
  readonly newClipFromText: (bytes: Uint8Array) => NewClip;
  readonly desktop: Desktop;
  /** One line to the user, also while the picker is hidden. */
  readonly tell: (level: 'info' | 'error', message: Said) => void;
}

const OPENED = new Set(['http:', 'https:', 'mailto:']);

/** Endings of saved files; what is not here is saved as bytes that nobody knows. */
const ENDINGS: Readonly<Record<string, string>> = {
  [TEXT_MIME]: 'txt',
  [HTML_MIME]: 'html',
  [RTF_MIME]: 'rtf',
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'image/bmp': 'bmp',
  'image/tiff': 'tiff',
  'image/avif': 'avif',
  'image/svg+xml': 'svg',
};

export function createClipTools(parts: ClipToolParts) {
  const { store, previews, actions, desktop, newClipFromText } = parts;

  /** A clip of a text that was made of another clip's: as secret as that one. @throws ClipsteadError 'no-such-clip', 'bad-request' */
  function clipOf(from: number, text: string): NewClip {
    const summary = store.details(from)?.summary;
    if (summary === undefined) throw noSuchClip(from);
    const clip = newClipFromText(Buffer.from(text));
    if (summary.masked !== true) return clip;
    const secret = { expiresAt: summary.expiresAt ?? null };
    return { ...clip, kind: 'text', preview: summary.preview, searchText: '', secret };
  }

  /** Makes it the newest clip. @throws like clipOf() */
  async function keep(from: number, text: string): Promise<number> {
    return (await store.storeAsync(clipOf(from, text))).clip.id;
  }

  return {
    /** Keeps a text that was made of a clip as the newest one, and pastes it like any other. @throws like keep() and paste() */
    async pasteText(from: number, text: string): Promise<{ pasted: boolean }> {
      return await actions.paste(await keep(from, text), false);
    },

    /** Keeps such a text as the newest clip and puts it on the clipboard. @throws like keep() and copy() */
    async copyText(from: number, text: string): Promise<void> {
      await actions.copy(await keep(from, text));
    },

    /**
     * Keeps an edited text as a clip of its own; the clip that it was made of stays as it is.
     * @returns the new clip; the old one where nothing was changed
     * @throws ClipsteadError 'no-such-clip' where the old one is gone; 'bad-request' for no text
     */
    async saveEdited(id: number, text: string): Promise<{ id: number }> {
      return { id: await keep(id, text) };
    },

    /**
     * Makes a clip of each line of a clip's text that has more than white space, the first one newest.
     * @throws ClipsteadError 'bad-request' where there are too few or too many
     */
    async splitLines(id: number): Promise<{ count: number }> {
      const text = await previews.text(id);
      const lines = new Set(text.split(/\r\n|\n|\r/).filter((line) => line.trim() !== ''));
      if (lines.size < 2) throw new ClipsteadError('bad-request', said('oneLineOnly'));
      if (lines.size > MAX_SPLIT_LINES) {
        throw new ClipsteadError('bad-request', said('tooManyLines', MAX_SPLIT_LINES));
      }
      // One by one: five hundred clips made and stored at once would hold this thread for a tenth of a second.
      for (const line of [...lines].reverse()) {
        await store.storeAsync(clipOf(id, line));
        await breathe();
      }
      return { count: lines.size };
    },

    /**
     * Opens the address that a clip's text is.
     * @throws ClipsteadError 'bad-request' for anything but http, https and mailto; 'not-possible-here' where nothing opens it
     */
    async openLink(id: number): Promise<void> {
      const text = (await previews.text(id)).trim();
      const url = URL.canParse(text) ? new URL(text) : null;
      if (url === null || /\s/.test(text) || !OPENED.has(url.protocol)) {
        throw new ClipsteadError('bad-request', said('linkNotOpened'));
      }
      try {
        await desktop.openLink(url.href);
      } catch (error) {
        log.warn('link.not-opened', errorFields(error));
        throw new ClipsteadError('not-possible-here', said('noProgramForLink'));
      }
      actions.hide();
    },

    /** @throws ClipsteadError 'bad-request' where the clip names no such file or it is no longer there */
    async revealFile(id: number, index: number): Promise<void> {
      const path = await previews.path(id, index);
      if (!(await previews.isThere(path))) {
        throw new ClipsteadError('bad-request', said('fileGone'));
      }
      desktop.reveal(path);
      actions.hide();
    },

    /**
     * Saves a clip's main content where the user says, byte for byte. The picker is hidden first: the dialog takes the focus.
     * @throws ClipsteadError 'no-such-clip'
     */
    async saveFile(id: number): Promise<{ saved: boolean }> {
      const details = store.details(id);
      if (details === null) throw noSuchClip(id);
      const mime = savedMime(details.formats.map((format) => format.mime));
      const bytes = await parts.payload(id, mime);
      if (bytes === null) throw noSuchClip(id);
      actions.hide();
      const path = await desktop.askWhereToSave(`clip-${id}.${ENDINGS[mime] ?? 'bin'}`);
      if (path === null) return { saved: false };
      try {
        await writeFile(path, bytes);
      } catch (error) {
        log.warn('save.failed', errorFields(error));
        parts.tell('error', said('notSaved', reasonOf(error)));
        return { saved: false };
      }
      return { saved: true };
    },
  };
}

/** The text, else the image, else the first format that a program would open. */
function savedMime(mimes: readonly string[]): string {
  const image = mimes.find((mime) => mime.startsWith('image/'));
  const known = [TEXT_MIME, image, HTML_MIME, RTF_MIME].find(
    (mime) => mime !== undefined && mimes.includes(mime),
  );
  return known ?? mimes[0] ?? TEXT_MIME;
}

function reasonOf(error: unknown): Said {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return said('saveNotAllowed');
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EFBIG':
      return said('saveDiskFull');
    case 'ENOENT':
    case 'ENOTDIR':
      return said('saveNoFolder');
    default:
      return said('saveFailed');
  }
}

function noSuchClip(id: number): ClipsteadError {
  return new ClipsteadError('no-such-clip', said('noSuchClip', String(id)));
}

// Electron's clipboard module, the only place that calls it. macOS and Windows only: on X11 its calls wait for the selection
// owner and hold the main process for as long as that one hangs.
// Never call it from elsewhere: Electron 44 replaces this interface by an asynchronous one.
// https://www.electronjs.org/docs/latest/api/clipboard

import { clipboard } from 'electron';
import { type ClipFormat, HTML_MIME, RTF_MIME, TEXT_MIME } from '../../src-shared/clip';
import { ClipsteadError } from '../../src-shared/errors';
import { said } from '../../src-shared/i18n/said';
import type { SystemClipboard } from '../clipboard/polling/polling-clipboard';

/**
 * @param markers names of formats that availableFormats() leaves out, but that must be seen: the markers of secrets.
 * @throws ClipsteadError 'not-possible-here' on an Electron without this interface.
 */
export function createSystemClipboard(markers: readonly string[]): SystemClipboard {
  if (typeof clipboard.readBuffer !== 'function' || typeof clipboard.has !== 'function') {
    throw new ClipsteadError('not-possible-here', said('wrongElectron'));
  }
  return {
    async formats() {
      const names = clipboard.availableFormats();
      return [...new Set([...names, ...markers.filter((marker) => clipboard.has(marker))])];
    },
    async read(format) {
      const text = TEXTS[format];
      if (text === undefined) return clipboard.has(format) ? clipboard.readBuffer(format) : null;
      const value = text();
      return value === '' ? null : Buffer.from(value);
    },
    async write(formats: readonly ClipFormat[]) {
      const of = (mime: string) => formats.find((format) => format.mime === mime);
      const [text, html, rtf] = [of(TEXT_MIME), of(HTML_MIME), of(RTF_MIME)];
      if (text === undefined && html === undefined && rtf === undefined) {
        throw new ClipsteadError('not-possible-here', said('textOnlyYet'));
      }
      clipboard.write({
        ...(text === undefined ? {} : { text: decode(text) }),
        ...(html === undefined ? {} : { html: decode(html) }),
        ...(rtf === undefined ? {} : { rtf: decode(rtf) }),
      });
    },
  };
}

/** What Electron has calls of its own for: their names in the system differ from the MIME type. */
const TEXTS: Readonly<Record<string, (() => string) | undefined>> = {
  [TEXT_MIME]: () => clipboard.readText(),
  [HTML_MIME]: () => clipboard.readHTML(),
  [RTF_MIME]: () => clipboard.readRTF(),
};

function decode({ bytes }: ClipFormat): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}

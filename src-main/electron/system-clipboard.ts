// Electron's clipboard module, the only place that calls it. macOS and Windows only: on X11 its calls wait for the selection
// owner and hold the main process for as long as that one hangs.
// Never call it from elsewhere: Electron 44 replaces this interface by an asynchronous one.
// https://www.electronjs.org/docs/latest/api/clipboard
import { clipboard } from 'electron';
import { type ClipFormat, TEXT_MIME } from '../../src-shared/clip';
import { ClipsteadError } from '../../src-shared/errors';
import type { SystemClipboard } from '../clipboard/polling/polling-clipboard';

/**
 * @param markers names of formats that availableFormats() leaves out, but that must be seen: the markers of secrets.
 * @throws ClipsteadError 'not-possible-here' on an Electron without this interface.
 */
export function createSystemClipboard(markers: readonly string[]): SystemClipboard {
  if (typeof clipboard.readBuffer !== 'function' || typeof clipboard.has !== 'function') {
    throw new ClipsteadError(
      'not-possible-here',
      'This build of Clipstead does not fit its Electron; install it again.',
    );
  }
  return {
    async formats() {
      const names = clipboard.availableFormats();
      return [...new Set([...names, ...markers.filter((marker) => clipboard.has(marker))])];
    },
    async read(format) {
      if (format === TEXT_MIME) {
        const text = clipboard.readText();
        return text === '' ? null : Buffer.from(text);
      }
      return clipboard.has(format) ? clipboard.readBuffer(format) : null;
    },
    async write(formats: readonly ClipFormat[]) {
      const text = formats.find((format) => format.mime === TEXT_MIME);
      if (text === undefined) {
        throw new ClipsteadError('not-possible-here', 'Only text can be put on the clipboard here yet.');
      }
      clipboard.writeText(Buffer.from(text.bytes).toString('utf8'));
    },
  };
}

// The clipboard port where there is none that Clipstead can use: the history still works, and the reason is said.
// Never swallow a write: what was not put on the clipboard must not look as if it were.

import { ClipsteadError } from '../../src-shared/errors';
import type { Said } from '../../src-shared/i18n/said';
import type { ClipboardPort } from './port';

/** @param why one line in words, shown to the user. */
export function unavailableClipboard(why: Said): ClipboardPort {
  return {
    name: 'none',
    captureTrouble: why,
    noticesPastes: false,
    start: async () => {},
    setPaused: () => {},
    setIgnoreNext: () => {},
    write: async () => {
      throw new ClipsteadError('not-possible-here', why);
    },
    stop: async () => {},
  };
}

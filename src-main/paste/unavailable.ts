// The paste port where Clipstead cannot press keys in other programs: it copies, and says why it does no more.
// Never pretend: each answer carries the reason.
import type { Said } from '../../src-shared/i18n/said';
import type { PastePort } from './port';

/** @param why one line in words, shown to the user. */
export function unavailablePaste(why: Said): PastePort {
  return {
    trouble: why,
    currentTarget: async () => null,
    modifiersHeld: async () => false,
    keyLifted: async () => false,
    paste: async () => ({ pasted: false, why }),
    taken: async () => 'unknown',
    giveBack: async () => false,
  };
}

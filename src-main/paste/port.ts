// A clip back into the app that the user was in: the port that each platform fills.
// Never press a key before the former window has the focus and the modifiers are up.

import type { ClipFormat } from '../../src-shared/clip';
import type { Said } from '../../src-shared/i18n/said';
import type { Taking } from '../clipboard/port';

/** The window that had the focus before the picker opened; opaque to all but its platform. */
export interface PasteTarget {
  readonly window: number;
  /** The program's class, as the window says it (X11 WM_CLASS); null where unknown. */
  readonly app: string | null;
}

export type PasteResult =
  | { readonly pasted: true }
  /**
   * `why` is one line in words. The clip is on the clipboard all the same, but where it was `replaced`: another program has put something
   * else there.
   */
  | { readonly pasted: false; readonly why: Said; readonly replaced?: true };

export interface PastePort {
  /** One line in words: why nothing can be pasted here; null where it can. */
  readonly trouble: Said | null;
  /** The window that has the focus now, unless it is ours; null where there is none. Call it before the picker is shown. */
  currentTarget(): Promise<PasteTarget | null>;
  /** Whether a modifier key is down now; false where the system does not tell. */
  modifiersHeld(): Promise<boolean>;
  /**
   * Waits until an accelerator's own key (the V of "Ctrl+Shift+V") is up.
   * @returns true once it is, also where it was up already; false, at once, where the system does not tell
   */
  keyLifted(accelerator: string): Promise<boolean>;
  /**
   * Waits until `target` has the focus, nobody else has the keyboard and no modifier is held; presses its paste keys once, and only
   * while what write() put on the clipboard is still there. Call it after the picker is hidden.
   */
  paste(target: PasteTarget): Promise<PasteResult>;
  /** What became of the last paste whose keys were pressed. A program that asks late pastes all the same: nothing is pressed twice. */
  taken(): Promise<Taking>;
  /**
   * Puts something else on the clipboard where it still holds what was pasted.
   * @returns false where it holds something else by now
   */
  giveBack(formats: readonly ClipFormat[]): Promise<boolean>;
}

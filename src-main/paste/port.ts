// A clip back into the app that the user was in: the port that each platform fills.
// Never press a key before the former window has the focus and the modifiers are up.
import type { Said } from '../../src-shared/i18n/said';

/** The window that had the focus before the picker opened; opaque to all but its platform. */
export interface PasteTarget {
  readonly window: number;
  /** The program's class, as the window says it (X11 WM_CLASS); null where unknown. */
  readonly app: string | null;
}

export type PasteResult =
  | { readonly pasted: true }
  /** The clip is on the clipboard all the same. `why` is one line in words. */
  | { readonly pasted: false; readonly why: Said };

export interface PastePort {
  /** One line in words: why nothing can be pasted here; null where it can. */
  readonly trouble: Said | null;
  /** The window that has the focus now, unless it is ours; null where there is none. Call it before the picker is shown. */
  currentTarget(): Promise<PasteTarget | null>;
  /** Whether a modifier key is down now; false where the system does not tell. */
  modifiersHeld(): Promise<boolean>;
  /** Waits until `target` has the focus and no modifier is held, then presses its paste keys. Call it after the picker is hidden. */
  paste(target: PasteTarget): Promise<PasteResult>;
}

// What Clipstead and the process that brings it back with its display leave to each other.
// Never a clip, nor anything of one.

/** The last argument of the process that waits for the display. */
export const COMEBACK_SWITCH = '--wait-for-display';
/** The variable that it finds a Comeback in, as JSON. */
export const COMEBACK_VARIABLE = 'CLIPSTEAD_COMEBACK';
/** The word that lets it go. */
export const STAY = 'stay';

export interface Comeback {
  /** The X display, for example ":0". */
  readonly display: string;
  /** What marks the server that Clipstead has run on: another mark, or none, is another server. */
  readonly mark: string;
  /** What is started again, and with what. */
  readonly file: string;
  readonly args: readonly string[];
}

// The capture log: what became of each change of the clipboard, and why, for the command line and the settings window.
// Never content here: times, names of programs and formats, sizes, codes.

/** Why a change gave no clip, or what is special about the clip that it gave. The words are for users. */
export const CAPTURE_REASONS = {
  secret: 'its program marks it as a secret',
  own: 'Clipstead put it there itself',
  paused: 'capture was paused',
  ignored: 'this copy was to be ignored',
  'app-denied': 'its program is not captured from',
  'app-not-allowed': 'only some programs are captured from, and this is none of them',
  empty: 'the clipboard was emptied, or nothing was in it',
  'no-format': 'no format that is kept',
  'too-large': 'too large',
  'timed-out': 'its program did not give it out in time',
  refused: 'its program did not give it out',
  superseded: 'the clipboard changed again meanwhile',
  overflow: 'too much waited to be stored already',
  never: 'a rule says that it is never kept',
  'not-judged': 'the rules for secrets could not judge it',
  'store-failed': 'the history could not be written',
  masked: 'a rule says that it is masked',
  expires: 'a rule says that it is kept for a time only',
  waiting: 'it waits in memory until the history can be written',
} as const;
export type CaptureReason = keyof typeof CAPTURE_REASONS;

/** What became of a format that was asked for. The words are for users. */
export const FORMAT_OUTCOMES = {
  kept: 'read',
  empty: 'empty',
  'too-large': 'too large',
  'timed-out': 'timed out',
  refused: 'not given out',
  superseded: 'changed meanwhile',
  'not-asked': 'not asked for',
} as const;

export interface AskedFormat {
  readonly mime: string;
  readonly outcome: keyof typeof FORMAT_OUTCOMES;
  /** As much as was given; null where that is not known. */
  readonly bytes: number | null;
}

/** The names of all formats of a copy. Programs make up their own; those that are too long for one are left out. */
export interface OfferedNames {
  /** The first MAX_LOGGED_NAMES. */
  readonly names: readonly string[];
  /** Of all. */
  readonly count: number;
}

export interface CaptureEvent {
  /** Milliseconds since the epoch, when the change was seen. */
  readonly at: number;
  /** The program that it came from; null where the system did not tell, or was not asked. */
  readonly sourceApp: string | null;
  /** What was asked for. */
  readonly formats: readonly AskedFormat[];
  /** What it was offered as, asked for or not; null where its program was asked for nothing, or did not answer. */
  readonly offered: OfferedNames | null;
  /** 'merged': the history had the same content, which is on top now. */
  readonly result: 'kept' | 'merged' | 'skipped';
  /** null where there is nothing to say. */
  readonly reason: CaptureReason | null;
  /** The rule's id, or the user's name for it, where one decided. */
  readonly rule: string | null;
  /** Milliseconds from the change to the decision, the write included. */
  readonly ms: number;
}

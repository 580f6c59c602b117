// The OS clipboard as the rest of the app knows it: one asynchronous port, whatever the platform.
// Never read content before the planner has said so: it sees the format names first.
import type { AskedFormat, OfferedNames } from '../../src-shared/capture-log';
import type { ClipFormat } from '../../src-shared/clip';
import type { Said } from '../../src-shared/i18n/said';

/** Why a change of the clipboard gave no content. */
export type SkipReason =
  | 'secret' // marked by its owner; nothing was requested
  | 'own' // we wrote it
  | 'paused' // nothing was requested while the user had paused
  | 'ignored' // the user had asked that this copy be ignored; nothing was requested
  | 'app-denied' // its program is not captured from; nothing was requested
  | 'app-not-allowed' // its program is not among the only ones that are captured from; nothing was requested
  | 'empty' // no owner, or no bytes
  | 'no-format' // nothing offered that we keep
  | 'too-large'
  | 'timed-out'
  | 'refused' // the owner refused the conversion
  | 'superseded' // the clipboard changed again while it was read
  | 'overflow'; // it was read, but too much waits to be stored already

/** What to do with a change, decided from the format names alone. */
export type ReadPlan =
  | { readonly type: 'skip'; readonly reason: SkipReason }
  /** Ask for `formats`, in this order, and take no longer for all than `withinMs`; each has another `mime`. */
  | { readonly type: 'read'; readonly formats: readonly PlannedFormat[]; readonly withinMs: number }
  /** Ask for this marker's value only, then decide. `null` = no answer, too long or too late. */
  | {
      readonly type: 'ask';
      readonly target: string;
      readonly decide: (value: Uint8Array | null) => ReadPlan;
    };

/** One format that is wanted of a copy. */
export interface PlannedFormat {
  /** What its bytes are stored as. */
  readonly mime: string;
  /** Names under which it is offered: the first one is asked for; where it is refused, the next. */
  readonly targets: readonly PlannedTarget[];
  /** Most bytes that are taken. */
  readonly maxBytes: number;
  /** Longest wait in ms for an answer, and between two parts of it. */
  readonly answerMs: number;
  /** Asked for only while nothing else of the copy was read. */
  readonly standIn: boolean;
}

export interface PlannedTarget {
  readonly target: string;
  /** `latin1` is turned into UTF-8 (ICCCM's STRING); `raw` is kept byte for byte. */
  readonly encoding: 'raw' | 'latin1';
}

/** A format as it was read, with the SHA-256 (32 bytes) of its bytes, made where it holds nobody up. */
export interface ReadFormat extends ClipFormat {
  readonly sha256: Uint8Array;
}

/**
 * What became of one planned format: 'superseded' = the clipboard changed before it was read, 'not-asked' = after one that timed out, or
 * a stand-in for nothing. Says nothing of its content.
 */
export type FormatReport = AskedFormat;

/**
 * Decides from the offered format names and the program that they come from, null where the system does not tell. It must not
 * throw; a policy that cannot decide skips.
 */
export type Planner = (targets: readonly string[], sourceApp: string | null) => ReadPlan;

export interface StartOptions {
  /** What stands on the clipboard at the start is not taken: it was copied while paused, or was to be ignored. */
  readonly leaveStanding: boolean;
}

export type ClipboardEvent =
  | {
      readonly type: 'content';
      /** What was read, in the order of reading. */
      readonly formats: readonly ReadFormat[];
      /** What became of each planned format, the kept ones among them. */
      readonly report: readonly FormatReport[];
      /** As the capture log has it. */
      readonly offered: OfferedNames | null;
      readonly sourceApp: string | null;
      /** Milliseconds since the epoch, when the change was seen. */
      readonly at: number;
      /** Milliseconds from the change to the last byte. */
      readonly readMs: number;
      /** Only where it was selected and not copied (X11's PRIMARY). */
      readonly selection?: 'primary';
    }
  | {
      readonly type: 'skipped';
      readonly reason: SkipReason;
      /** What became of each planned format; empty where none was planned. */
      readonly report: readonly FormatReport[];
      /** As above. */
      readonly offered: OfferedNames | null;
      readonly sourceApp: string | null;
      readonly at: number;
      /** As above. */
      readonly selection?: 'primary';
    }
  /** A program in which the user works has taken what write() put there: most likely it was pasted. */
  | { readonly type: 'taken' }
  /** The source itself stopped or came back, for example with the display. `trouble` says why, null = well again. */
  | { readonly type: 'source'; readonly trouble: Said | null };

/** What became of a paste, as whoever offers the clip sees it. */
export type Taking =
  /** The program has got the clip, and asks for no more. */
  | 'taken'
  /** Another program has, and it has not: some read through a helper of their own, and clipboard managers read as well. */
  | 'taken-by-another'
  /** It has asked, and what the clip is nothing that it takes. */
  | 'refused'
  /** It has not asked within PASTE_TAKEN_MS. */
  | 'not-asked'
  /** Another program put something else there before it asked. */
  | 'replaced'
  /** Nobody can tell: the display went away, or another clip was pasted. */
  | 'unknown';

export interface ClipboardPort {
  /** What `clipstead status` shows as `source`, for example "x11-xfixes". */
  readonly name: string;
  /** One line in words: why nothing can be captured here; null where it can. */
  readonly captureTrouble: Said | null;
  /** Whether 'taken' events come here. */
  readonly noticesPastes: boolean;
  /**
   * Starts watching. Events come one at a time, in the order of the changes.
   * @param onEvent returns a promise where it is not done with the event yet: until then its content counts as waiting
   */
  start(onEvent: (event: ClipboardEvent) => unknown, options?: StartOptions): Promise<void>;
  /** While paused a change comes as skipped/'paused' and no program is asked for anything. Writing works all the same. */
  setPaused(paused: boolean): void;
  /**
   * The next copy of another program comes as skipped/'ignored', with what follows within SAME_COPY_MS, and no program is asked for
   * anything; while paused it is not used up. `false` takes it back.
   */
  setIgnoreNext(ignore: boolean): void;
  /**
   * Puts all formats on the clipboard together; resolves when they can be asked for. Makes no event of its own but 'own'.
   * Takes the formats' memory where it can: the caller reads them no more.
   * @throws ClipsteadError 'not-possible-here' where the system refuses.
   */
  write(formats: readonly ClipFormat[]): Promise<void>;
  /**
   * Stops watching and frees what it holds. What another program copied is left as it is. What write() put there stays too on
   * macOS and Windows; on X11 only where a clipboard manager runs and saves it within CLIPBOARD_HANDOVER_MS, else the clipboard
   * is empty after this.
   */
  stop(): Promise<void>;
}

// Joins the clipboard to the history: each change that was read is judged and becomes a stored clip, in order.
// Never log or tell what a clip holds: sizes and reasons only.

import { setTimeout as sleep } from 'node:timers/promises';
import { SELECTED } from '../../src-shared/app-rules';
import type { CaptureEvent, CaptureReason } from '../../src-shared/capture-log';
import {
  type ClipFormat,
  FILE_LIST_MIMES,
  HTML_MIME,
  type NewClip,
  RTF_MIME,
  TEXT_MIME,
} from '../../src-shared/clip';
import { type Said, said } from '../../src-shared/i18n/said';
import type { ClipboardEvent, ClipboardPort, FormatReport, SkipReason } from '../clipboard/port';
import { errorFields, log } from '../log';
import { newClip } from './normalise';
import type { Pause } from './pause';
import { maskClip } from './secrets/mask';
import type { Verdict } from './secrets/matcher';

const STORE_FAILED = said('notKept');

/** Skips that happen all the time and mean nothing to whoever reads the log. */
const QUIET: ReadonlySet<SkipReason> = new Set(['own', 'empty', 'paused']);

/** Outcomes of formats that are no news. */
const EXPECTED: ReadonlySet<FormatReport['outcome']> = new Set(['kept', 'not-asked']);

export interface CaptureParts {
  readonly port: ClipboardPort;
  /** Stores one clip; returns when it is committed, or 'waiting' when it will be as soon as that is possible. */
  readonly store: (clip: NewClip) => 'new' | 'known' | 'waiting';
  /** Asked at each change: while paused nothing is stored, also of what was read a moment before. Told of each change. */
  readonly pause: Pick<Pause, 'paused' | 'leaveStanding' | 'saw'>;
  /** The rules for secrets; they may be others at the next change. Asked about one copy at a time; its promise does not reject. */
  readonly judge: (formats: readonly ClipFormat[]) => Verdict | Promise<Verdict>;
  /** Told of what stands on the clipboard and is no secret, right before it is stored; not of what was only selected. */
  readonly onCopied: (clip: NewClip) => void;
  /** What became of each change. */
  readonly onEvent: (event: CaptureEvent) => void;
  /** One line in words: why nothing can be captured now; null = well again. Told at the start too where there is one. */
  readonly onTrouble: (trouble: Said | null) => void;
  /** A program in which the user works has taken what we had put on the clipboard. */
  readonly onTaken: () => void;
  /** The clipboard changed, and not by us; also where nothing is kept of it. Told at once, whatever waits for its verdict. */
  readonly onForeign: () => void;
  /** One line in words, once when storing begins to fail and not again until it has worked in between. */
  readonly onStoreFailed: (message: Said) => void;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

type Content = Extract<ClipboardEvent, { type: 'content' }>;
type Change = Exclude<ClipboardEvent, { type: 'source' | 'taken' }>;
type Outcome = Pick<CaptureEvent, 'result' | 'reason' | 'rule'>;

const skipped = (reason: CaptureReason, rule: string | null = null): Outcome => ({
  result: 'skipped',
  reason,
  rule,
});

export interface Capture {
  /** Resolves when all that has come so far is judged, and stored where it is to be; after `withinMs` in any case. */
  settled(withinMs?: number): Promise<void>;
}

/** Starts capturing. A failing store ends nothing: the next copy is tried again. */
export async function startCapture(parts: CaptureParts): Promise<Capture> {
  const {
    port,
    store,
    pause,
    judge,
    onCopied,
    onEvent,
    onTrouble,
    onStoreFailed,
    onTaken,
    onForeign,
    now = Date.now,
  } = parts;
  let storeFailed = false;
  /** The end of what has come before; null where nothing is under way: then the next is done with at once. */
  let before: Promise<void> | null = null;
  /** The last change of the clipboard that has come, done with or not. */
  let standing: Change | null = null;

  function keep(event: Content, clip: NewClip, verdict: Verdict): Outcome {
    if (verdict.type === 'keep') return keepOpenly(event, clip);
    if (verdict.type === 'failed') {
      // What could not be judged could be what the strictest rule is for.
      log.error('capture.not-judged', { size: clip.size, why: verdict.why });
      return skipped('not-judged');
    }
    const { rule, title, action } = verdict;
    if (action === 'keep') return keepOpenly(event, clip);
    if (action === 'never') return skipped('never', rule);
    return write(maskClip(clip, title, action, now()), action === 'mask' ? 'masked' : 'expires', rule);
  }

  function keepOpenly(event: Content, clip: NewClip): Outcome {
    if (event === standing) onCopied(clip);
    return write(clip, null, null);
  }

  function write(clip: NewClip, reason: CaptureReason | null, rule: string | null): Outcome {
    try {
      const stored = store(clip);
      storeFailed = false;
      const result = stored === 'known' ? 'merged' : 'kept';
      return { result, reason: stored === 'waiting' ? 'waiting' : reason, rule };
    } catch (error) {
      log.error('capture.store-failed', { size: clip.size, ...errorFields(error) });
      if (!storeFailed) onStoreFailed(STORE_FAILED);
      storeFailed = true;
      return skipped('store-failed');
    }
  }

  /** @param came why nothing is looked at of a change, by what held when it came. @returns a promise where its verdict takes time. */
  function changed(event: Change, came: SkipReason | null): Promise<void> | null {
    const unread = came ?? unreadOf(event, pause.paused);
    if (event.type !== 'content' || unread !== null) return done(event, unread, null);
    const clip = newClip(event.formats, sourceOf(event));
    if (clip === null) return done(event, null, skipped('empty'));
    const verdict = judge(event.formats);
    if (!(verdict instanceof Promise)) return judged(event, clip, verdict);
    return verdict.then((late) => {
      const meanwhile = unreadOf(event, pause.paused);
      if (meanwhile === null) judged(event, clip, late);
      else done(event, meanwhile, null);
    });
  }

  function judged(event: Content, clip: NewClip, verdict: Verdict): null {
    const outcome = keep(event, clip, verdict);
    const forATime = verdict.type === 'rule' && typeof verdict.action === 'object';
    return done(event, null, outcome, forATime && outcome.result !== 'skipped');
  }

  /** @param became null = nothing, because it was not looked at. */
  function done(event: Change, unread: SkipReason | null, became: Outcome | null, forATime = false): null {
    const outcome = became ?? skipped(unread as SkipReason);
    // It tells of what stands on the clipboard; what is selected does not.
    if (event.selection === undefined) pause.saw(unread, forATime);
    const missing = notKept(event.report);
    if (unread === null && missing.formats !== undefined) log.info('capture.kept-in-part', missing);
    if (unread !== null && !QUIET.has(unread)) log.info('capture.skipped', { reason: unread, ...missing });
    onEvent({
      at: event.at,
      sourceApp: sourceOf(event),
      formats: event.report.filter(({ outcome }) => outcome !== 'not-asked'),
      offered: event.offered,
      ...outcome,
      ms: Math.max(0, now() - event.at),
    });
    return null;
  }

  /** Behind what has come before. @returns its end, where it is not done at once. */
  function inTurn(work: () => Promise<void> | null): Promise<void> | null {
    const doing = before === null ? work() : before.then(work);
    if (doing === null) return null;
    const end: Promise<void> = doing
      .catch((error: unknown) => log.error('capture.failed', errorFields(error)))
      .then(() => {
        if (before === end) before = null;
      });
    before = end;
    return end;
  }

  /** @returns a promise where this or what came before is not done at once. */
  function handle(event: ClipboardEvent): Promise<void> | null {
    if (event.type === 'taken') {
      onTaken();
      return before;
    }
    if (event.type === 'source') {
      if (event.trouble !== null) log.warn('capture.source-lost');
      else log.info('capture.source-back');
      onTrouble(event.trouble);
      return before;
    }
    const copied = event.type === 'content' || event.reason !== 'own';
    if (event.selection === undefined) {
      standing = event;
      if (copied) onForeign();
    }
    // What comes during a pause is not taken, though it may be over when its turn comes.
    const came = unreadOf(event, pause.paused);
    return inTurn(() => changed(event, came));
  }

  if (port.captureTrouble !== null) onTrouble(port.captureTrouble);
  await port.start(handle, { leaveStanding: pause.leaveStanding });
  return {
    async settled(withinMs) {
      const late = withinMs === undefined ? [] : [sleep(withinMs, undefined, { ref: false })];
      await Promise.race([before, ...late]);
    },
  };
}

/** Why nothing of a change is looked at. What the pause has cut off was not missed: it was not wanted. */
function unreadOf(event: Change, paused: boolean): SkipReason | null {
  const reason = event.type === 'skipped' ? event.reason : null;
  return paused && (reason === null || reason === 'superseded') ? 'paused' : reason;
}

/** The program; of what was selected and not copied with a word that says so. */
function sourceOf({ sourceApp, selection }: Change): string | null {
  if (selection === undefined) return sourceApp;
  return `${sourceApp ?? 'unknown'}${SELECTED}`;
}

/** What of a copy was asked for in vain, for the log. Names that programs make up could say anything, and are not told. */
function notKept(report: readonly FormatReport[]): { formats?: readonly object[] } {
  const formats = report
    .filter(({ outcome }) => !EXPECTED.has(outcome))
    .map(({ mime, outcome, bytes }) => ({ format: isStandard(mime) ? mime : 'own', outcome, bytes }));
  return formats.length === 0 ? {} : { formats };
}

function isStandard(mime: string): boolean {
  return [TEXT_MIME, HTML_MIME, RTF_MIME, ...FILE_LIST_MIMES].includes(mime) || mime.startsWith('image/');
}

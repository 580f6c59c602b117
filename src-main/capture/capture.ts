// Joins the clipboard to the history: each change that was read becomes a stored clip, in order.
// Never log or tell what a clip holds: sizes and reasons only.
import { FILE_LIST_MIMES, HTML_MIME, type NewClip, RTF_MIME, TEXT_MIME } from '../../src-shared/clip';
import type { ClipboardEvent, ClipboardPort, FormatReport, SkipReason } from '../clipboard/port';
import { errorFields, log } from '../log';
import { newClip } from './normalise';

const STORE_FAILED =
  'What you copy is not kept at the moment: the history could not be written. Clipstead’s log names the place.';

/** Skips that happen all the time and mean nothing to whoever reads the log. */
const QUIET: ReadonlySet<SkipReason> = new Set(['own', 'empty', 'paused']);

/** Outcomes of formats that are no news. */
const EXPECTED: ReadonlySet<FormatReport['outcome']> = new Set(['kept', 'not-asked']);

export interface CaptureParts {
  readonly port: ClipboardPort;
  /** Stores one clip; returns when it is committed. */
  readonly store: (clip: NewClip) => void;
  /** Asked at each change. While it is true nothing is stored, also of what was read a moment before. */
  readonly isPaused: () => boolean;
  /** One line in words: why nothing can be captured now; null = well again. Told at the start too where there is one. */
  readonly onTrouble: (trouble: string | null) => void;
  /** One line in words, once when storing begins to fail and not again until it has worked in between. */
  readonly onStoreFailed: (text: string) => void;
}

/**
 * Starts capturing. A failing store ends nothing: the next copy is tried again.
 * Whoever changes what `isPaused` says tells the port too (`setPaused`), so that no program is asked for its content in vain.
 */
export async function startCapture(parts: CaptureParts): Promise<void> {
  const { port, store, isPaused, onTrouble, onStoreFailed } = parts;
  let storeFailed = false;

  function keep(event: Extract<ClipboardEvent, { type: 'content' }>): void {
    const clip = newClip(event.formats, event.sourceApp);
    if (clip === null) return;
    try {
      store(clip);
      storeFailed = false;
    } catch (error) {
      log.error('capture.store-failed', { size: clip.size, ...errorFields(error) });
      if (!storeFailed) onStoreFailed(STORE_FAILED);
      storeFailed = true;
    }
  }

  function handle(event: ClipboardEvent): void {
    if (event.type === 'source') {
      if (event.trouble !== null) log.warn('capture.source-lost');
      else log.info('capture.source-back');
      onTrouble(event.trouble);
    } else if (event.type === 'skipped') {
      const { reason, report } = event;
      if (!QUIET.has(reason)) log.info('capture.skipped', { reason, ...notKept(report) });
    } else if (!isPaused()) {
      const missing = notKept(event.report);
      if (missing.formats !== undefined) log.info('capture.kept-in-part', missing);
      keep(event);
    }
  }

  if (port.captureTrouble !== null) onTrouble(port.captureTrouble);
  port.setPaused(isPaused());
  await port.start(handle);
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

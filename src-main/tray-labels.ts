// The tray's words: a clip's preview as a menu label, what capture does, and what is queued. Pure.
// Never let a clip's `&` or `_` become a mnemonic, or its length the menu's.
import { said } from '../src-shared/i18n/said';
import type { Speech } from '../src-shared/i18n/speech';

const LABEL_CHARS = 50;

/** @returns at most 50 characters on one line, with `&` doubled as menus of Electron take it. */
export function menuLabel(text: string, { say }: Speech): string {
  return shortLine(text, say).replaceAll('&', '&&');
}

/** What the next paste gives, and how many clips wait behind it. */
export function queueLine(
  queued: { readonly preview: string; readonly behind: number },
  { say }: Speech,
): string {
  const behind = queued.behind === 0 ? said('trayLast') : said('trayBehind', queued.behind);
  return say(said('trayNextPaste', shortLine(queued.preview, say), behind));
}

function shortLine(text: string, say: Speech['say']): string {
  const line = text.replace(/\s+/gu, ' ').trim();
  const chars = [...line];
  const cut = chars.length > LABEL_CHARS ? `${chars.slice(0, LABEL_CHARS - 1).join('')}…` : line;
  return cut === '' ? say(said('trayWhiteSpace')) : cut;
}

export interface TrayMode {
  readonly paused: boolean;
  /** When the pause ends by itself, milliseconds since the epoch; null = when resumed. */
  readonly pausedUntil: number | null;
  readonly ignoringNext: boolean;
}

/** What the tray says of capture, where there is something to say. @returns null where all is as usual */
export function trayMode(
  { paused, pausedUntil, ignoringNext }: TrayMode,
  { language, say }: Speech,
): string | null {
  if (paused && pausedUntil !== null) {
    const time = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit' });
    return say(said('trayPausedUntil', time.format(pausedUntil)));
  }
  if (paused) return say(said('trayPaused'));
  return ignoringNext ? say(said('trayIgnoringNext')) : null;
}

// The tray's words: a clip's preview as a menu label, what capture does, and what is queued. Pure.
// Never let a clip's `&` or `_` become a mnemonic, or its length the menu's.

const LABEL_CHARS = 50;

/** @returns at most 50 characters on one line, with `&` doubled as menus of Electron take it. */
export function menuLabel(text: string): string {
  return shortLine(text).replaceAll('&', '&&');
}

/** What the next paste gives, and how many clips wait behind it. */
export function queueLine(queued: { readonly preview: string; readonly behind: number }): string {
  const behind = queued.behind === 0 ? 'the last one' : `${queued.behind} more behind it`;
  return `Next paste: ${shortLine(queued.preview)} (${behind})`;
}

function shortLine(text: string): string {
  const line = text.replace(/\s+/gu, ' ').trim();
  const chars = [...line];
  const cut = chars.length > LABEL_CHARS ? `${chars.slice(0, LABEL_CHARS - 1).join('')}…` : line;
  return cut === '' ? '(white space)' : cut;
}

export interface TrayMode {
  readonly paused: boolean;
  /** When the pause ends by itself, milliseconds since the epoch; null = when resumed. */
  readonly pausedUntil: number | null;
  readonly ignoringNext: boolean;
}

/** What the tray says of capture, where there is something to say. @returns null where all is as usual */
export function trayMode({ paused, pausedUntil, ignoringNext }: TrayMode): string | null {
  if (paused && pausedUntil !== null) {
    const time = new Date(pausedUntil).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' });
    return `Paused until ${time}`;
  }
  if (paused) return 'Paused';
  return ignoringNext ? 'The next copy is ignored' : null;
}

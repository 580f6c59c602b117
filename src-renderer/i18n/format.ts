// Ages, sizes, numbers and key names as people read them, by Intl.
// Pure: the time is given, never asked for.
import { dateStart, type QueryDate } from '../../src-shared/search-query';
import { direction, locale, words } from './words';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const unit = (name: string) =>
  new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: 'short' });
const minutes = unit('minute');
const hours = unit('hour');
const days = unit('day');
const sameYear = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' });
const otherYear = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric' });
const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
const tenths = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });

/**
 * How long ago, in one unit: "now", "2 min", "3 hr", "4 days", then the date.
 * @param then milliseconds since the epoch; a time ahead of `now` (a clock was set back) counts as now
 * @param now milliseconds since the epoch
 */
export function formatAge(then: number, now: number): string {
  const age = now - then;
  if (age < MINUTE) return words.now;
  if (age < HOUR) return minutes.format(Math.floor(age / MINUTE));
  if (age < DAY) return hours.format(Math.floor(age / HOUR));
  if (age < 7 * DAY) return days.format(Math.floor(age / DAY));
  const date = new Date(then);
  const format = date.getFullYear() === new Date(now).getFullYear() ? sameYear : otherYear;
  return format.format(date);
}

/**
 * How long until then, in one unit and not less than it is: "1 min", "3 hr", "2 days".
 * @param then milliseconds since the epoch
 * @param now milliseconds since the epoch
 */
export function formatLeft(then: number, now: number): string {
  const left = Math.max(0, then - now);
  if (left <= HOUR) return minutes.format(Math.max(1, Math.ceil(left / MINUTE)));
  return left <= DAY ? hours.format(Math.ceil(left / HOUR)) : days.format(Math.ceil(left / DAY));
}

const SIZES = (['kilobyte', 'megabyte', 'gigabyte'] as const).map(
  (name) =>
    new Intl.NumberFormat(locale, {
      style: 'unit',
      unit: name,
      unitDisplay: 'short',
      maximumFractionDigits: 1,
    }),
);

/** @param bytes at least 0. @returns for example "12 B", "1.2 kB", "3.4 MB" (1 kB = 1,000 B, as the units' names say). */
export function formatSize(bytes: number): string {
  // 999,950 B and more would round to "1,000 kB".
  if (bytes < 1_000) return words.bytes(whole.format(bytes));
  let value = bytes / 1_000;
  let step = 0;
  while (value >= 999.95 && step < SIZES.length - 1) {
    value /= 1_000;
    step += 1;
  }
  return SIZES[step]?.format(value) ?? tenths.format(value);
}

const timeOfDay = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' });

/** @param at milliseconds since the epoch. @returns the local time of day */
export function formatTime(at: number): string {
  return timeOfDay.format(at);
}

const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });

/** @param at milliseconds since the epoch. @returns the local date and time of day: "3 Oct 2026, 14:02" */
export function formatMoment(at: number): string {
  return moment.format(at);
}

/** A whole number with its groups: "1,204". */
export function formatCount(n: number): string {
  return whole.format(n);
}

const percent = new Intl.NumberFormat(locale, { style: 'percent' });

/** A part of a whole, 1 = all: "50%". */
export function formatPercent(part: number): string {
  return percent.format(part);
}

const list = new Intl.ListFormat(locale, { type: 'conjunction', style: 'narrow' });

/** Things one after another: "text/plain 12 B, text/html 1 kB". */
export function formatList(parts: readonly string[]): string {
  return list.format(parts);
}

const any = new Intl.ListFormat(locale, { type: 'disjunction', style: 'narrow' });

/** Things of which one is enough: "Link, Code, or Path". */
export function formatAny(parts: readonly string[]): string {
  return any.format(parts);
}

const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' });
const month = new Intl.DateTimeFormat(locale, { month: 'short', year: 'numeric' });
const year = new Intl.DateTimeFormat(locale, { year: 'numeric' });

/** A day, a month or a year as it is written: "Jun 12, 2025", "Jun 2025", "2025". */
export function formatDate(date: QueryDate): string {
  const format = date.day !== null ? day : date.month !== null ? month : year;
  return format.format(dateStart(date));
}

/** An image's preview, "PNG 1920 × 1080", with its numbers as they are written here; one without numbers as it is. */
export function formatImageTitle(preview: string): string {
  return preview.replace(/^(\S+) (\d+) × (\d+)$/, (_, format: string, width: string, height: string) =>
    words.imageTitle(format, whole.format(Number(width)), whole.format(Number(height))),
  );
}

/** What a chord calls an arrow is its way along the line: mirrored where the line is (keys.ts does the same). */
const [backward, forward] = direction === 'rtl' ? ['→', '←'] : ['←', '→'];

/** A masked clip's preview, "•••• Card number", with the name that the rule has in this language; any other as it is. */
export function formatMasked(preview: string): string {
  const titles: Readonly<Record<string, string>> = words.secretTitles;
  return preview.replace(
    /^(•+ )(.+)$/,
    (_, dots: string, title: string) => dots + (Object.hasOwn(titles, title) ? titles[title] : title),
  );
}

const MAC_SIGNS: Record<string, string> = {
  Control: '⌃',
  Alt: '⌥',
  Shift: '⇧',
  Mod: '⌘',
  Super: '⌘',
  Enter: '↩',
  Backspace: '⌫',
  Tab: '⇥',
};
const NAMES: Record<string, string> = {
  Up: '↑',
  Down: '↓',
  Left: backward,
  Right: forward,
  PageUp: words.keyPageUp,
  PageDown: words.keyPageDown,
  Space: words.keySpace,
  Home: words.keyHome,
  End: words.keyEnd,
  Digit: words.keyDigits,
};
const PC_NAMES: Record<string, string> = {
  Control: words.keyControl,
  Mod: words.keyControl,
  Shift: words.keyShift,
  Enter: words.keyEnter,
  Esc: words.keyEscape,
  Tab: words.keyTab,
  Backspace: words.keyBackspace,
  Delete: words.keyDelete,
  Insert: words.keyInsert,
};

/**
 * The keys of an accelerator as they stand on the keyboard.
 * @param accelerator as Electron writes it (electronjs.org/docs/latest/api/accelerator), or with 'Mod' for Ctrl/Cmd
 * @returns one name a key: ['Ctrl', 'Shift', 'V'] or ['⇧', '⌘', 'V']
 */
export function keyNames(accelerator: string, mac: boolean): string[] {
  const keys = accelerator.split('+').map((key) => {
    if (/^(commandorcontrol|cmdorctrl|mod)$/i.test(key)) return 'Mod';
    if (/^(command|cmd)$/i.test(key)) return mac ? 'Mod' : 'Super';
    if (/^(control|ctrl)$/i.test(key)) return 'Control';
    if (/^(super|meta)$/i.test(key)) return 'Super';
    if (/^(alt|option)$/i.test(key)) return 'Alt';
    if (/^shift$/i.test(key)) return 'Shift';
    if (/^(return|enter)$/i.test(key)) return 'Enter';
    return key.length === 1 ? key.toUpperCase() : (NAMES[key] ?? key);
  });
  if (!mac) return keys.map((key) => PC_NAMES[key] ?? key);
  // Apple's order of modifiers: Control, Option, Shift, Command (Human Interface Guidelines, Keyboards).
  const rank = ['Control', 'Alt', 'Shift', 'Mod', 'Super'];
  const place = (key: string) => (rank.includes(key) ? rank.indexOf(key) : rank.length);
  return keys.toSorted((a, b) => place(a) - place(b)).map((key) => MAC_SIGNS[key] ?? key);
}

/** An accelerator in one line: "Ctrl+Shift+V", "⇧⌘V". */
export function keyLine(accelerator: string, mac: boolean): string {
  return keyNames(accelerator, mac).join(mac ? '' : '+');
}

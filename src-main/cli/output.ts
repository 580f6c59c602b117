// How answers look on a terminal, and as JSON.
// Clip text is hostile here: nothing that a terminal would obey may leave this file.
import { type AskedFormat, CAPTURE_REASONS, FORMAT_OUTCOMES } from '../../src-shared/capture-log';
import { actionWords } from '../../src-shared/rule-words';
import type { CliClip, CliLog, CliRules, CliStatus } from './protocol';

/**
 * Controls, marks that reorder or hide text (bidirectional overrides, tags …) and lone surrogates.
 * Joiners stay: emoji and several scripts need them.
 */
const OBEYED = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** A text as one line that does nothing to a terminal: controls become visible pictures of themselves. */
export function oneLine(text: string): string {
  return text.replace(OBEYED, (mark) => {
    const code = mark.codePointAt(0) as number;
    if (code < 0x20) return String.fromCodePoint(0x2400 + code); // Unicode block "Control Pictures"
    return code === 0x7f ? '\u2421' : '\ufffd';
  });
}

/** JSON with a line's end, in which every control and hidden mark is written as its escape: the same value, harmless to look at. */
export function toJson(value: unknown): string {
  const text = JSON.stringify(value).replace(OBEYED, (mark) =>
    [...Array(mark.length).keys()]
      .map((at) => `\\u${mark.charCodeAt(at).toString(16).padStart(4, '0')}`)
      .join(''),
  );
  return `${text}\n`;
}

/** `name: value` lines. */
export function renderStatus(status: CliStatus): string {
  const lines: readonly (readonly [string, string])[] = [
    ['version', status.version],
    ['pid', String(status.pid)],
    ['capturing', capturing(status)],
    ['source', status.source],
    ['clips', String(status.clips)],
    ['missed', String(status.missed)],
    ['dbPath', status.dbPath],
    ['electron', status.electron],
  ];
  return lines.map(([name, value]) => `${name}: ${oneLine(value)}\n`).join('');
}

function capturing({ capturing, pausedUntil, ignoringNext }: CliStatus): string {
  if (pausedUntil !== null) return `no, paused until ${localTime(pausedUntil)}`;
  if (!capturing) return 'no';
  return ignoringNext ? 'yes, but the next copy is ignored' : 'yes';
}

/** Names of formats that nothing was asked for; the JSON has them all. */
const SHOWN_NAMES = 4;

const named = ({ mime, outcome }: AskedFormat) =>
  outcome === 'kept' ? mime : `${mime} (${FORMAT_OUTCOMES[outcome]})`;

/** What was asked for; where nothing was, what was offered, as far as its program told. */
function formatsOf({ formats, offered }: Pick<CliLog[number], 'formats' | 'offered'>): string {
  if (formats.length > 0) return formats.map(named).join(' ');
  if (offered === null) return '-';
  const names = offered.names.slice(0, SHOWN_NAMES);
  const more = offered.count - names.length;
  return `offered, not asked for: ${[...names, ...(more > 0 ? [`and ${more} more`] : [])].join(' ')}`;
}

/** A table, one line an event, oldest first: time, result, size, milliseconds, program, formats, why. */
export function renderLog(events: CliLog): string {
  if (events.length === 0) return 'nothing was copied since Clipstead started\n';
  const rows = events.map(({ at, result, formats, offered, ms, sourceApp, reason, rule }) => [
    localTime(at),
    result,
    formats.length === 0 ? '-' : size(formats.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0)),
    String(ms),
    // Of what was not kept it may not even have been asked for.
    oneLine(sourceApp ?? (result === 'skipped' ? '-' : 'unknown')),
    oneLine(formatsOf({ formats, offered })),
    [reason === null ? '' : CAPTURE_REASONS[reason], rule === null ? '' : `(${oneLine(rule)})`]
      .join(' ')
      .trim(),
  ]);
  return table([['TIME', 'RESULT', 'SIZE', 'MS', 'PROGRAM', 'FORMATS', 'WHY'], ...rows], new Set([2, 3]));
}

/** The rules with what they do, then what is wrong with them, then the programs. */
export function renderRules({ rules, problems, apps }: CliRules): string {
  const rows = rules.map(({ rule, action, finds, own }) => [
    oneLine(rule),
    actionWords(action),
    own ? `your own: ${oneLine(finds)}` : finds,
  ]);
  const names = (list: readonly string[]) => (list.length === 0 ? 'none' : oneLine(list.join(', ')));
  return [
    table([['RULE', 'WHAT IT FINDS IS', 'IT FINDS'], ...rows], new Set()),
    ...problems.map(({ rule, text }) => `not in force: ${oneLine(rule)}: ${oneLine(text)}\n`),
    apps.mode === 'only' ? `\nonly captured from: ${names(apps.allowed)}\n` : '\n',
    `never captured from: ${names(apps.denied)}\n`,
  ].join('');
}

/** Columns as wide as their widest cell, the last one as it comes. @param right columns of numbers */
function table(rows: readonly (readonly string[])[], right: ReadonlySet<number>): string {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  return rows
    .map((row) => {
      const cells = row.map((cell, at) => {
        if (at === row.length - 1) return cell;
        const width = widths[at] ?? 0;
        return right.has(at) ? cell.padStart(width) : cell.padEnd(width);
      });
      return `${cells.join('  ').trimEnd()}\n`;
    })
    .join('');
}

/** The time of day on this machine; with the day where that is not today. */
function localTime(ms: number, now = new Date()): string {
  const date = new Date(ms);
  const two = (value: number) => String(value).padStart(2, '0');
  const time = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':');
  if (date.toDateString() === now.toDateString()) return time;
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${time}`;
}

/**
 * A table, one line a clip: id, age, kind, size, preview.
 * @param options.now milliseconds since the epoch, from which ages are counted.
 * @param options.columns the terminal's width, to which lines are cut; null = no terminal, nothing is cut.
 */
export function renderClips(
  clips: readonly CliClip[],
  options: { readonly now: number; readonly columns: number | null },
): string {
  if (clips.length === 0) return 'no clips\n';
  const rows = [
    ['ID', 'AGE', 'KIND', 'SIZE', 'PREVIEW'],
    ...clips.map((clip) => [
      String(clip.id),
      age(options.now - clip.lastUsed),
      clip.kind,
      size(clip.size),
      oneLine(clip.preview),
    ]),
  ];
  const widths = [0, 1, 2, 3].map((at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  return rows
    .map((row) => {
      const cells = row.slice(0, 4).map((cell, at) => {
        const width = widths[at] ?? 0;
        return at === 2 ? cell.padEnd(width) : cell.padStart(width);
      });
      const start = `${cells.join('  ')}  `;
      const preview = row[4] ?? '';
      const room = options.columns === null ? null : Math.max(options.columns - start.length, 10);
      return `${start}${room === null ? preview : cut(preview, room)}`.trimEnd();
    })
    .map((line) => `${line}\n`)
    .join('');
}

function age(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86_400)} d`;
}

/** A size with a unit. */
export function size(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(1)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

/** Scripts and pictures whose characters take two columns of a terminal. */
const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303f\uff01-\uff60]/u;

function cut(text: string, columns: number): string {
  let used = 0;
  let fitting = '';
  let whole = '';
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    used += WIDE.test(segment) ? 2 : 1;
    if (used > columns) return `${fitting}…`;
    whole += segment;
    if (used < columns) fitting = whole;
  }
  return whole;
}

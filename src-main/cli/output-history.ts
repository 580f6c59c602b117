// How statistics, exports and imports look on a terminal.
// Names of formats and files are hostile here, too: nothing that a terminal would obey may leave this file.
import { oneLine, size } from './output';
import type { CliExported, CliImported, CliStats } from './protocol';

const number = (count: number) => count.toLocaleString('en');
const many = (count: number, what: string) => `${number(count)} ${count === 1 ? what : `${what}s`}`;

/** How far an export or import has come, without a line's end. */
export function renderProgress(verb: string, done: number, total: number): string {
  const percent = Math.min(100, Math.floor((done * 100) / total));
  return `${verb}: ${number(done)} of ${number(total)} clips (${percent} %), Ctrl+C cancels`;
}

export function renderExported({ file, clips, bytes, leftOut, expiring }: CliExported): string {
  const missing = leftOut === 0 ? '' : `; ${many(leftOut, 'clip')} left out, the content could not be read`;
  const secret = expiring === 0 ? '' : `; ${many(expiring, 'clip')} left out, kept for a time only`;
  return `${many(clips, 'clip')} written to ${oneLine(file)} (${size(bytes)})${missing}${secret}\n`;
}

export function renderImported({ added, updated, unchanged, leftOut }: CliImported): string {
  const parts = [`${many(added, 'clip')} added`, `${number(updated)} brought up to date`];
  parts.push(`${number(unchanged)} here already`);
  if (leftOut > 0) parts.push(`${number(leftOut)} left out (empty or too large)`);
  return `${parts.join(', ')}\n`;
}

/** A table of name and value for each matter. */
export function renderStats(stats: CliStats): string {
  const { database, payloadFiles, backups, trash } = stats;
  const sections: (readonly (readonly [string, string])[])[] = [
    [
      ['clips', `${number(stats.clips)}, ${size(stats.bytes)}`],
      ['pinned', number(stats.pinned)],
      ['waiting', number(stats.waiting)],
      ['in the trash', `${number(trash.clips)}, ${size(trash.bytes)}`],
      ['oldest', when(stats.oldest)],
    ],
    stats.kinds.map(({ kind, clips, bytes }) => [kind, `${number(clips)}, ${size(bytes)}`]),
    stats.formats.map(({ mime, clips, bytes }) => [oneLine(mime), `${number(clips)}, ${size(bytes)}`]),
    [
      ['database', size(database.bytes)],
      ['  search index', size(database.indexBytes)],
      ['  free', size(database.freeBytes)],
      ['write-ahead log', size(database.walBytes)],
      ['payload files', `${number(payloadFiles.files)}, ${size(payloadFiles.bytes)}`],
      ['backups', `${number(backups.files)}, ${size(backups.bytes)}`],
      ['newest backup', when(backups.newest)],
    ],
    stats.largest.map(({ id, kind, size: bytes, lastUsed }) => [
      `clip ${id}`,
      `${size(bytes)}, ${kind}, ${when(lastUsed)}`,
    ]),
  ];
  const titles = ['history', 'by kind', 'by format', 'on the disk', 'largest'];
  const width = Math.max(...sections.flat().map(([name]) => name.length));
  return sections
    .flatMap((rows, at) => [
      `${titles[at]}`,
      ...(rows.length === 0 ? ['  none'] : rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`)),
    ])
    .map((line) => `${line}\n`)
    .join('');
}

/** A moment in UTC, to the minute. */
function when(ms: number | null): string {
  return ms === null ? 'none' : `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

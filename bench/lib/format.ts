// A report as a table for people.
// Never round away what a ratio needs: the JSON file has the figures as they were measured.
import type { Figures, Measurement, RunReport } from './part';

const number = (value: number | undefined) => {
  if (value === undefined || Number.isNaN(value)) return '';
  return value.toLocaleString('en', { maximumFractionDigits: value < 10 ? 2 : value < 100 ? 1 : 0 });
};

const times = ({ p50, p95, samples }: Figures) =>
  samples === 1 ? number(p50) : `${number(p50)} / ${number(p95)}`;

function wanted({ target = {}, ...row }: Measurement): string {
  const parts = (['p50', 'p95', 'max'] as const).map((name) => {
    const most = target[name];
    if (most === undefined) return '';
    return `${name} ≤ ${number(most)} ${(row[name] ?? Number.NaN) <= most ? 'met' : 'MISSED'}`;
  });
  return parts.filter((part) => part !== '').join(', ');
}

/** A table has those in which any of its rows has something, in this order. */
const COLUMNS: readonly (readonly [head: string, cell: (row: Measurement) => string])[] = [
  ['operation', (row) => row.operation],
  ['unit', (row) => row.unit],
  ['p50 / p95', times],
  ['p99', (row) => number(row.p99)],
  ['max', (row) => number(row.max)],
  ['max less core waits', (row) => number(row.ownMax)],
  ['heap B', (row) => number(row.heapBytes)],
  ['allocations', (row) => number(row.allocations)],
  ['off-heap B', (row) => number(row.offHeapBytes)],
  ['given', (row) => number(row.given?.time)],
  ['given heap B', (row) => number(row.given?.heapBytes)],
  ['given allocations', (row) => number(row.given?.allocations)],
  ['control', (row) => row.controlName ?? ''],
  ['control p50 / p95', (row) => (row.control === undefined ? '' : times(row.control))],
  ['control heap B', (row) => number(row.control?.heapBytes)],
  ['control ÷ ours', (row) => (row.control === undefined ? '' : `${number(row.control.p50 / row.p50)} ×`)],
  ['wanted', wanted],
  ['', (row) => row.remark ?? ''],
];

/** Columns of words stand to the left, numbers to the right. */
const WORDS: ReadonlySet<string> = new Set(['operation', 'control', '']);

function table(rows: readonly Measurement[]): string[] {
  const columns = COLUMNS.map(([head, cell]) => [head, ...rows.map(cell)] as const).filter(([, ...cells]) =>
    cells.some((cell) => cell !== ''),
  );
  const widths = columns.map((cells) => Math.max(...cells.map((cell) => cell.length)));
  return [...rows.keys(), rows.length].map((line) =>
    columns
      .map((cells, at) => {
        const cell = cells[line] ?? '';
        return WORDS.has(cells[0]) ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0);
      })
      .join('  ')
      .trimEnd(),
  );
}

/** One part in one runtime: title, versions, tables, notes. */
export function formatReport(report: RunReport): string {
  const { node, v8, electron, sqlite } = report.versions;
  const name = report.runtime === 'app' ? 'inside the app: Electron' : 'Electron';
  const runtime = electron === undefined ? `Node ${node}` : `${name} ${electron} (Node ${node})`;
  const tables = new Map<string, Measurement[]>();
  for (const row of report.measurements) {
    const heading = row.table ?? '';
    tables.set(heading, [...(tables.get(heading) ?? []), row]);
  }
  return [
    `${report.title}`,
    `${runtime}, V8 ${v8}, SQLite ${sqlite}, ${report.arch}; ${report.seconds} s`,
    ...[...tables].flatMap(([heading, rows]) => ['', ...(heading === '' ? [] : [heading]), ...table(rows)]),
    '',
    ...report.notes.map((note) => `- ${note}`),
    '',
  ].join('\n');
}

// A report as a table for people.
// Never round away what a ratio needs: the JSON file has the figures as they were measured.
import type { Figures, Measurement, RunReport } from './part';

const number = (value: number | undefined) => {
  if (value === undefined || Number.isNaN(value)) return '';
  return value.toLocaleString('en', { maximumFractionDigits: value < 10 ? 2 : value < 100 ? 1 : 0 });
};

const times = ({ p50, p95, samples }: Figures) =>
  samples === 1 ? number(p50) : `${number(p50)} / ${number(p95)}`;

function wanted({ p50, p95, target }: Measurement): string {
  if (target === undefined) return '';
  const parts: string[] = [];
  if (target.p50 !== undefined)
    parts.push(`p50 ≤ ${number(target.p50)} ${p50 <= target.p50 ? 'met' : 'MISSED'}`);
  if (target.p95 !== undefined)
    parts.push(`p95 ≤ ${number(target.p95)} ${p95 <= target.p95 ? 'met' : 'MISSED'}`);
  return parts.join(', ');
}

/** The columns that any row has something in, in this order. */
const COLUMNS: readonly (readonly [head: string, cell: (row: Measurement) => string])[] = [
  ['operation', (row) => row.operation],
  ['unit', (row) => row.unit],
  ['p50 / p95', times],
  ['max', (row) => number(row.max)],
  ['heap B', (row) => number(row.heapBytes)],
  ['off-heap B', (row) => number(row.offHeapBytes)],
  ['control p50 / p95', (row) => (row.control === undefined ? '' : times(row.control))],
  ['control heap B', (row) => number(row.control?.heapBytes)],
  ['control ÷ ours', (row) => (row.control === undefined ? '' : `${number(row.control.p50 / row.p50)} ×`)],
  ['wanted', wanted],
];

/** One part in one runtime: title, versions, table, notes. */
export function formatReport(report: RunReport): string {
  const { node, v8, electron, sqlite } = report.versions;
  const runtime = electron === undefined ? `Node ${node}` : `Electron ${electron} (Node ${node})`;
  const columns = COLUMNS.map(([head, cell]) => [head, ...report.measurements.map(cell)]).filter(
    ([, ...cells]) => cells.some((cell) => cell !== ''),
  );
  const widths = columns.map((cells) => Math.max(...cells.map((cell) => cell.length)));
  const lines = [...report.measurements.keys(), report.measurements.length].map((line) =>
    columns
      .map((cells, at) => {
        const cell = cells[line] ?? '';
        return at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0);
      })
      .join('  ')
      .trimEnd(),
  );
  return [
    `${report.title}`,
    `${runtime}, V8 ${v8}, SQLite ${sqlite}; ${report.seconds} s`,
    '',
    ...lines,
    '',
    ...report.notes.map((note) => `- ${note}`),
    '',
  ].join('\n');
}

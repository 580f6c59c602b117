import { describe, expect, it } from 'vitest';
import { formatReport } from './format';
import type { Measurement, RunReport } from './part';

const report = (measurements: readonly Measurement[]): RunReport => ({
  part: 'x',
  runtime: 'node',
  versions: { node: '20.0.0', v8: '11', sqlite: '3' },
  arch: 'arm64',
  seconds: 1.5,
  title: 'Title',
  measurements,
  notes: ['One note.'],
});
const row = (operation: string, more: Partial<Measurement> = {}): Measurement => ({
  operation,
  unit: 'ms',
  p50: 1,
  p95: 2,
  samples: 10,
  ...more,
});

describe('formatReport', () => {
  it('says which runtime, on what', () => {
    expect(formatReport(report([row('a')]))).toContain('Node 20.0.0, V8 11, SQLite 3, arm64; 1.5 s');
    const versions = { node: '20', v8: '13', electron: '33', sqlite: '3' };
    expect(formatReport({ ...report([row('a')]), versions })).toContain('\nElectron 33 (Node 20)');
    expect(formatReport({ ...report([row('a')]), versions, runtime: 'app' })).toContain(
      '\ninside the app: Electron 33 (Node 20)',
    );
  });

  it('has a column only where a row has something in it, table by table', () => {
    const text = formatReport(
      report([
        row('a', { table: 'First', allocations: 7, given: { time: 3, heapBytes: 27_500, allocations: 330 } }),
        row('b', { table: 'Second', control: { p50: 4, p95: 5, samples: 2 }, controlName: 'plain' }),
        row('c', { table: 'First' }),
      ]),
    );
    const [first = '', second = ''] = text.split('Second\n');
    expect(first).toMatch(
      /First\noperation +unit +p50 \/ p95 +allocations +given +given heap B +given allocations\na /,
    );
    expect(first).toMatch(/\na .* 7 +3 +27,500 +330\nc /);
    expect(second).toMatch(
      /operation +unit +p50 \/ p95 +control +control p50 \/ p95 +control ÷ ours\nb .*plain +4 \/ 5 +4 ×/,
    );
    expect(second).not.toContain('allocations');
  });

  it('says of each wish whether it was met', () => {
    const cells = (more: Partial<Measurement>) => formatReport(report([row('a', more)]));
    expect(cells({ target: { p50: 1 } })).toContain('p50 ≤ 1 met');
    expect(cells({ target: { p50: 0.9, p95: 2 } })).toContain('p50 ≤ 0.9 MISSED, p95 ≤ 2 met');
    expect(cells({ max: 20, target: { max: 20 } })).toContain('max ≤ 20 met');
    expect(cells({ max: 20.1, target: { max: 20 } })).toContain('max ≤ 20 MISSED');
    // A wish for a figure that is not there was not met.
    expect(cells({ target: { max: 20 } })).toContain('max ≤ 20 MISSED');
  });
});

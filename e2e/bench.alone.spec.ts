// The measurements that lie inside the packaged app: they run in its own main process, in an empty folder and nowhere else.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from '@playwright/test';
import { cli, freshDataDir } from './support/app';

let folder: string;
test.beforeEach(() => {
  folder = dirname(freshDataDir());
});
test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Without a display: nothing is shown. The user's data folder is one that must stay as it is. */
const bench = (...words: string[]) =>
  cli({ PATH: process.env.PATH ?? '' }, join(folder, 'data'), ['bench', ...words]);

test('a part runs inside the app and answers with its report', async () => {
  const workDir = join(folder, 'work');
  mkdirSync(workDir);
  const { code, stdout } = await bench('search', workDir, 'quick');
  expect(code).toBe(0);
  const report = JSON.parse(stdout.toString()) as Record<string, unknown>;
  expect(report).toMatchObject({
    part: 'search',
    runtime: 'app',
    arch: process.arch,
    versions: { electron: expect.stringMatching(/^\d+\./), sqlite: expect.stringMatching(/^3\./) },
  });
  const rows = report.measurements as {
    readonly operation: string;
    readonly samples: number;
    readonly p50: number;
  }[];
  expect(rows.length).toBeGreaterThan(5);
  for (const row of rows) expect(row, row.operation).toMatchObject({ p50: expect.any(Number) });
  expect(readdirSync(workDir)).not.toEqual([]);
  expect(readdirSync(folder)).toEqual(['work']);
});

test('a folder with anything in it is not touched, and no other part is loaded', async () => {
  const precious = join(folder, 'data');
  mkdirSync(precious);
  writeFileSync(join(precious, 'clipstead.db'), 'precious');
  for (const words of [
    ['storage', precious, 'quick'],
    ['storage', join(folder, 'missing'), 'quick'],
    ['../../../outside', precious, 'quick'],
  ]) {
    const { code, stdout, stderr } = await bench(...words);
    expect({ code, out: stdout.toString() }).toEqual({ code: 2, out: '' });
    // Chromium complains of a machine without a system bus, in lines of its own.
    const lines = stderr.split('\n').filter((line) => line.startsWith('clipstead: '));
    expect(lines).toEqual([expect.stringMatching(/bench (works in an empty folder only|takes one of)/)]);
  }
  expect(readdirSync(folder)).toEqual(['data']);
  expect(readdirSync(precious)).toEqual(['clipstead.db']);
});

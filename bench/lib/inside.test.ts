import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { runInside } from './inside';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'inside-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const run = (part: string, workDir: string) =>
  runInside({ part, workDir, quick: true, clips: null }, { root: '/nowhere', binding: {} });

it.each(['nope', '../storage', 'constructor', ''])(
  'runs no part %j: it is not in the package',
  async (part) => {
    await expect(run(part, folder)).rejects.toMatchObject({
      code: 'bad-request',
      message: 'bench takes one of: loop, search, storage',
    });
    expect(readdirSync(folder)).toEqual([]);
  },
);

it('touches no folder that holds anything, and makes none', async () => {
  const history = join(folder, 'data');
  mkdirSync(history);
  writeFileSync(join(history, 'clipstead.db'), 'precious');
  for (const workDir of [history, join(history, 'clipstead.db'), join(folder, 'missing')]) {
    await expect(run('storage', workDir)).rejects.toMatchObject({
      code: 'bad-request',
      message: /empty folder only/,
    });
  }
  expect(readdirSync(folder)).toEqual(['data']);
  expect(readdirSync(history)).toEqual(['clipstead.db']);
});

// Every verb of the command line against the running app, and what it says without one.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { cli, freshDataDir } from './support/app';
import { expect, test } from './support/fixtures';
import { clipboardText } from './support/programs';

test('status, add, list, search, get, copy, pin, delete', async ({ app, desktop }) => {
  const status = JSON.parse((await app.cli('status', '--json')).stdout.toString()) as Record<string, unknown>;
  expect(status).toEqual({
    version: expect.stringMatching(/^\d+\.\d+\.\d+/),
    pid: expect.any(Number),
    capturing: true,
    pausedUntil: null,
    ignoringNext: false,
    missed: 0,
    source: 'x11-xfixes',
    clips: 0,
    dbPath: join(app.dataDir, 'clipstead.db'),
    electron: expect.stringMatching(/^\d+\./),
  });

  const bytes = Buffer.from('exact \0 bytes \xff\n', 'latin1');
  expect((await cli(desktop.env, app.dataDir, ['add', '-'], bytes)).code).toBe(0);
  expect((await app.cli('add', 'second clip')).code).toBe(0);
  const [second, first] = await app.list();
  expect(second).toEqual({
    id: expect.any(Number),
    kind: 'text',
    preview: 'second clip',
    size: 11,
    createdAt: expect.any(Number),
    lastUsed: expect.any(Number),
    pinned: false,
    sourceApp: null,
    formats: ['text/plain'],
    masked: false,
    expiresAt: null,
  });
  expect(Math.abs((second?.createdAt ?? 0) - Date.now())).toBeLessThan(60_000);
  expect((await app.bytes(first?.id ?? 0)).equals(bytes)).toBe(true);
  expect((await app.cli('get', String(first?.id), '--format', 'text/plain')).stdout.equals(bytes)).toBe(true);

  const found = JSON.parse((await app.cli('search', 'SECOND', '--json')).stdout.toString()) as unknown[];
  expect(found).toHaveLength(1);
  const limited = JSON.parse(
    (await app.cli('list', '--json', '--limit', '1')).stdout.toString(),
  ) as unknown[];
  expect(limited).toEqual([second]);
  expect((await app.cli('list')).stdout.toString()).toContain('second clip');

  expect((await app.cli('copy', String(second?.id))).code).toBe(0);
  await expect.poll(() => clipboardText(desktop.env)).toBe('second clip');
  expect(await app.list()).toHaveLength(2);

  expect((await app.cli('pin', String(first?.id))).code).toBe(0);
  expect((await app.list()).map((clip) => clip.pinned)).toEqual([false, true]);
  expect((await app.cli('unpin', String(first?.id))).code).toBe(0);
  expect((await app.list()).map((clip) => clip.pinned)).toEqual([false, false]);

  // All or none.
  expect((await app.cli('delete', String(first?.id), '999')).code).toBe(1);
  expect(await app.list()).toHaveLength(2);
  expect((await app.cli('delete', String(first?.id), String(second?.id))).code).toBe(0);
  expect(await app.list()).toEqual([]);
});

test('pause, resume, show, hide, toggle', async ({ app }) => {
  const capturing = async () =>
    (JSON.parse((await app.cli('status', '--json')).stdout.toString()) as { capturing: boolean }).capturing;
  expect((await app.cli('pause')).code).toBe(0);
  expect(await capturing()).toBe(false);
  expect((await app.cli('resume')).code).toBe(0);
  expect(await capturing()).toBe(true);

  expect((await app.cli('show')).code).toBe(0);
  await expect.poll(() => app.pickerVisible()).toBe(true);
  expect((await app.cli('hide')).code).toBe(0);
  await expect.poll(() => app.pickerVisible()).toBe(false);
  expect((await app.cli('toggle')).code).toBe(0);
  await expect.poll(() => app.pickerVisible()).toBe(true);
  expect((await app.cli('toggle')).code).toBe(0);
  await expect.poll(() => app.pickerVisible()).toBe(false);
});

test('errors are one line on stderr with their exit code', async ({ app, desktop }) => {
  const cases: [string[], number][] = [
    [['get', '999'], 1],
    [['copy', '999'], 1],
    [['delete', '999'], 1],
    [['pin', '999'], 1],
    [['get'], 2],
    [['get', 'abc'], 2],
    [['nonsense'], 2],
    [['list', '--limit', '0'], 2],
    [['list', '--nonsense'], 2],
    [['search'], 2],
  ];
  for (const [args, code] of cases) {
    const result = await app.cli(...args);
    const lines = result.stderr.trimEnd().split('\n').length;
    // All of it is the product's and Chromium's own words.
    expect({ args, code: result.code, lines }, result.stderr).toEqual({
      args,
      code,
      lines: 1,
    });
    expect(result.stderr.trim()).not.toBe('');
    expect(result.stdout.toString()).toBe('');
  }
  const elsewhere = await cli(desktop.env, freshDataDir(), ['list']);
  expect(elsewhere.code).toBe(3);
  expect(elsewhere.stderr.trimEnd().split('\n')).toHaveLength(1);
});

test('it needs no display, and only the user can open its socket and files', async ({ app }) => {
  const { DISPLAY: _, ...env } = app.env;
  expect((await cli(env, app.dataDir, ['status'])).code).toBe(0);
  const mode = (path: string) => statSync(join(app.dataDir, path)).mode & 0o777;
  expect(mode('.')).toBe(0o700);
  expect(mode('run')).toBe(0o700);
  expect(mode('run/clipstead.sock')).toBe(0o600);
  for (const file of ['clipstead.db', 'clipstead.db-wal', 'clipstead.db-shm', 'logs/clipstead.log']) {
    expect({ file, mode: mode(file) }).toEqual({ file, mode: 0o600 });
  }
});

test('quit ends the app, and restarting keeps the history', async ({ app }) => {
  expect((await app.cli('add', 'kept over a restart')).code).toBe(0);
  const before = await app.list();
  await app.quit();
  expect((await app.cli('list')).code).toBe(3);
  const { App } = await import('./support/app');
  const again = await App.start(app.env, app.dataDir);
  expect(await again.list()).toEqual(before);
  await again.quit();
});

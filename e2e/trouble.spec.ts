// The app in trouble: a reader of its stderr that goes away, a folder it may not use, settings it cannot write, a hasty second start.
import { spawn } from 'node:child_process';
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { cli, executable, flags, freshDataDir } from './support/app';
import { expect, test } from './support/fixtures';
import { run, xclipCopy } from './support/programs';

const start = (env: Record<string, string>, dataDir: string, ...more: string[]) =>
  spawn(executable, [...flags, ...more], {
    env: { ...env, CLIPSTEAD_DATA_DIR: dataDir },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
const ended = (child: ReturnType<typeof start>) =>
  new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));

test('a closed stderr stops nothing', async ({ desktop }) => {
  const dataDir = freshDataDir();
  const app = start(desktop.env, dataDir);
  app.stderr.once('data', () => app.stderr.destroy());
  await expect.poll(async () => (await cli(desktop.env, dataDir, ['status'])).code).toBe(0);
  // Each of these makes it log something.
  expect((await cli(desktop.env, dataDir, ['pause'])).code).toBe(0);
  expect((await cli(desktop.env, dataDir, ['resume'])).code).toBe(0);
  const gone = ended(app);
  expect((await cli(desktop.env, dataDir, ['quit'])).code).toBe(0);
  expect(await gone).toBe(0);
});

test('a data folder that is a file is told in one line, and the app ends', async ({ desktop }) => {
  const dataDir = freshDataDir();
  writeFileSync(dataDir, 'a file');
  const app = start(desktop.env, dataDir);
  let stderr = '';
  app.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  expect(await ended(app)).toBe(1);
  expect(stderr.split('\n').filter((line) => line.startsWith('clipstead: '))).toHaveLength(1);
});

test('pause holds although the settings cannot be written', async ({ app, desktop, expectedTroubles }) => {
  expectedTroubles.push('settings.write-failed');
  mkdirSync(join(app.dataDir, 'settings.json.new'));
  expect((await app.cli('pause')).code).toBe(0);
  const status = JSON.parse((await app.cli('status', '--json')).stdout.toString()) as { capturing: boolean };
  expect(status.capturing).toBe(false);
  await xclipCopy(desktop.env, 'while paused');
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect((await app.cli('resume')).code).toBe(0);
  await xclipCopy(desktop.env, 'after');
  await app.expectNewest('after');
  expect((await app.list()).map((clip) => clip.preview)).toEqual(['after']);
});

test('a second start while the first is still starting shows the picker', async ({ desktop }) => {
  const dataDir = freshDataDir();
  const first = start(desktop.env, dataDir);
  await expect
    .poll(
      () => statSync(join(dataDir, 'chromium', 'SingletonSocket'), { throwIfNoEntry: false }) !== undefined,
      {
        intervals: [5],
      },
    )
    .toBe(true);
  expect(await ended(start(desktop.env, dataDir))).toBe(0);
  await expect
    .poll(() =>
      run('xdotool', ['search', '--onlyvisible', '--name', '^Clipstead$'], { env: desktop.env }).then(
        () => 'shown',
        () => 'not shown',
      ),
    )
    .toBe('shown');
  const gone = ended(first);
  await cli(desktop.env, dataDir, ['quit']);
  await gone;
});

test('remote debugging cannot be switched on from outside', async ({ desktop }) => {
  const dataDir = freshDataDir();
  mkdirSync(dirname(dataDir), { recursive: true });
  const port = await freePort();
  const app = start(desktop.env, dataDir, `--remote-debugging-port=${port}`);
  await expect.poll(async () => (await cli(desktop.env, dataDir, ['status'])).code).toBe(0);
  const refused = await new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(false));
    socket.once('error', () => resolve(true));
  });
  expect(refused).toBe(true);
  const gone = ended(app);
  await cli(desktop.env, dataDir, ['quit']);
  await gone;
});

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

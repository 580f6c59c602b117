// What was last copied from Clipstead outlasts it, on a desktop without a clipboard manager; and Clipstead outlasts its display.
// Never leave a process or a display behind: the next test counts them.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { startDisplay } from '../src-main/clipboard/testing/display';
import { App, cli, executable, flags, freshDataDir, type ListedClip, removeDataDir } from './support/app';
import { expect, test } from './support/fixtures';
import { clipboardText, type Env, xclipCopy } from './support/programs';

/** This build's processes with a switch. Chromium writes its title over their environment, so the display is not told. */
function processesWith(option: string): string[] {
  return readdirSync('/proc').filter((pid) => {
    try {
      const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      return words.includes(executable) && words.includes(option);
    } catch {
      return false;
    }
  });
}

const holders = () => processesWith('--hold-clipboard');
const comebacks = () => processesWith('--wait-for-display');

test('what was copied from it is still there after it has quit, until another program copies', async ({
  desktop,
}) => {
  const dataDir = freshDataDir();
  const app = await App.start(desktop.env, dataDir);
  await app.addAll(['first', 'taken from the history ✓']);
  const [newest] = await app.list();
  expect((await app.cli('copy', `${newest?.id}`)).code).toBe(0);
  await app.quit();
  expect(await clipboardText(desktop.env)).toBe('taken from the history ✓');
  expect(holders()).toHaveLength(1);

  // The next start does not take it for a copy.
  const again = await App.start(desktop.env, dataDir);
  const log = async () => (await again.cli('log', '--json')).stdout.toString();
  await expect.poll(log).toContain('"own"');
  expect((await again.list()).map(({ preview }) => preview)).toEqual(['taken from the history ✓', 'first']);
  await again.quit();
  expect(await clipboardText(desktop.env)).toBe('taken from the history ✓');

  await xclipCopy(desktop.env, 'newer');
  await expect.poll(() => holders()).toEqual([]);
  expect(await clipboardText(desktop.env)).toBe('newer');
  removeDataDir(dataDir);
});

test('what another program copied is left to it, and nothing stays running', async ({ desktop }) => {
  const dataDir = freshDataDir();
  const app = await App.start(desktop.env, dataDir);
  await app.addAll(['from the history']);
  await app.cli('copy', `${(await app.list())[0]?.id}`);
  await xclipCopy(desktop.env, 'from xclip');
  await app.expectNewest('from xclip');
  await app.quit();
  expect(holders()).toEqual([]);
  expect(await clipboardText(desktop.env)).toBe('from xclip');
  removeDataDir(dataDir);
});

/** A display of the test's own, Clipstead on it, and what became of them; all of it is ended. */
async function onItsOwn(
  desktopEnv: Env,
  options: Parameters<typeof startDisplay>[0],
  use: (own: OwnDisplay) => Promise<void>,
): Promise<void> {
  const dataDir = freshDataDir();
  const displays = [await startDisplay(options)];
  const display = displays[0]?.display ?? '';
  const env = { ...desktopEnv, DISPLAY: display };
  const app = spawn(executable, [...flags], {
    env: { ...env, CLIPSTEAD_DATA_DIR: dataDir },
    stdio: 'ignore',
  });
  const ask = (...args: string[]) => cli(env, dataDir, args);
  try {
    await expect.poll(async () => (await ask('status')).code).toBe(0);
    // What brings it back is started beside the rest.
    await expect.poll(comebacks).toHaveLength(1);
    await use({
      env,
      app,
      ask,
      endDisplay: async () => displays.pop()?.stop(),
      startDisplayAgain: async () => void displays.push(await startDisplay({ ...options, display })),
    });
  } finally {
    await ask('quit');
    if (app.exitCode === null && app.signalCode === null) app.kill('SIGKILL');
    for (const one of displays) await one.stop();
    removeDataDir(dataDir);
  }
}

interface OwnDisplay {
  readonly env: Env;
  readonly app: ChildProcess;
  readonly ask: (...args: string[]) => ReturnType<typeof cli>;
  readonly endDisplay: () => Promise<void>;
  readonly startDisplayAgain: () => Promise<void>;
}

test('a display that ends and is there again has Clipstead again, with all that was copied', async ({
  desktop,
}) => {
  await onItsOwn(desktop.env, { windowManager: true }, async (own) => {
    const { env, app, ask } = own;
    const kept = async () => {
      const { stdout } = await ask('list', '--json');
      return (JSON.parse(stdout.toString()) as ListedClip[]).map(({ preview }) => preview);
    };
    await xclipCopy(env, 'copied before');
    await expect.poll(kept).toEqual(['copied before']);

    const ended = once(app, 'exit');
    await own.endDisplay();
    await ended;
    expect((await ask('status')).code).not.toBe(0);
    await own.startDisplayAgain();
    await expect.poll(async () => (await ask('status')).code, { timeout: 20_000 }).toBe(0);
    expect(await kept()).toEqual(['copied before']);
    await xclipCopy(env, 'copied after');
    await expect.poll(kept).toEqual(['copied after', 'copied before']);

    // What was told to quit is not waited for.
    await expect.poll(comebacks).toHaveLength(1);
    expect((await ask('quit')).code).toBe(0);
    await expect.poll(comebacks).toEqual([]);
  });
});

// A server without -noreset forgets all marks when its last client goes.
for (const [server, options] of [
  ['stays as it is', { windowManager: true }],
  ['begins anew with its last client', { reset: true }],
] as const)
  test(`what was killed while its display is there stays away: a server that ${server}`, async ({
    desktop,
  }) => {
    await onItsOwn(desktop.env, options, async ({ app, ask }) => {
      app.kill('SIGKILL');
      await expect.poll(comebacks).toEqual([]);
      // As long as a start takes, and longer.
      await sleep(3_000);
      expect((await ask('status')).code).not.toBe(0);
      expect(processesWith('--hidden')).toEqual([]);
    });
  });

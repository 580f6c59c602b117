// A screen for machines without one: X server, session bus, window manager and tray, for `npm start` and `npm run dev`.
// Never stop a program that it has not started, and never leave one behind.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { capture } from './run.mjs';

const SIZE = '1280x800x24';
const READY_MS = 10_000;

/** The first line that a child writes to its file descriptor 3. */
function announced(child, name) {
  return new Promise((done, failed) => {
    const timer = setTimeout(
      () => failed(new Error(`${name} did not come up within ${READY_MS / 1000} s.`)),
      READY_MS,
    );
    const settle = (call) => (value) => {
      clearTimeout(timer);
      call(value);
    };
    createInterface({ input: child.stdio[3] }).once(
      'line',
      settle((line) => done(line.trim())),
    );
    child.once('error', settle(failed));
    child.once(
      'exit',
      settle((code) => failed(new Error(`${name} ended with code ${code}.`))),
    );
  });
}

async function windowManagerIsUp(env) {
  const deadline = Date.now() + READY_MS;
  while (Date.now() < deadline) {
    const { stdout } = await capture('xprop', ['-root', '_NET_SUPPORTING_WM_CHECK'], { env });
    if (stdout.includes('window id')) return;
    await sleep(50);
  }
  throw new Error(`No window manager came up within ${READY_MS / 1000} s.`);
}

/**
 * Starts a virtual screen on a free display number.
 * @returns {Promise<{display: string, env: Record<string, string>, stop: () => void}>} `env` is what programs on it need
 * @throws Error where one of its parts does not come up; the others are stopped then
 */
export async function startVirtualScreen() {
  const children = [];
  // In process groups of their own: Ctrl+C must reach the app first, and the screen only when the app has gone.
  const start = (command, args, env, third = 'ignore') => {
    const child = spawn(command, args, { env, detached: true, stdio: ['ignore', 'ignore', 'ignore', third] });
    child.on('error', () => {});
    children.unshift(child);
    return child;
  };
  const stop = () => {
    for (const child of children) child.kill();
  };
  try {
    const xServer = start(
      'Xvfb',
      ['-displayfd', '3', '-screen', '0', SIZE, '-nolisten', 'tcp'],
      process.env,
      'pipe',
    );
    const bus = start(
      'dbus-daemon',
      ['--session', '--nofork', '--nopidfile', '--print-address=3'],
      process.env,
      'pipe',
    );
    const display = `:${await announced(xServer, 'Xvfb')}`;
    const env = {
      ...process.env,
      DISPLAY: display,
      DBUS_SESSION_BUS_ADDRESS: await announced(bus, 'dbus-daemon'),
    };
    start('openbox', ['--sm-disable'], env);
    await windowManagerIsUp(env);
    start('trayer', ['--edge', 'top', '--align', 'right', '--widthtype', 'request', '--height', '24'], env);
    return { display, env, stop };
  } catch (error) {
    stop();
    throw error;
  }
}

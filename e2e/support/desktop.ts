// A desktop without a screen: X server, window manager, message bus and a panel that takes tray items. All real programs.
// Never use a display that somebody else has started.
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { type Env, run } from './programs';
import { StatusNotifierHost } from './status-notifier';

/** Much, for a machine that does much else. */
const WINDOW_MANAGER_MS = 20_000;

export interface Desktop {
  readonly env: Env;
  readonly tray: StatusNotifierHost;
  /** Takes the clipboard away from whoever owns it, so that a test starts with nothing copied. */
  clearClipboard(): Promise<void>;
  stop(): Promise<void>;
}

export async function startDesktop(): Promise<Desktop> {
  const children: ChildProcess[] = [];
  // To their ends: a server that is still going would take the socket of a new one with the same number along.
  const stop = () => Promise.all(children.reverse().map(end));
  try {
    const { env, tray } = await startPrograms(children);
    return {
      env,
      tray,
      clearClipboard: async () => {
        await run('xsel', ['--clipboard', '--clear'], { env });
        await run('xsel', ['--primary', '--clear'], { env });
      },
      stop: async () => {
        tray.stop();
        await stop();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** @param children is given each of them as soon as it runs */
async function startPrograms(children: ChildProcess[]): Promise<Pick<Desktop, 'env' | 'tray'>> {
  // Else it begins anew where the window manager is not there yet and the first that asks for it goes (Xserver(1)).
  const xvfb = start(
    'Xvfb',
    ['-displayfd', '3', '-screen', '0', '1280x800x24', '-nolisten', 'tcp', '-noreset'],
    process.env,
    ['ignore', 'ignore', 'ignore', 'pipe'],
  );
  children.push(xvfb);
  const display = `:${await firstLine(xvfb, xvfb.stdio[3] as Readable)}`;
  const bus = start(
    'dbus-daemon',
    ['--session', '--nofork', '--nopidfile', '--print-address=1'],
    process.env,
    ['ignore', 'pipe', 'ignore'],
  );
  children.push(bus);
  const address = await firstLine(bus, bus.stdout as Readable);
  // A machine without a screen often has no system bus either, and Chromium complains on stderr where it finds none.
  const env = cleanEnv({
    DISPLAY: display,
    DBUS_SESSION_BUS_ADDRESS: address,
    DBUS_SYSTEM_BUS_ADDRESS: address,
  });
  const manager = start('openbox', ['--sm-disable'], env, ['ignore', 'ignore', 'ignore']);
  children.push(manager);
  await windowManagerIsUp(manager, env);
  return { env, tray: await StatusNotifierHost.start(address) };
}

/** The machine's environment without what would lead programs to another desktop. */
function cleanEnv(extra: Env): Env {
  const kept = Object.entries(process.env).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined &&
      !/^(WAYLAND_|XDG_SESSION|DESKTOP_|CLIPSTEAD_|ELECTRON_|NODE_OPTIONS)/.test(entry[0]),
  );
  return { ...Object.fromEntries(kept), NO_AT_BRIDGE: '1', ...extra };
}

function start(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv | Env,
  stdio: ('ignore' | 'pipe')[],
): ChildProcess {
  const child = spawn(command, [...args], { env: { ...env }, stdio });
  child.on('error', (error) => {
    throw new Error(
      `${command} cannot be started (${(error as NodeJS.ErrnoException).code}); run "npm run setup"`,
    );
  });
  return child;
}

function end(child: ChildProcess): Promise<unknown> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill();
  return ended;
}

function firstLine(child: ChildProcess, stream: Readable): Promise<string> {
  return new Promise((resolve, reject) => {
    createInterface({ input: stream }).once('line', (line) => resolve(line.trim()));
    child.once('exit', (code) => reject(new Error(`it ended with ${code} before it was ready`)));
  });
}

/** A window manager says that it is there by _NET_SUPPORTING_WM_CHECK (EWMH). */
async function windowManagerIsUp(manager: ChildProcess, env: Env): Promise<void> {
  for (const end = Date.now() + WINDOW_MANAGER_MS; Date.now() < end && manager.exitCode === null; ) {
    const root = await run('xprop', ['-root', '_NET_SUPPORTING_WM_CHECK'], { env });
    if (root.toString().includes('window id')) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const { exitCode, signalCode } = manager;
  throw new Error(`the window manager did not start (ended with ${exitCode ?? signalCode ?? 'nothing yet'})`);
}

// A private X display for a test: its own Xvfb, with or without a window manager.
// Never touch a server or a process that it did not start, and never skip: a machine without Xvfb fails with what to install.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

export interface TestDisplay {
  /** For example ":17". */
  readonly display: string;
  /** The environment of programs that are to run there. */
  readonly env: NodeJS.ProcessEnv;
  /** Ends the display and the window manager. */
  stop(): Promise<void>;
}

/**
 * Starts Xvfb.
 * @param options.windowManager starts openbox too and waits until it manages the display.
 * @param options.display the display's name, where a test needs one that it had before; else Xvfb finds a free number.
 * @param options.without a server extension that it is to lack, for example 'XTEST'.
 * @param options.reset begins anew when its last client goes (Xserver(1)); else it stays as it is.
 * @throws Error naming the Debian packages where a program is missing.
 */
export async function startDisplay(
  options: {
    readonly windowManager?: boolean;
    readonly display?: string;
    readonly without?: string;
    readonly reset?: boolean;
  } = {},
): Promise<TestDisplay> {
  const name = options.display === undefined ? [] : [options.display];
  const reset = [options.reset ? '-reset' : '-noreset'];
  const without = options.without === undefined ? [] : ['-extension', options.without];
  const server = spawn(
    'Xvfb',
    [...name, '-displayfd', '3', '-screen', '0', '1280x800x24', '-nolisten', 'tcp', ...reset, ...without],
    {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    },
  );
  const number = await firstLine(server);
  const display = `:${number}`;
  const env: NodeJS.ProcessEnv = { ...process.env, DISPLAY: display };
  delete env.WAYLAND_DISPLAY;
  let manager: ChildProcess | null = null;
  try {
    if (options.windowManager) manager = await startManager(env);
  } catch (error) {
    await end(server);
    throw error;
  }
  return {
    display,
    env,
    stop: async () => {
      if (manager !== null) await end(manager);
      await end(server);
    },
  };
}

/** Ends a process that a test started, and waits until it is gone. SIGCONT first: a stopped process takes no signal. */
export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const gone = once(child, 'exit');
  child.kill('SIGCONT');
  child.kill('SIGTERM');
  const impatient = setTimeout(() => child.kill('SIGKILL'), 2_000);
  await gone;
  clearTimeout(impatient);
}

/** Waits until `check` gives something other than null or false; fails after `ms`, saying what was waited for. */
export async function until<T>(
  what: string,
  check: () => T | null | false | undefined | Promise<T | null | false | undefined>,
  ms = 8_000,
): Promise<T> {
  const deadline = Date.now() + ms;
  for (;;) {
    const value = await check();
    if (value !== null && value !== false && value !== undefined) return value;
    if (Date.now() > deadline) throw new Error(`waited ${ms} ms for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function firstLine(server: ChildProcess): Promise<string> {
  const pipe = server.stdio[3] as NodeJS.ReadableStream;
  return new Promise((resolve, reject) => {
    let text = '';
    pipe.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes('\n')) resolve(text.trim());
    });
    server.once('error', () => reject(missing('Xvfb', 'xvfb')));
    server.once('exit', (code) => reject(new Error(`Xvfb ended with code ${code} before it had a display`)));
  });
}

async function startManager(env: NodeJS.ProcessEnv): Promise<ChildProcess> {
  const manager = spawn('openbox', ['--sm-disable'], { env, stdio: 'ignore' });
  let failed: Error | null = null;
  manager.once('error', () => {
    failed = missing('openbox', 'openbox');
  });
  await until('openbox to manage the display', async () => {
    if (failed !== null) throw failed;
    const probe = spawn('xprop', ['-root', '_NET_SUPPORTING_WM_CHECK'], { env });
    let text = '';
    probe.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    await Promise.race([once(probe, 'close'), once(probe, 'error').then(() => missingXprop())]);
    return text.includes('window id');
  });
  return manager;
}

function missingXprop(): never {
  throw missing('xprop', 'x11-utils');
}

function missing(program: string, debianPackage: string): Error {
  return new Error(`these tests need ${program}: apt-get install ${debianPackage}`);
}

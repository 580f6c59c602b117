// Runs the app on the user's screen or on a virtual one, and ends it before the screen.
// Never pass a flag that weakens the app without saying so.
import { spawn } from 'node:child_process';
import { startVirtualScreen } from './screen.mjs';
import { hasDisplay } from './setup.mjs';

/** How long the app may take to end in order before it is killed. */
const END_MS = 5_000;

/**
 * The flags that this machine forces on Chromium, and why.
 * @param {{isRoot: boolean, isVirtual: boolean}} machine
 * @returns {{flag: string, why: string}[]}
 */
export function forcedFlags({ isRoot, isVirtual }) {
  return [
    ...(isRoot ? [{ flag: '--no-sandbox', why: 'Chromium refuses its sandbox to root' }] : []),
    ...(isVirtual ? [{ flag: '--disable-gpu', why: 'a virtual screen has no GPU' }] : []),
  ];
}

/**
 * The screen to run on: the user's own, or a virtual one, said in a line.
 * @returns {Promise<{env: NodeJS.ProcessEnv, virtual: string | null, flags: string[], stop: () => void}>}
 *   `virtual` is the virtual display's name
 */
export async function openScreen() {
  const isVirtual = !hasDisplay();
  const screen = isVirtual ? await startVirtualScreen() : { env: process.env, display: null, stop: () => {} };
  if (isVirtual) {
    process.stdout.write(
      `No display here: started a virtual one, ${screen.display}, with a window manager, a tray and a session bus.\n`,
    );
  }
  const forced = forcedFlags({ isRoot: process.getuid?.() === 0, isVirtual });
  for (const { flag, why } of forced) process.stdout.write(`Passing ${flag}: ${why}.\n`);
  return {
    env: screen.env,
    virtual: screen.display,
    flags: forced.map(({ flag }) => flag),
    stop: screen.stop,
  };
}

/**
 * Starts the app in a process group of its own, so that a Ctrl+C reaches it once and through us.
 * @returns {{ended: Promise<number>, stop: () => Promise<void>}} `ended` resolves with the exit code; `stop` asks it to
 *   end, and kills it where it does not
 */
export function startApp(executable, args, env) {
  const child = spawn(executable, args, { stdio: 'inherit', detached: process.platform !== 'win32', env });
  const ended = new Promise((done) => {
    child.on('error', (error) => {
      process.stderr.write(`${executable}: ${error.message}\n`);
      done(127);
    });
    child.on('close', (code) => done(code ?? 1));
  });
  const stop = async () => {
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), END_MS);
    await ended;
    clearTimeout(timer);
  };
  return { ended, stop };
}

/** Calls `stop` once on Ctrl+C, a closed terminal or a polite kill. */
export function onInterrupt(stop) {
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      if (!stopping) stop();
      stopping = true;
    });
  }
}

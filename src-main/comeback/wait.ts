// The process that starts Clipstead again where the X server that it ended with is followed by another one: after a crash, say.
// Never wait for long: whoever has logged out does not expect programs of that session in the next one.
import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { COMEBACK_MS, COMEBACK_TRY_MS } from '../../src-shared/limits';
import { COMEBACK_VARIABLE, type Comeback } from './protocol';
import { serverMark } from './server-mark';

/**
 * Waits for another server, for COMEBACK_MS. It must not be there at first: one that answers at once is the one that Clipstead has left,
 * though it may have dropped the mark (a server without -noreset does when its last client goes; Xserver(1)).
 * @param env is what Clipstead is started with
 * @returns the exit code: 0 where it was started; 1 where its server is still there (it ended for another reason), or none came
 */
export async function waitForDisplay(env: NodeJS.ProcessEnv): Promise<number> {
  const { [COMEBACK_VARIABLE]: told = '', ...environment } = env;
  try {
    const { display, mark, file, args } = JSON.parse(told) as Comeback;
    const look = () => serverMark(display, false).catch(() => undefined);
    if ((await look()) !== undefined) return 1;
    for (const end = performance.now() + COMEBACK_MS; performance.now() < end; ) {
      await sleep(COMEBACK_TRY_MS);
      const found = await look();
      if (found === mark) return 1;
      if (found !== undefined) return await startAgain(file, args, environment);
    }
  } catch {
    // Nobody is there to be told.
  }
  return 1;
}

function startAgain(file: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(file, [...args], { detached: true, stdio: 'ignore', env });
    child.once('error', () => resolve(1));
    child.once('spawn', () => {
      child.unref();
      resolve(0);
    });
  });
}

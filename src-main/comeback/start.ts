// Sees to it that Clipstead comes back with its display: Chromium ends with the X server, at once, and cannot start itself again.
// Never bring back what was told to quit.
import { spawn } from 'node:child_process';
import type { OwnProgram } from '../clipboard/holder/start-holder';
import { errorFields, log } from '../log';
import { COMEBACK_SWITCH, COMEBACK_VARIABLE, type Comeback, STAY } from './protocol';

/**
 * Waits for our end, and for one word; without the word it becomes the process that looks for the display. A shell, since it is there
 * as long as we are: it takes 0.2 MB.
 */
const SCRIPT = `read -r word; [ "$word" = ${STAY} ] || exec "$0" "$@"`;

/**
 * Starts what outlives us. Waited for by nobody: a server that does not answer keeps nothing.
 * @param args what this process was started with, without the program
 * @returns tells it that this end is meant. Without it Clipstead ends with its display, as any program.
 */
export function comeBackWith(display: string, program: OwnProgram, args: readonly string[]): () => void {
  let stays = false;
  let tell = (): void => {};
  void start(display, program, args).then(
    (stay) => {
      tell = stay;
      if (stays) tell();
    },
    (error) => log.warn('comeback.not-started', errorFields(error)),
  );
  return () => {
    stays = true;
    tell();
  };
}

async function start(
  display: string,
  { file, args: nodeArgs }: OwnProgram,
  args: readonly string[],
): Promise<() => void> {
  // Where there is no X server, nothing of its protocol is loaded.
  const { serverMark } = await import('./server-mark');
  const mark = await serverMark(display, true);
  if (mark === null) return () => {};
  // Nobody will have asked for a window.
  const again = args.includes('--hidden') ? args : [...args, '--hidden'];
  const comeback: Comeback = { display, mark, file, args: again };
  const child = spawn('/bin/sh', ['-c', SCRIPT, file, ...nodeArgs, COMEBACK_SWITCH], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    env: { ...process.env, [COMEBACK_VARIABLE]: JSON.stringify(comeback) },
  });
  child.once('error', (error) => log.warn('comeback.not-started', errorFields(error)));
  child.stdin.on('error', () => {});
  child.unref();
  return () => void child.stdin.end(`${STAY}\n`);
}

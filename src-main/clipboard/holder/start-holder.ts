// Starts the process that goes on offering what was last copied from Clipstead, and gives it the clip.
// Never wait for it longer than quitting may take: without it the clipboard is empty, and the history has the clip.
import { spawn } from 'node:child_process';
import type { ClipFormat } from '../../../src-shared/clip';
import { CLIPBOARD_HOLDER_START_MS } from '../../../src-shared/limits';
import { encodeHeld, HELD, HOLD_SWITCH, type HoldPlace } from './protocol';

/** How this program is started again. */
export interface OwnProgram {
  readonly file: string;
  /** Before the switch that says what it is started for. */
  readonly args: readonly string[];
}

/** @returns whether it has taken the clipboard; it then lives on by itself. Never throws. */
export function startHolder(
  { file, args }: OwnProgram,
  place: HoldPlace,
  formats: readonly ClipFormat[],
): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(file, [...args, HOLD_SWITCH], { detached: true, stdio: ['pipe', 'pipe', 'ignore'] });
    const done = (held: boolean): void => {
      clearTimeout(deadline);
      if (!held) child.kill('SIGKILL');
      child.stdout.destroy();
      child.unref();
      resolve(held);
    };
    const deadline = setTimeout(done, CLIPBOARD_HOLDER_START_MS, false);
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString('latin1');
      if (said.includes(HELD)) done(true);
    });
    child.once('error', () => done(false));
    child.once('exit', () => done(false));
    // One that ends before it has read all says so by its exit.
    child.stdin.on('error', () => {});
    for (const part of encodeHeld({ place, formats })) child.stdin.write(part);
    child.stdin.end();
  });
}

// What one run tells the next: whether it ended in order, whether damage was seen, when all was last looked through.
// Never trust it: a missing or strange file means "look". Never write it from two threads at a time: each writes what it has read.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeDurably } from './durable-files';

export interface RunState {
  /** A run began and has not ended in order (yet). */
  readonly running: boolean;
  /** Damage was seen in a run. */
  readonly suspect: boolean;
  /** The file under the history's name is not the history, which was saved as the newest backup (rescue.ts). */
  readonly restore: boolean;
  /** Milliseconds since the epoch; 0 = never. */
  readonly fullCheckAt: number;
  /** No large payload is left in the database; see movePayloads(). */
  readonly allInFiles: boolean;
  /** Clips whose payload files are gone, as far as the user was told. */
  readonly lostClips: number;
}

const file = (dir: string) => join(dir, 'history-state.json');

/** @returns null where there is none that makes sense: the first run, or one after a version that wrote none. */
export function readRunState(dir: string): RunState | null {
  try {
    const { running, suspect, restore, fullCheckAt, allInFiles, lostClips } = JSON.parse(
      readFileSync(file(dir), 'utf8'),
    ) as Partial<RunState>;
    if (typeof running !== 'boolean') return null;
    return {
      running,
      suspect: suspect === true,
      restore: restore === true,
      fullCheckAt: typeof fullCheckAt === 'number' ? fullCheckAt : 0,
      allInFiles: allInFiles === true,
      lostClips: typeof lostClips === 'number' ? lostClips : 0,
    };
  } catch {
    return null;
  }
}

/** On the disk when it returns. @throws the file system's error */
export function writeRunState(dir: string, change: Partial<RunState>): void {
  const before = readRunState(dir) ?? {
    running: false,
    suspect: false,
    restore: false,
    fullCheckAt: 0,
    allInFiles: false,
    lostClips: 0,
  };
  writeDurably(file(dir), `${JSON.stringify({ ...before, ...change })}\n`);
}

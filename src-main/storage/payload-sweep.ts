// Deletes payload files that nothing names any more: soon after the last name went, and what a run that was cut off has left.
// Never delete while a backup is being made or an export reads, nor before the history is on the disk without the file's name.
import type { Unnamed } from './payload-check';
import type { PayloadStore } from './payload-store';

/** After the start, when whoever started the machine has it back for themselves. */
const FIRST_AFTER_MS = 2_000;
/** A few deletions in a row make one sweep. */
const AFTER_MS = 300;
/** Somebody was reading, so that the history did not get onto the disk as a whole. */
const AGAIN_MS = 5_000;
const AFTER_TROUBLE_MS = 60_000;

/** What goes in one step, 50 µs each, and the rest between two. */
const STEP_FILES = 20;
const STEP_REST_MS = 10;

export interface SweepParts {
  readonly payloads: Pick<PayloadStore, 'any' | 'anyUnnamed' | 'drop' | 'dropTemporary'>;
  /** Whether the folder of payload files is there. */
  readonly hasFolder: () => boolean;
  /** Off the main thread; null = it cannot be said now. @param walk see findUnnamed() */
  readonly findUnnamed: (walk: boolean) => Promise<Unnamed | null>;
  /** Looks for clips whose files are gone, and tells of those that are news; after the start. */
  readonly lookForLost: () => Promise<void>;
  /** Runs a task while no backup is being made, which may name what was just given up. */
  readonly alone: <T>(task: () => Promise<T>) => Promise<T>;
  /** False while somebody reads the files of a moment that is over. */
  readonly mayDelete: () => boolean;
  /** See History.free(). */
  readonly free: () => Promise<void> | null;
  readonly onError: (error: unknown) => void;
}

export interface PayloadSweep {
  /** Something was deleted for good, or a backup has rotated away. */
  request(): void;
  stop(): void;
}

export function keepPayloadsSwept(parts: SweepParts): PayloadSweep {
  const { payloads, hasFolder, findUnnamed, lookForLost, alone, mayDelete, free, onError } = parts;
  let timer: NodeJS.Timeout | null = null;
  let walked = false;
  let running = false;
  let again = false;
  let stopped = false;

  function arm(ms: number): void {
    if (stopped) return;
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(() => void run(), ms).unref();
  }

  async function run(): Promise<void> {
    timer = null;
    running = true;
    again = false;
    let next: number | null = null;
    try {
      next = walked ? await alone(() => sweep(false)) : await start();
    } catch (error) {
      if (!stopped) onError(error);
      next = AFTER_TROUBLE_MS;
    }
    running = false;
    if (next !== null) arm(next);
    else if (again) arm(AFTER_MS);
  }

  async function start(): Promise<number | null> {
    if (hasFolder() || payloads.any()) {
      await lookForLost();
      const next = await alone(() => sweep(true));
      if (next !== null) return next;
    }
    walked = true;
    return null;
  }

  /** @returns when to try again; null where it is done. */
  async function sweep(walk: boolean): Promise<number | null> {
    if (!walk && !payloads.anyUnnamed()) return null;
    const unnamed = await findUnnamed(walk);
    if (unnamed === null) return AGAIN_MS;
    for (const name of unnamed.temporary) payloads.dropTemporary(name);
    for (let at = 0; at < unnamed.hashes.length && !stopped; at += STEP_FILES) {
      if (at > 0) await new Promise((resolve) => setTimeout(resolve, STEP_REST_MS));
      await free();
      if (stopped || !mayDelete()) return AGAIN_MS;
      for (const hash of unnamed.hashes.slice(at, at + STEP_FILES)) payloads.drop(hash);
    }
    return null;
  }

  arm(FIRST_AFTER_MS);
  return {
    request() {
      if (running) again = true;
      // The first one looks through everything anyway.
      else if (walked) arm(AFTER_MS);
    },
    stop() {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
    },
  };
}

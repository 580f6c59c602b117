// When the history is backed up: after so many writes or so long with changes, and never so often that it is felt.
// Never two backups at a time.
import { errorFields, log } from '../log';
import type { ClipStore } from './types';

const AFTER_WRITES = 100;
const AFTER_MS = 10 * 60_000;

/** A backup that took a second is not followed by another within 20: a huge history costs at most a twentieth of the disk's time. */
const REST_FACTOR = 20;

export interface BackupSchedule {
  stop(): void;
}

/** Follows the store's changes until stop(). A backup that fails is tried again at the next occasion. */
export function keepBackups(store: Pick<ClipStore, 'onChange'>, backUp: () => Promise<void>): BackupSchedule {
  let writes = 0;
  let timer: NodeJS.Timeout | null = null;
  let running = false;
  let restUntil = 0;
  let stopped = false;

  function arm(ms: number): void {
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(() => void run(), ms).unref();
  }

  async function run(): Promise<void> {
    timer = null;
    running = true;
    writes = 0;
    const began = performance.now();
    try {
      await backUp();
    } catch (error) {
      if (!stopped) log.error('backup.failed', errorFields(error));
    }
    restUntil = performance.now() + (performance.now() - began) * REST_FACTOR;
    running = false;
    if (writes > 0) plan();
  }

  function plan(): void {
    if (stopped || running) return;
    const rest = Math.max(0, restUntil - performance.now());
    if (writes >= AFTER_WRITES) arm(rest);
    else if (timer === null) arm(Math.max(rest, AFTER_MS));
  }

  const unsubscribe = store.onChange(() => {
    writes += 1;
    // Once it is armed for being due, further writes must not put it off.
    if (writes <= AFTER_WRITES) plan();
  });
  return {
    stop() {
      stopped = true;
      unsubscribe();
      if (timer !== null) clearTimeout(timer);
    },
  };
}

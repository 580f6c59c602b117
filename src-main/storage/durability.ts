// Sees to it that a power cut costs at most the last second: a checkpoint, off the main thread, soon after every write.
// Never sync in the path of a write, and never let the WAL grow without bound.
import { errorFields, log } from '../log';
import type { Maintenance } from './maintenance';
import type { ClipStore } from './types';

/** From a write to the checkpoint that covers it: with the checkpoint itself (9 ms, 20 under load) far below the second. */
const CHECKPOINT_AFTER_MS = 250;

/** Nothing was written for this long: the WAL is emptied, and what was deleted is in it no more. */
const TRUNCATE_AFTER_MS = 2_000;

/** Pages (8 MB) at which settle() has the WAL emptied, and how long it waits where a reader holds more than MAX_WAL_FRAMES. */
const SETTLED_WAL_FRAMES = 2_048;
const SETTLE_WAIT_MS = 200;

/** Pages (32 MB) at which a burst without a pause waits once for the WAL to be emptied. */
const MAX_WAL_FRAMES = 8_192;

export interface Durability {
  /** Asks for a checkpoint after a write that the store tells nobody about. */
  touch(): void;
  /** Resolves when the WAL is short enough for more: whoever writes much waits here between its writes. */
  settle(): Promise<void>;
  /** On this thread and at once; for suspend. */
  now(): void;
  stop(): void;
}

/** Follows the store's changes until stop(); a checkpoint that fails is tried again by the store itself. */
export function keepDurable(
  store: Pick<ClipStore, 'onChange' | 'checkpoint'>,
  maintenance: Pick<Maintenance, 'checkpoint' | 'truncate'>,
): Durability {
  let timer: NodeJS.Timeout | null = null;
  let emptying: NodeJS.Timeout | null = null;
  let running = false;
  let dirty = false;
  let stopped = false;

  function touch(): void {
    dirty = true;
    if (emptying !== null) clearTimeout(emptying);
    emptying = null;
    // Not put off by further writes: each of them is to be on the disk in time.
    if (!stopped && !running) timer ??= setTimeout(() => void run(), CHECKPOINT_AFTER_MS).unref();
  }

  async function run(): Promise<void> {
    timer = null;
    running = true;
    dirty = false;
    try {
      const { frames } = await maintenance.checkpoint();
      if (frames >= MAX_WAL_FRAMES) await maintenance.truncate();
    } catch (error) {
      if (stopped) return;
      log.warn('durability.checkpoint-failed', errorFields(error));
      store.checkpoint();
    } finally {
      running = false;
    }
    if (dirty) touch();
    else if (!stopped) emptyLater();
  }

  function emptyLater(): void {
    emptying = setTimeout(() => {
      emptying = null;
      maintenance
        .truncate()
        .then(({ frames }) => {
          // Somebody was reading.
          if (frames > 0 && !dirty && !stopped) emptyLater();
        })
        .catch((error: unknown) => {
          if (!stopped) log.warn('durability.truncate-failed', errorFields(error));
        });
    }, TRUNCATE_AFTER_MS).unref();
  }

  async function settle(): Promise<void> {
    // This checkpoint covers all that is written; one beside the next writes would hold them up with its fsync.
    if (timer !== null) clearTimeout(timer);
    timer = null;
    try {
      while (!stopped) {
        let { frames } = await maintenance.checkpoint();
        if (frames >= SETTLED_WAL_FRAMES) ({ frames } = await maintenance.truncate());
        if (frames < MAX_WAL_FRAMES) break;
        await new Promise((resolve) => setTimeout(resolve, SETTLE_WAIT_MS).unref());
      }
    } catch (error) {
      if (!stopped) log.warn('durability.not-settled', errorFields(error));
    }
    // For what was written meanwhile, and for the pause after the last of all.
    touch();
  }

  const unsubscribe = store.onChange(touch);
  return {
    touch,
    settle,
    now: () => store.checkpoint(),
    stop() {
      stopped = true;
      unsubscribe();
      if (timer !== null) clearTimeout(timer);
      if (emptying !== null) clearTimeout(emptying);
    },
  };
}

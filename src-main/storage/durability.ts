// Sees to it that a power cut costs at most the last second: a sync of the WAL, off the main thread, soon after every write, and when
// nothing more comes a checkpoint that empties it.
// Never sync in the path of a write, and never let the WAL grow without bound.
import { errorFields, log } from '../log';
import type { Maintenance } from './maintenance';
import type { WalState } from './maintenance-tasks';
import type { ClipStore } from './types';

/** From a write to the sync that covers it: with the sync itself (6 ms, 20 under load) far below the second. */
const SYNC_AFTER_MS = 250;

/** Nothing was written for this long: a checkpoint, within the second too; what was deleted is in the WAL no more. */
const EMPTY_AFTER_MS = 600;

/** Whoever is not told of the end of a moment in which writes wait looks again after this: seldom does one take longer. */
export const LOOK_AGAIN_MS = 50;

/** Somebody was reading. */
const AGAIN_MS = 2_000;

/** A disk that takes longer for it holds up whatever comes to it: what waits is tried all the same, and its failure is told. */
const BEGUN_MS = 1_000;

/** Bytes at which settle() has the WAL emptied, and how long it waits where a reader holds more than MAX_WAL_BYTES. */
const SETTLED_WAL_BYTES = 8 * 1024 * 1024;
const SETTLE_WAIT_MS = 200;

/** Bytes at which the WAL is emptied in the middle of a burst. */
const MAX_WAL_BYTES = 32 * 1024 * 1024;

export interface Durability {
  /** Asks for a sync and a checkpoint after a write that the store tells nobody about. */
  touch(): void;
  /**
   * True while the disk is written to for a sync or a checkpoint, and while the WAL is long and a reader keeps it so: writes that can
   * wait are to. The file system lets a commit wait for the sync of the same file: 6 ms where the sync took 14, 16 on a busy disk.
   */
  readonly busy: boolean;
  /** True only for the moment in which the WAL is begun anew. */
  readonly beginning: boolean;
  /** Resolves when that moment is over, after BEGUN_MS or at stop(); null where it is not that moment. */
  begun(): Promise<void> | null;
  /** Resolves when the WAL is short enough for more: whoever writes much waits here between its writes. */
  settle(): Promise<void>;
  /** See MaintenanceTasks.empty(); at once. */
  empty(): Promise<WalState>;
  /** On this thread and at once; for suspend. */
  now(): void;
  stop(): void;
}

/** Follows the store's changes until stop(); a sync that fails becomes a checkpoint by the store itself. */
export function keepDurable(
  store: Pick<ClipStore, 'onChange' | 'checkpoint' | 'catchUp'>,
  maintenance: Pick<Maintenance, 'sync' | 'empty'>,
): Durability {
  let syncing: NodeJS.Timeout | null = null;
  let emptying: NodeJS.Timeout | null = null;
  /** Of those that want the WAL emptied, who begins it anew at this moment: a sweep's look may come while the timer's is under way. */
  let beginners = 0;
  let waiting: (() => void)[] = [];
  /** Syncs and checkpoints under way. */
  let underWay = 0;
  let long = false;
  let stopped = false;

  async function counted<T>(work: () => Promise<T>): Promise<T> {
    underWay += 1;
    try {
      return await work();
    } finally {
      underWay -= 1;
    }
  }

  function touch(): void {
    emptyIn(EMPTY_AFTER_MS);
    syncSoon();
  }

  /** Not put off by further writes: each of them is to be on the disk in time. */
  function syncSoon(): void {
    if (!stopped) syncing ??= setTimeout(() => void sync(), SYNC_AFTER_MS).unref();
  }

  function emptyIn(ms: number): void {
    if (emptying !== null) clearTimeout(emptying);
    emptying = stopped ? null : setTimeout(() => void emptyNow(), ms).unref();
  }

  async function sync(): Promise<void> {
    syncing = null;
    try {
      const bytes = await counted(() => maintenance.sync());
      long = bytes >= MAX_WAL_BYTES;
      if (long) await empty();
    } catch (error) {
      here(error);
    }
  }

  async function emptyNow(): Promise<void> {
    emptying = null;
    try {
      const { emptied } = await empty();
      if (!emptied && emptying === null) emptyIn(AGAIN_MS);
    } catch (error) {
      here(error);
    }
  }

  function release(): void {
    const released = waiting;
    waiting = [];
    for (const resolve of released) resolve();
  }

  async function empty(): Promise<WalState> {
    const begins = (exclusive: boolean) => {
      beginners += exclusive ? 1 : -1;
      if (exclusive) return;
      // Here, and not in whatever is written next.
      if (!stopped) store.catchUp();
      if (beginners === 0) release();
    };
    const state = await counted(() => maintenance.empty(begins));
    long = state.bytes >= MAX_WAL_BYTES;
    return state;
  }

  /** Loses nothing, but holds this thread up. */
  function here(error: unknown): void {
    if (stopped) return;
    log.warn('durability.not-synced', errorFields(error));
    store.checkpoint();
  }

  async function settle(): Promise<void> {
    // What follows covers all that is written.
    if (syncing !== null) clearTimeout(syncing);
    syncing = null;
    try {
      while (!stopped) {
        let bytes = await counted(() => maintenance.sync());
        if (bytes >= SETTLED_WAL_BYTES) ({ bytes } = await empty());
        if (bytes < MAX_WAL_BYTES) break;
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
    get busy() {
      return underWay > 0 || long;
    },
    get beginning() {
      return beginners > 0;
    },
    begun: () =>
      beginners === 0 || stopped
        ? null
        : new Promise<void>((resolve) => {
            waiting.push(resolve);
            setTimeout(resolve, BEGUN_MS).unref();
          }),
    settle,
    empty,
    now() {
      store.checkpoint();
      // The WAL would be begun anew by the next write.
      emptyIn(EMPTY_AFTER_MS);
    },
    stop() {
      stopped = true;
      unsubscribe();
      if (syncing !== null) clearTimeout(syncing);
      if (emptying !== null) clearTimeout(emptying);
      release();
    },
  };
}

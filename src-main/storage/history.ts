// The history as the app has it: checked and recovered, open, kept durable and backed up, closed in order.
// Never let anything but the file system keep the user from a history that can be used.
import { errorFields, log } from '../log';
import { keepBackups } from './backup-schedule';
import { isDamage } from './check';
import { keepDurable } from './durability';
import { type Maintenance, openMaintenance } from './maintenance';
import { openStore, type StoreOptions } from './open-store';
import { readRunState, writeRunState } from './run-state';
import { keepTrashEmpty } from './trash';
import type { ClipStore } from './types';

/** Everything is looked through this often. */
const FULL_CHECK_EVERY_MS = 7 * 24 * 60 * 60_000;

/** After the start, when whoever started the machine has it back for themselves. */
const FULL_CHECK_AFTER_MS = 5 * 60_000;

const DAMAGE_FOUND =
  'Damage was found in the history. Quit Clipstead and start it again: it then repairs what it can from a backup.';

export interface HistoryOptions extends StoreOptions {
  /** The built maintenance-worker.js. */
  readonly maintenanceUrl: URL;
  /** One line in words, when something is found while the app runs. */
  readonly onTrouble: (text: string) => void;
}

export interface History {
  readonly store: ClipStore;
  /** What to tell the user of the start, once; null = all is as it was left. */
  readonly notice: string | null;
  /** The machine is about to sleep or lose its power. */
  suspend(): void;
  /** Ends all work on the files; the reader must be closed before. */
  close(): Promise<void>;
}

/**
 * Opens the history of a data folder, whatever state its files are in.
 * @throws ClipsteadError 'storage-failed' where the folder itself cannot be used, or the history is a newer version's.
 */
export async function openHistory(options: HistoryOptions): Promise<History> {
  const { dir, nativeBinding, maintenanceUrl, onTrouble } = options;
  const now = options.now ?? Date.now;
  const newWorker = () => openMaintenance({ dir, nativeBinding, workerUrl: maintenanceUrl });
  const maintenance = newWorker();
  const aside = new Set<Maintenance>();

  /** Long tasks get a thread for themselves: a checkpoint must not wait for them. */
  async function onTheSide<T>(task: (worker: Maintenance) => Promise<T>): Promise<T> {
    const worker = newWorker();
    aside.add(worker);
    try {
      return await task(worker);
    } finally {
      aside.delete(worker);
      await worker.close();
    }
  }

  try {
    const { store, notice } = await openSound(options, maintenance, now);
    await maintenance.begin();
    const durability = keepDurable(store, maintenance);
    const backups = keepBackups(store, () => onTheSide((worker) => worker.backUp(now())));
    const stopEmptying = keepTrashEmpty(store, durability.touch, (error) =>
      log.error('trash.not-emptied', errorFields(error)),
    );
    const check = setTimeout(() => {
      if (now() - (readRunState(dir)?.fullCheckAt ?? 0) < FULL_CHECK_EVERY_MS) return;
      onTheSide((worker) => worker.fullCheck(now())).then(
        (sound) => {
          if (!sound) onTrouble(DAMAGE_FOUND);
        },
        (error: unknown) => log.warn('history.full-check-failed', errorFields(error)),
      );
    }, FULL_CHECK_AFTER_MS).unref();
    return {
      store,
      notice,
      suspend: () => durability.now(),
      async close() {
        clearTimeout(check);
        stopEmptying();
        backups.stop();
        durability.stop();
        await Promise.all([maintenance, ...aside].map((worker) => worker.close()));
        store.close();
        // Only now: a run whose last checkpoint failed is looked at when the next one starts.
        writeRunState(dir, { running: false });
      },
    };
  } catch (error) {
    await maintenance.close();
    throw error;
  }
}

async function openSound(
  options: StoreOptions,
  maintenance: Maintenance,
  now: () => number,
): Promise<{ store: ClipStore; notice: string | null }> {
  const { notice } = await maintenance.prepare(now(), false);
  try {
    return { store: openStore(options), notice };
  } catch (error) {
    if (!isDamage((error as Error).cause)) throw error;
  }
  // What a look at the start does not show, opening may: then there is nothing left to try on this file.
  const report = await maintenance.prepare(now(), true);
  return { store: openStore(options), notice: report.notice };
}

// The history as the app has it: checked and recovered, open, kept durable and backed up, closed in order.
// Never let anything but the file system keep the user from a history that can be used.

import { existsSync } from 'node:fs';
import { ClipsteadError } from '../../src-shared/errors';
import type { HistoryStats } from '../../src-shared/history-stats';
import { type Said, said } from '../../src-shared/i18n/said';
import { DEFAULT_SETTINGS } from '../../src-shared/settings';
import { errorFields, log } from '../log';
import { keepBackups } from './backup-schedule';
import { dropPartials, newBackup } from './backups';
import { isDamage } from './check';
import { keepChecked } from './check-schedule';
import type { ClipDao } from './clip-dao';
import { keepDurable } from './durability';
import type { RetentionPolicy } from './excess';
import { keepExpired } from './expiry';
import { storageError } from './failures';
import { databaseFile, identity } from './files';
import { type Maintenance, openMaintenance } from './maintenance';
import { NewerSchemaError } from './migrations/index';
import { openEmptyStore, openReadOnlyStore, openStore, type StoreOptions } from './open-store';
import { payloadFolder } from './payload-files';
import { keepPayloadsSwept } from './payload-sweep';
import { guardFiles } from './rescue';
import { restAfterUse } from './rest';
import { keepWithinLimits, policyOf } from './retention';
import { readRunState, writeRunState } from './run-state';
import { startSearchIndexer } from './search-indexer';
import { keepTrashEmpty } from './trash';
import type { ClipStore } from './types';

/** What the first start after an old version may take longer; what is not moved by then the next start moves. */
const MOVE_MS = 5_000;

const DAMAGE_FOUND = said('damageFound');
const FILE_GONE = said('historyFileGone');
const CLOSED = said('maintenanceStopped');

export interface HistoryOptions extends StoreOptions {
  /** The built maintenance-worker.js. */
  readonly maintenanceUrl: URL;
  /** What is kept, asked for at each look; the default settings' without. */
  readonly policy?: () => RetentionPolicy;
  /** See RetentionParts. */
  readonly onPolicyChange?: (listener: () => void) => () => void;
  /** Told when something is found while the app runs. */
  readonly onTrouble: (message: Said) => void;
}

export interface History {
  readonly store: ClipStore;
  /** True where a newer version wrote it, or it cannot be written now: it can be searched and copied from, and nothing can be stored. */
  readonly readOnly: boolean;
  /** True where the next start may store what is copied: it cannot be written now. */
  readonly later: boolean;
  /** True where it cannot even be read now: it is without clips until the next start. */
  readonly empty: boolean;
  /** What to tell the user of the start, once; null = all is as it was left. */
  readonly notice: Said | null;
  /** True for a moment in which a copy is better kept waiting: the write-ahead log is begun anew. */
  readonly busy: boolean;
  /**
   * Resolves when that moment is over, or after a second; null where it is not that moment. A commit within it holds this thread for a
   * sync, or for SQLite's sleep for the lock. The store's asynchronous methods wait for it by themselves, its others do not.
   */
  free(): Promise<void> | null;
  /** A write has failed; where it says that the file is broken, the next start looks through all of it. */
  failed(error: Error): void;
  /** Runs a task that opens the history's files by their names; none of them is deleted meanwhile. @throws ClipsteadError 'storage-failed' where they were replaced */
  reading<T>(task: () => Promise<T>): Promise<T>;
  /**
   * Runs a task that stores much at once: the search index waits for its end, and all of it is on the disk when the promise resolves.
   * @param task awaits what it is given between its writes, so that the write-ahead log stays short.
   */
  importing<T>(task: (settle: () => Promise<void>) => Promise<T>): Promise<T>;
  /** Where the history's bytes lie; seconds for a long one. */
  stats(): Promise<HistoryStats>;
  /** Something was written that no change tells of. */
  touch(): void;
  /** The machine is about to sleep or lose its power. */
  suspend(): void;
  /** Ends all work on the files; the reader must be closed before. */
  close(): Promise<void>;
}

/**
 * Opens the history of a data folder, whatever state its files, their folder and its disk are in.
 * @throws ClipsteadError 'storage-failed' where a newer version's history cannot even be read, or the database library is missing.
 */
export async function openHistory(options: HistoryOptions): Promise<History> {
  const { dir, nativeBinding, maintenanceUrl, onTrouble, onPolicyChange } = options;
  const policy = options.policy ?? (() => policyOf(DEFAULT_SETTINGS.retention));
  const now = options.now ?? Date.now;
  /** The file that the store has open; null until it has one. */
  let ours: string | null = null;
  const newWorker = (patient: boolean) =>
    openMaintenance({ dir, nativeBinding, workerUrl: maintenanceUrl, patient, ours });
  const maintenance = newWorker(false);
  const aside = new Set<Maintenance>();

  /** Long tasks get a thread for themselves: a checkpoint must not wait for them. */
  async function onTheSide<T>(task: (worker: Maintenance) => Promise<T>): Promise<T> {
    const worker = newWorker(true);
    aside.add(worker);
    try {
      return await task(worker);
    } finally {
      aside.delete(worker);
      await worker.close();
    }
  }

  try {
    const { store, notice, ...state } = await openSound(options, maintenance, now);
    if (state.readOnly) {
      return {
        store,
        notice,
        ...state,
        busy: false,
        free: () => null,
        failed() {},
        reading: (task) => task(),
        importing: (task) => task(async () => {}),
        stats: () => onTheSide((worker) => worker.stats()),
        touch() {},
        suspend() {},
        async close() {
          await maintenance.close();
          store.close();
        },
      };
    }
    ours = identity(databaseFile(dir));
    // Nobody has the store yet: what holds it up for half a second at a time holds nobody up.
    await maintenance
      .movePayloads(MOVE_MS)
      .catch((error: unknown) => log.error('history.payloads-not-moved', errorFields(error)));
    const mark = (what: string, act: () => void | Promise<void>) =>
      Promise.resolve()
        .then(act)
        .catch((error: unknown) => log.error(`history.not-marked-${what}`, errorFields(error)));
    // Not waited for: the start has waited for the check already. In the moment until then an end would go unnoticed.
    const marked = mark('running', () => maintenance.begin(ours));

    const guard = guardFiles(
      dir,
      store,
      async () => {
        await newBackup(
          dir,
          nativeBinding,
          now(),
          (file) => store.copyTo(file),
          (file, clips) => onTheSide((worker) => worker.finishBackup(file, clips)),
        );
        // By the thread that has noted what was before, and on the disk before it is said.
        await maintenance.note({ restore: true });
      },
      onTrouble,
    );
    let closed = false;
    /** Whoever opens the file by its name when it is gone opens another one; and nobody is to open it when all is over. */
    async function whileOurs<T>(task: () => Promise<T>): Promise<T> {
      if (closed) throw new ClipsteadError('storage-failed', CLOSED);
      if (guard.isGone()) throw new ClipsteadError('storage-failed', FILE_GONE);
      return task();
    }
    const durability = keepDurable(store, {
      sync: () => whileOurs(() => maintenance.sync()),
      empty: (onExclusive) => whileOurs(() => maintenance.empty(onExclusive)),
    });
    store.waitFor(durability.begun);
    let turn: Promise<unknown> = Promise.resolve();
    /** A backup names payload files, and a sweep deletes those that no backup names: one after the other. */
    function alone<T>(task: () => Promise<T>): Promise<T> {
      const mine = turn.then(task);
      turn = mine.catch(() => {});
      return mine;
    }
    const backups = keepBackups(store, async () => {
      await alone(() => whileOurs(() => onTheSide((worker) => worker.backUp(now()))));
      // The oldest backup has gone, and with it perhaps the last name of a file.
      sweep.request();
    });
    const lookForLost = async (depth: 'size' | 'content') => {
      const { lost, news, changed } = await whileOurs(() => onTheSide((worker) => worker.lookForLost(depth)));
      if (changed) await maintenance.note({ lostClips: lost });
      if (news > 0) onTrouble(said('contentsGone', news));
    };
    let readings = 0;
    const sweep = keepPayloadsSwept({
      payloads: store.payloadFiles,
      hasFolder: () => existsSync(payloadFolder(dir)),
      async findUnnamed(walk) {
        const found = await whileOurs(() => onTheSide((worker) => worker.findUnnamed(walk)));
        // No power cut may bring a name back.
        return found.hashes.length === 0 || (await durability.empty()).complete ? found : null;
      },
      lookForLost: () => lookForLost('size'),
      alone,
      mayDelete: () => readings === 0,
      free: durability.begun,
      onError: (error) => log.error('payloads.not-swept', errorFields(error)),
    });
    const rest = restAfterUse(() => {
      if (!guard.isGone()) store.letGo();
    });
    // What the start has read.
    rest.used();
    const noticeUse = store.onChange(rest.used);
    const { searchIndex } = store;
    const indexer = startSearchIndexer(
      {
        waiting: (most) => searchIndex.waiting(most),
        reset: () => searchIndex.reset(),
        step(takeIn) {
          const more = searchIndex.step(takeIn);
          store.indexed();
          durability.touch();
          rest.used();
          return more;
        },
      },
      store,
      () => durability.busy,
    );
    const noticeDeletions = store.onChange((change) => {
      // A copy may have put another payload in the place of one.
      const again = change.type === 'stored' && !change.isNew;
      if (again || change.type === 'deleted' || change.type === 'joined') sweep.request();
    });
    /** Something of the trash went for good, which no change tells of. */
    const dropped = () => {
      durability.touch();
      sweep.request();
    };
    const beginning = () => durability.beginning;
    const stopEmptying = keepTrashEmpty(
      store,
      dropped,
      (error) => log.error('trash.not-emptied', errorFields(error)),
      beginning,
    );
    // Before anybody reads: what was over while Clipstead did not run is never shown.
    const stopExpiring = keepExpired(
      store,
      dropped,
      (error) => log.error('expiry.failed', errorFields(error)),
      beginning,
      now,
    );
    const stopLimiting = keepWithinLimits(store, {
      findExcess: () => whileOurs(() => onTheSide((worker) => worker.findExcess(policy(), now()))),
      onPolicyChange,
      busy: () => durability.busy,
      touch: durability.touch,
      onError: (error) => log.error('retention.failed', errorFields(error)),
    });
    const stopChecking = keepChecked({
      lastAt: () => readRunState(dir)?.fullCheckAt ?? 0,
      now,
      async check() {
        const at = now();
        const sound = await whileOurs(() => onTheSide((worker) => worker.fullCheck()));
        await maintenance.note(sound ? { fullCheckAt: at } : { suspect: true });
        if (!sound) onTrouble(DAMAGE_FOUND);
        await lookForLost('content');
      },
    });
    return {
      store,
      notice,
      ...state,
      get busy() {
        return durability.beginning;
      },
      free: durability.begun,
      failed(error) {
        if (isDamage(error.cause)) void mark('suspect', () => maintenance.note({ suspect: true }));
      },
      async reading(task) {
        readings += 1;
        try {
          return await whileOurs(task);
        } finally {
          readings -= 1;
          sweep.request();
        }
      },
      async importing(task) {
        const goOn = indexer.pause();
        try {
          const result = await whileOurs(() => task(durability.settle));
          // Whoever asked may delete now what it came from.
          await whileOurs(() => maintenance.sync());
          return result;
        } finally {
          goOn();
        }
      },
      stats: () => whileOurs(() => onTheSide((worker) => worker.stats())),
      touch: durability.touch,
      suspend: () => durability.now(),
      async close() {
        if (closed) return;
        closed = true;
        stopChecking();
        indexer.stop();
        stopEmptying();
        stopExpiring();
        stopLimiting();
        noticeDeletions();
        noticeUse();
        rest.stop();
        sweep.stop();
        backups.stop();
        durability.stop();
        await marked;
        await guard.stop();
        await Promise.all([maintenance, ...aside].map((worker) => worker.close()));
        // Of a backup that its thread was not given the time for.
        await mark('partials', () => dropPartials(dir));
        // A run whose last checkpoint failed is looked at when the next one starts.
        if (store.end() || !existsSync(`${databaseFile(dir)}-wal`))
          await mark('ended', () => writeRunState(dir, { running: false }));
      },
    };
  } catch (error) {
    await maintenance.close();
    throw error;
  }
}

type Opened = Pick<History, 'notice' | 'readOnly' | 'later' | 'empty'> & { readonly store: ClipDao };

const WRITABLE = { readOnly: false, later: false, empty: false } as const;

async function openSound(
  options: StoreOptions,
  maintenance: Maintenance,
  now: () => number,
): Promise<Opened> {
  const { notice } = await maintenance.prepare(now(), false).catch((error: unknown) => {
    // A look that fails says nothing about the history: opening it will.
    log.error('history.not-checked', errorFields(error));
    return { notice: null };
  });
  try {
    return { store: openStore(options), notice, ...WRITABLE };
  } catch (error) {
    if (error instanceof NewerSchemaError) {
      const store = openReadOnlyStore(options, error);
      return { ...WRITABLE, store, notice: said('newerHistoryOpened', error.newer), readOnly: true };
    }
    if (!isDamage((error as Error).cause)) return openForLater(options, storageError(error));
  }
  try {
    // What a look at the start does not show, opening may: then there is nothing left to try on this file.
    const report = await maintenance.prepare(now(), true);
    return { store: openStore(options), notice: report.notice, ...WRITABLE };
  } catch (error) {
    return openForLater(options, storageError(error));
  }
}

/** The disk is full, the folder may not be written, another program holds the file: read what can be read, until the next start. */
function openForLater(options: StoreOptions, refusal: ClipsteadError): Opened {
  log.error('history.not-writable', errorFields(refusal.cause ?? refusal));
  const why = refusal.said ?? refusal.message;
  try {
    const store = openReadOnlyStore(options, refusal);
    return { store, notice: said('openedForReading', why), readOnly: true, later: true, empty: false };
  } catch {
    const store = openEmptyStore(options, refusal);
    return { store, notice: said('notOpenedYet', why), readOnly: true, later: true, empty: true };
  }
}

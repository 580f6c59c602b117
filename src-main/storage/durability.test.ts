// Checkpoints follow writes: in time, not more often than needed, also where the worker fails; and the WAL stays bounded.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { HistoryChange } from '../../src-shared/clip';
import { log } from '../log';
import { keepDurable } from './durability';
import { syncFile } from './durable-files';
import { databaseFile } from './files';
import { openMaintenance } from './maintenance';
import { MaintenanceTasks, type WalState } from './maintenance-tasks';
import { bundleForTests } from './testing/bundle';
import { clipOf, nativeBinding, tempDatabase, tempFolder, tempStore } from './testing/fixture';
import { tempHistory } from './testing/temp-history';

vi.mock('./durable-files', { spy: true });

/** A WAL with its header and one page: 32 bytes, and 24 before each page. */
const ONE_PAGE = 32 + 24 + 4_096;

const deleted: HistoryChange = { type: 'deleted', ids: [1] };

const MB = 1024 * 1024;

/** A store that only tells, and a worker that only counts. */
function fakes(sync: () => Promise<number>, empty: () => WalState = () => emptied) {
  let tell: (change: HistoryChange) => void = () => {};
  const calls: string[] = [];
  const busy: [boolean, boolean][] = [];
  const caughtUp: boolean[] = [];
  const durability = keepDurable(
    {
      onChange(listener) {
        tell = listener;
        return () => {
          tell = () => {};
        };
      },
      checkpoint: () => void calls.push('here'),
      catchUp: () => void caughtUp.push(durability.beginning),
    },
    {
      sync() {
        calls.push('sync');
        return sync();
      },
      async empty(onExclusive) {
        calls.push('empty');
        onExclusive?.(true);
        busy.push([durability.busy, durability.beginning]);
        onExclusive?.(false);
        return empty();
      },
    },
  );
  onTestFinished(() => durability.stop());
  return { durability, calls, busy, caughtUp, write: () => tell(deleted) };
}

const emptied: WalState = { bytes: 4_152, complete: true, emptied: true };
const done = (bytes: number) => () => Promise.resolve(bytes);

describe('keepDurable', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('syncs within the window in a burst that does not pause, again and again', async () => {
    const { calls, write } = fakes(done(10));
    for (let ms = 0; ms < 3_000; ms += 10) {
      write();
      await vi.advanceTimersByTimeAsync(10);
      expect(calls.length).toBeGreaterThanOrEqual(Math.floor((ms + 10) / 500));
    }
    expect(calls.length).toBeLessThan(13);
    expect(new Set(calls)).toEqual(new Set(['sync']));
  });

  it('syncs once for writes that stand together, checkpoints within a second when nothing follows, then rests', async () => {
    const { durability, calls, busy, caughtUp, write } = fakes(done(10));
    for (let i = 0; i < 100; i++) write();
    await vi.advanceTimersByTimeAsync(500);
    expect(calls).toEqual(['sync']);
    await vi.advanceTimersByTimeAsync(500);
    expect(calls).toEqual(['sync', 'empty']);
    // Others can wait for the moment in which the WAL is begun anew.
    expect([busy, durability.busy, durability.beginning]).toEqual([[[true, true]], false, false]);
    expect(caughtUp).toEqual([false]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(calls).toHaveLength(2);
  });

  it('asks again for what was written while a sync ran', async () => {
    let finish = () => {};
    const { calls, write } = fakes(
      () =>
        new Promise((resolve) => {
          finish = () => resolve(1);
        }),
    );
    write();
    await vi.advanceTimersByTimeAsync(300);
    write();
    await vi.advanceTimersByTimeAsync(300);
    expect(calls).toEqual(['sync', 'sync']);
    finish();
  });

  it('has others wait while the disk is written to, however it ends, but no copy', async () => {
    let end: (how: 'well' | 'badly') => void = () => {};
    const { durability, write } = fakes(
      () =>
        new Promise((resolve, reject) => {
          end = (how) => (how === 'well' ? resolve(1) : reject(new Error('x')));
        }),
    );
    const logged = vi.spyOn(log, 'warn').mockImplementation(() => {});
    for (const how of ['well', 'badly'] as const) {
      write();
      expect(durability.busy).toBe(false);
      await vi.advanceTimersByTimeAsync(260);
      expect([durability.busy, durability.beginning]).toEqual([true, false]);
      end(how);
      await vi.advanceTimersByTimeAsync(0);
      expect(durability.busy).toBe(false);
    }
    expect(logged).toHaveBeenCalledTimes(1);
    logged.mockRestore();
  });

  it('tries again where somebody was reading, until the WAL is empty', async () => {
    const states = [
      { ...emptied, complete: false, emptied: false },
      { ...emptied, emptied: false },
    ];
    const { calls, write } = fakes(done(10), () => states.shift() ?? emptied);
    write();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(calls).toEqual(['sync', 'empty', 'empty', 'empty']);
  });

  it('empties a WAL that has grown large without waiting for a pause, and has others wait meanwhile', async () => {
    let state: WalState = { bytes: 40 * MB, complete: false, emptied: false };
    const { durability, calls, write } = fakes(done(33 * MB), () => state);
    write();
    expect(durability.busy).toBe(false);
    await vi.advanceTimersByTimeAsync(260);
    expect(calls).toEqual(['sync', 'empty']);
    // A reader keeps it so.
    expect(durability.busy).toBe(true);
    state = emptied;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(durability.busy).toBe(false);
  });

  it('has others wait until the last of two that begin the WAL anew is done', async () => {
    const ends: (() => void)[] = [];
    const durability = keepDurable(
      { onChange: () => () => {}, checkpoint() {}, catchUp() {} },
      {
        sync: done(10),
        async empty(onExclusive) {
          onExclusive?.(true);
          await new Promise<void>((end) => ends.push(end));
          onExclusive?.(false);
          return emptied;
        },
      },
    );
    onTestFinished(() => durability.stop());
    expect(durability.begun()).toBeNull();
    const both = [durability.empty(), durability.empty()];
    const begun = vi.fn();
    const heard = [1, 2].map(async (who) => {
      await durability.begun();
      begun(who);
    });
    ends[0]?.();
    await both[0];
    expect([durability.beginning, begun.mock.calls]).toEqual([true, []]);
    ends[1]?.();
    await both[1];
    await Promise.all(heard);
    expect([durability.beginning, begun.mock.calls]).toEqual([false, [[1], [2]]]);
    expect(durability.begun()).toBeNull();
  });

  it('lets nobody wait for a WAL that is not begun anew, for a disk that stands still, nor for the end', async () => {
    let fail = (_: Error) => {};
    const durability = keepDurable(
      { onChange: () => () => {}, checkpoint() {}, catchUp() {} },
      {
        sync: done(10),
        async empty(onExclusive) {
          onExclusive?.(true);
          try {
            return await new Promise<never>((_, reject) => {
              fail = reject;
            });
          } finally {
            onExclusive?.(false);
          }
        },
      },
    );
    const failing = durability.empty();
    const waits = durability.begun();
    fail(new Error('no worker'));
    await expect(failing).rejects.toThrow('no worker');
    await waits;
    expect(durability.begun()).toBeNull();
    // A disk that stands still.
    const slow = durability.empty();
    const told = vi.fn();
    void durability.begun()?.then(told);
    await vi.advanceTimersByTimeAsync(990);
    expect(told).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(20);
    expect(told).toHaveBeenCalledOnce();
    fail(new Error('no disk'));
    await expect(slow).rejects.toThrow('no disk');
    const last = durability.empty();
    const waitsStill = durability.begun();
    expect(waitsStill).not.toBeNull();
    durability.stop();
    await waitsStill;
    expect(durability.begun()).toBeNull();
    fail(new Error('closed'));
    await expect(last).rejects.toThrow('closed');
  });

  it('checkpoints here where the worker cannot, and goes on', async () => {
    const warn = vi.spyOn(log, 'warn').mockImplementation(() => {});
    const { calls, write } = fakes(() => Promise.reject(new Error('no worker')));
    for (let i = 0; i < 2; i++) {
      write();
      await vi.advanceTimersByTimeAsync(300);
    }
    expect(calls).toEqual(['sync', 'here', 'sync', 'here']);
    warn.mockRestore();
  });

  it('lets whoever writes much wait until the WAL is short', async () => {
    const short = fakes(done(7 * MB));
    await short.durability.settle();
    expect(short.calls).toEqual(['sync']);
    // A reader holds it for a while.
    let state: WalState = { bytes: 33 * MB, complete: false, emptied: false };
    const held = fakes(done(33 * MB), () => state);
    let settled = false;
    void held.durability.settle().then(() => {
      settled = true;
    });
    await vi.advanceTimersByTimeAsync(1_000);
    expect([settled, held.calls.length > 4]).toEqual([false, true]);
    state = emptied;
    await vi.advanceTimersByTimeAsync(200);
    expect(settled).toBe(true);
  });

  it('keeps nobody waiting where the worker has gone, or all ends', async () => {
    const warn = vi.spyOn(log, 'warn').mockImplementation(() => {});
    const failing = fakes(() => Promise.reject(new Error('no worker')));
    await failing.durability.settle();
    expect(warn.mock.calls).toEqual([['durability.not-settled', expect.anything()]]);
    failing.durability.stop();
    const ended = fakes(done(33 * MB), () => ({ bytes: 33 * MB, complete: false, emptied: false }));
    const settling = ended.durability.settle();
    await vi.advanceTimersByTimeAsync(300);
    ended.durability.stop();
    await vi.advanceTimersByTimeAsync(300);
    await settling;
    expect(warn).toHaveBeenCalledTimes(1);
    warn.mockRestore();
  });

  it('does no sync beside the writes of whoever settles, and one for the last of them', async () => {
    const { durability, calls, write } = fakes(done(10));
    for (let round = 0; round < 10; round++) {
      for (let ms = 0; ms < 200; ms += 20) {
        write();
        await vi.advanceTimersByTimeAsync(20);
      }
      await durability.settle();
    }
    expect(calls).toHaveLength(10);
    write();
    await vi.advanceTimersByTimeAsync(300);
    expect(calls).toHaveLength(11);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(calls.slice(11)).toEqual(['empty']);
  });

  it('does nothing after stop(), and at once by now()', async () => {
    const { durability, calls, write } = fakes(done(1));
    durability.now();
    expect(calls).toEqual(['here']);
    write();
    durability.stop();
    write();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(calls).toEqual(['here']);
  });
});

describe('the maintenance tasks', () => {
  function setUp() {
    const dir = tempFolder();
    const store = tempStore(dir);
    const tasks = new MaintenanceTasks({ dir, nativeBinding });
    onTestFinished(() => tasks.close());
    const wal = () => readFileSync(`${databaseFile(dir)}-wal`);
    return { dir, store, tasks, wal };
  }

  it('bring all that was written into the database file, and leave one page in the WAL, that says nothing', () => {
    const { dir, store, tasks, wal } = setUp();
    store.store(clipOf('unmistakable'));
    expect(tasks.sync()).toBe(wal().byteLength);
    expect(wal().includes('unmistakable')).toBe(true);
    expect(tasks.empty()).toEqual({ bytes: ONE_PAGE, complete: true, emptied: true });
    expect(wal().byteLength).toBe(ONE_PAGE);
    expect(wal().includes('unmistakable')).toBe(false);
    expect(readFileSync(databaseFile(dir)).includes('unmistakable')).toBe(true);
    // As often as one likes.
    expect(tasks.empty()).toEqual({ bytes: ONE_PAGE, complete: true, emptied: true });
    store.store(clipOf('two'));
    expect(store.count()).toBe(2);
  });

  it('leave a checkpoint on the writer’s thread something to sync: what a reader keeps in the WAL', () => {
    const { dir, store } = setUp();
    store.store(clipOf('one'));
    store.checkpoint();
    vi.mocked(syncFile).mockClear();
    const reader = tempDatabase(dir);
    reader.exec('BEGIN');
    reader.prepare('SELECT count(*) FROM clip_models').get();
    store.store(clipOf('two'));
    store.checkpoint();
    expect(syncFile).toHaveBeenCalledWith(`${databaseFile(dir)}-wal`);
    reader.exec('COMMIT');
    reader.close();
    vi.mocked(syncFile).mockClear();
    store.checkpoint();
    expect(syncFile).not.toHaveBeenCalled();
  });

  it('begin the WAL anew themselves: the writer goes on behind their page, under the header that they wrote', () => {
    const { dir, store, tasks, wal } = setUp();
    store.store(clipOf('one'));
    const salt = () => wal().readBigUInt64BE(16);
    const before = salt();
    tasks.empty();
    const begun = salt();
    expect(begun).not.toBe(before);
    store.store(clipOf('two'));
    expect(salt()).toBe(begun);
    // A checkpoint alone makes the next commit write a header, and sync it.
    store.checkpoint();
    store.store(clipOf('three'));
    expect(salt()).not.toBe(begun);
    tasks.empty();
    tasks.close();
    store.close();
    const again = tempStore(dir);
    expect(again.count()).toBe(3);
  });

  it('leave the WAL to somebody who reads, and wait for nobody', () => {
    const { dir, store, tasks, wal } = setUp();
    store.store(clipOf('one'));
    const reader = tempDatabase(dir);
    reader.exec('BEGIN');
    reader.prepare('SELECT count(*) FROM clip_models').get();
    store.store(clipOf('two'));
    const before = wal();
    expect(tasks.empty()).toEqual({ bytes: before.byteLength, complete: false, emptied: false });
    expect(wal().equals(before)).toBe(true);
    reader.exec('COMMIT; BEGIN');
    reader.prepare('SELECT count(*) FROM clip_models').get();
    // All of it is in the database, but the reader finds it in the WAL.
    expect(tasks.empty()).toMatchObject({ complete: true, emptied: false });
    reader.exec('COMMIT');
    expect(tasks.empty()).toMatchObject({ complete: true, emptied: true });
  });

  it('wait for nobody who writes either, and change nothing then', () => {
    const { dir, store, tasks, wal } = setUp();
    store.store(clipOf('one'));
    const writer = tempDatabase(dir);
    writer.exec('BEGIN IMMEDIATE');
    const before = wal();
    expect(tasks.empty()).toMatchObject({ emptied: false });
    expect(wal().equals(before)).toBe(true);
    writer.exec('COMMIT');
    expect(tasks.empty()).toMatchObject({ complete: true, emptied: true });
  });
});

describe('with the worker', () => {
  const built = bundleForTests({ 'maintenance-worker': 'src-main/maintenance-worker.ts' });

  it('the store waits while the WAL is begun anew, whatever takes its time', async () => {
    const history = await tempHistory(tempFolder(), built('maintenance-worker'));
    const { store } = history;
    const id = store.store(clipOf('first')).clip.id;
    const other = store.store(clipOf('other')).clip.id;
    await store.deleteMany([other]);
    while (history.free() === null) await new Promise((resolve) => setImmediate(resolve));
    expect(history.busy).toBe(true);
    const seen: [string, boolean][] = [];
    store.onChange(({ type }) => seen.push([type, history.busy]));
    await Promise.all([store.deleteMany([id]), store.restoreMany([other]), store.storeAsync(clipOf('new'))]);
    expect(seen.toSorted()).toEqual([
      ['deleted', false],
      ['restored', false],
      ['stored', false],
    ]);
    expect(history.free()).toBeNull();
  });

  function setUp() {
    const dir = tempFolder();
    const store = tempStore(dir);
    const maintenance = openMaintenance({
      dir,
      nativeBinding,
      workerUrl: pathToFileURL(built('maintenance-worker')),
    });
    onTestFinished(() => maintenance.close());
    const durability = keepDurable(store, maintenance);
    onTestFinished(() => durability.stop());
    return { dir, store, maintenance, walBytes: () => statSync(`${databaseFile(dir)}-wal`).size };
  }

  it('the WAL stays bounded in a long burst', async () => {
    const { store, walBytes } = setUp();
    const text = 'x'.repeat(20_000);
    let most = 0;
    let written = 0;
    for (let round = 0; written < 500e6; round++) {
      store.storeMany(Array.from({ length: 50 }, (_, index) => clipOf(`${round} ${index} ${text}`)));
      written += 50 * 40_000;
      most = Math.max(most, walBytes());
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    // At 48 MB the writer is made to wait, and while one checkpoint runs the next megabytes come in; at 256 MB it helps itself.
    expect(most).toBeLessThan(300e6);
  }, 60_000);

  it('the WAL is emptied when nothing more is written', async () => {
    const { store, walBytes } = setUp();
    store.store(clipOf('a clip'));
    expect(walBytes()).toBeGreaterThan(ONE_PAGE);
    await vi.waitFor(() => expect(walBytes()).toBe(ONE_PAGE), { timeout: 10_000, interval: 50 });
  });

  it('the thread ends when it has nothing to do, and the next task has one again', async () => {
    const { dir, store } = setUp();
    const threads = () => readdirSync('/proc/self/task').length;
    const rested = openMaintenance({
      dir,
      nativeBinding,
      workerUrl: pathToFileURL(built('maintenance-worker')),
      restAfterMs: 50,
    });
    onTestFinished(() => rested.close());
    for (let round = 0; round < 2; round++) {
      store.store(clipOf(`clip ${round}`));
      expect(await rested.sync()).toBeGreaterThan(0);
      if (process.platform !== 'linux') continue;
      const working = threads();
      await vi.waitFor(() => expect(threads()).toBeLessThan(working), { timeout: 5_000, interval: 20 });
    }
    await rested.close();
  });

  it('a task after the history is closed is refused, and a failing one says why', async () => {
    const { dir, maintenance } = setUp();
    const elsewhere = openMaintenance({
      dir: `${dir}/nowhere`,
      nativeBinding,
      workerUrl: pathToFileURL(built('maintenance-worker')),
    });
    onTestFinished(() => elsewhere.close());
    await expect(elsewhere.sync()).rejects.toMatchObject({ code: 'storage-failed' });
    await maintenance.close();
    await expect(maintenance.empty()).rejects.toMatchObject({ code: 'storage-failed' });
  });
});

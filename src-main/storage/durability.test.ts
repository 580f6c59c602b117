// Checkpoints follow writes: in time, not more often than needed, also where the worker fails; and the WAL stays bounded.
import { statSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { HistoryChange } from '../../src-shared/clip';
import { log } from '../log';
import { keepDurable } from './durability';
import { databaseFile } from './files';
import { openMaintenance } from './maintenance';
import { MaintenanceTasks } from './maintenance-tasks';
import { bundleForTests } from './testing/bundle';
import { clipOf, nativeBinding, tempDatabase, tempFolder, tempStore } from './testing/fixture';

const deleted: HistoryChange = { type: 'deleted', ids: [1] };

/** A store that only tells, and a worker that only counts. */
function fakes(
  answer: () => Promise<{ frames: number; complete: boolean }>,
  emptied: () => number = () => 0,
) {
  let tell: (change: HistoryChange) => void = () => {};
  const calls: string[] = [];
  const durability = keepDurable(
    {
      onChange(listener) {
        tell = listener;
        return () => {
          tell = () => {};
        };
      },
      checkpoint: () => void calls.push('here'),
    },
    {
      checkpoint() {
        calls.push('checkpoint');
        return answer();
      },
      truncate() {
        calls.push('truncate');
        return Promise.resolve({ frames: emptied(), complete: true });
      },
    },
  );
  onTestFinished(() => durability.stop());
  return { durability, calls, write: () => tell(deleted) };
}

const done = (frames: number) => () => Promise.resolve({ frames, complete: true });

describe('keepDurable', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('asks within the window for a burst that does not pause, again and again', async () => {
    const { calls, write } = fakes(done(10));
    for (let ms = 0; ms < 3_000; ms += 10) {
      write();
      await vi.advanceTimersByTimeAsync(10);
      const all = calls.filter((call) => call === 'checkpoint').length;
      expect(all).toBeGreaterThanOrEqual(Math.floor((ms + 10) / 500));
    }
    expect(calls.length).toBeLessThan(13);
  });

  it('asks once for writes that stand together, empties the WAL when nothing follows, then rests', async () => {
    const { calls, write } = fakes(done(10));
    for (let i = 0; i < 100; i++) write();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(calls).toEqual(['checkpoint']);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(calls).toEqual(['checkpoint', 'truncate']);
  });

  it('asks again for what was written while a checkpoint ran', async () => {
    let finish = () => {};
    const { calls, write } = fakes(
      () =>
        new Promise((resolve) => {
          finish = () => resolve({ frames: 1, complete: true });
        }),
    );
    write();
    await vi.advanceTimersByTimeAsync(300);
    write();
    await vi.advanceTimersByTimeAsync(300);
    expect(calls).toEqual(['checkpoint']);
    finish();
    await vi.advanceTimersByTimeAsync(300);
    expect(calls).toEqual(['checkpoint', 'checkpoint']);
  });

  it('empties a WAL that has grown large without waiting for a pause', async () => {
    const { calls, write } = fakes(done(8_192));
    write();
    await vi.advanceTimersByTimeAsync(260);
    expect(calls).toEqual(['checkpoint', 'truncate']);
  });

  it('does it here where the worker cannot, and goes on', async () => {
    const warn = vi.spyOn(log, 'warn').mockImplementation(() => {});
    const { calls, write } = fakes(() => Promise.reject(new Error('no worker')));
    for (let i = 0; i < 2; i++) {
      write();
      await vi.advanceTimersByTimeAsync(300);
    }
    expect(calls).toEqual(['checkpoint', 'here', 'checkpoint', 'here']);
    warn.mockRestore();
  });

  it('lets whoever writes much wait until the WAL is short', async () => {
    const short = fakes(done(2_047));
    await short.durability.settle();
    expect(short.calls).toEqual(['checkpoint']);
    // A reader holds it for a while.
    let frames = 9_000;
    const held = fakes(done(2_048), () => frames);
    let settled = false;
    void held.durability.settle().then(() => {
      settled = true;
    });
    await vi.advanceTimersByTimeAsync(1_000);
    expect([settled, held.calls.length > 4]).toEqual([false, true]);
    frames = 0;
    await vi.advanceTimersByTimeAsync(200);
    expect(settled).toBe(true);
  });

  it('keeps nobody waiting where the worker has gone, or all ends', async () => {
    const warn = vi.spyOn(log, 'warn').mockImplementation(() => {});
    const failing = fakes(() => Promise.reject(new Error('no worker')));
    await failing.durability.settle();
    expect(warn.mock.calls).toEqual([['durability.not-settled', expect.anything()]]);
    failing.durability.stop();
    const ended = fakes(done(9_000), () => 9_000);
    const settling = ended.durability.settle();
    await vi.advanceTimersByTimeAsync(300);
    ended.durability.stop();
    await vi.advanceTimersByTimeAsync(300);
    await settling;
    expect(warn).toHaveBeenCalledTimes(1);
    warn.mockRestore();
  });

  it('does no checkpoint beside the writes of whoever settles, and one for the last of them', async () => {
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
    expect(calls.slice(11)).toEqual(['truncate']);
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
    const walBytes = () => statSync(`${databaseFile(dir)}-wal`).size;
    return { dir, store, tasks, walBytes };
  }

  it('bring all that was written into the database file, and empty the WAL', () => {
    const { store, tasks, walBytes } = setUp();
    store.store(clipOf('one'));
    const state = tasks.checkpoint();
    expect(state.complete).toBe(true);
    expect(state.frames).toBeGreaterThan(0);
    expect(walBytes()).toBeGreaterThan(0);
    expect(tasks.truncate()).toEqual({ frames: 0, complete: true });
    expect(walBytes()).toBe(0);
    store.store(clipOf('two'));
    expect(store.count()).toBe(2);
  });

  it('leave the WAL to somebody who reads, and wait for nobody', () => {
    const { dir, store, tasks, walBytes } = setUp();
    store.store(clipOf('one'));
    const reader = tempDatabase(dir);
    reader.exec('BEGIN');
    reader.prepare('SELECT count(*) FROM clip_models').get();
    store.store(clipOf('two'));
    expect(tasks.checkpoint().complete).toBe(false);
    const before = walBytes();
    expect(tasks.truncate().complete).toBe(false);
    expect(walBytes()).toBe(before);
    reader.exec('COMMIT');
    expect(tasks.truncate().complete).toBe(true);
  });
});

describe('with the worker', () => {
  const built = bundleForTests({ 'maintenance-worker': 'src-main/maintenance-worker.ts' });

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
    // At 64 MB the writer itself would help, and while one checkpoint runs the next megabytes come in.
    expect(most).toBeLessThan(200e6);
  }, 60_000);

  it('the WAL is emptied when nothing more is written', async () => {
    const { store, walBytes } = setUp();
    store.store(clipOf('a clip'));
    expect(walBytes()).toBeGreaterThan(0);
    await vi.waitFor(() => expect(walBytes()).toBe(0), { timeout: 10_000, interval: 50 });
  });

  it('a task after the history is closed is refused, and a failing one says why', async () => {
    const { dir, maintenance } = setUp();
    const elsewhere = openMaintenance({
      dir: `${dir}/nowhere`,
      nativeBinding,
      workerUrl: pathToFileURL(built('maintenance-worker')),
    });
    onTestFinished(() => elsewhere.close());
    await expect(elsewhere.checkpoint()).rejects.toMatchObject({ code: 'storage-failed' });
    await maintenance.close();
    await expect(maintenance.checkpoint()).rejects.toMatchObject({ code: 'storage-failed' });
  });
});

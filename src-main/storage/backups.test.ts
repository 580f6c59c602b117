// Backups: whole, private, three, taken when due, while others write, and thrown away where they do not hold.
import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { HistoryChange } from '../../src-shared/clip';
import { log } from '../log';
import { keepBackups } from './backup-schedule';
import { backUp, listBackups } from './backups';
import { checkDatabase } from './check';
import { databaseFile } from './files';
import { SCHEMA_VERSION } from './migrations/index';
import { prepareHistory } from './recovery';
import { clipOf, nativeBinding, tempFolder, tempStore } from './testing/fixture';

const at = Date.UTC(2026, 10, 23, 8);
const clipsIn = (file: string) => {
  const result = checkDatabase(file, 'full', nativeBinding);
  return result.sound ? result.clips : null;
};

describe('backUp', () => {
  it('copies what stands in database and WAL into one private file', async () => {
    const dir = tempFolder();
    const store = tempStore(dir);
    store.storeMany([clipOf('one'), clipOf('two')]);
    const usual = process.umask(0);
    onTestFinished(() => void process.umask(usual));
    const backup = await backUp(dir, nativeBinding, at);
    expect(clipsIn(backup.file)).toBe(2);
    expect(readdirSync(join(dir, 'backups'))).toEqual(['history-2026-11-23T08-00-00-000Z.db']);
    expect(listBackups(dir)).toEqual([backup]);
    if (process.platform === 'win32') return;
    expect(statSync(backup.file).mode & 0o777).toBe(0o600);
    expect(statSync(join(dir, 'backups')).mode & 0o777).toBe(0o700);
  });

  it('keeps the three newest, also where the clock was set back', async () => {
    const dir = tempFolder();
    const store = tempStore(dir);
    for (let round = 0; round < 5; round++) {
      store.store(clipOf(`clip ${round}`));
      await backUp(dir, nativeBinding, at - round * 60_000);
    }
    expect(listBackups(dir).map(({ file }) => clipsIn(file))).toEqual([5, 4, 3]);
  });

  it('is one moment of a history that is written meanwhile, and ends', async () => {
    const dir = tempFolder();
    const store = tempStore(dir);
    const text = 'x'.repeat(100_000);
    for (let index = 0; index < 60; index++) store.store(clipOf(`${index} ${text}`));
    let writing = true;
    let written = 0;
    const write = () => {
      if (!writing) return;
      store.store(clipOf(`meanwhile ${written++}`));
      setImmediate(write);
    };
    write();
    const backup = await backUp(dir, nativeBinding, at);
    writing = false;
    const clips = clipsIn(backup.file) ?? 0;
    expect(clips).toBeGreaterThanOrEqual(60);
    expect(clips).toBeLessThan(60 + written);
    expect(store.count()).toBe(60 + written);
  });

  it('leaves nothing of one that fails, and the older ones stay', async () => {
    const dir = tempFolder();
    const store = tempStore(dir);
    store.store(clipOf('one'));
    const good = await backUp(dir, nativeBinding, at);
    writeFileSync(join(dir, 'backups', 'history-old.db.partial'), 'of a run that was cut off');
    const copy = vi.spyOn(Database.prototype, 'backup').mockRejectedValueOnce(new Error('full'));
    await expect(backUp(dir, nativeBinding, at + 1)).rejects.toThrow('full');
    copy.mockRestore();
    expect(readdirSync(join(dir, 'backups'))).toEqual([basename(good.file)]);
  });

  it('refuses a copy that does not hold', async () => {
    const dir = tempFolder();
    const store = tempStore(dir);
    store.storeMany(Array.from({ length: 50 }, (_, index) => clipOf(`${index} ${'y'.repeat(3_000)}`)));
    const real = Database.prototype.backup;
    const copy = vi.spyOn(Database.prototype, 'backup').mockImplementationOnce(async function (
      this: Database.Database,
      to,
      options,
    ) {
      const done = await real.call(this, to, options);
      const content = readFileSync(to);
      content.fill(0xa5, 5 * 4_096, 6 * 4_096);
      writeFileSync(to, content);
      return done;
    });
    await expect(backUp(dir, nativeBinding, at)).rejects.toThrow(/did not hold/);
    expect(copy).toHaveBeenCalledOnce();
    copy.mockRestore();
    expect(readdirSync(join(dir, 'backups'))).toEqual([]);
  });

  it('comes before a migration, of the old schema', async () => {
    const dir = tempFolder();
    const fixture = readFileSync(join(import.meta.dirname, 'migrations/fixtures/v1.db'));
    writeFileSync(databaseFile(dir), fixture);
    chmodSync(databaseFile(dir), 0o600);
    await prepareHistory({ dir, nativeBinding, now: at });
    const schemas = listBackups(dir).map(({ file }) => checkDatabase(file, 'quick', nativeBinding));
    expect(schemas).toEqual(SCHEMA_VERSION === 1 ? [] : [{ sound: true, schema: 1, clips: 3 }]);
    tempStore(dir).close();
    await prepareHistory({ dir, nativeBinding, now: at + 1 });
    expect(listBackups(dir)).toHaveLength(SCHEMA_VERSION === 1 ? 0 : 1);
  });
});

describe('keepBackups', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function setUp(backUpNow: () => Promise<void> = () => Promise.resolve()) {
    let tell: (change: HistoryChange) => void = () => {};
    let taken = 0;
    const schedule = keepBackups(
      {
        onChange(listener) {
          tell = listener;
          return () => {
            tell = () => {};
          };
        },
      },
      () => {
        taken += 1;
        return backUpNow();
      },
    );
    onTestFinished(() => schedule.stop());
    const write = (times: number) => {
      for (let i = 0; i < times; i++) tell({ type: 'deleted', ids: [1] });
    };
    return { schedule, write, taken: () => taken };
  }
  const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

  it('backs up after a hundred writes, at once', async () => {
    const { write, taken } = setUp();
    write(99);
    await pass(1_000);
    expect(taken()).toBe(0);
    write(1);
    await pass(1);
    expect(taken()).toBe(1);
    write(100);
    await pass(1);
    expect(taken()).toBe(2);
  });

  it('backs up ten minutes after the first of a few writes, and not without writes', async () => {
    const { write, taken } = setUp();
    write(1);
    await pass(9 * 60_000);
    write(1);
    expect(taken()).toBe(0);
    await pass(60_000);
    expect(taken()).toBe(1);
    await pass(60 * 60_000);
    expect(taken()).toBe(1);
  });

  it('never takes two at a time, rests after a long one, and goes on after one that failed', async () => {
    vi.spyOn(log, 'error').mockImplementation(() => {});
    const { write, taken } = setUp(async () => {
      await new Promise((resolve) => setTimeout(resolve, 10_000));
      throw new Error('no room');
    });
    write(100);
    await pass(5_000);
    write(500);
    await pass(1_000);
    expect(taken()).toBe(1);
    await pass(4_000 + 199_000);
    expect(taken()).toBe(1);
    await pass(2_000);
    expect(taken()).toBe(2);
    vi.restoreAllMocks();
  });

  it('does nothing after stop()', async () => {
    const { schedule, write, taken } = setUp();
    write(100);
    schedule.stop();
    write(100);
    await pass(60 * 60_000);
    expect(taken()).toBe(0);
  });
});

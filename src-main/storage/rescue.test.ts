// The history's file deleted or replaced while it is open: nothing is lost, it is said, and the next start has all of it again.

import { copyFileSync, existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { inEnglish } from '../../src-shared/i18n/english';
import type { Said } from '../../src-shared/i18n/said';
import { log } from '../log';
import { listBackups } from './backups';
import { databaseFile } from './files';
import { openHistory } from './history';
import { guardFiles } from './rescue';
import { readRunState } from './run-state';
import { bundleForTests } from './testing/bundle';
import { clipOf, nativeBinding, tempDatabase, tempFolder, tempPages } from './testing/fixture';
import { tempHistory } from './testing/temp-history';

const words = (notice: Said | null) => notice && inEnglish(notice);

beforeEach(() => {
  for (const level of ['info', 'warn', 'error'] as const) vi.spyOn(log, level).mockImplementation(() => {});
});
afterEach(() => void vi.restoreAllMocks());

describe.skipIf(process.platform === 'win32')('a file that is no longer ours', () => {
  const built = bundleForTests({ 'maintenance-worker': 'src-main/maintenance-worker.ts' });

  async function open(dir = tempFolder()) {
    const told: string[] = [];
    const history = await tempHistory(dir, built('maintenance-worker'), {
      onTrouble: (message) => told.push(inEnglish(message)),
    });
    return { dir, history, told };
  }

  const removals: Record<string, (dir: string) => void> = {
    'all its files deleted': (dir) => {
      for (const suffix of ['', '-wal', '-shm']) rmSync(databaseFile(dir) + suffix);
    },
    'the database deleted': (dir) => rmSync(databaseFile(dir)),
    'the WAL deleted': (dir) => rmSync(`${databaseFile(dir)}-wal`),
    'an older copy put in its place': (dir) => {
      copyFileSync(databaseFile(dir), join(dir, 'copy'));
      renameSync(join(dir, 'copy'), databaseFile(dir));
    },
  };

  it.each(Object.entries(removals))('%s: every clip is there after the next start', async (_, remove) => {
    const { dir, history, told } = await open();
    history.store.storeMany(Array.from({ length: 50 }, (__, index) => clipOf(`clip ${index}`)));
    remove(dir);
    history.store.store(clipOf('after'));
    await vi.waitFor(() => expect(told).toHaveLength(1), { timeout: 10_000, interval: 50 });
    expect(told[0]).toContain('saved as a backup');
    expect(listBackups(dir)).toHaveLength(1);
    history.store.store(clipOf('last'));
    await history.close();
    expect(told).toHaveLength(1);

    const next = await open(dir);
    expect(next.history.store.count()).toBe(52);
    expect(words(next.history.notice)).toContain('52 clips');
    expect(next.history.store.store(clipOf('goes on')).isNew).toBe(true);
    await next.history.close();
    expect(readRunState(dir)).toMatchObject({ restore: false, running: false });
    expect((await open(dir)).history.notice).toBeNull();
  });

  it.each([
    [1, 'saved as a backup'],
    [2, 'saving its clips failed'],
  ])('a save that fails %i times: said once', async (failures, words) => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const dir = tempFolder();
    tempDatabase(dir).close();
    const told: string[] = [];
    let tries = 0;
    let change = (): void => {};
    const store: Parameters<typeof guardFiles>[1] = {
      onChange: (listener) => {
        change = () => listener({ type: 'deleted', ids: [] });
        return () => {};
      },
    };
    const save = async (): Promise<void> => {
      tries += 1;
      if (tries <= failures) throw new Error('not now');
    };
    const guard = guardFiles(dir, store, save, (message) => told.push(inEnglish(message)));
    rmSync(databaseFile(dir));
    change();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(tries).toBe(2);
    expect(told).toEqual([expect.stringContaining(words)]);
    await guard.stop();
  });

  it('is not seen when the history is closed, whoever asks for something still', async () => {
    const { dir, history, told } = await open();
    history.store.store(clipOf('a'));
    await history.close();
    // SQLite has deleted the WAL, as it does when the last connection closes.
    expect(existsSync(`${databaseFile(dir)}-wal`)).toBe(false);
    for (const ask of [() => history.stats(), () => history.reading(async () => 0)])
      await expect(ask()).rejects.toMatchObject({ code: 'storage-failed' });
    expect(log.error).not.toHaveBeenCalled();
    expect(told).toEqual([]);
  });

  it('is not seen where nothing happened', async () => {
    const { dir, history, told } = await open();
    history.store.store(clipOf('a'));
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    await history.close();
    expect(told).toEqual([]);
    expect(existsSync(join(dir, 'quarantine'))).toBe(false);
  });

  it('a newer version’s history is opened read-only, and that is said', async () => {
    const first = await open();
    const { clip } = first.history.store.store(clipOf('of the future'));
    await first.history.close();
    const db = tempDatabase(first.dir);
    db.pragma('user_version=99');
    db.exec('CREATE TABLE of_the_future (x)');
    db.close();
    const names = readdirSync(first.dir);
    const { dir, history } = await open(first.dir);
    expect(history.readOnly).toBe(true);
    expect(words(history.notice)).toMatch(/newer Clipstead.*nothing is stored/);
    expect(history.store.get(clip.id)?.summary).toEqual(clip);
    expect(tempPages(dir).count()).toBe(1);
    for (const write of [
      () => history.store.store(clipOf('new')),
      () => history.store.delete([clip.id]),
      () => history.store.use(clip.id),
      () => history.store.emptyTrash(1),
    ]) {
      expect(write).toThrow(/newer Clipstead/);
    }
    await history.close();
    expect(readdirSync(dir).filter((name) => !/-(wal|shm)$/.test(name))).toEqual(names);
  });

  it('a history opens and is written although its maintenance does not start', async () => {
    const dir = tempFolder();
    const maintenanceUrl = pathToFileURL(join(dir, 'no-such-worker.js'));
    const history = await openHistory({ dir, nativeBinding, maintenanceUrl, onTrouble: () => {} });
    onTestFinished(() => history.close());
    expect(history.store.store(clipOf('kept')).isNew).toBe(true);
    const pages = tempPages(dir);
    expect(pages.count()).toBe(1);
  });

  it('marks a history in which damage was met, so that the next start looks through all of it', async () => {
    const { dir, history } = await open();
    history.failed(new Error('other'));
    const cause = Object.assign(new Error('malformed'), { code: 'SQLITE_CORRUPT' });
    await vi.waitFor(() => expect(readRunState(dir)?.suspect).toBe(false));
    history.failed(new Error('broken', { cause }));
    await vi.waitFor(() => expect(readRunState(dir)?.suspect).toBe(true));
  });
});

// The sweep: what it takes and what it leaves, when it looks, and that the app's history has it.

import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { inEnglish } from '../../src-shared/i18n/english';
import { INLINE_PAYLOAD_BYTES } from '../../src-shared/limits';
import { log } from '../log';
import { backUp, listBackups } from './backups';
import { databaseFile } from './files';
import { MaintenanceTasks } from './maintenance-tasks';
import type { Unnamed } from './payload-check';
import { payloadFolder } from './payload-files';
import { keepPayloadsSwept } from './payload-sweep';
import { readRunState } from './run-state';
import { bundleForTests } from './testing/bundle';
import { clipOf, nativeBinding, tempDatabase, tempFolder, tempStore } from './testing/fixture';
import { tempHistory } from './testing/temp-history';

const large = (name: string) => clipOf(`${name} `.padEnd(INLINE_PAYLOAD_BYTES + 1, 'x'));
const filesIn = (dir: string) =>
  existsSync(payloadFolder(dir))
    ? readdirSync(payloadFolder(dir), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ name }) => name)
    : [];

describe('what nothing names', () => {
  function setUp() {
    const dir = tempFolder();
    const store = tempStore(dir);
    const tasks = new MaintenanceTasks({ dir, nativeBinding });
    onTestFinished(() => tasks.close());
    const remove = (id: number) =>
      store.deleteExcess([{ id, order: store.get(id)?.summary.order ?? 0, size: 1 }]);
    const unnamed = (walk = false) =>
      tasks.findUnnamed(walk).hashes.map((hash) => Buffer.from(hash).toString('hex'));
    return { dir, store, tasks, remove, unnamed };
  }

  it('is found when the last name has gone, on the disk too', () => {
    const { dir, store, tasks, remove, unnamed } = setUp();
    store.store(large('a'));
    const [file] = filesIn(dir);
    expect(unnamed(true)).toEqual([]);
    remove(1);
    const reader = tempDatabase(dir);
    reader.exec('BEGIN; SELECT count(*) FROM clip_models');
    reader.prepare('SELECT count(*) FROM clip_models').get();
    store.store(clipOf('later'));
    // A power cut now could bring the name back: not all of the WAL is in the database.
    expect(unnamed()).toEqual([file]);
    expect(tasks.empty()).toMatchObject({ complete: false, emptied: false });
    reader.exec('COMMIT');
    expect(tasks.empty()).toMatchObject({ complete: true, emptied: true });
  });

  it('is left as long as a backup names it, and no longer; a damaged one keeps nothing', async () => {
    const { dir, store, remove, unnamed } = setUp();
    store.store(large('a'));
    await backUp(dir, nativeBinding, 1);
    remove(1);
    expect(unnamed(true)).toEqual([]);
    for (const at of [2, 3]) {
      await backUp(dir, nativeBinding, at);
      expect(unnamed()).toEqual([]);
    }
    const [oldest] = listBackups(dir).slice(-1);
    writeFileSync(oldest?.file ?? '', 'no database');
    expect(unnamed()).toHaveLength(1);
    await backUp(dir, nativeBinding, 4);
    expect(unnamed()).toHaveLength(1);
  });

  it('is found by a walk where no row ever named it; names of another form are somebody else’s', () => {
    const { dir, store, tasks, unnamed } = setUp();
    store.store(large('a'));
    const orphan = 'ab'.repeat(32);
    mkdirSync(join(payloadFolder(dir), 'ab'), { recursive: true });
    for (const name of [orphan, `${orphan}x`, 'readme']) {
      writeFileSync(join(payloadFolder(dir), 'ab', name), 'x');
    }
    writeFileSync(join(payloadFolder(dir), 'tmp-1'), 'cut off');
    expect(unnamed(false)).toEqual([]);
    expect(unnamed(true)).toEqual([orphan]);
    expect(tasks.findUnnamed(true).temporary).toEqual(['tmp-1']);
  });

  it('is found with a backup of an older schema beside it', async () => {
    const { dir, store, remove, unnamed } = setUp();
    store.store(large('a'));
    const backup = await backUp(dir, nativeBinding, 1);
    const older = await import('better-sqlite3').then(
      ({ default: Database }) =>
        new Database(backup.file, nativeBinding === undefined ? {} : { nativeBinding }),
    );
    older.exec('DROP TABLE payload_files');
    older.close();
    remove(1);
    expect(unnamed()).toHaveLength(1);
  });
});

describe('keepPayloadsSwept', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());
  const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

  function fakes(
    state: { folder?: boolean; unnamed?: boolean; read?: boolean; free?: Promise<void> },
    answers: (Unnamed | null | Error)[],
  ) {
    const said: string[] = [];
    const sweep = keepPayloadsSwept({
      payloads: {
        any: () => false,
        anyUnnamed: () => state.unnamed === true,
        drop: (hash) => said.push(`drop ${hash[0]}`),
        dropTemporary: (name) => said.push(`drop ${name}`),
      },
      hasFolder: () => state.folder === true,
      async findUnnamed(walk) {
        said.push(walk ? 'walk' : 'look');
        const answer = answers.shift();
        if (answer instanceof Error) throw answer;
        return answer === undefined ? { hashes: [], temporary: [] } : answer;
      },
      lookForLost: async () => void said.push('lost?'),
      alone: (task) => task(),
      mayDelete: () => state.read !== true,
      free: () => state.free ?? null,
      onError: () => said.push('error'),
    });
    onTestFinished(() => sweep.stop());
    return { sweep, said };
  }
  const hashes = (...firsts: number[]) => ({
    hashes: firsts.map((first) => Uint8Array.of(first)),
    temporary: [],
  });

  it('deletes nothing until the store is free, nor after the end', async () => {
    let end = () => {};
    const free = new Promise<void>((resolve) => {
      end = resolve;
    });
    const both = [1, 2].map(() => fakes({ folder: true, unnamed: true, free }, [hashes(1)]));
    await pass(5_000);
    expect(both.map(({ said }) => said.includes('drop 1'))).toEqual([false, false]);
    both[1]?.sweep.stop();
    end();
    await pass(0);
    expect(both.map(({ said }) => said.includes('drop 1'))).toEqual([true, false]);
  });

  it('walks once after the start, then looks when asked, once for a row of deletions', async () => {
    const state = { folder: true, unnamed: true };
    const { sweep, said } = fakes(state, [{ hashes: [Uint8Array.of(1)], temporary: ['tmp-1'] }, hashes(2)]);
    sweep.request();
    await pass(1_900);
    expect(said).toEqual([]);
    await pass(200);
    expect(said).toEqual(['lost?', 'walk', 'drop tmp-1', 'drop 1']);
    for (let times = 0; times < 5; times++) sweep.request();
    await pass(60 * 60_000);
    expect(said.slice(4)).toEqual(['look', 'drop 2']);
    state.unnamed = false;
    sweep.request();
    await pass(60_000);
    expect(said).toHaveLength(6);
  });

  it('does not even walk where there never was a large payload', async () => {
    const { sweep, said } = fakes({}, []);
    await pass(60_000);
    sweep.request();
    await pass(60_000);
    expect(said).toEqual([]);
  });

  it('tries again where somebody was reading, and after trouble; not after stop()', async () => {
    const { sweep, said } = fakes({ folder: true, unnamed: true }, [null, new Error('no'), hashes(1), null]);
    await pass(2_000);
    expect(said).toEqual(['lost?', 'walk']);
    await pass(5_000);
    expect(said.slice(2)).toEqual(['lost?', 'walk', 'error']);
    await pass(60_000);
    expect(said.slice(5)).toEqual(['lost?', 'walk', 'drop 1']);
    sweep.request();
    await pass(300);
    expect(said.slice(8)).toEqual(['look']);
    sweep.stop();
    sweep.request();
    await pass(60_000);
    expect(said).toHaveLength(9);
  });

  it('leaves all where it is while an export reads', async () => {
    const state = { folder: true, unnamed: true, read: true };
    const { said } = fakes(state, [hashes(1), hashes(1), hashes(1)]);
    await pass(2_000 + 5_000);
    expect(said.filter((what) => what.startsWith('drop'))).toEqual([]);
    state.read = false;
    await pass(5_000);
    expect(said.at(-1)).toBe('drop 1');
  });

  it('goes in small steps', async () => {
    const { said } = fakes({ folder: true }, [hashes(...Array.from({ length: 45 }, (_, index) => index))]);
    await pass(2_000);
    expect(said).toHaveLength(2 + 20);
    await pass(10);
    expect(said).toHaveLength(2 + 40);
    await pass(10);
    expect(said).toHaveLength(2 + 45);
  });
});

describe('with the history', () => {
  const built = bundleForTests({ 'maintenance-worker': 'src-main/maintenance-worker.ts' });
  beforeEach(() => {
    for (const level of ['info', 'warn', 'error'] as const) vi.spyOn(log, level).mockImplementation(() => {});
  });
  afterEach(() => void vi.restoreAllMocks());

  async function open(dir: string) {
    const told: string[] = [];
    const history = await tempHistory(dir, built('maintenance-worker'), {
      onTrouble: (message) => told.push(inEnglish(message)),
    });
    return { ...history, told };
  }
  const soon = { timeout: 10_000, interval: 20 };

  it('keeps the files of deleted clips while an export reads, and no longer', async () => {
    const dir = tempFolder();
    const { store, reading } = await open(dir);
    store.store(large('goes'));
    const { order, size } = (await store.read(1))?.summary ?? { order: 0, size: 0 };
    await reading(async () => {
      store.deleteExcess([{ id: 1, order, size }]);
      // The sweep at the start and the one that the deletion asks for come meanwhile.
      await new Promise((resolve) => setTimeout(resolve, 3_500));
      expect(filesIn(dir)).toHaveLength(1);
    });
    await vi.waitFor(() => expect(filesIn(dir)).toEqual([]), soon);
  }, 20_000);

  it('deletes what a run that was killed has left, and what is deleted for good', async () => {
    const dir = tempFolder();
    const { store } = await open(dir);
    store.store(large('stays'));
    const [stays = ''] = filesIn(dir);
    store.store(large('goes'));
    const orphan = '0'.repeat(64);
    mkdirSync(join(payloadFolder(dir), '00'), { recursive: true });
    writeFileSync(join(payloadFolder(dir), '00', orphan), 'x');
    writeFileSync(join(payloadFolder(dir), 'tmp-1'), 'x');
    await vi.waitFor(() => expect(filesIn(dir)).toHaveLength(2), soon);
    expect(filesIn(dir)).toContain(stays);
    const { order } = (await store.read(2))?.summary ?? { order: 0 };
    store.deleteExcess([{ id: 2, order, size: 1 }]);
    await vi.waitFor(() => expect(filesIn(dir)).toEqual([stays]), soon);
  });

  it('tells once of clips whose files are gone, and again only of further ones', async () => {
    const dir = tempFolder();
    const store = tempStore(dir);
    for (const name of ['a', 'b', 'c', 'd']) store.store(large(name));
    const [first = '', second = '', third = ''] = filesIn(dir).sort();
    store.close();
    const rm = (name: string) => rmSync(join(payloadFolder(dir), name.slice(0, 2), name));
    rm(first);
    writeFileSync(join(payloadFolder(dir), second.slice(0, 2), second), 'shorter');
    const runs: string[][] = [];
    for (const before of [() => {}, () => {}, () => rm(third)]) {
      before();
      const { told, store: opened, close } = await open(dir);
      // The walk comes after the look at what is lost.
      writeFileSync(join(payloadFolder(dir), 'tmp-seen'), '');
      await vi.waitFor(() => expect(filesIn(dir)).not.toContain('tmp-seen'), soon);
      expect(opened.count()).toBe(4);
      runs.push(told);
      await close();
    }
    expect(runs).toEqual([
      [expect.stringContaining('2 large clips')],
      [],
      [expect.stringContaining('1 large clip is gone')],
    ]);
    expect(existsSync(databaseFile(dir))).toBe(true);
  });

  it('finds a changed byte when it looks through the contents', async () => {
    const dir = tempFolder();
    const store = tempStore(dir);
    store.store(large('a'));
    const tasks = new MaintenanceTasks({ dir, nativeBinding });
    onTestFinished(() => tasks.close());
    const look = (depth: 'size' | 'content') => {
      const before = readRunState(dir);
      const { lost, news, changed } = tasks.lookForLost(depth);
      // Two threads that write what they have read would undo each other's: one thread does.
      expect(readRunState(dir)).toEqual(before);
      if (changed) tasks.note({ lostClips: lost });
      return news;
    };
    expect([look('size'), look('content')]).toEqual([0, 0]);
    const [name = ''] = filesIn(dir);
    writeFileSync(join(payloadFolder(dir), name.slice(0, 2), name), 'y'.repeat(INLINE_PAYLOAD_BYTES + 1));
    expect([look('size'), look('content'), look('content')]).toEqual([0, 1, 0]);
    // Not seen by its size, and still not news.
    expect([look('size'), look('content')]).toEqual([0, 0]);
    await store.storeAsync(large('a'));
    expect(look('content')).toBe(0);
    rmSync(join(payloadFolder(dir), name.slice(0, 2), name));
    expect(look('size')).toBe(1);
  });
});

// Broken files at the start: each is found, put aside and replaced, and told in words. Never a refusal, never a loss unsaid.

import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { inEnglish } from '../../src-shared/i18n/english';
import type { Said } from '../../src-shared/i18n/said';
import { INLINE_PAYLOAD_BYTES } from '../../src-shared/limits';
import { log } from '../log';
import { backUp, listBackups } from './backups';
import { databaseFile } from './files';
import { MaintenanceTasks } from './maintenance-tasks';
import { openStore } from './open-store';
import { payloadFolder } from './payload-files';
import { prepareHistory } from './recovery';
import { readRunState, writeRunState } from './run-state';
import { bundleForTests } from './testing/bundle';
import { clipOf, nativeBinding, readPage, tempDatabase, tempFolder, tempPages } from './testing/fixture';
import { tempHistory } from './testing/temp-history';

const words = (notice: Said | null) => notice && inEnglish(notice);

const now = Date.UTC(2026, 10, 23, 8);
const prepare = (dir: string) => prepareHistory({ dir, nativeBinding, now });

beforeEach(() => {
  for (const level of ['info', 'warn', 'error'] as const) vi.spyOn(log, level).mockImplementation(() => {});
});
afterEach(() => void vi.restoreAllMocks());

/** A folder with a backup of 200 clips, and a history of 300 as a kill has left it: with a WAL. */
async function killed({ backup = true } = {}): Promise<string> {
  const dir = tempFolder();
  const lives = tempFolder();
  const store = openStore({ dir, nativeBinding });
  const clips = (from: number, count: number) =>
    Array.from({ length: count }, (_, index) => clipOf(`clip ${from + index} ${'text '.repeat(100)}`));
  store.storeMany(clips(0, 200));
  if (backup) await backUp(dir, nativeBinding, now - 60_000);
  store.storeMany(clips(200, 99));
  store.checkpoint();
  store.storeMany(clips(299, 1));
  for (const suffix of ['', '-wal']) {
    copyFileSync(databaseFile(dir) + suffix, databaseFile(lives) + suffix);
  }
  store.close();
  for (const suffix of ['', '-wal']) {
    copyFileSync(databaseFile(lives) + suffix, databaseFile(dir) + suffix);
  }
  writeRunState(dir, { running: true });
  return dir;
}

/** Overwrites part of a file. */
function trash(file: string, at: number, bytes: Buffer): void {
  const content = readFileSync(file);
  bytes.copy(content, at);
  writeFileSync(file, content);
}

/** The first byte of an index's root page. */
function indexPage(dir: string): number {
  const copy = tempFolder();
  copyFileSync(databaseFile(dir), databaseFile(copy));
  const db = tempDatabase(copy);
  const root = db
    .prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'idx_payloads_clip_mime'")
    .pluck()
    .get() as number;
  db.close();
  return (root - 1) * 4_096;
}

const noise = Buffer.from(Array.from({ length: 4_096 }, (_, index) => (index * 37 + 11) % 256));
const damages: Record<string, (dir: string) => void> = {
  'a header of zeros': (dir) => trash(databaseFile(dir), 0, Buffer.alloc(100)),
  'a trashed page': (dir) => trash(databaseFile(dir), indexPage(dir), noise),
  'a file that was cut off': (dir) => truncateSync(databaseFile(dir), 40_960),
  'a file that was cut off within a page': (dir) => truncateSync(databaseFile(dir), 5_000),
  garbage: (dir) => writeFileSync(databaseFile(dir), Buffer.concat([noise, noise])),
  'zero bytes': (dir) => truncateSync(databaseFile(dir), 0),
  'no file': (dir) => rmSync(databaseFile(dir)),
  'a database of something else': (dir) => {
    rmSync(databaseFile(dir));
    const other = tempDatabase(dir);
    other.exec('DROP TABLE clip_search; DROP TABLE clip_payloads; DROP TABLE clip_models');
    other.close();
  },
};

function historyIn(dir: string): number {
  const store = openStore({ dir, nativeBinding });
  const count = store.count();
  expect(store.store(clipOf('it can be written')).isNew).toBe(true);
  expect(readPage(tempPages(dir), { query: 'written' }).clips).toHaveLength(1);
  store.close();
  return count;
}

describe('a history that was killed and is whole', () => {
  it('stays as it is, and nothing is said', async () => {
    const dir = await killed();
    expect(await prepare(dir)).toEqual({ notice: null });
    expect(historyIn(dir)).toBe(300);
    expect(existsSync(join(dir, 'quarantine'))).toBe(false);
  });

  it('a folder without a history, or without a folder, is a first start', async () => {
    expect(await prepare(tempFolder())).toEqual({ notice: null });
    expect(await prepare(join(tempFolder(), 'none'))).toEqual({ notice: null });
  });
});

describe.each(Object.entries(damages))('%s', (_, damage) => {
  it('is put aside, and the newest backup is restored', async () => {
    const dir = await killed();
    damage(dir);
    const found = existsSync(databaseFile(dir)) ? readFileSync(databaseFile(dir)) : null;
    const { notice } = await prepare(dir);
    expect(words(notice)).toContain('restored from the backup');
    expect(words(notice)).toContain('200 clips');
    expect(words(notice)).toContain('is lost');
    expect(historyIn(dir)).toBe(200);
    // What was there is kept, byte for byte.
    const [folder = ''] = readdirSync(join(dir, 'quarantine'));
    expect(folder).toMatch(/^2026-11-23T/);
    expect(words(notice)).toContain(folder);
    const aside = join(dir, 'quarantine', folder, 'clipstead.db');
    if (found === null) expect(existsSync(aside)).toBe(false);
    else expect(readFileSync(aside).equals(found)).toBe(true);
    if (process.platform !== 'win32') expect(statSync(databaseFile(dir)).mode & 0o777).toBe(0o600);
  });

  it('begins anew where there is no backup, and says so', async () => {
    const dir = await killed({ backup: false });
    damage(dir);
    const { notice } = await prepare(dir);
    expect(words(notice)).toContain('begins anew');
    expect(words(notice)).toContain('is lost');
    expect(historyIn(dir)).toBe(0);
  });
});

describe('backups that are broken too', () => {
  it('are passed over for an older good one', async () => {
    const dir = await killed();
    const store = openStore({ dir, nativeBinding });
    await backUp(dir, nativeBinding, now - 30_000);
    store.close();
    const [newest] = listBackups(dir);
    trash(newest?.file ?? '', 8_192, noise);
    damages.garbage?.(dir);
    expect(words((await prepare(dir)).notice)).toContain('200 clips');
    expect(historyIn(dir)).toBe(200);
  });
});

describe('a disk without room for a copy', () => {
  it('has the backup itself take the place, and a start that can write its state later', async () => {
    const dir = await killed();
    trash(databaseFile(dir), 0, Buffer.alloc(100));
    // Nothing can be copied to there.
    mkdirSync(`${databaseFile(dir)}.new`);
    expect(words((await prepare(dir)).notice)).toContain('200 clips');
    expect(listBackups(dir)).toEqual([]);
    const store = openStore({ dir, nativeBinding });
    onTestFinished(() => store.close());
    expect(store.count()).toBe(200);
    expect(existsSync(`${databaseFile(dir)}.new`)).toBe(false);
  });
});

describe('the WAL after a cut', () => {
  it.each(['', '-wal'])(
    'that is whole brings its clips, also with no clean mark ("%s" untouched)',
    async () => {
      const dir = await killed();
      rmSync(join(dir, 'history-state.json'));
      expect((await prepare(dir)).notice).toBeNull();
      expect(historyIn(dir)).toBe(300);
    },
  );

  it('that is garbage is put aside, the rest is kept, and the loss is said', async () => {
    const dir = await killed();
    writeFileSync(`${databaseFile(dir)}-wal`, noise);
    const { notice } = await prepare(dir);
    expect(words(notice)).toContain('was damaged');
    expect(historyIn(dir)).toBe(299);
    const [folder = ''] = readdirSync(join(dir, 'quarantine'));
    expect(readFileSync(join(dir, 'quarantine', folder, 'clipstead.db-wal')).equals(noise)).toBe(true);
  });

  it('with a bad frame amid it: what stands before it is kept, as is the file, and the loss is said', async () => {
    const dir = await killed();
    const live = tempFolder();
    for (const suffix of ['', '-wal']) copyFileSync(databaseFile(dir) + suffix, databaseFile(live) + suffix);
    const store = openStore({ dir: live, nativeBinding });
    for (let n = 0; n < 10; n++) store.store(clipOf(`late ${n}`));
    for (const suffix of ['', '-wal']) copyFileSync(databaseFile(live) + suffix, databaseFile(dir) + suffix);
    store.close();
    const wal = `${databaseFile(dir)}-wal`;
    expect(await prepare(dir)).toEqual({ notice: null });
    // Behind the first commit; the end of the file is what an earlier log has left.
    trash(wal, 32 + 16 * (24 + 4_096) + 100, noise.subarray(0, 64));
    const found = readFileSync(wal);
    const { notice } = await prepare(dir);
    expect(words(notice)).toMatch(/was damaged.* may be lost/);
    const [folder = ''] = readdirSync(join(dir, 'quarantine'));
    expect(words(notice)).toContain(folder);
    expect(readFileSync(join(dir, 'quarantine', folder, 'clipstead.db-wal')).equals(found)).toBe(true);
    const left = historyIn(dir);
    expect([left >= 300, left < 310]).toEqual([true, true]);
  });

  it('that is gone: the rest is kept, and the loss is said', async () => {
    const dir = await killed();
    rmSync(`${databaseFile(dir)}-wal`);
    const { notice } = await prepare(dir);
    expect(words(notice)).toContain('is gone');
    expect(historyIn(dir)).toBe(299);
  });
});

describe('a clean end', () => {
  it('makes the next start a short look, and a broken header is found all the same', async () => {
    const dir = await killed();
    openStore({ dir, nativeBinding }).close();
    writeRunState(dir, { running: false });
    expect((await prepare(dir)).notice).toBeNull();
    damages['a header of zeros']?.(dir);
    expect(words((await prepare(dir)).notice)).toContain('200 clips');
  });
});

describe('payload files', () => {
  const large = (name: string) => clipOf(`${name} `.padEnd(INLINE_PAYLOAD_BYTES + 1, 'x'));
  const content = (bytes: Uint8Array | null) =>
    Buffer.from(bytes ?? [])
      .toString()
      .split(' ')[0];

  /** A backup that names the file of `both`, a history after it that names `newer`, too; then the damage. */
  async function damaged() {
    const dir = tempFolder();
    const store = openStore({ dir, nativeBinding });
    store.store(large('both'));
    await backUp(dir, nativeBinding, now);
    store.store(large('newer'));
    store.close();
    writeRunState(dir, { running: true });
    damages.garbage?.(dir);
    return { dir, files: readdirSync(payloadFolder(dir), { recursive: true }).sort() };
  }

  it('that the backup names are there when it is restored', async () => {
    const { dir } = await damaged();
    expect(words((await prepare(dir)).notice)).toContain('1 clip');
    const store = openStore({ dir, nativeBinding });
    onTestFinished(() => store.close());
    expect(content(await store.readPayload(1))).toBe('both');
  });

  it('that only the damaged history names stay beside it, when they are swept from the restored one', async () => {
    const { dir, files } = await damaged();
    await prepare(dir);
    const store = openStore({ dir, nativeBinding });
    onTestFinished(() => store.close());
    const tasks = new MaintenanceTasks({ dir, nativeBinding });
    onTestFinished(() => tasks.close());
    for (const hash of tasks.findUnnamed(true).hashes) store.payloadFiles.drop(hash);
    const inHistory = () =>
      readdirSync(payloadFolder(dir), { recursive: true, withFileTypes: true }).filter((e) => e.isFile());
    await vi.waitFor(() => expect(inHistory()).toHaveLength(1));
    const [folder = ''] = readdirSync(join(dir, 'quarantine'));
    expect(readdirSync(payloadFolder(join(dir, 'quarantine', folder)), { recursive: true }).sort()).toEqual(
      files,
    );
    expect(content(store.payload(1))).toBe('both');
  });

  it('that are gone leave their clips in the restored history, and it says so in words', async () => {
    const { dir } = await damaged();
    rmSync(payloadFolder(dir), { recursive: true });
    expect(words((await prepare(dir)).notice)).toContain('1 clip');
    const store = openStore({ dir, nativeBinding });
    onTestFinished(() => store.close());
    expect(store.count()).toBe(1);
    await expect(store.readPayload(1)).rejects.toMatchObject({
      message: expect.stringContaining('content of this clip is gone'),
    });
  });
});

describe('only so many damaged histories are kept', () => {
  it('the three newest', async () => {
    const dir = await killed();
    for (let round = 0; round < 5; round++) {
      writeFileSync(databaseFile(dir), `broken ${round}`);
      await prepareHistory({ dir, nativeBinding, now: now + round * 1_000 });
    }
    const kept = readdirSync(join(dir, 'quarantine')).sort();
    expect(
      kept.map((folder) => readFileSync(join(dir, 'quarantine', folder, 'clipstead.db'), 'utf8')),
    ).toEqual(['broken 2', 'broken 3', 'broken 4']);
  });
});

describe('openHistory', () => {
  const built = bundleForTests({ 'maintenance-worker': 'src-main/maintenance-worker.ts' });

  const open = (dir: string) => tempHistory(dir, built('maintenance-worker'));

  it('notes that a run has begun and that it ended, and says a loss once', async () => {
    const dir = await killed();
    damages.garbage?.(dir);
    const first = await open(dir);
    expect(words(first.notice)).toContain('200 clips');
    expect(first.store.count()).toBe(200);
    expect(readRunState(dir)?.running).toBe(true);
    await first.close();
    expect(readRunState(dir)?.running).toBe(false);
    const second = await open(dir);
    expect(second.notice).toBeNull();
  });

  it.runIf(process.platform === 'linux')(
    'has the next start look where the last checkpoint failed, and nothing is lost',
    async () => {
      const dir = tempFolder();
      const first = await open(dir);
      // The run's beginning empties the write-ahead log too: not in the middle of this.
      await first.importing(async () => {});
      for (let n = 0; n < 100; n++) first.store.store(clipOf(`${n} ${'text '.repeat(1_000)}`));
      const limit = (bytes: string) =>
        execFileSync('prlimit', ['--pid', String(process.pid), `--fsize=${bytes}:`]);
      onTestFinished(() => void limit('unlimited'));
      // The WAL has all of it, and the database cannot grow.
      limit('200000');
      await first.close();
      limit('unlimited');
      expect(existsSync(`${databaseFile(dir)}-wal`)).toBe(true);
      expect(readRunState(dir)?.running).toBe(true);
      const second = await open(dir);
      expect([second.notice, second.store.count()]).toEqual([null, 100]);
      await second.close();
      expect(readRunState(dir)?.running).toBe(false);
    },
  );

  it('drops what a backup that was cut off has left: at the start, and where this end cut it off', async () => {
    const dir = tempFolder();
    const folder = join(dir, 'backups');
    mkdirSync(folder);
    const leave = () => {
      for (const suffix of ['', '-journal'])
        writeFileSync(join(folder, `history-2026-11-23T08-00-00-000Z.db.partial${suffix}`), 'a secret');
    };
    leave();
    const first = await open(dir);
    expect(readdirSync(folder)).toEqual([]);
    leave();
    await first.close();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('takes a file that only opening shows to be unusable for a broken one', async () => {
    const dir = await killed();
    const db = tempDatabase(dir);
    // A table that the next schema's step, or a prepared statement, stumbles over.
    db.exec('ALTER TABLE clip_payloads RENAME COLUMN bytes TO other');
    db.close();
    const history = await open(dir);
    expect(words(history.notice)).toContain('200 clips');
    expect(history.store.store(clipOf('works')).isNew).toBe(true);
  });

  it('leaves a history that a newer version wrote alone', async () => {
    const dir = await killed();
    const db = tempDatabase(dir);
    db.pragma('user_version=99');
    db.close();
    writeRunState(dir, { running: false });
    const before = readFileSync(databaseFile(dir));
    expect(words((await open(dir)).notice)).toContain('newer Clipstead');
    expect(readFileSync(databaseFile(dir)).equals(before)).toBe(true);
    expect(existsSync(join(dir, 'quarantine'))).toBe(false);
  });
});

// A start where nothing can be written: never a refusal. The history is read as it was left, without a byte changed, what is copied waits,
// and the start after that is as any other.

import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { inEnglish } from '../../src-shared/i18n/english';
import { log } from '../log';
import { ClipSnapshot } from './clip-snapshot';
import { databaseFile } from './files';
import { openReader } from './reader';
import { bundleForTests } from './testing/bundle';
import { clipOf, nativeBinding, projectDir, tempFolder } from './testing/fixture';
import { tempHistory } from './testing/temp-history';
import { keepWaitingClips } from './waiting-clips';

const built = bundleForTests({
  'maintenance-worker': 'src-main/maintenance-worker.ts',
  'reader-worker': 'src-main/reader-worker.ts',
});

beforeEach(() => {
  for (const level of ['info', 'warn', 'error'] as const) vi.spyOn(log, level).mockImplementation(() => {});
});
afterEach(() => void vi.restoreAllMocks());

const open = (dir: string) => tempHistory(dir, built('maintenance-worker'));

/** A history as a run that ended in order has left it. */
async function leave(dir: string): Promise<void> {
  const { store, close } = await open(dir);
  for (const text of ['one', 'two', 'three']) store.store(clipOf(text));
  await store.storeAsync(clipOf('large '.repeat(20_000)));
  await close();
}

/** The start of the app's storage, and what it can do then. */
async function start(dir: string) {
  const history = await open(dir);
  const { readOnly, later, empty, notice, store } = history;
  const reader = await openReader({
    dir,
    nativeBinding,
    workerUrl: pathToFileURL(built('reader-worker')),
    empty,
  });
  const page = async (query: string) =>
    (await reader.page({ query, after: null, limit: 50, pinned: 'include' })).clips.map(({ id }) => id);
  const shown = [await page(''), await page('tw')];
  const given: string[] = [];
  const waiting = keepWaitingClips(store, {
    onTrouble: () => {},
    onGivenUp: (clips) => given.push(...clips.map(({ preview }) => preview)),
  });
  const copied = ['a', 'b'].map((text) => waiting.store(clipOf(text)));
  await waiting.stop();
  const content = (await store.readPayload(4).catch(() => null))?.byteLength ?? null;
  await reader.close();
  const stats = await history.stats().catch(() => null);
  await history.close();
  return { readOnly, later, empty, words: notice && inEnglish(notice), shown, copied, given, content, stats };
}

/** As an app that may only read has it. */
const READ = {
  readOnly: true,
  later: true,
  empty: false,
  shown: [[4, 3, 2, 1], [2]],
  copied: ['waiting', 'waiting'],
  given: ['a', 'b'],
  content: 120_000,
  stats: expect.objectContaining({ clips: 4 }),
};

const isRoot = process.platform === 'linux' && process.getuid?.() === 0;

// Mounting needs root.
describe.runIf(isRoot)('a start', () => {
  function disk(): string {
    const dir = join(tempFolder(), 'small');
    mkdirSync(dir);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', dir]);
    onTestFinished(() => void execFileSync('umount', ['-l', dir]));
    return dir;
  }

  /** To the last byte. */
  function fill(dir: string): void {
    const fd = openSync(join(dir, 'in the way'), 'w');
    for (let bytes = 1024 * 1024; bytes >= 1; ) {
      try {
        writeSync(fd, Buffer.alloc(bytes));
      } catch {
        bytes = Math.floor(bytes / 2);
      }
    }
    closeSync(fd);
  }

  it('on a full disk', async () => {
    const dir = disk();
    await leave(dir);
    fill(dir);
    const before = readFileSync(databaseFile(dir));
    expect(await start(dir)).toEqual({
      ...READ,
      words: expect.stringMatching(/^The disk .*searched.*memory/),
    });
    expect(readFileSync(databaseFile(dir)).equals(before)).toBe(true);
    const snapshot = new ClipSnapshot({ dir, nativeBinding });
    expect(snapshot.count).toBe(4);
    snapshot.close();
    rmSync(join(dir, 'in the way'));
    const next = await open(dir);
    expect([next.readOnly, next.notice, next.store.store(clipOf('new')).isNew]).toEqual([false, null, true]);
    expect(next.store.count()).toBe(5);
    await next.close();
  });

  it('on a disk that may only be read', async () => {
    const dir = disk();
    await leave(dir);
    execFileSync('mount', ['-o', 'remount,ro', dir]);
    expect(await start(dir)).toEqual({ ...READ, words: expect.stringMatching(/writable.*searched.*memory/) });
    execFileSync('mount', ['-o', 'remount,rw', dir]);
    expect(await start(dir)).toMatchObject({ readOnly: false, words: null, copied: ['new', 'new'] });
  });

  it('on a full disk that never had a history', async () => {
    const dir = disk();
    fill(dir);
    const expected = { ...READ, empty: true, shown: [[], []], content: null, stats: null };
    expect(await start(dir)).toEqual({
      ...expected,
      words: expect.stringMatching(/^The disk .*cannot be shown.*memory/),
    });
    rmSync(join(dir, 'in the way'));
    expect(await start(dir)).toMatchObject({ readOnly: false, words: null, copied: ['new', 'new'] });
  });

  /** Whether a user who is nobody here may read the project; the threads load their code as that user. */
  const isOpenToAll = () => {
    for (let dir = projectDir; ; dir = dirname(dir)) {
      if ((statSync(dir).mode & 0o005) !== 0o005) return false;
      if (dir === dirname(dir)) return true;
    }
  };
  const NOBODY = 65_534;

  function asNobody(dir: string): void {
    for (const folder of [dirname(dir), dirname(built('reader-worker'))]) chmodSync(folder, 0o755);
    execFileSync('chown', ['-R', `${NOBODY}`, dir]);
    process.seteuid?.(NOBODY);
    onTestFinished(() => void process.seteuid?.(0));
  }

  it.runIf(isOpenToAll())('in a folder that only another user may write', async () => {
    const dir = join(tempFolder(), 'data');
    await leave(dir);
    asNobody(dir);
    process.seteuid?.(0);
    chownSync(dir, 0, 0);
    chmodSync(dir, 0o555);
    process.seteuid?.(NOBODY);
    expect(await start(dir)).toEqual({ ...READ, words: expect.stringMatching(/writable.*searched.*memory/) });
  });

  it.runIf(isOpenToAll())('in a folder of one’s own of mode 0500, which is made what it was', async () => {
    const dir = join(tempFolder(), 'data');
    await leave(dir);
    asNobody(dir);
    chmodSync(dir, 0o500);
    expect(await start(dir)).toMatchObject({ readOnly: false, words: null, copied: ['new', 'new'] });
    expect(statSync(dir).mode & 0o777).toBe(0o700);
  });
});

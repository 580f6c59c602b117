// Trouble while running: reported once, nothing stored before is touched, copies wait in memory and are stored when they can be.
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { NewClip } from '../../src-shared/clip';
import { ClipsteadError } from '../../src-shared/errors';
import { MAX_WAITING_BYTES, MAX_WAITING_CLIPS } from '../../src-shared/limits';
import { log } from '../log';
import { databaseFile } from './files';
import { clipOf, nativeBinding, tempFolder, tempStore } from './testing/fixture';
import { keepWaitingClips } from './waiting-clips';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  for (const level of ['info', 'error'] as const) vi.spyOn(log, level).mockImplementation(() => {});
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const full = () =>
  new ClipsteadError('storage-failed', 'The disk is full.', {
    cause: Object.assign(new Error('full'), { code: 'SQLITE_FULL' }),
  });
const locked = () => new ClipsteadError('storage-failed', 'Another program holds it.');

/** A store that takes what `may` allows. */
function setUp(may: (clip: NewClip) => Error | null) {
  const stored: string[] = [];
  const told: string[] = [];
  let tries = 0;
  const failures: Error[] = [];
  const waiting = keepWaitingClips(
    {
      store(clip) {
        tries += 1;
        const error = may(clip);
        if (error !== null) throw error;
        stored.push(clip.preview);
        return { clip: {} as never, isNew: true };
      },
    },
    {
      onTrouble: (level, text) => told.push(`${level}: ${text}`),
      onFailure: (error) => failures.push(error),
    },
  );
  onTestFinished(() => waiting.stop());
  return { waiting, stored, told, failures, tries: () => tries };
}

describe('clips that cannot be stored', () => {
  it('are told from stored ones, and one whose time is over meanwhile is not stored any more', async () => {
    let well = true;
    const { waiting, stored } = setUp(() => (well ? null : locked()));
    expect(waiting.store(clipOf('now'))).toBe('new');
    well = false;
    const expiring = (ms: number) => ({ ...clipOf('later'), secret: { expiresAt: Date.now() + ms } });
    expect(waiting.store(expiring(0))).toBe('known');
    expect(waiting.store(expiring(-1))).toBe('known');
    expect(waiting.store(expiring(60_000))).toBe('waiting');
    expect(waiting.store({ ...clipOf('over'), secret: { expiresAt: Date.now() + 30 } })).toBe('waiting');
    vi.useRealTimers();
    await new Promise((resolve) => setTimeout(resolve, 40));
    well = true;
    waiting.stop();
    expect(stored).toEqual(['now', 'later']);
  });

  it('wait in the order of copying, and are told of once', async () => {
    let well = true;
    const { waiting, stored, told, failures } = setUp(() => (well ? null : locked()));
    waiting.store(clipOf('before'));
    well = false;
    for (const text of ['a', 'b']) waiting.store(clipOf(text));
    await vi.advanceTimersByTimeAsync(60_000);
    expect([stored, waiting.waiting]).toEqual([['before'], 2]);
    expect(told).toEqual([expect.stringMatching(/^error: Another program holds it\. .*memory/)]);
    expect(failures.length).toBeGreaterThan(1);
    well = true;
    // Still behind the others.
    waiting.store(clipOf('c'));
    await vi.advanceTimersByTimeAsync(30_000);
    expect([stored, waiting.waiting]).toEqual([['before', 'a', 'b', 'c'], 0]);
    expect(told[1]).toMatch(/^info: .*3 copies from memory stored\.$/);
    waiting.store(clipOf('after'));
    expect(stored.at(-1)).toBe('after');
    expect(told).toHaveLength(2);
  });

  it('hold a locked store up ever more seldom', async () => {
    const { waiting, tries } = setUp(() => locked());
    for (let index = 0; index < 50; index++) waiting.store(clipOf(`${index}`));
    expect(tries()).toBe(1);
    await vi.advanceTimersByTimeAsync(10 * 60_000);
    expect(tries()).toBeLessThan(30);
  });

  it('do not keep smaller ones out of a disk that is nearly full', async () => {
    const { waiting, stored, tries } = setUp((clip) => (clip.size > 100 ? full() : null));
    waiting.store(clipOf('x'.repeat(1_000)));
    for (const text of ['y'.repeat(2_000), 'small', 'tiny']) waiting.store(clipOf(text));
    await vi.advanceTimersByTimeAsync(2_000);
    expect(stored).toEqual(['small', 'tiny']);
    expect(waiting.waiting).toBe(2);
    // The larger one is not even tried.
    expect(tries()).toBe(4);
  });

  it('are bounded by count and by bytes; what is given up is counted and said', async () => {
    let well = false;
    const { waiting, stored, told } = setUp(() => (well ? null : locked()));
    for (let index = 0; index < MAX_WAITING_CLIPS + 5; index++) waiting.store(clipOf(`${index}`));
    expect([waiting.waiting, waiting.lost]).toEqual([MAX_WAITING_CLIPS, 5]);
    waiting.store({ ...clipOf('large'), size: MAX_WAITING_BYTES });
    expect([waiting.waiting, waiting.lost]).toEqual([1, MAX_WAITING_CLIPS + 5]);
    well = true;
    await vi.advanceTimersByTimeAsync(2_000);
    expect(stored).toEqual(['large']);
    expect(told[1]).toContain(`${MAX_WAITING_CLIPS + 5} copies before could not be kept`);
  });

  it('get a last chance at the end', () => {
    let well = false;
    const { waiting, stored } = setUp(() => (well ? null : locked()));
    waiting.store(clipOf('a'));
    well = true;
    waiting.stop();
    expect(stored).toEqual(['a']);
  });

  it('do not hide what is not the storage’s trouble', () => {
    const { waiting, told } = setUp(() => new ClipsteadError('bad-request', 'empty'));
    expect(() => waiting.store(clipOf('a'))).toThrow('empty');
    expect(told).toEqual([]);
  });
});

describe('on a real history', () => {
  const many = (count: number, size: number) =>
    Array.from({ length: count }, (_, index) => clipOf(`${index} ${'z'.repeat(size)}`));

  function real(dir = tempFolder()) {
    const store = tempStore(dir);
    const told: string[] = [];
    const waiting = keepWaitingClips(store, { onTrouble: (level) => told.push(level) });
    onTestFinished(() => waiting.stop());
    const sound = () => {
      // Read-only: a writer's opening takes room that a full disk does not have.
      const options = nativeBinding === undefined ? {} : { nativeBinding };
      const db = new Database(databaseFile(dir), { ...options, readonly: true });
      onTestFinished(() => void db.close());
      expect(db.pragma('quick_check', { simple: true })).toBe('ok');
      expect(db.pragma('foreign_key_check')).toEqual([]);
    };
    return { dir, store, waiting, told, sound };
  }

  // Mounting needs root; where it cannot be had, max_page_count in failures.test.ts shows the full disk.
  const canMount = process.platform === 'linux' && process.getuid?.() === 0;
  it.runIf(canMount)('a disk that is full, and has room again', async () => {
    const parent = tempFolder();
    const dir = join(parent, 'small');
    mkdirSync(dir);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', dir]);
    onTestFinished(() => void execFileSync('umount', ['-l', dir]));
    const { store, waiting, told, sound } = real(dir);
    store.store(clipOf('stored before'));
    writeFileSync(join(dir, 'in the way'), Buffer.alloc(1_200_000));
    const clips = many(20, 30_000);
    for (const clip of clips) waiting.store(clip);
    expect(waiting.waiting).toBeGreaterThan(5);
    expect(told).toEqual(['error']);
    expect(store.get(1)?.summary.preview).toBe('stored before');
    sound();
    rmSync(join(dir, 'in the way'));
    store.checkpoint();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(waiting.waiting + waiting.lost).toBe(0);
    expect(store.count()).toBe(21);
    expect(told).toEqual(['error', 'info']);
    sound();
    store.close();
  });

  it.runIf(process.platform === 'linux')('a limit on the size of files', async () => {
    const { store, waiting, told, sound } = real();
    // The soft limit of this process only: it can be lifted again.
    const limit = (bytes: string) =>
      execFileSync('prlimit', ['--pid', String(process.pid), `--fsize=${bytes}:`]);
    onTestFinished(() => void limit('unlimited'));
    store.store(clipOf('stored before'));
    limit('1000000');
    for (const clip of many(40, 30_000)) waiting.store(clip);
    expect(waiting.waiting).toBeGreaterThan(5);
    expect(told).toEqual(['error']);
    limit('unlimited');
    await vi.advanceTimersByTimeAsync(30_000);
    expect([store.count(), waiting.waiting, told]).toEqual([41, 0, ['error', 'info']]);
    sound();
  });

  it('another connection that holds the lock', async () => {
    const { dir, store, waiting, told, sound } = real();
    store.store(clipOf('stored before'));
    const other = new Database(databaseFile(dir), nativeBinding === undefined ? {} : { nativeBinding });
    onTestFinished(() => void other.close());
    other.exec('BEGIN IMMEDIATE');
    for (const clip of many(10, 10)) waiting.store(clip);
    expect([store.count(), waiting.waiting, told]).toEqual([1, 10, ['error']]);
    other.exec('ROLLBACK');
    await vi.advanceTimersByTimeAsync(2_000);
    expect([store.count(), waiting.waiting, told]).toEqual([11, 0, ['error', 'info']]);
    sound();
  });
});

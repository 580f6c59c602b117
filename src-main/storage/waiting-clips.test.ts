// Trouble while running: reported once, nothing stored before is touched, copies wait in memory and are stored when they can be.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { NewClip } from '../../src-shared/clip';
import { ClipsteadError } from '../../src-shared/errors';
import { inEnglish } from '../../src-shared/i18n/english';
import {
  INLINE_PAYLOAD_BYTES,
  LAST_STORE_MS,
  MAX_WAITING_BYTES,
  MAX_WAITING_CLIPS,
  SLOW_STORE_MS,
} from '../../src-shared/limits';
import { log } from '../log';
import { databaseFile } from './files';
import { clipOf, nativeBinding, readPage, tempFolder, tempPages, tempStore } from './testing/fixture';
import type { Stored } from './types';
import { keepWaitingClips } from './waiting-clips';

const large = (name: string, size = INLINE_PAYLOAD_BYTES + 1) => `${name} `.padEnd(size, 'x');
const filesIn = (dir: string) =>
  existsSync(join(dir, 'payloads'))
    ? readdirSync(join(dir, 'payloads'), { recursive: true, withFileTypes: true }).filter((e) => e.isFile())
    : [];

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
const storedOne: Stored = { clip: {} as never, isNew: true };
const locked = () => new ClipsteadError('storage-failed', 'Another program holds it.');

/** A store that takes what `may` allows. */
function setUp(may: (clip: NewClip) => Error | null) {
  const stored: string[] = [];
  const told: string[] = [];
  let tries = 0;
  const failures: Error[] = [];
  function storeNow(clip: NewClip) {
    tries += 1;
    const error = may(clip);
    if (error !== null) throw error;
    stored.push(clip.preview);
    return { clip: {} as never, isNew: true };
  }
  const waiting = keepWaitingClips(
    {
      store: storeNow,
      storeAsync: async (clip) => storeNow(clip),
      storeMany: (clips) => clips.forEach(storeNow),
    },
    {
      onTrouble: (level, message) => told.push(`${level}: ${inEnglish(message)}`),
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
    await waiting.stop();
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

  it('wait out a moment in which the store is busy, in order, and nothing is said', async () => {
    let busy = true;
    const stored: string[] = [];
    const told: string[] = [];
    const take = (clip: NewClip) => {
      stored.push(clip.preview);
      return { clip: {} as never, isNew: true };
    };
    const waiting = keepWaitingClips(
      { store: take, storeAsync: async (clip) => take(clip), storeMany: (clips) => clips.forEach(take) },
      { busy: () => busy, onTrouble: (_, text) => told.push(inEnglish(text)) },
    );
    expect(['a', 'b'].map((text) => waiting.store(clipOf(text)))).toEqual(['waiting', 'waiting']);
    await vi.advanceTimersByTimeAsync(500);
    expect(stored).toEqual([]);
    busy = false;
    await vi.advanceTimersByTimeAsync(60);
    expect([stored, waiting.waiting]).toEqual([['a', 'b'], 0]);
    busy = true;
    waiting.store(clipOf('c'));
    // At the end it is not waited for.
    await waiting.stop();
    expect([stored, told]).toEqual([['a', 'b', 'c'], []]);
  });

  it('wait out such a moment that comes while a large one is written', async () => {
    let busy = false;
    const stored: number[] = [];
    const take = (clip: NewClip) => {
      stored.push(clip.size);
      return { clip: {} as never, isNew: true };
    };
    const waiting = keepWaitingClips(
      {
        store: take,
        async storeAsync(clip) {
          await Promise.resolve();
          busy = true;
          return take(clip);
        },
        storeMany: (clips) => clips.forEach(take),
      },
      { busy: () => busy, onTrouble: () => {} },
    );
    for (const size of [INLINE_PAYLOAD_BYTES + 1, 10, 20]) waiting.store(clipOf('x'.repeat(size)));
    await vi.advanceTimersByTimeAsync(500);
    expect([stored, waiting.waiting]).toEqual([[INLINE_PAYLOAD_BYTES + 1], 2]);
    busy = false;
    await vi.advanceTimersByTimeAsync(60);
    expect([stored.slice(1), waiting.waiting]).toEqual([[10, 20], 0]);
    await waiting.stop();
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
    expect(told[1]).toContain(
      `${(MAX_WAITING_CLIPS + 5).toLocaleString('en')} copies before could not be kept`,
    );
  });

  it('get a last chance at the end', async () => {
    let well = false;
    const { waiting, stored } = setUp(() => (well ? null : locked()));
    waiting.store(clipOf('a'));
    well = true;
    await waiting.stop();
    expect(stored).toEqual(['a']);
  });

  it('are counted and told of where they come faster than the disk takes them', async () => {
    const { waiting, stored, told } = setUp(() => null);
    const huge = (name: string) => ({ ...clipOf(large(name)), size: MAX_WAITING_BYTES / 2 });
    for (const name of ['1', '2', '3', '4']) waiting.store(huge(name));
    await vi.waitFor(() => expect(waiting.waiting).toBe(0));
    // The first was being written already.
    expect(stored.map((preview) => preview[0])).toEqual(['1', '4']);
    expect(told).toEqual([expect.stringMatching(/^error: 2 copies came faster .* are lost\.$/)]);
    waiting.store(huge('5'));
    await vi.waitFor(() => expect(stored).toHaveLength(3));
    expect(told).toHaveLength(1);
  });

  it('do not hide what is not the storage’s trouble', () => {
    const { waiting, told } = setUp(() => new ClipsteadError('bad-request', 'empty'));
    expect(() => waiting.store(clipOf('a'))).toThrow('empty');
    expect(told).toEqual([]);
  });
});

describe('large clips', () => {
  function real() {
    const dir = tempFolder();
    const store = tempStore(dir);
    const waiting = keepWaitingClips(store, { onTrouble: () => {} });
    onTestFinished(() => waiting.stop());
    const order = () => readPage(tempPages(dir)).clips.map(({ preview }) => preview.split(' ')[0]);
    return { store, waiting, order };
  }

  it('are stored in the order of copying, with small ones before, between and after', async () => {
    const { store, waiting, order } = real();
    const told: unknown[] = [];
    store.onChange((change) => told.push(change.type === 'stored' && change.clip.preview.split(' ')[0]));
    waiting.store(clipOf('a '));
    expect(store.count()).toBe(1);
    for (const clip of [large('b', 3_000_000), 'c ', 'd ', large('e'), 'f ', 'a ', large('b', 3_000_000)]) {
      waiting.store(clipOf(clip));
    }
    // Nothing overtakes the first large one.
    expect([store.count(), waiting.waiting]).toEqual([1, 7]);
    await vi.waitFor(() => expect(waiting.waiting).toBe(0));
    expect(told).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'a', 'b']);
    expect(order()).toEqual(['b', 'a', 'f', 'e', 'd', 'c']);
    waiting.store(clipOf('g '));
    expect(store.count()).toBe(7);
  });

  it('are waited for at the end', async () => {
    const { waiting, order } = real();
    for (const clip of [large('a', 2_000_000), 'b ', large('c', 2_000_000)]) waiting.store(clipOf(clip));
    await waiting.stop();
    expect(order()).toEqual(['c', 'b', 'a']);
  });

  it('are not waited for without end', async () => {
    const never = vi.fn(() => new Promise<never>(() => {}));
    const waiting = keepWaitingClips(
      { store: () => ({ clip: {} as never, isNew: true }), storeAsync: never, storeMany: () => {} },
      { onTrouble: () => {} },
    );
    waiting.store(clipOf(large('a')));
    const stopped = vi.fn();
    void waiting.stop().then(stopped);
    await vi.advanceTimersByTimeAsync(LAST_STORE_MS - 1);
    expect(stopped).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(stopped).toHaveBeenCalledOnce();
    expect(never).toHaveBeenCalledOnce();
  });

  it('are handed on where the end came before them, in the order of copying and once', async () => {
    let well = false;
    let end = () => {};
    const hanging = () => new Promise<Stored>((resolve) => (end = () => resolve(storedOne)));
    const given: string[][] = [];
    const told: string[] = [];
    const waiting = keepWaitingClips(
      {
        store() {
          if (!well) throw locked();
          return storedOne;
        },
        storeAsync: hanging,
        storeMany: () => {},
      },
      {
        onTrouble: (level) => told.push(level),
        onGivenUp: (clips) => given.push(clips.map(({ preview }) => preview.slice(0, 1))),
      },
    );
    for (const text of [large('a'), 'b', large('c')]) waiting.store(clipOf(text));
    end();
    await vi.advanceTimersByTimeAsync(0);
    expect(told).toEqual(['error']);
    well = true;
    waiting.store(clipOf(large('d')));
    await vi.advanceTimersByTimeAsync(2_000);
    waiting.giveUp();
    expect([given, waiting.waiting]).toEqual([[['c', 'd']], 0]);
    // What is under way then tells nobody that all is well.
    end();
    await waiting.stop();
    expect([given.length, told]).toEqual([1, ['error']]);
  });

  it('of a slow disk are stored together, in order, what came meanwhile among them', async () => {
    // A disk that takes its time, by the real clock.
    vi.useRealTimers();
    const order: string[] = [];
    const transactions: number[] = [];
    const hold = () => {
      for (const until = performance.now() + SLOW_STORE_MS + 5; performance.now() < until; );
    };
    const storeAll = (clips: readonly NewClip[]) => {
      hold();
      transactions.push(clips.length);
      order.push(...clips.map(({ preview }) => preview.slice(0, 2)));
    };
    const one = (clip: NewClip) => {
      storeAll([clip]);
      return storedOne;
    };
    const waiting = keepWaitingClips(
      { store: one, storeAsync: async (clip) => one(clip), storeMany: storeAll },
      { onTrouble: () => expect.fail('there is no trouble') },
    );
    const texts = ['a1', 'a2', 'a3', large('b1'), 'c1', 'c2', 'c3'];
    expect(texts.map((text) => waiting.store(clipOf(text)))).toEqual([
      'new',
      ...texts.slice(1).map(() => 'waiting'),
    ]);
    await vi.waitFor(() => expect(waiting.waiting).toBe(0));
    expect(order).toEqual(['a1', 'a2', 'a3', 'b1', 'c1', 'c2', 'c3']);
    expect(transactions.slice(0, 3)).toEqual([1, 2, 1]);
    // And it is found to be quick again.
    for (let n = 0; n < 3; n++) waiting.store(clipOf(`d${n}`));
    await waiting.stop();
    expect(order.slice(-3)).toEqual(['d0', 'd1', 'd2']);
    expect(waiting.lost).toBe(0);
  });

  it('of a slow disk that refuses some of them are tried one by one', async () => {
    // A disk that takes its time, by the real clock.
    vi.useRealTimers();
    let calls = 0;
    const { waiting, stored, told } = setUp((clip) => {
      for (const until = performance.now() + SLOW_STORE_MS + 5; performance.now() < until; );
      calls += 1;
      return clip.preview === 'no' ? new ClipsteadError('bad-request', 'no') : null;
    });
    expect(waiting.store(clipOf('first'))).toBe('new');
    for (const text of ['no', 'yes', 'too']) waiting.store(clipOf(text));
    await vi.waitFor(() => expect(waiting.waiting).toBe(0));
    expect([stored, told]).toEqual([['first', 'yes', 'too'], []]);
    expect(calls).toBeGreaterThan(4);
  });

  it('that are refused for good do not stand in the way', async () => {
    const { store, waiting, order } = real();
    const refused = vi.spyOn(store, 'storeAsync');
    refused.mockRejectedValueOnce(new ClipsteadError('bad-request', 'no'));
    for (const clip of [large('a'), 'b ', large('c')]) waiting.store(clipOf(clip));
    await vi.waitFor(() => expect(waiting.waiting).toBe(0));
    expect(order()).toEqual(['c', 'b']);
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

  it.runIf(canMount)(
    'a disk without room for a large one: small ones go past it, and it leaves nothing behind',
    async () => {
      const dir = join(tempFolder(), 'small');
      mkdirSync(dir);
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=6m', 'tmpfs', dir]);
      onTestFinished(() => void execFileSync('umount', ['-l', dir]));
      const { store, waiting, told, sound } = real(dir);
      writeFileSync(join(dir, 'in the way'), Buffer.alloc(4_500_000));
      const whole = clipOf(large('large', 2_000_000));
      waiting.store(whole);
      for (const text of ['b', 'c']) waiting.store(clipOf(text));
      await vi.waitFor(() => expect(store.count()).toBe(2));
      expect([waiting.waiting, told]).toEqual([1, ['error']]);
      await vi.waitFor(() => expect(filesIn(dir)).toEqual([]));
      sound();
      rmSync(join(dir, 'in the way'));
      await vi.advanceTimersByTimeAsync(60_000);
      await vi.waitFor(() => expect(waiting.waiting).toBe(0));
      expect([store.count(), told]).toEqual([3, ['error', 'info']]);
      const kept = await store.readPayload(3);
      expect(kept !== null && Buffer.compare(kept, whole.payloads[0]?.bytes ?? Buffer.alloc(0))).toBe(0);
      sound();
      store.close();
    },
  );

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

  it.runIf(process.platform === 'linux')('a folder that may not be written', async () => {
    const { dir, store, waiting, told } = real();
    // A file stands where the folder should be: root may write into any folder.
    writeFileSync(join(dir, 'payloads'), '');
    waiting.store(clipOf(large('a')));
    waiting.store(clipOf('b'));
    await vi.waitFor(() => expect(told).toEqual(['error']));
    expect([store.count(), waiting.waiting]).toEqual([0, 2]);
    rmSync(join(dir, 'payloads'));
    await vi.advanceTimersByTimeAsync(30_000);
    await vi.waitFor(() => expect(told).toEqual(['error', 'info']));
    expect([store.count(), waiting.waiting]).toEqual([2, 0]);
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

// The limits of the history: what goes, what never does, in which steps, and that the disk gets its storage back.

import { statSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { HistoryChange, NewClip } from '../../src-shared/clip';
import { retentionSchema } from '../../src-shared/retention-settings';
import { DEFAULT_SETTINGS } from '../../src-shared/settings';
import { randomFrom } from '../../src-shared/testing/random';
import { type ExcessClip, findExcess, MAX_FOUND, type RetentionLimits, type RetentionPolicy } from './excess';
import { databaseFile } from './files';
import { MaintenanceTasks } from './maintenance-tasks';
import { keepWithinLimits, policyOf } from './retention';
import { clipOf, historyFor, nativeBinding, tempDatabase } from './testing/fixture';

const none: RetentionLimits = { maxAgeMs: null, maxClips: null, maxBytes: null };
const only = (limits: Partial<RetentionLimits>): RetentionPolicy => ({
  all: { ...none, ...limits },
  kinds: {},
});
const START = 1_800_000_000_000;
const DAY = 24 * 60 * 60_000;

/** Clips 1 to `count`, a day apart, oldest first. */
function setUp(count: number, make: (index: number) => NewClip = (index) => clipOf(`clip ${index}`)) {
  let now = START;
  const world = historyFor(() => now);
  for (let index = 1; index <= count; index++) {
    world.store.store(make(index));
    now += DAY;
  }
  const db = tempDatabase(world.dir);
  const excess = (policy: RetentionPolicy) => findExcess(db, policy, now).map(({ id }) => id);
  return { ...world, db, excess, now: () => now };
}

describe('findExcess', () => {
  it('finds nothing without limits', () => {
    expect(setUp(5).excess(only({}))).toEqual([]);
  });

  it('finds by count, age and bytes, oldest first', () => {
    const { excess } = setUp(10, (index) => clipOf('x'.repeat(100 + index)));
    expect(excess(only({ maxClips: 7 }))).toEqual([1, 2, 3]);
    expect(excess(only({ maxClips: 10 }))).toEqual([]);
    expect(excess(only({ maxAgeMs: 4 * DAY }))).toEqual([1, 2, 3, 4, 5, 6]);
    // 110 + 109 + 108 = 327
    expect(excess(only({ maxBytes: 327 }))).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(excess(only({ maxBytes: 326 }))).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('goes by the last use, not by the first', () => {
    const { store, excess } = setUp(5);
    store.use(1);
    expect(excess(only({ maxClips: 2 }))).toEqual([2, 3, 4]);
  });

  it('neither takes nor counts pinned clips', () => {
    const { store, excess } = setUp(6);
    for (const id of [1, 5]) store.setPinned(id, true);
    expect(excess(only({ maxClips: 2 }))).toEqual([2, 3]);
    expect(excess(only({ maxAgeMs: 0 }))).toEqual([2, 3, 4, 6]);
    expect(excess(only({ maxBytes: 0 }))).toEqual([2, 3, 4, 6]);
  });

  it('limits a kind by itself, and what goes by that leaves room to the others', () => {
    const { excess } = setUp(8, (index) => ({
      ...clipOf(`${index}`),
      kind: index % 2 === 0 ? 'image' : 'text',
    }));
    const kinds = { image: { ...none, maxClips: 1 } };
    expect(excess({ all: none, kinds })).toEqual([2, 4, 6]);
    expect(excess({ all: { ...none, maxClips: 4 }, kinds })).toEqual([1, 2, 4, 6]);
  });

  it('agrees with a plain account on random histories', () => {
    const random = randomFrom(7);
    const below = (limit: number) => Math.floor(random() * limit);
    const { store, db, now } = setUp(60, (index) => ({
      ...clipOf(`${index} ${'y'.repeat(below(200))}`),
      kind: (['text', 'link', 'image'] as const)[below(3)] ?? 'text',
    }));
    for (let id = 1; id <= 60; id++) if (random() < 0.2) store.setPinned(id, true);
    const clips = Array.from({ length: 60 }, (_, index) => store.get(index + 1)?.summary).filter(
      (clip) => clip !== undefined && !clip.pinned,
    );
    const beyond = (list: typeof clips, { maxAgeMs, maxClips, maxBytes }: RetentionLimits) =>
      list.filter((clip, index) => {
        const upToHere = list.slice(0, index + 1).reduce((sum, each) => sum + (each?.size ?? 0), 0);
        return (
          (maxClips !== null && index >= maxClips) ||
          (maxBytes !== null && upToHere > maxBytes) ||
          (maxAgeMs !== null && (clip?.lastUsed ?? 0) < now() - maxAgeMs)
        );
      });
    const anyLimits = (): RetentionLimits => ({
      maxAgeMs: random() < 0.5 ? null : below(80) * DAY,
      maxClips: random() < 0.5 ? null : below(70),
      maxBytes: random() < 0.5 ? null : below(8_000),
    });
    for (let round = 0; round < 200; round++) {
      const policy: RetentionPolicy = {
        all: anyLimits(),
        kinds: random() < 0.5 ? {} : { link: anyLimits() },
      };
      const newestFirst = [...clips].reverse();
      const link = policy.kinds.link;
      const byKind =
        link === undefined
          ? []
          : beyond(
              newestFirst.filter((clip) => clip?.kind === 'link'),
              link,
            );
      const byAll = beyond(
        newestFirst.filter((clip) => !byKind.includes(clip)),
        policy.all,
      );
      const expected = clips.filter((clip) => byKind.includes(clip) || byAll.includes(clip));
      expect(findExcess(db, policy, now()).map(({ id }) => id)).toEqual(expected.map((clip) => clip?.id));
    }
  });
});

describe('deleteExcess', () => {
  it('leaves what was used or pinned since, and tells the rest', () => {
    const { store, db, ids, changes, now } = setUp(5);
    const found = findExcess(db, only({ maxClips: 1 }), now());
    store.use(2);
    store.setPinned(3, true);
    changes.length = 0;
    store.deleteExcess(found);
    expect(ids()).toEqual([2, 5, 3]);
    expect(changes).toEqual([{ type: 'deleted', ids: [1, 4] }]);
    expect(store.count()).toBe(3);
    expect(() => store.restore(1)).toThrow(expect.objectContaining({ code: 'no-such-clip' }));
    store.deleteExcess(found);
    expect(changes).toHaveLength(1);
  });
});

describe('the disk', () => {
  it('gets the storage back', () => {
    const { dir, store } = setUp(140, (index) => clipOf(`${index} ${'z'.repeat(60_000)}`));
    const tasks = new MaintenanceTasks({ dir, nativeBinding });
    onTestFinished(() => tasks.close());
    tasks.empty();
    const before = statSync(databaseFile(dir)).size;
    store.deleteExcess(tasks.findExcess(only({ maxClips: 4 }), START + 200 * DAY));
    tasks.empty();
    expect(statSync(databaseFile(dir)).size).toBe(before);
    let steps = 1;
    while (store.giveBack()) steps += 1;
    tasks.empty();
    expect(statSync(databaseFile(dir)).size).toBeLessThan(before / 4);
    expect(steps).toBeGreaterThan(5);
    expect(store.count()).toBe(4);
  });
});

describe('the user’s limits', () => {
  it('are the product’s without any', () => {
    expect(policyOf(DEFAULT_SETTINGS.retention)).toEqual({
      all: { maxAgeMs: null, maxClips: 1_000_000, maxBytes: 4 * 1024 ** 3 },
      kinds: {},
    });
  });

  it('go by kind and for all, in days and megabytes', () => {
    const { store, excess } = setUp(12, (index) => ({
      ...clipOf(`clip ${index}`),
      kind: index % 2 === 0 ? 'image' : 'link',
      size: 400_000,
    }));
    store.setPinned(2, true);
    const by = (retention: unknown) => excess(policyOf(retentionSchema.parse(retention)));
    expect(by({})).toEqual([]);
    expect(by({ kinds: { image: { maxClips: 3 } } })).toEqual([4, 6]);
    expect(by({ kinds: { image: { maxMegabytes: 1 } } })).toEqual([4, 6, 8]);
    expect(by({ kinds: { link: { maxDays: 4 } }, all: { maxMegabytes: 2 } })).toEqual([1, 3, 4, 5, 6, 7]);
    expect(by({ all: { maxClips: null, maxMegabytes: null, maxDays: 3 } })).toEqual([1, 3, 4, 5, 6, 7, 8, 9]);
  });
});

describe('keepWithinLimits', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());
  const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

  function fakes(answers: (ExcessClip[] | Error)[], busy = () => false) {
    let tell: (change: HistoryChange) => void = () => {};
    const said: string[] = [];
    let free = 2;
    let change = () => {};
    const stop = keepWithinLimits(
      {
        onChange(listener) {
          tell = listener;
          return () => {
            tell = () => {};
          };
        },
        deleteExcess(clips) {
          said.push(`delete ${clips.length}`);
          tell({ type: 'deleted', ids: clips.map(({ id }) => id) });
        },
        giveBack() {
          said.push('give back');
          free -= 1;
          return free > 0;
        },
      },
      {
        findExcess: () => {
          said.push('look');
          const answer = answers.shift() ?? [];
          return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
        },
        onPolicyChange(listener) {
          change = listener;
          return () => {
            change = () => {};
          };
        },
        busy,
        touch: () => said.push('touch'),
        onError: () => said.push('error'),
      },
    );
    onTestFinished(stop);
    const store = () => tell({ type: 'stored', isNew: true, clip: {} as never });
    return { said, store, stop, changePolicy: () => change() };
  }
  const clips = (count: number, size: number): ExcessClip[] =>
    Array.from({ length: count }, (_, index) => ({ id: index + 1, order: index + 1, size }));

  it('looks a minute after the start, deletes in small steps, then gives back, then rests for an hour', async () => {
    const { said } = fakes([clips(45, 100)]);
    await pass(59_000);
    expect(said).toEqual([]);
    await pass(5_000);
    const first = ['look', 'delete 20', 'delete 20', 'delete 5', 'give back', 'touch', 'give back', 'touch'];
    expect(said).toEqual(first);
    await pass(50 * 60_000);
    expect(said).toEqual(first);
    await pass(11 * 60_000);
    expect(said[first.length]).toBe('look');
  });

  it('looks again at once where a look has found as much as it may', async () => {
    const { said } = fakes([clips(MAX_FOUND, 100), clips(3, 1)]);
    await pass(60_000 + (MAX_FOUND / 20) * 50 + 5_000);
    const steps = MAX_FOUND / 20 + 1;
    expect(said.slice(steps - 1, steps + 4)).toEqual(['delete 20', 'look', 'delete 3', 'give back', 'touch']);
    await pass(50 * 60_000);
    expect(said.filter((word) => word === 'look')).toHaveLength(2);
  });

  it('makes a step of a few large ones, and of a single one however large', async () => {
    const { said } = fakes([[...clips(4, 900_000), ...clips(2, 30_000_000)]]);
    await pass(62_000);
    expect(said.slice(1, 5)).toEqual(['delete 2', 'delete 2', 'delete 1', 'delete 1']);
  });

  it('waits while the user copies', async () => {
    const { said, store } = fakes([clips(45, 100)]);
    await pass(59_990);
    for (let i = 0; i < 20; i++) {
      store();
      await pass(500);
    }
    expect(said).toEqual(['look']);
    await pass(3_000);
    expect(said).toContain('delete 5');
  });

  it('waits while the disk is written to, and goes on soon after', async () => {
    let busy = true;
    const { said } = fakes([clips(45, 100)], () => busy);
    await pass(70_000);
    expect(said).toEqual(['look']);
    busy = false;
    await pass(250);
    expect(said[1]).toBe('delete 20');
  });

  it('looks again after many new clips, and not more often than once a minute', async () => {
    const { said, store } = fakes([]);
    await pass(70_000);
    for (let i = 0; i < 100; i++) store();
    await pass(61_000);
    expect(said.filter((word) => word === 'look')).toHaveLength(2);
    for (let i = 0; i < 99; i++) store();
    await pass(120_000);
    expect(said.filter((word) => word === 'look')).toHaveLength(2);
  });

  it('looks a minute after the limits were changed, and lets go of what the former ones found', async () => {
    const { said, store, stop, changePolicy } = fakes([clips(1_000, 100), clips(1, 1)]);
    await pass(60_500);
    expect(said.slice(0, 2)).toEqual(['look', 'delete 20']);
    store();
    changePolicy();
    const before = said.length;
    await pass(59_000);
    expect(said).toHaveLength(before);
    await pass(4_000);
    expect(said.slice(before, before + 3)).toEqual(['look', 'delete 1', 'give back']);
    changePolicy();
    stop();
    changePolicy();
    const end = said.length;
    await pass(3 * 60 * 60_000);
    expect(said).toHaveLength(end);
  });

  it('lets go of what a look finds during which the limits were changed', async () => {
    const answers: (ExcessClip[] | Error)[] = [];
    const { said, changePolicy } = fakes(answers);
    let finish = (_: ExcessClip[]) => {};
    const slow = new Promise<ExcessClip[]>((resolve) => {
      finish = resolve;
    });
    answers.push(slow as never, clips(1, 1));
    await pass(60_000);
    changePolicy();
    finish(clips(100, 1));
    await pass(59_000);
    expect(said).toEqual(['look']);
    await pass(4_000);
    expect(said.slice(0, 3)).toEqual(['look', 'look', 'delete 1']);
  });

  it('goes on after a failure, and does nothing after stop()', async () => {
    const { said, stop } = fakes([new Error('locked'), clips(1, 1)]);
    await pass(61_000);
    expect(said.slice(0, 2)).toEqual(['look', 'error']);
    await pass(60 * 60_000 + 5_000);
    expect(said).toContain('delete 1');
    stop();
    const length = said.length;
    await pass(3 * 60 * 60_000);
    expect(said).toHaveLength(length);
  });
});

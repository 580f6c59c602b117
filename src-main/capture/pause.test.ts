// Pausing: for a time, until resumed, for the next copy; what a restart keeps, and what is never taken later.
// Never a real clipboard here: the port records what it is told.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { MAX_PAUSE_MS } from '../../src-shared/limits';
import { log } from '../log';
import { createPause } from './pause';

const START = 1_800_000_000_000;
const usual = { paused: false, pausedUntil: null as number | null, leaveStanding: false };

beforeEach(() => void vi.useFakeTimers({ now: START }));
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

function setUp(kept: Partial<typeof usual> = {}, update?: () => void) {
  const told: string[] = [];
  const settings = {
    current: { ...usual, ...kept },
    update(change: Partial<typeof usual>) {
      settings.current = { ...settings.current, ...change };
      update?.();
    },
  };
  const pause = createPause({
    settings,
    port: {
      setPaused: (paused) => told.push(paused ? 'port paused' : 'port on'),
      setIgnoreNext: (ignore) => told.push(ignore ? 'port ignores next' : 'port ignores no more'),
    },
    onChange: () => told.push('change'),
    onNotSaved: (paused) => told.push(paused ? 'pause not saved' : 'end not saved'),
  });
  return { pause, settings, told };
}

test('until resumed: paused over a restart, and no timer ends it', async () => {
  const { pause, settings, told } = setUp();
  pause.pause(null);
  expect([pause.paused, pause.until, vi.getTimerCount()]).toEqual([true, null, 0]);
  expect(told).toEqual(['port on', 'port paused', 'change']);
  const next = setUp(settings.current);
  expect([next.pause.paused, next.pause.leaveStanding, next.told]).toEqual([true, true, ['port paused']]);
  next.pause.resume();
  expect([next.pause.paused, next.told.slice(1)]).toEqual([false, ['port on', 'change']]);
});

test('for a time: it ends then and not before', async () => {
  const { pause, told } = setUp();
  pause.pause(300_000);
  expect(pause.until).toBe(START + 300_000);
  await vi.advanceTimersByTimeAsync(299_999);
  expect(pause.paused).toBe(true);
  await vi.advanceTimersByTimeAsync(1);
  expect([pause.paused, pause.until]).toEqual([false, null]);
  expect(told.slice(-2)).toEqual(['port on', 'change']);
  expect(vi.getTimerCount()).toBe(0);
});

test('for a time, over a restart: the rest of it', async () => {
  const { pause } = setUp({ paused: true, pausedUntil: START + 1_000 });
  expect(pause.paused).toBe(true);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(pause.paused).toBe(false);
});

test('for a time that ended while the app did not run: on, but what stands on the clipboard is left', () => {
  const { pause, settings, told } = setUp({ paused: true, pausedUntil: START - 1 });
  expect([pause.paused, pause.leaveStanding, told]).toEqual([false, true, ['port on']]);
  expect(settings.current).toEqual({ paused: false, pausedUntil: null, leaveStanding: true });
});

test('a machine that slept past the end goes on soon after', async () => {
  const { pause } = setUp();
  pause.pause(3_600_000);
  vi.setSystemTime(START + 3_600_000);
  await vi.advanceTimersByTimeAsync(15_000);
  expect(pause.paused).toBe(false);
});

test('a new pause goes before the former one', async () => {
  const { pause } = setUp();
  pause.pause(1_000);
  pause.pause(null);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(pause.paused).toBe(true);
  pause.pause(MAX_PAUSE_MS + 1);
  expect(pause.until).toBeNull();
  pause.stop();
});

test('the next copy only: told while it is awaited, over when it has come; not kept over a restart', () => {
  const { pause, settings, told } = setUp();
  pause.ignoreNext(true);
  expect([pause.ignoringNext, pause.paused]).toEqual([true, false]);
  pause.saw('own', false);
  pause.saw('empty', false);
  expect(pause.ignoringNext).toBe(true);
  pause.saw('ignored', false);
  expect(pause.ignoringNext).toBe(false);
  expect(told).toEqual(['port on', 'port ignores next', 'change', 'change']);
  expect(setUp(settings.current).pause.ignoringNext).toBe(false);
  pause.ignoreNext(true);
  pause.ignoreNext(false);
  expect(pause.ignoringNext).toBe(false);
});

describe('what stands on the clipboard at the next start', () => {
  const leaves = (settings: { current: typeof usual }) => setUp(settings.current).pause.leaveStanding;

  test('is taken as always where it was read', () => {
    const { pause, settings } = setUp();
    pause.saw(null, false);
    expect(leaves(settings)).toBe(false);
  });

  test.each(['paused', 'ignored'] as const)(
    'is left where its copy was %s, until another copy was read',
    (unread) => {
      const { pause, settings } = setUp();
      if (unread === 'paused') pause.pause(60_000);
      else pause.ignoreNext(true);
      pause.saw(unread, false);
      pause.resume();
      expect(leaves(settings)).toBe(true);
      pause.saw(null, false);
      expect(leaves(settings)).toBe(false);
      pause.stop();
    },
  );
});

test('what is kept for a time only is not taken again at the next start', () => {
  const { pause, settings } = setUp();
  pause.saw(null, true);
  expect(setUp(settings.current).pause.leaveStanding).toBe(true);
  pause.saw(null, false);
  expect(setUp(settings.current).pause.leaveStanding).toBe(false);
});

test('a state that cannot be written holds, and is told; of what stands on the clipboard the log tells', () => {
  const failed = vi.spyOn(log, 'error').mockImplementation(() => {});
  const { pause, told } = setUp({}, () => {
    throw new Error('disk full');
  });
  pause.pause(null);
  expect([pause.paused, told]).toEqual([true, ['port on', 'port paused', 'pause not saved', 'change']]);
  pause.resume();
  pause.saw('ignored', false);
  expect(told.filter((line) => line.endsWith('saved'))).toEqual(['pause not saved', 'end not saved']);
  expect(failed.mock.calls.every(([event]) => event === 'settings.write-failed')).toBe(true);
});

test('a pause that somebody else wrote into the settings begins and ends as any other', async () => {
  const { pause, settings, told } = setUp();
  settings.current = { ...usual, paused: true, pausedUntil: START + 1_000 };
  pause.follow();
  expect([pause.paused, told]).toEqual([true, ['port on', 'port paused', 'change']]);
  await vi.advanceTimersByTimeAsync(1_000);
  expect([pause.paused, told.slice(3)]).toEqual([false, ['port on', 'change']]);
  pause.pause(null);
  settings.current = usual;
  pause.follow();
  expect([pause.paused, told.slice(5)]).toEqual([false, ['port paused', 'change', 'port on', 'change']]);
});

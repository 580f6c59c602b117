// The weekly look: when it is due, in a run of months, on a clock that was wrong, after one that failed.
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { log } from '../log';
import { keepChecked } from './check-schedule';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

function setUp(lastAt: number) {
  const state = { lastAt, checks: 0, fails: false };
  const stop = keepChecked({
    lastAt: () => state.lastAt,
    now: Date.now,
    async check() {
      state.checks += 1;
      if (state.fails) throw new Error('locked');
      state.lastAt = Date.now();
    },
  });
  onTestFinished(stop);
  return { state, stop };
}

describe('keepChecked', () => {
  beforeEach(() => void vi.useFakeTimers({ now: 1_800_000_000_000 }));
  afterEach(() => void vi.useRealTimers());
  const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

  it('looks once a week in a run that does not end, not at the start', async () => {
    const { state } = setUp(0);
    await pass(4 * MINUTE);
    expect(state.checks).toBe(0);
    await pass(2 * MINUTE);
    expect(state.checks).toBe(1);
    await pass(6.9 * DAY);
    expect(state.checks).toBe(1);
    await pass(22 * DAY);
    expect(state.checks).toBe(5);
  });

  it('goes by when it was last done, and not by a clock that ran ahead', async () => {
    const recent = setUp(Date.now() - 2 * DAY);
    const ahead = setUp(Date.now() + 900 * DAY);
    await pass(DAY);
    expect([recent.state.checks, ahead.state.checks]).toEqual([0, 1]);
    await pass(4.1 * DAY);
    expect([recent.state.checks, ahead.state.checks]).toEqual([1, 1]);
  });

  it('tries again after one that failed, and never after stop()', async () => {
    const warn = vi.spyOn(log, 'warn').mockImplementation(() => {});
    const { state, stop } = setUp(0);
    state.fails = true;
    await pass(3 * 60 * MINUTE);
    expect(state.checks).toBe(3);
    expect(warn).toHaveBeenCalledTimes(3);
    stop();
    await pass(30 * DAY);
    expect(state.checks).toBe(3);
    warn.mockRestore();
  });
});

import { expect, it } from 'vitest';
import type { ThreadTime } from './call-times';
import { stolenMs, watchLoop } from './loop-delay';

const sleep = (ms: number) => new Promise((done) => setTimeout(done, ms));
/** Long enough in turns of the loop, not in time, that every timer has ticked. */
const settle = async () => {
  for (let turn = 0; turn < 10; turn++) await sleep(3);
};
const hold = (ms: number) => {
  const until = performance.now() + ms;
  while (performance.now() < until);
};

it('sees the longest time that the loop was held', async () => {
  const began = performance.now();
  let work = 0;
  const stop = watchLoop(
    () => null,
    () => work,
  );
  await settle();
  hold(60);
  work += 40;
  work += 15;
  await settle();
  const { max, p50, p95, p99, samples, ownMax, heldMax, workMs } = stop();
  expect(max).toBeGreaterThanOrEqual(60);
  expect(p50).toBeLessThan(60);
  expect(p95).toBeGreaterThanOrEqual(p50);
  expect(p99).toBeGreaterThanOrEqual(p95);
  expect(samples).toBeGreaterThan(5);
  expect(ownMax).toBeNull();
  expect(workMs).toEqual([55]);
  expect(heldMax).toBeGreaterThanOrEqual(60);
  expect(heldMax).toBeLessThanOrEqual(performance.now() - began);
});

it('takes off what the thread waited for a core', async () => {
  const watched = async (threadTime: () => ThreadTime) => {
    const stop = watchLoop(threadTime, () => 0);
    await settle();
    hold(200);
    await settle();
    return stop();
  };
  const alone = await watched(() => ({ computedMs: performance.now(), waitMs: 0, turns: 1 }));
  expect(alone.ownMax).toBeGreaterThanOrEqual(200);
  // A machine that has given all of this time to others.
  const waiting = await watched(() => ({ computedMs: 0, waitMs: performance.now(), turns: 1 }));
  expect(waiting.ownMax).toBeLessThan(100);
  // All of it held the loop, whoever had the core.
  expect(waiting.heldMax).toBeGreaterThanOrEqual(200);
});

it.runIf(process.platform === 'linux')('tells what the host has taken, which only rises', () => {
  const before = stolenMs();
  expect(before).toBeGreaterThanOrEqual(0);
  expect(stolenMs()).toBeGreaterThanOrEqual(before ?? 0);
});

import { expect, it } from 'vitest';
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
  const stop = watchLoop(() => null);
  await settle();
  hold(60);
  await settle();
  const { max, p50, p95, p99, samples, ownMax } = stop();
  expect(max).toBeGreaterThanOrEqual(60);
  expect(p50).toBeLessThan(60);
  expect(p95).toBeGreaterThanOrEqual(p50);
  expect(p99).toBeGreaterThanOrEqual(p95);
  expect(samples).toBeGreaterThan(5);
  expect(ownMax).toBeNull();
});

it('takes off what the thread waited for a core', async () => {
  const ownMax = async (coreWait: () => number) => {
    const stop = watchLoop(coreWait);
    await settle();
    hold(200);
    await settle();
    return stop().ownMax;
  };
  expect(await ownMax(() => 0)).toBeGreaterThanOrEqual(200);
  // A machine that has given all of this time to others.
  expect(await ownMax(() => performance.now())).toBeLessThan(100);
});

it.runIf(process.platform === 'linux')('tells what the host has taken, which only rises', () => {
  const before = stolenMs();
  expect(before).toBeGreaterThanOrEqual(0);
  expect(stolenMs()).toBeGreaterThanOrEqual(before ?? 0);
});

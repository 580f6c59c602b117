import { describe, expect, it } from 'vitest';
import { measure, percentile } from './measure';

describe('percentile', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => (index * 37) % 100);

  it.each([
    [0, 0],
    [0.5, 50],
    [0.95, 95],
    [0.99, 99],
    [1, 99],
  ])('%d of 0 to 99 in any order is %d', (share, value) => {
    expect(percentile(hundred, share)).toBe(value);
  });

  it('takes one sample for what it is, and says that there is none', () => {
    expect(percentile([7], 0.95)).toBe(7);
    expect(percentile([], 0.5)).toBeNaN();
  });

  it('sorts by value, not by name, and leaves the samples as they were', () => {
    const samples = [10, 9, 100];
    expect(percentile(samples, 0.5)).toBe(10);
    expect(samples).toEqual([10, 9, 100]);
  });
});

describe('measure', () => {
  it('gives each step its own number, prepares before it, and counts what it allocates', () => {
    const steps: number[] = [];
    const ready = new Set<number>();
    const { work, nothing } = measure(
      {
        work: {
          perRound: 10,
          prepare: (from, count) => {
            for (let index = from; index < from + count; index++) ready.add(index);
          },
          step: (index) => {
            expect(ready.has(index)).toBe(true);
            steps.push(index);
            return new Array(1_000).fill(index);
          },
        },
        nothing: { perRound: 10, step: () => null },
      },
      8,
    );
    expect(steps).toEqual(steps.map((_, index) => index));
    expect(work.samples).toBe(80);
    expect(work.p50).toBeGreaterThan(0);
    expect(work.p95).toBeGreaterThanOrEqual(work.p50);
    // An array of a thousand; and nothing, but what V8 itself allocates when it compiles something meanwhile.
    expect(work.heapBytes).toBeGreaterThan(4_000);
    expect(work.allocations).toBeGreaterThanOrEqual(2);
    expect(nothing.heapBytes).toBeLessThan(1_000);
    expect(nothing.allocations).toBeLessThan(10);
  });
});

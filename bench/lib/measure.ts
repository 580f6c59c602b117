// Times and allocations of small synchronous operations.
// Never let two contenders run in blocks: rounds are interleaved, so that the machine's moods hit both.
import { collect } from '../../src-main/collector';
import { type Allocations, countAllocations } from './allocations';
import type { Figures } from './part';

/** The value below which `share` of the samples lie. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(Math.floor(sorted.length * share), sorted.length - 1)] ?? Number.NaN;
}

/** One operation under measurement: `step(i)` is timed, the i-th of the run; `prepare(i)` before it is not. */
export interface Contender {
  readonly step: (index: number) => unknown;
  /** Makes what steps `from` to `from + count - 1` need. */
  readonly prepare?: (from: number, count: number) => void;
  /** Steps in one round. */
  readonly perRound: number;
}

interface Samples {
  readonly contender: Contender;
  readonly times: number[];
  /** One for each round, over all its steps. */
  readonly counts: Allocations[];
  readonly offHeap: number[];
  done: number;
}

/** Rounds that are run and not counted, at most: code is compiled, caches are filled. A short run has fewer. */
const WARM_UP_ROUNDS = 5;

/** Takes every result, so that no step can be optimised away. */
const sink: { last: unknown } = { last: undefined };

function timeRound(samples: Samples, counted: boolean): void {
  const { contender, times } = samples;
  contender.prepare?.(samples.done, contender.perRound);
  for (let i = 0; i < contender.perRound; i++) {
    const started = performance.now();
    sink.last = contender.step(samples.done);
    const took = performance.now() - started;
    samples.done += 1;
    if (counted) times.push(took * 1_000);
  }
}

/** What one round allocates: counted in the heap; off it, the growth over a round, with a full collection before. */
function weighRound(samples: Samples): void {
  const { contender } = samples;
  contender.prepare?.(samples.done, contender.perRound);
  collect();
  const before = process.memoryUsage().external;
  const counted = countAllocations(() => {
    for (let i = 0; i < contender.perRound; i++) {
      sink.last = contender.step(samples.done);
      samples.done += 1;
    }
  });
  samples.offHeap.push(Math.max(0, process.memoryUsage().external - before) / contender.perRound);
  samples.counts.push(counted);
}

function figuresOf({ contender, times, counts, offHeap }: Samples): Figures {
  const perStep = (of: (counted: Allocations) => number) =>
    Math.round(percentile(counts.map(of), 0.5) / contender.perRound);
  return {
    p50: percentile(times, 0.5),
    p95: percentile(times, 0.95),
    max: percentile(times, 1),
    samples: times.length,
    heapBytes: perStep(({ bytes }) => bytes),
    allocations: perStep(({ count }) => count),
    offHeapBytes: Math.round(percentile(offHeap, 0.5)),
  };
}

/**
 * Measures contenders in interleaved rounds, each round in another order.
 * @returns p50, p95 and max in microseconds, and what one step allocates, by contender.
 */
export function measure<Name extends string>(
  contenders: Readonly<Record<Name, Contender>>,
  rounds: number,
): Record<Name, Figures> {
  const names = Object.keys(contenders) as Name[];
  const all = names.map(
    (name): Samples => ({ contender: contenders[name], times: [], counts: [], offHeap: [], done: 0 }),
  );
  const inTurn = (round: number) => all.map((_, at) => all[(at + round) % all.length] as Samples);
  const warmUp = Math.min(WARM_UP_ROUNDS, Math.ceil(rounds / 4));
  for (let round = 0; round < warmUp + rounds; round++) {
    for (const samples of inTurn(round)) timeRound(samples, round >= warmUp);
  }
  for (let round = 0; round < Math.max(2, rounds / 4); round++) {
    for (const samples of inTurn(round)) weighRound(samples);
  }
  const figures = all.map((samples, at) => [names[at], figuresOf(samples)]);
  return Object.fromEntries(figures) as Record<Name, Figures>;
}

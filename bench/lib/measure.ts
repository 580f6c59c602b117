// Times and allocations of small synchronous operations.
// Never let two contenders run in blocks: rounds are interleaved, so that the machine's moods hit both.
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
  readonly heap: number[];
  readonly offHeap: number[];
  done: number;
}

/** Rounds that are run and not counted: code is compiled, caches are filled. */
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

/**
 * Heap and off-heap growth over one round without a collection in it: a full collection before, a young generation that
 * is larger than what the round allocates (run-part's flags), and a round that shrank the heap all the same is dropped.
 */
function weighRound(samples: Samples): void {
  const { contender } = samples;
  contender.prepare?.(samples.done, contender.perRound);
  globalThis.gc?.();
  const before = process.memoryUsage();
  for (let i = 0; i < contender.perRound; i++) {
    sink.last = contender.step(samples.done);
    samples.done += 1;
  }
  const after = process.memoryUsage();
  const heap = (after.heapUsed - before.heapUsed) / contender.perRound;
  if (heap <= 0) return;
  samples.heap.push(heap);
  samples.offHeap.push(Math.max(0, after.external - before.external) / contender.perRound);
}

function figuresOf({ times, heap, offHeap }: Samples): Figures {
  return {
    p50: percentile(times, 0.5),
    p95: percentile(times, 0.95),
    max: Math.max(...times),
    samples: times.length,
    ...(heap.length === 0
      ? {}
      : { heapBytes: Math.round(percentile(heap, 0.5)), offHeapBytes: Math.round(percentile(offHeap, 0.5)) }),
  };
}

/**
 * Measures contenders in interleaved rounds, each round in another order.
 * @returns p50, p95 and max in microseconds, and bytes allocated per step, by contender.
 */
export function measure<Name extends string>(
  contenders: Readonly<Record<Name, Contender>>,
  rounds: number,
): Record<Name, Figures> {
  const names = Object.keys(contenders) as Name[];
  const all = names.map(
    (name): Samples => ({ contender: contenders[name], times: [], heap: [], offHeap: [], done: 0 }),
  );
  const inTurn = (round: number) => all.map((_, at) => all[(at + round) % all.length] as Samples);
  for (let round = 0; round < WARM_UP_ROUNDS + rounds; round++) {
    for (const samples of inTurn(round)) timeRound(samples, round >= WARM_UP_ROUNDS);
  }
  for (let round = 0; round < Math.max(5, rounds / 4); round++) {
    for (const samples of inTurn(round)) weighRound(samples);
  }
  const figures = all.map((samples, at) => [names[at], figuresOf(samples)]);
  return Object.fromEntries(figures) as Record<Name, Figures>;
}

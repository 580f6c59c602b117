// What the loop's bench has seen, as a report: phases, the calls within them, collections of garbage.
// Never measure here.
import { type Calls, type CallTime, longest, type ThreadTime } from './call-times';
import { COPIES_PER_SECOND, LETTER_MS } from './day';
import { type LoopFigures, RESOLUTION_MS } from './loop-delay';
import { percentile } from './measure';
import type { Figures, Measurement, PartReport } from './part';

/** The project's bar: nothing holds the main thread for longer. */
const BAR_MS = 20;
/** A call that held the thread for as long is worth a row. */
const WORTH_MS = 1;

/** Of a shorter call it is not known what the thread did in it: the system counts computing once in 4 ms or so. */
const TOLD_MS = 10;

const seconds = (ms: number) => `${(ms / 1_000).toFixed(0)} s`;

/** A time in which one kind of thing went on. */
export interface Phase {
  readonly name: string;
  readonly isControl: boolean;
  readonly loop: LoopFigures;
  readonly calls: ReadonlyMap<string, Calls>;
  /** Collections of garbage, in milliseconds each. */
  readonly collections: readonly number[];
  /** What the thread did in all of it; null where the system does not tell. */
  readonly thread: ThreadTime | null;
  /** See stolenMs(). */
  readonly stolenMs: number | null;
  readonly ms: number;
  readonly backups: number;
}

interface LoopRun {
  readonly phases: readonly Phase[];
  /** In the history at the start. */
  readonly clips: number;
  /** How long the history was open. */
  readonly openMs: number;
  /** What the history said of itself that it should not have had to say. */
  readonly troubles: readonly string[];
  readonly quick: boolean;
}

export function loopReport({ phases, clips, openMs, troubles, quick }: LoopRun): PartReport {
  const knowsWaits = phases.some(({ thread }) => thread !== null);
  const ofPhase = (phase: Phase): Measurement => {
    const { ownMax, heldMax, workMs: _, ticks: __, ...figures } = phase.loop;
    const most = longest(phase.calls);
    const what = [
      ...(most === null ? [] : [`longest call: ${most.name}, ${describe(most)}`]),
      ...(heldMax === null ? [] : [`held for ${heldMax.toFixed(1)} ms at most`]),
      ...(phase.thread === null
        ? []
        : [`waited ${phase.thread.waitMs.toFixed(0)} ms for a core in ${seconds(phase.ms)}`]),
      ...(phase.stolenMs === null ? [] : [`the host took ${phase.stolenMs.toFixed(0)} ms of the cores`]),
    ];
    return {
      table: 'The event loop',
      operation: phase.name,
      unit: 'ms',
      ...figures,
      ...(ownMax === null ? {} : { ownMax }),
      ...(phase.isControl ? {} : { target: { max: BAR_MS } }),
      remark: what.join('; '),
    };
  };
  const ofStorage = ({ name, isControl, loop }: Phase): Measurement[] =>
    isControl || loop.workMs.length === 0
      ? []
      : [
          {
            table: 'Storage on the main thread, between two ticks',
            operation: name,
            unit: 'ms',
            ...figuresOf(loop.workMs),
            target: { max: BAR_MS },
            remark: `it did something in ${loop.workMs.length.toLocaleString('en')} of ${loop.ticks.toLocaleString('en')}`,
          },
        ];
  const ofCalls = (phase: Phase): Measurement[] =>
    [...phase.calls]
      .sort(([, a], [, b]) => b.longest.ms - a.longest.ms)
      .map(([name, { ms, longest: most }]): Measurement => {
        return {
          table: 'Synchronous calls on the main thread, by phase',
          operation: `${phase.name}: ${name}`,
          unit: 'ms',
          ...figuresOf(ms),
          remark: `${ms.length} times, the longest ${describe(most)}`,
        };
      })
      .filter((row) => (row.max ?? 0) >= WORTH_MS);
  const ofCollections = (phase: Phase): Measurement[] =>
    phase.collections.length === 0
      ? []
      : [
          {
            table: 'Garbage collections on the main thread, by phase',
            operation: phase.name,
            unit: 'ms',
            ...figuresOf(phase.collections),
            remark: `${phase.collections.length} times`,
          },
        ];
  return {
    title: `Event loop of main: ${clips.toLocaleString('en')} clips, ${COPIES_PER_SECOND} copies a second, a letter every ${LETTER_MS} ms`,
    measurements: [
      ...phases.map(ofPhase),
      ...phases.flatMap(ofStorage),
      ...phases.flatMap(ofCalls),
      ...phases.flatMap(ofCollections),
    ],
    notes: [
      `The loop: the time between two ticks of a timer of ${RESOLUTION_MS} ms (perf_hooks.monitorEventLoopDelay), nothing subtracted; ` +
        'percentiles are of ticks, and a loop that is held makes few of them: the maximum says it.',
      'One process with the history as the app opens it: reader and maintenance threads, indexer, a sync 250 ms after a write, ' +
        'a checkpoint when nothing more comes, retention, backups, and the first page read anew after each change. No window, no X11, no IPC.',
      'Storage: what the calls of writer and index (with those that they tell of a change), and statements and file operations outside ' +
        'of them took together between two ticks of a second timer, where there were any, with garbage collections within them and ' +
        'with what others and the host had of the core meanwhile.',
      'Of fifty copies one has 5 MB, five have 100 KB, the others 1 KB. "No storage" makes the same clips and throws them away.',
      knowsWaits
        ? 'Waiting for a core (schedstat): time in which others had the thread’s core. It is in all figures but "max less core waits", ' +
          'which is the longest time between two ticks of a second timer without it.'
        : 'This system does not tell how long a thread waits for a core: other work on the machine is in all figures.',
      'Held: the longest time between two ticks in which the loop was at work (eventLoopUtilization). In the rest of a longer tick it was ' +
        'idle and woken late, by the system or by the host of a virtual machine, which took what stands at the end of the row (/proc/stat).',
      `Backups that were made: ${phases.map((phase) => `${phase.backups} in "${phase.name}"`).join(', ')}. ` +
        `The history was open for ${seconds(openMs)}.`,
      ...(quick
        ? [
            'Quick: timers of half a minute and more were shortened, so that retention and backups came at all.',
          ]
        : []),
      ...troubles.map((text) => `Trouble: ${text}`),
    ],
  };
}

function describe({ ms, thread, step }: CallTime): string {
  const parts = [
    ...(thread === null ? [] : doing(ms, thread)),
    ...(step === null ? [] : [`${step.ms.toFixed(1)} in "${step.name}"`]),
  ];
  return `${ms.toFixed(1)} ms${parts.length === 0 ? '' : ` (${parts.join(', ')})`}`;
}

function doing(ms: number, { computedMs, waitMs, turns }: ThreadTime): string[] {
  const waited = `${waitMs.toFixed(1)} waiting for a core`;
  if (ms < TOLD_MS) return [waited];
  const rest = Math.max(0, ms - computedMs - waitMs);
  const who = turns === 0 ? 'taken by the host' : 'asleep or taken by the host';
  return [`${computedMs.toFixed(1)} computing`, waited, `${rest.toFixed(1)} ${who}`];
}

function figuresOf(times: readonly number[]): Figures {
  return {
    p50: percentile(times, 0.5),
    p95: percentile(times, 0.95),
    p99: percentile(times, 0.99),
    max: percentile(times, 1),
    samples: times.length,
  };
}

// How long the event loop of this thread was held up, as a histogram.
// Never take a mean: one long hold among thousands of short ones is what somebody feels.
import { readFileSync } from 'node:fs';
import { monitorEventLoopDelay, PerformanceObserver, performance } from 'node:perf_hooks';
import { between, type ThreadTime } from './call-times';
import type { Figures } from './part';

/** Milliseconds between two ticks of the timer that measures. */
export const RESOLUTION_MS = 1;

/**
 * The time from one tick of a 1 ms timer to the next, in milliseconds (perf_hooks.monitorEventLoopDelay). Nothing is subtracted:
 * an idle loop has 1.1 or so, and a loop that was held for 20 ms has one sample of 20 to 21.
 */
export interface LoopFigures extends Figures {
  readonly p99: number;
  readonly max: number;
  /**
   * The longest time between two ticks of a second such timer, less what the thread waited for a core in it: what the process did
   * by itself, whatever else the machine did. Null where the system does not tell.
   */
  readonly ownMax: number | null;
  /**
   * The longest time between two ticks of it in which the loop was at work, by perf_hooks' eventLoopUtilization(): what held it. In the
   * rest of a long tick it was idle and nobody woke it in time, the system or the host of a virtual machine. Null where the loop is not
   * Node's own (Electron's main process): then the call knows nothing.
   */
  readonly heldMax: number | null;
  /** How often the second timer ticked. */
  readonly ticks: number;
  /** What the work that is asked about took between two ticks of it, in milliseconds: of those ticks in which there was any. */
  readonly workMs: readonly number[];
}

/**
 * @param threadTime see CallTimes.threadTime.
 * @param workSoFar see CallTimes.watchedMs.
 * @returns what stops it and tells.
 */
export function watchLoop(threadTime: () => ThreadTime | null, workSoFar: () => number): () => LoopFigures {
  let ownMax: number | null = null;
  let heldMax = performance.nodeTiming.loopStart > 0 ? 0 : null;
  let lastUse = performance.eventLoopUtilization();
  let lastAt = performance.now();
  let last = threadTime();
  let ticks = 0;
  const workMs: number[] = [];
  let lastWork = workSoFar();
  const timer = setInterval(() => {
    const at = performance.now();
    const now = threadTime();
    const use = performance.eventLoopUtilization();
    const tick = between(last, now);
    if (tick !== null) ownMax = Math.max(ownMax ?? 0, at - lastAt - tick.waitMs);
    if (heldMax !== null) heldMax = Math.max(heldMax, use.active - lastUse.active);
    ticks += 1;
    const work = workSoFar();
    if (work > lastWork) workMs.push(work - lastWork);
    lastWork = work;
    lastAt = at;
    last = now;
    lastUse = use;
  }, RESOLUTION_MS);
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  histogram.enable();
  const ms = (nanoseconds: number) => nanoseconds / 1e6;
  return () => {
    histogram.disable();
    clearInterval(timer);
    return {
      p50: ms(histogram.percentile(50)),
      p95: ms(histogram.percentile(95)),
      p99: ms(histogram.percentile(99)),
      max: ms(histogram.max),
      samples: histogram.count,
      ownMax,
      heldMax,
      ticks,
      workMs,
    };
  };
}

/** Tells of each garbage collection that held this thread, in milliseconds, soon after it. @returns what stops it */
export function watchCollections(told: (ms: number) => void): () => void {
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) told(duration);
  });
  observer.observe({ entryTypes: ['gc'] });
  return () => observer.disconnect();
}

/** The kernel's USER_HZ: its counts of time are in hundredths of a second, on every machine (proc_stat(5)). */
const TICK_MS = 10;

/**
 * What a virtual machine's host has kept from all of its cores since it began, in milliseconds: "steal", the eighth number of the
 * first line of /proc/stat (proc_stat(5)). A thread that is held up by it may count as running, or as waiting for a core.
 * @returns null where the system does not tell
 */
export function stolenMs(): number | null {
  let stat: string;
  try {
    stat = readFileSync('/proc/stat', 'latin1');
  } catch {
    return null;
  }
  const steal = Number(/^cpu +(?:\d+ +){7}(\d+)/.exec(stat)?.[1] ?? Number.NaN);
  return Number.isNaN(steal) ? null : steal * TICK_MS;
}

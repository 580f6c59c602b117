// What the app costs while nobody uses it, beside an Electron app with one hidden window.
// Never judge here: figures are printed, and who reads them judges.
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { startDesktop } from '../e2e/support/desktop';
import { single } from './app/figures';
import { memory, sharers, type Usage, usage } from './app/proc';
import { sleep, startClipstead, startControl } from './app/programs';
import type { BenchContext, Measurement, PartReport, Runtime } from './lib/part';

export const name = 'idle';
export const runtimes: readonly Runtime[] = ['node'];

/** About 30 s after its start V8 cleans up once (60 ms of work in the app); that is start-up, not idling. */
const SETTLE_MS = 35_000;
const WINDOW_MS = 60_000;

export async function run(context: BenchContext): Promise<PartReport> {
  const desktop = await startDesktop();
  try {
    const app = await startClipstead(context, desktop.env, join(context.workDir, 'data'));
    const control = await startControl(context, desktop.env);
    const load = loadavg()[0] ?? 0;
    await sleep(context.quick ? 2_000 : SETTLE_MS);
    const windowMs = context.quick ? 3_000 : WINDOW_MS;
    const before = [usage(app.pid), usage(control.pid)] as const;
    await sleep(windowMs);
    const after = [usage(app.pid), usage(control.pid)] as const;
    // One at a time: what both map (system libraries) would count half for each.
    await control.stop();
    const appBytes = memory(app.pid);
    const sharing = sharers(app.pid);
    await app.stop();
    const again = await startControl(context, desktop.env);
    await sleep(context.quick ? 0 : 5_000);
    const controlBytes = memory(again.pid);
    await again.stop();
    return report({ before, after, windowMs, bytes: [appBytes, controlBytes], sharing, load });
  } finally {
    await desktop.stop();
  }
}

/** Each pair: the app, the control. */
interface Found {
  readonly before: readonly [Usage, Usage];
  readonly after: readonly [Usage, Usage];
  readonly windowMs: number;
  readonly bytes: readonly [number, number];
  /** Other processes of the app's program file while its memory was read. */
  readonly sharing: number;
  /** Of the machine, before. */
  readonly load: number;
}

function report({ before, after, windowMs, bytes, sharing, load }: Found): PartReport {
  const row = (operation: string, unit: string, of: (at: 0 | 1) => number): Measurement => ({
    operation,
    unit,
    ...single(of(0)),
    control: single(of(1)),
  });
  const perSecond = (at: 0 | 1, counter: 'cpuMs' | 'contextSwitches') =>
    ((after[at][counter] - before[at][counter]) / windowMs) * 1_000;
  return {
    title: 'Idle: the picker hidden, nobody copies',
    measurements: [
      row('processor', '% of a core', (at) => perSecond(at, 'cpuMs') / 10),
      row('context switches', 'per s', (at) => perSecond(at, 'contextSwitches')),
      row('memory (PSS)', 'MB', (at) => bytes[at] / 1e6),
      row('processes', '', (at) => after[at].processes),
    ],
    notes: [
      `All processes of each program, over ${windowMs / 1000} s, both at once; processor time from schedstat. No target is set.`,
      'Memory: sum of smaps_rollup’s Pss, each program alone. MB = 1,000,000 bytes.',
      'The control is a bare Electron app with one hidden blank window, on the same runtime with the same flags.',
      `Load of the machine: ${load.toFixed(2)} before, ${loadavg()[0]?.toFixed(2)} after.`,
      ...(sharing === 0
        ? []
        : [`${sharing} other processes of the same program ran: the app’s memory is larger than it seems.`]),
    ],
  };
}

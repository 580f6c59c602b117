// What the app costs while nobody uses it, beside an Electron app with one hidden window.
// Never judge here: figures are printed, and who reads them judges.
import { mkdirSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { startDesktop } from '../e2e/support/desktop';
import { single } from './app/figures';
import { fillHistory } from './app/filled-history';
import { type Memory, memory, sharers, type Usage, usage } from './app/proc';
import { sleep, startClipstead, startControl } from './app/programs';
import type { BenchContext, Measurement, PartReport, Runtime } from './lib/part';

export const name = 'idle';
export const runtimes: readonly Runtime[] = ['node'];

const CLIPS = 100_000;
const TARGETS = { cpuShare: 0.1, memoryMB: 220 };
/**
 * In the first hundred seconds V8 cleans up after the start, a few times and by itself (60 to 200 ms of work in all); nothing of it
 * comes again while nobody uses the app, so that is start-up, not idling.
 */
const SETTLE_MS = 120_000;
const WINDOW_MS = 60_000;

export async function run(context: BenchContext): Promise<PartReport> {
  const clips = context.quick ? 5_000 : (context.clips ?? CLIPS);
  const dir = join(context.workDir, 'data');
  mkdirSync(dir, { mode: 0o700 });
  fillHistory(context, dir, clips);
  const desktop = await startDesktop();
  try {
    const app = await startClipstead(context, desktop.env, dir);
    const control = await startControl(context, desktop.env);
    const load = loadavg()[0] ?? 0;
    await sleep(context.quick ? 2_000 : SETTLE_MS);
    const windowMs = context.quick ? 3_000 : WINDOW_MS;
    const before = [usage(app.pid), usage(control.pid)] as const;
    await sleep(windowMs);
    const after = [usage(app.pid), usage(control.pid)] as const;
    // One at a time: what both map (system libraries) would count half for each.
    await control.stop();
    const appMemory = memory(app.pid);
    const sharing = sharers(app.pid);
    await app.stop();
    const again = await startControl(context, desktop.env);
    await sleep(context.quick ? 0 : 5_000);
    const controlMemory = memory(again.pid);
    await again.stop();
    return report({ clips, before, after, windowMs, memory: [appMemory, controlMemory], sharing, load });
  } finally {
    await desktop.stop();
  }
}

/** Each pair: the app, the control. */
interface Found {
  readonly clips: number;
  readonly before: readonly [Usage, Usage];
  readonly after: readonly [Usage, Usage];
  readonly windowMs: number;
  readonly memory: readonly [readonly Memory[], readonly Memory[]];
  /** Other processes of the app's program file while its memory was read. */
  readonly sharing: number;
  /** Of the machine, before. */
  readonly load: number;
}

function report({ clips, before, after, windowMs, memory, sharing, load }: Found): PartReport {
  const row = (operation: string, unit: string, of: (at: 0 | 1) => number, wanted?: number): Measurement => ({
    operation,
    unit,
    ...single(of(0)),
    control: single(of(1)),
    ...(wanted === undefined ? {} : { target: { p95: wanted } }),
  });
  const perSecond = (at: 0 | 1, counter: 'cpuMs' | 'contextSwitches') =>
    ((after[at][counter] - before[at][counter]) / windowMs) * 1_000;
  const megabytes = (at: 0 | 1, of: 'pss' | 'own') => memory[at].reduce((sum, one) => sum + one[of], 0) / 1e6;
  return {
    title: `Idle: ${clips.toLocaleString('en')} clips, the picker hidden, nobody copies`,
    measurements: [
      row('processor', '% of a core', (at) => perSecond(at, 'cpuMs') / 10, TARGETS.cpuShare),
      row('context switches', 'per s', (at) => perSecond(at, 'contextSwitches')),
      row('memory (PSS)', 'MB', (at) => megabytes(at, 'pss'), TARGETS.memoryMB),
      row('of it no file’s', 'MB', (at) => megabytes(at, 'own')),
      row('processes', '', (at) => after[at].processes),
    ],
    notes: [
      `All processes of each program, over ${windowMs / 1000} s, both at once; processor time from schedstat.`,
      'Memory: sum of smaps_rollup’s Pss, each program alone. MB = 1,000,000 bytes.',
      'The control is a bare Electron app with one hidden blank window, on the same runtime with the same flags.',
      `Ours by process: ${byProcess(memory[0])}.`,
      `The control’s: ${byProcess(memory[1])}.`,
      `Ours by thread, in ms: ${busiest(before[0], after[0])}.`,
      `Load of the machine: ${load.toFixed(2)} before, ${loadavg()[0]?.toFixed(2)} after.`,
      ...(sharing === 0
        ? []
        : [`${sharing} other processes of the same program ran: the app’s memory is larger than it seems.`]),
    ],
  };
}

function byProcess(processes: readonly Memory[]): string {
  return processes.map(({ kind, pss, own }) => `${kind} ${mb(pss)} (${mb(own)} no file’s)`).join(', ');
}

/** The threads that took most of the time. */
function busiest(before: Usage, after: Usage): string {
  return [...after.byThread]
    .map(([name, ms]) => ({ name, ms: ms - (before.byThread.get(name) ?? 0) }))
    .sort((a, b) => b.ms - a.ms)
    .slice(0, 8)
    .map(({ name, ms }) => `${name} ${ms.toFixed(1)}`)
    .join(', ');
}

const mb = (bytes: number) => (bytes / 1e6).toFixed(0);

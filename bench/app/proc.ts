// What the kernel says of processes and of the machine (Linux: proc(5)).
// Never take one process for a program: Chromium is many.
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { loadavg } from 'node:os';
import { sleep } from './programs';

const read = (file: string) => readFileSync(`/proc/${file}`, 'latin1');

/** Counters that only rise, of all processes of a program together. */
export interface Usage {
  readonly processes: number;
  /** Processor time in milliseconds. */
  readonly cpuMs: number;
  readonly contextSwitches: number;
  /** Of `cpuMs`, by process and thread. */
  readonly byThread: ReadonlyMap<string, number>;
}

/** A process and all that it has started, and they. */
function processTree(pid: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    const parent = /^\d+$/.test(name) ? parentOf(name) : null;
    if (parent !== null) children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const tree = [pid];
  for (const one of tree) tree.push(...(children.get(one) ?? []));
  return tree;
}

/** Null where the process has ended meanwhile. */
function parentOf(pid: string): number | null {
  try {
    // Behind the program's name, which may hold anything: state, parent.
    return Number(
      read(`${pid}/stat`)
        .replace(/^.*\) /s, '')
        .split(' ')[1],
    );
  } catch {
    return null;
  }
}

/** What a program has used since it started, from each thread's schedstat (nanoseconds; stat counts ticks of 10 ms). */
export function usage(pid: number): Usage {
  const tree = processTree(pid);
  let cpuMs = 0;
  let contextSwitches = 0;
  const byThread = new Map<string, number>();
  for (const one of tree) {
    const kind = kindOf(one);
    for (const thread of readdirSync(`/proc/${one}/task`)) {
      const ms = Number(read(`${one}/task/${thread}/schedstat`).split(' ')[0]) / 1e6;
      const name = `${kind}: ${read(`${one}/task/${thread}/comm`).trim()}`;
      byThread.set(name, (byThread.get(name) ?? 0) + ms);
      cpuMs += ms;
      const status = read(`${one}/task/${thread}/status`);
      for (const [, count] of status.matchAll(/^(?:non)?voluntary_ctxt_switches:\s+(\d+)/gm)) {
        contextSwitches += Number(count);
      }
    }
  }
  return { processes: tree.length, cpuMs, contextSwitches, byThread };
}

/** How long a process's first thread has waited for a core since it started, in milliseconds. */
export function coreWaitMs(pid: number): number {
  return Number(read(`${pid}/task/${pid}/schedstat`).split(' ')[1]) / 1e6;
}

/** Memory of a process in bytes. */
export interface Memory {
  /** What Chromium calls the process. */
  readonly kind: string;
  /** Proportional set size: what several share counts once, in parts. */
  readonly pss: number;
  /** The part of it that is no file's: heaps, stacks. */
  readonly own: number;
}

/** Memory of each of a program's processes. */
export function memory(pid: number): readonly Memory[] {
  return processTree(pid).map((one) => {
    const rollup = read(`${one}/smaps_rollup`);
    const of = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(rollup)?.[1]) * 1024;
    return { kind: kindOf(one), pss: of('Pss'), own: of('Pss_Anon') };
  });
}

function kindOf(pid: number): string {
  // Chromium writes its children's command lines anew, with spaces between the words.
  const commandLine = read(`${pid}/cmdline`);
  const word = (name: string) => new RegExp(`--${name}=([\\w.-]+)`).exec(commandLine)?.[1];
  const type = word('type') ?? 'main';
  return type === 'utility' ? (word('utility-sub-type') ?? type).replace(/\.mojom\..*$/, ' service') : type;
}

/** How many other processes run the same program file: they share its pages, which makes memory() smaller. */
export function sharers(pid: number): number {
  const own = new Set(processTree(pid));
  const program = readlinkSync(`/proc/${pid}/exe`);
  const runs = (other: string) => {
    try {
      return readlinkSync(`/proc/${other}/exe`) === program;
    } catch {
      return false;
    }
  };
  return readdirSync('/proc').filter((other) => /^\d+$/.test(other) && !own.has(Number(other)) && runs(other))
    .length;
}

/** Ticks of all cores since the start: all, and those in which a core had work (or a host took it away). */
function machineTicks(): { readonly all: number; readonly busy: number } {
  // user nice system idle iowait irq softirq steal
  const ticks = (read('stat').split('\n')[0] ?? '').split(/\s+/).slice(1, 9).map(Number);
  const all = ticks.reduce((sum, count) => sum + count, 0);
  return { all, busy: all - (ticks[3] ?? 0) - (ticks[4] ?? 0) };
}

/** Lets each sample wait until the machine does nothing else: other work on it would be measured too. */
export class QuietMachine {
  static readonly #LOOK_MS = 100;
  static readonly #BUSY_SHARE = 0.1;
  static readonly #PATIENCE_MS = 5_000;
  readonly #loadBefore = loadavg()[0] ?? 0;
  #budgetMs: number;
  #samples = 0;
  #noisy = 0;

  /** @param budgetMs the longest time that all samples together wait. */
  constructor(budgetMs: number) {
    this.#budgetMs = budgetMs;
  }

  /** Resolves when all cores together were idle for 90 % of the last 100 ms, or when patience is at its end. */
  async wait(): Promise<void> {
    this.#samples++;
    const began = performance.now();
    const patience = Math.min(QuietMachine.#PATIENCE_MS, this.#budgetMs);
    for (;;) {
      const before = machineTicks();
      await sleep(QuietMachine.#LOOK_MS);
      const after = machineTicks();
      if (after.busy - before.busy <= (after.all - before.all) * QuietMachine.#BUSY_SHARE) break;
      if (performance.now() - began < patience) continue;
      this.#noisy++;
      break;
    }
    this.#budgetMs -= performance.now() - began - QuietMachine.#LOOK_MS;
  }

  /** One line for the report. */
  note(): string {
    const load = `load ${this.#loadBefore.toFixed(2)} before and ${loadavg()[0]?.toFixed(2)} after`;
    return this.#noisy === 0
      ? `Each sample waited for a quiet machine (${load}).`
      : `${this.#noisy} of ${this.#samples} samples were taken while other work ran on the machine (${load}).`;
  }
}

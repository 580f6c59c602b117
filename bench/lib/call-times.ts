// Times synchronous calls inside the product, by name, without a change to it: methods are wrapped while a bench runs.
// Never wrap anything outside a bench's own process, and leave arguments and results as they are.
import { readSync as currentReadSync, openSync } from 'node:fs';

/** As it is now: a bench may have the file system's functions watched, by this class. */
const readSync = currentReadSync;

/** One call: how long it held its thread. */
export interface CallTime {
  readonly name: string;
  readonly ms: number;
  /** What the thread did in that time; null where the system does not tell. */
  readonly thread: ThreadTime | null;
  /** The step within it that took longest, where steps are watched. */
  readonly step: Step | null;
}

/** All calls of one name. Of each its time alone: thousands of objects would make the collections of garbage longer that a bench sees. */
export interface Calls {
  /** In the order of their ends. */
  readonly ms: readonly number[];
  readonly longest: CallTime;
}

interface Step {
  readonly name: string;
  readonly ms: number;
}

/**
 * What a thread did, since its start or between two moments. What is missing of the time that passed it slept, for a lock, the disk or
 * a timer; or, where it never left its core, the host of a virtual machine had that core.
 */
export interface ThreadTime {
  /** It computed, in milliseconds; without what the host took (CONFIG_PARAVIRT_TIME_ACCOUNTING). Counted at the kernel's ticks alone. */
  readonly computedMs: number;
  /** It could have, while others had its core. */
  readonly waitMs: number;
  /** How often it was given a core. */
  readonly turns: number;
}

/** @returns null where one is not known. */
export function between(before: ThreadTime | null, after: ThreadTime | null): ThreadTime | null {
  if (before === null || after === null) return null;
  return {
    computedMs: after.computedMs - before.computedMs,
    waitMs: after.waitMs - before.waitMs,
    turns: after.turns - before.turns,
  };
}

/**
 * Reads the main thread's schedstat, which counts in nanoseconds
 * (https://www.kernel.org/doc/html/latest/scheduler/sched-stats.html). Linux only; null elsewhere.
 */
function threadTimeReader(): () => ThreadTime | null {
  let file: number;
  try {
    file = openSync(`/proc/self/task/${process.pid}/schedstat`, 'r');
  } catch {
    return () => null;
  }
  const text = Buffer.alloc(96);
  return () => {
    const length = readSync(file, text, 0, text.length, 0);
    const [computed, wait, turns] = text.toString('latin1', 0, length).split(' ').map(Number);
    return { computedMs: Number(computed) / 1e6, waitMs: Number(wait) / 1e6, turns: Number(turns) };
  };
}

export class CallTimes {
  /** Of the main thread, since its start. */
  readonly threadTime = threadTimeReader();
  #calls = new Map<string, { ms: number[]; longest: CallTime }>();
  /** The longest of the call that is under way. */
  #step: Step | null = null;
  #depth = 0;
  #watchedMs = 0;

  /** What all calls of watched methods, and all steps outside of any call, have taken together; only rises. */
  get watchedMs(): number {
    return this.#watchedMs;
  }

  /** Runs `work` and keeps its time, also where it throws. */
  time<T>(name: string, work: () => T): T {
    return this.#time(name, work, false);
  }

  /** Runs what the bench itself does: none of it is timed. */
  aside<T>(work: () => T): T {
    this.#depth += 1;
    try {
      return work();
    } finally {
      this.#depth -= 1;
    }
  }

  #time<T>(name: string, work: () => T, isWatched: boolean): T {
    const before = this.threadTime();
    this.#step = null;
    this.#depth += 1;
    const started = performance.now();
    try {
      return work();
    } finally {
      const ms = performance.now() - started;
      this.#depth -= 1;
      // One within another is a part of that.
      if (isWatched && this.#depth === 0) this.#watchedMs += ms;
      this.#keep({ name, ms, thread: between(before, this.threadTime()), step: this.#step });
    }
  }

  /**
   * Wraps the public methods of a class, for all its objects. Of one that returns a promise the time until its first wait counts.
   * @param nameOf the name that a call is kept under; null = it is not timed.
   * @returns what unwraps them.
   */
  watch(prototype: object, nameOf: (method: string, args: readonly unknown[]) => string | null): () => void {
    return wrap(prototype, /^/, (method, args, _, work) => {
      const name = nameOf(method, args);
      return name === null ? work() : this.#time(name, work, true);
    });
  }

  /**
   * Wraps the methods of what calls are made of, so that a call can name its longest step. A step outside any call, as after a wait
   * in an asynchronous one, counts as a call of its own.
   * @param methods which of them.
   * @param nameOf the name of a step by the method and its object.
   * @returns what unwraps them.
   */
  watchSteps<T extends object>(
    prototype: T,
    methods: RegExp,
    nameOf: (method: string, self: T) => string,
  ): () => void {
    return wrap(prototype, methods, (method, _, self, work) => {
      const name = nameOf(method, self as T);
      if (this.#depth === 0) return this.#time(name, work, true);
      const started = performance.now();
      try {
        return work();
      } finally {
        const ms = performance.now() - started;
        if (ms > (this.#step?.ms ?? 0)) this.#step = { name, ms };
      }
    });
  }

  #keep(call: CallTime): void {
    const known = this.#calls.get(call.name);
    if (known === undefined) this.#calls.set(call.name, { ms: [call.ms], longest: call });
    else {
      known.ms.push(call.ms);
      if (call.ms > known.longest.ms) known.longest = call;
    }
  }

  /** Like take(), and they stay. */
  peek(): ReadonlyMap<string, Calls> {
    return this.#calls;
  }

  /** The calls since the last take() by their names, in the order of their first. */
  take(): ReadonlyMap<string, Calls> {
    const calls = this.#calls;
    this.#calls = new Map();
    return calls;
  }
}

/** Puts `around` around methods of a prototype. @returns what takes it off again */
function wrap(
  prototype: object,
  methods: RegExp,
  around: (method: string, args: readonly unknown[], self: unknown, work: () => unknown) => unknown,
): () => void {
  const wrapped: [string, PropertyDescriptor][] = [];
  for (const [method, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
    const original: unknown = descriptor.value;
    if (method === 'constructor' || typeof original !== 'function' || !methods.test(method)) continue;
    wrapped.push([method, descriptor]);
    Object.defineProperty(prototype, method, {
      ...descriptor,
      value(this: unknown, ...args: unknown[]) {
        return around(method, args, this, () => original.apply(this, args) as unknown);
      },
    });
  }
  return () => {
    for (const [method, descriptor] of wrapped) Object.defineProperty(prototype, method, descriptor);
  };
}

/** The one that took longest of all; null of none. */
export function longest(calls: ReadonlyMap<string, Calls>): CallTime | null {
  return [...calls.values()].reduce<CallTime | null>(
    (most, { longest: each }) => (most === null || each.ms > most.ms ? each : most),
    null,
  );
}

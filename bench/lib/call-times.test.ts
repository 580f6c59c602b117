import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { between, CallTimes, longest } from './call-times';

class Account {
  #sum = 0;

  add(amount: number): number {
    if (amount < 0) throw new Error('no debts');
    this.#sum += amount;
    return this.#sum;
  }

  get sum(): number {
    return this.#sum;
  }

  silent(): string {
    return 'not timed';
  }
}

/** By a clock that only the test moves: a busy machine must not make one call longer than another. */
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});
const hold = (ms: number): void => {
  vi.advanceTimersByTime(ms);
};

describe('CallTimes', () => {
  it('keeps the time of each call, and what it returns', () => {
    const calls = new CallTimes();
    expect(calls.time('hold', () => hold(5) ?? 'done')).toBe('done');
    calls.time('hold', () => hold(7));
    calls.time('hold', () => hold(6));
    const all = calls.take();
    expect([...all.keys()]).toEqual(['hold']);
    expect(all.get('hold')).toMatchObject({ ms: [5, 7, 6], longest: { name: 'hold', ms: 7 } });
    expect(calls.take().size).toBe(0);
  });

  it('wraps methods of all objects of a class, with their arguments, results, errors and private fields', () => {
    const calls = new CallTimes();
    const before = new Account();
    const unwatch = calls.watch(Account.prototype, (method, [first]) =>
      method === 'silent' ? null : `${method} ${first}`,
    );
    const after = new Account();
    expect(before.add(2)).toBe(2);
    expect(before.add(3)).toBe(5);
    expect(after.add(7)).toBe(7);
    expect(before.sum).toBe(5);
    expect(after.silent()).toBe('not timed');
    expect(() => after.add(-1)).toThrow('no debts');
    expect([...calls.peek().keys()]).toEqual(['add 2', 'add 3', 'add 7', 'add -1']);

    unwatch();
    expect(calls.watchedMs).toBe(0);
    expect(after.add(1)).toBe(8);
    expect(calls.take().size).toBe(4);
    expect(calls.take().size).toBe(0);
  });

  it('names the longest step of a call, and none of the call before', () => {
    class Steps {
      constructor(readonly name: string) {}
      run(ms: number): string {
        hold(ms);
        return this.name;
      }
      other(): void {
        hold(30);
      }
    }
    const calls = new CallTimes();
    const unwatch = calls.watchSteps(Steps.prototype, /^run$/, (_, self) => self.name);
    const [short, long] = [new Steps('short'), new Steps('long')];
    calls.time('both', () => {
      short.run(1);
      expect(long.run(10)).toBe('long');
      short.run(1);
      short.other();
    });
    calls.time('neither', () => {});
    // Outside any call: as after a wait in an asynchronous one.
    expect(long.run(1)).toBe('long');
    unwatch();
    calls.time('unwatched', () => long.run(1));
    const [both, ...rest] = [...calls.take().values()].map(({ longest: each }) => each);
    expect(both?.ms).toBe(42);
    expect(both?.step).toEqual({ name: 'long', ms: 10 });
    expect(rest.map(({ name, step }) => [name, step])).toEqual([
      ['neither', null],
      ['long', null],
      ['unwatched', null],
    ]);
  });

  it('sums up what was watched, each moment once, and nothing else', () => {
    class Watched {
      outer(): void {
        hold(1);
        this.inner(2);
      }
      inner(ms: number): void {
        hold(ms);
      }
    }
    class Steps {
      run(): void {
        hold(10);
      }
    }
    const calls = new CallTimes();
    const unwatch = [
      calls.watch(Watched.prototype, (method) => method),
      calls.watchSteps(Steps.prototype, /^run$/, () => 'step'),
    ];
    const [watched, steps] = [new Watched(), new Steps()];
    watched.outer();
    expect(calls.watchedMs).toBe(3);
    steps.run();
    expect(calls.watchedMs).toBe(13);
    calls.time('not watched', () => {
      hold(100);
      watched.outer();
      steps.run();
    });
    expect(calls.watchedMs).toBe(13);
    const times = () => calls.peek().get('step')?.ms.length;
    expect(times()).toBe(1);
    expect(calls.aside(() => steps.run() ?? 'done')).toBe('done');
    expect(calls.watchedMs).toBe(13);
    expect(times()).toBe(1);
    for (const stop of unwatch) stop();
    watched.outer();
    expect(calls.watchedMs).toBe(13);
  });

  it.runIf(process.platform === 'linux')('tells what the thread did, which only rises', () => {
    vi.useRealTimers();
    const { threadTime } = new CallTimes();
    const before = threadTime();
    const until = performance.now() + 50;
    while (performance.now() < until);
    const after = threadTime();
    const spent = between(before, after);
    // The host may take some of it, and the system counts in steps of its own.
    expect(spent?.computedMs).toBeGreaterThan(0);
    expect(spent?.waitMs).toBeGreaterThanOrEqual(0);
    expect(spent?.turns).toBeGreaterThanOrEqual(0);
    // In milliseconds, and less than the process is old.
    expect((after?.computedMs ?? 0) + (after?.waitMs ?? 0)).toBeLessThan(process.uptime() * 1_000);
    expect(between(before, null)).toBeNull();
  });
});

it('finds the longest of all, and none of none', () => {
  const calls = new CallTimes();
  for (const [name, ms] of [
    ['a', 1],
    ['b', 9],
    ['a', 5],
  ] as const)
    calls.time(name, () => hold(ms));
  expect(longest(calls.take())?.name).toBe('b');
  expect(longest(calls.take())).toBeNull();
});

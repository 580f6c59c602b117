// The polling source against a clipboard made of memory: the contract, and what only polling has.
// Never wait for the product's own interval: a test polls every few milliseconds.

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ClipFormat } from '../../../src-shared/clip';
import { said } from '../../../src-shared/i18n/said';
import { planRead } from '../../capture/planner';
import type { ClipboardEvent } from '../port';
import { until } from '../testing/display';
import { type CopyOptions, describeClipboardPort } from '../testing/port-contract';
import { PollingClipboard, type SystemClipboard } from './polling-clipboard';

/** A clipboard in memory, with the counter that macOS and Windows keep. */
class MemoryClipboard implements SystemClipboard {
  count = 1;
  asked: string[] = [];
  #offers = new Map<string, Uint8Array>();
  #options: CopyOptions = {};
  /** Accesses that fail before one works, as while another program holds the clipboard open. */
  failures = 0;

  async copy(
    offers: Readonly<Record<string, Uint8Array | string>>,
    options: CopyOptions = {},
  ): Promise<void> {
    this.#offers = new Map(Object.entries(offers).map(([name, value]) => [name, Buffer.from(value)]));
    this.#options = options;
    this.asked = [];
    this.count++;
  }

  async formats(): Promise<readonly string[]> {
    this.#access();
    return [...this.#offers.keys()];
  }

  async read(format: string): Promise<Uint8Array | null> {
    this.#access();
    this.asked.push(format);
    const value = this.#options.refuse?.includes(format) ? null : (this.#offers.get(format) ?? null);
    const { duringRead, duringReadOf = format } = this.#options;
    if (duringReadOf === format) {
      this.#options = { ...this.#options, duringRead: async () => {} };
      await duringRead?.();
    }
    return value;
  }

  async write(formats: readonly ClipFormat[]): Promise<void> {
    this.#access();
    const offers = formats.map(({ mime, bytes }) => [mime, bytes]);
    await this.copy(Object.fromEntries(offers));
  }

  async paste(): Promise<Uint8Array | null> {
    return this.#offers.get('text/plain') ?? this.#offers.get('UTF8_STRING') ?? null;
  }

  #access(): void {
    if (this.failures === 0) return;
    this.failures--;
    throw new Error('another program holds the clipboard open');
  }
}

function polling(system: MemoryClipboard): PollingClipboard {
  return new PollingClipboard({
    name: 'polling-test',
    counter: { read: () => system.count },
    system,
    plan: planRead,
    retryMs: [1, 1, 1],
    pollMs: 3,
  });
}

describeClipboardPort('the polling source', async () => {
  const system = new MemoryClipboard();
  return {
    port: polling(system),
    other: {
      copy: (offers, options) => system.copy(offers, options),
      clear: () => system.copy({}),
      asked: () => system.asked,
      paste: () => system.paste(),
    },
    end: async () => {},
  };
});

describe('polling', () => {
  let system: MemoryClipboard;
  let port: PollingClipboard;
  let events: ClipboardEvent[];

  beforeEach(() => {
    system = new MemoryClipboard();
    port = polling(system);
    events = [];
  });
  afterEach(() => port.stop());

  const start = () => port.start((event) => events.push(event));

  test('reads nothing while the counter stands still', async () => {
    await system.copy({ UTF8_STRING: 'once' });
    const formats = vi.spyOn(system, 'formats');
    await start();
    await until('the clip', () => events.length > 0);
    await new Promise((resolve) => setTimeout(resolve, 40));
    expect(formats).toHaveBeenCalledTimes(1);
    expect(events).toHaveLength(1);
  });

  test('tries again where another program holds the clipboard open', async () => {
    await start();
    await system.copy({ UTF8_STRING: 'held' });
    system.failures = 3;
    await until('the clip', () => events.length > 0);
    expect(events).toMatchObject([{ type: 'content' }]);
  });

  test('gives up after the last try, and captures the next copy', async () => {
    await start();
    await system.copy({ UTF8_STRING: 'held too long' });
    system.failures = 4;
    await until('the skip', () => events.length > 0);
    await system.copy({ UTF8_STRING: 'free' });
    await until('the clip', () => events.length > 1);
    expect(events).toMatchObject([{ type: 'skipped', reason: 'refused' }, { type: 'content' }]);
  });

  test('looks four times a second, on battery twice, and on mains four times again', async () => {
    vi.useFakeTimers();
    try {
      const counter = { read: vi.fn(() => system.count) };
      port = new PollingClipboard({ name: 'x', counter, system, plan: planRead });
      await start();
      const looksIn = async (ms: number) => {
        counter.read.mockClear();
        await vi.advanceTimersByTimeAsync(ms);
        return counter.read.mock.calls.length;
      };
      await looksIn(1_000);
      expect(await looksIn(10_000)).toBe(40);
      port.setOnBattery(true);
      await looksIn(1_000);
      expect(await looksIn(10_000)).toBe(20);
      port.setOnBattery(false);
      await looksIn(1_000);
      expect(await looksIn(10_000)).toBe(40);
    } finally {
      vi.useRealTimers();
    }
  });

  test('what was copied last while the machine slept is read when it wakes up', async () => {
    await start();
    await system.copy({ UTF8_STRING: 'first' });
    await until('the first', () => events.length === 1);
    // Timers stand still while it sleeps: this thread does nothing at all.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 30);
    await system.copy({ UTF8_STRING: 'overnight' });
    await until('the last', () => events.length === 2);
    expect(events).toMatchObject([{ type: 'content' }, { type: 'content' }]);
  });

  test('a write that the system refuses is an error in words', async () => {
    system.failures = 4;
    await expect(port.write([{ mime: 'text/plain', bytes: Buffer.from('x') }])).rejects.toMatchObject({
      code: 'not-possible-here',
    });
  });

  test('a user who copies what we wrote a moment before makes a clip again', async () => {
    await start();
    const offers = { 'text/plain': 'same' };
    await port.write([{ mime: 'text/plain', bytes: Buffer.from('same') }]);
    await until('the own change', () => events.length > 0);
    await system.copy(offers);
    await until('the copy', () => events.length > 1);
    expect(events).toMatchObject([{ type: 'skipped', reason: 'own' }, { type: 'content' }]);
  });

  test('a counter that fails is told once, and once more when it works again', async () => {
    const counter = { read: vi.fn(() => system.count) };
    port = new PollingClipboard({ name: 'x', counter, system, plan: planRead, pollMs: 3 });
    counter.read.mockImplementation(() => {
      throw new Error('no access');
    });
    await start();
    await until('several polls', () => counter.read.mock.calls.length > 4);
    expect(events).toHaveLength(1);
    expect(port.captureTrouble).not.toBeNull();
    counter.read.mockImplementation(() => system.count);
    await until('the end of it', () => port.captureTrouble === null);
    expect(events.slice(0, 2)).toMatchObject([
      { type: 'source', trouble: said('clipboardNotRead') },
      { type: 'source', trouble: null },
    ]);
  });

  test('a planner that throws lets nothing through', async () => {
    port = new PollingClipboard({
      name: 'x',
      counter: { read: () => system.count },
      system,
      plan: () => {
        throw new Error('policy broke');
      },
      pollMs: 3,
    });
    await system.copy({ UTF8_STRING: 'x' });
    await start();
    await until('the skip', () => events.length > 0);
    expect(events).toMatchObject([{ type: 'skipped', reason: 'secret' }]);
    expect(system.asked).toEqual([]);
  });
});

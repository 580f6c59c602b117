// The Wayland source on a real compositor: the contract, then what only Wayland has, with real programs.
// Never part of the usual tests, since not every machine has a compositor: npm run test:wayland.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { OWNER_ANSWER_MS } from '../../../src-shared/limits';
import { planRead } from '../../capture/planner';
import { Link } from '../link';
import type { ClipboardEvent } from '../port';
import { end, until } from '../testing/display';
import { describeClipboardPort } from '../testing/port-contract';
import { WaylandConnection } from './connection';
import { startCompositor, type TestCompositor } from './testing/compositor';
import { ScriptedSource } from './testing/scripted-source';
import { WaylandClipboard } from './wayland-clipboard';

const TEXT = 'UTF8_STRING';

let compositor: TestCompositor;

beforeAll(async () => {
  compositor = await startCompositor();
});
afterAll(() => compositor?.stop());

async function connect(): Promise<WaylandClipboard> {
  const link = new Link(() => WaylandConnection.open(compositor.path));
  const made = new WaylandClipboard(link, planRead);
  await link.start();
  return made;
}

/** What a program that pastes by wl-paste gets; null where it is refused. */
async function paste(type = 'text/plain;charset=utf-8'): Promise<Buffer | null> {
  const child = spawn('wl-paste', ['--no-newline', '--type', type], {
    env: compositor.env,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  const [code] = (await once(child, 'close')) as [number | null];
  return code === 0 ? Buffer.concat(chunks) : null;
}

describeClipboardPort(
  'the Wayland source',
  async () => {
    const source = await ScriptedSource.connect(compositor.path);
    await source.clear();
    return {
      port: await connect(),
      other: {
        copy: async (offers, options = {}) => {
          let { duringRead } = options;
          await source.copy({
            offers,
            ...(options.refuse === undefined ? {} : { refuse: options.refuse }),
            onRequest: async (name) => {
              const run = duringRead;
              if (run === undefined || name !== (options.duringReadOf ?? name)) return;
              duringRead = undefined;
              await run();
            },
          });
        },
        clear: () => source.clear(),
        asked: () => [...new Set(source.asked)],
        paste: () => paste(),
      },
      end: async () => source.die(),
    };
  },
  { tellsRefusal: false },
);

describe('on Wayland', () => {
  let port: WaylandClipboard;
  let source: ScriptedSource;
  let events: ClipboardEvent[];
  let children: ChildProcess[];

  beforeEach(async () => {
    children = [];
    events = [];
    source = await ScriptedSource.connect(compositor.path);
    await source.clear();
    port = await connect();
    await port.start((event) => events.push(event));
  });
  afterEach(async () => {
    await port.stop();
    source.die();
    for (const child of children) await end(child);
  });

  const story = () =>
    events.map((event) => {
      if (event.type === 'skipped') return `(${event.reason})`;
      if (event.type === 'taken') return '(taken)';
      if (event.type === 'source') return `(source ${event.trouble === null ? 'back' : 'gone'})`;
      return Buffer.from(event.formats[0]?.bytes ?? []).toString();
    });
  const next = (count: number) => until(`${count} events`, () => (events.length >= count ? events : null));
  const wlCopy = (text: string, ...args: string[]): ChildProcess => {
    const child = spawn('wl-copy', ['--foreground', ...args], {
      env: compositor.env,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    child.stdin?.end(text);
    children.push(child);
    return child;
  };

  test('what wl-copy copies is captured, and gone with it', async () => {
    const child = wlCopy('from wl-copy\n');
    await next(1);
    await end(child);
    await next(2);
    expect(story()).toEqual(['from wl-copy\n', '(empty)']);
  });

  test('a program that hangs times out, and the next copy is captured', async () => {
    await source.copy({ offers: { [TEXT]: 'stuck' }, hang: [TEXT] });
    await new Promise((resolve) => setTimeout(resolve, OWNER_ANSWER_MS / 2));
    expect(events).toEqual([]);
    await next(1);
    const other = await ScriptedSource.connect(compositor.path);
    await other.copy({ offers: { [TEXT]: 'next' } });
    await next(2);
    expect(story()).toEqual(['(timed-out)', 'next']);
    other.die();
  });

  test('a program that dies while it is asked leaves nothing half', async () => {
    await source.copy({ offers: { [TEXT]: 'half' }, hang: [TEXT] });
    await until('the request', () => source.asked.length > 0);
    source.die();
    await next(2);
    expect(story()).toEqual(['(superseded)', '(empty)']);
  });

  test('of 200 copies 10 ms apart none is missed, and they come in order', async () => {
    for (let n = 1; n <= 200; n++) {
      source.copyNow({ offers: { [TEXT]: `copy ${n}` } });
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await next(200);
    expect(story()).toEqual(Array.from({ length: 200 }, (_, n) => `copy ${n + 1}`));
  });

  test('all formats of a write are offered together, and its mark names no other program’s copy', async () => {
    await port.write([
      { mime: 'text/plain', bytes: Buffer.from('für') },
      { mime: 'text/html', bytes: Buffer.from('<b>für</b>') },
    ]);
    expect((await paste())?.toString()).toBe('für');
    expect((await paste('text/html'))?.toString()).toBe('<b>für</b>');
    expect((await paste('STRING'))?.toString('latin1')).toBe('für');
    const second = await connect();
    const seen: ClipboardEvent[] = [];
    await second.start((event) => seen.push(event));
    await until('the copy', () => seen.length > 0);
    // Another Clipstead takes it as any copy, without the mark.
    expect(seen).toMatchObject([
      { type: 'content', formats: [{ mime: 'text/plain' }, { mime: 'text/html' }] },
    ]);
    await second.stop();
  });

  test('a large write reaches a program whole, and one that reads nothing holds nobody up', async () => {
    const bytes = Buffer.alloc(5_000_000, 'large ');
    await port.write([{ mime: 'text/plain', bytes }]);
    const stuck = spawn('wl-paste', [], { env: compositor.env, stdio: ['ignore', 'pipe', 'ignore'] });
    children.push(stuck);
    stuck.stdout.pause();
    expect((await paste())?.equals(bytes)).toBe(true);
  });
});

test('a compositor that ends is told, and the next one is connected', async () => {
  const first = await startCompositor();
  let path = first.path;
  const link = new Link(() => WaylandConnection.open(path));
  const port = new WaylandClipboard(link, planRead);
  await link.start();
  const events: ClipboardEvent[] = [];
  await port.start((event) => events.push(event));
  await first.stop();
  await until('the trouble', () => port.captureTrouble !== null);
  await expect(port.write([])).rejects.toMatchObject({ code: 'not-possible-here' });
  const second = await startCompositor();
  path = second.path;
  await until('the end of it', () => port.captureTrouble === null);
  const source = await ScriptedSource.connect(path);
  await source.copy({ offers: { [TEXT]: 'after the loss' } });
  await until('the copy', () => events.at(-1)?.type === 'content');
  await port.stop();
  source.die();
  await second.stop();
}, 30_000);

test('no compositor is an error', async () => {
  await expect(WaylandConnection.open('/nonexistent/wayland-0')).rejects.toMatchObject({
    name: 'SocketLost',
  });
});

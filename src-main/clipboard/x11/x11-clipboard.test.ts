// The X11 source on a real X server: the contract, then every fault a selection owner can have.
// Never a mocked server: the order of its events is what the source relies on.
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { GtkWindow } from '../../../e2e/support/programs';
import { appRulesSchema } from '../../../src-shared/app-rules';
import {
  MAX_DRAIN_BYTES,
  MAX_DRAIN_RATE,
  MAX_TARGETS,
  MAX_TEXT_BYTES,
  OWNER_ANSWER_MS,
} from '../../../src-shared/limits';
import { createPlanner, planRead } from '../../capture/planner';
import type { ClipboardEvent } from '../port';
import { end, startDisplay, type TestDisplay, until } from '../testing/display';
import { describeClipboardPort } from '../testing/port-contract';
import { copyText, pasteText } from '../testing/programs';
import { ScriptedOwner } from '../testing/scripted-owner';
import { DisplayLink } from './display-link';
import { X11Clipboard } from './x11-clipboard';

const TEXT = 'UTF8_STRING';
const LARGE = 200 * 1024;

let screen: TestDisplay;
let port: X11Clipboard;
let events: ClipboardEvent[];

beforeAll(async () => {
  screen = await startDisplay();
});
afterAll(() => screen?.stop());

async function connect(): Promise<X11Clipboard> {
  const link = new DisplayLink(screen.display);
  const made = new X11Clipboard(link, planRead);
  await link.start();
  return made;
}

describeClipboardPort('the X11 source', async () => {
  const owner = await ScriptedOwner.connect(screen.display);
  await owner.disown();
  return {
    port: await connect(),
    other: {
      copy: async (offers, options = {}) => {
        let { duringRead } = options;
        const large = Object.values(offers).some((value) => value.length > LARGE);
        await owner.own({
          offers,
          ...(large ? { incr: LARGE } : {}),
          ...(options.refuse === undefined ? {} : { refuse: options.refuse }),
          onRequest: async (target) => {
            const run = target === 'TARGETS' ? undefined : duringRead;
            if (run === undefined) return;
            duringRead = undefined;
            await run();
          },
        });
      },
      clear: () => owner.disown(),
      asked: () => [...owner.requests.keys()].filter((target) => target !== 'TARGETS'),
      paste: () => pasteText(screen),
    },
    end: async () => owner.die(),
  };
});

describe('the program’s rules', () => {
  // The owner runs in this process, so this is the program that copies.
  const app = readFileSync('/proc/self/comm', 'utf8').trim();
  const marked = { 'x-kde-passwordManagerHint': 'public', [TEXT]: 'hunter2' };

  async function copyUnder(rules: { denied?: string[]; mode?: 'only'; allowed?: string[] }) {
    const link = new DisplayLink(screen.display);
    const made = new X11Clipboard(
      link,
      createPlanner(() => appRulesSchema.parse(rules)),
    );
    await link.start();
    const owner = await ScriptedOwner.connect(screen.display);
    const seen: ClipboardEvent[] = [];
    try {
      await owner.own({ offers: marked });
      await made.start((event) => seen.push(event));
      const [event] = await until('an event', () => (seen.length > 0 ? seen : null));
      return { event, asked: [...owner.requests.keys()] };
    } finally {
      await made.stop();
      owner.die();
    }
  }

  test('a program that is denied is asked for no content and no marker', async () => {
    const { event, asked } = await copyUnder({ denied: [app] });
    expect(event).toMatchObject({ type: 'skipped', reason: 'app-denied', sourceApp: app });
    expect(asked).toEqual(['TARGETS']);
  });

  test('nor is one that is not among the only ones', async () => {
    const { event, asked } = await copyUnder({ mode: 'only', allowed: ['gedit'] });
    expect(event).toMatchObject({ type: 'skipped', reason: 'app-not-allowed' });
    expect(asked).toEqual(['TARGETS']);
  });

  test.each([{ denied: ['gedit'] }, { mode: 'only' as const, allowed: [app] }])(
    '%j: captured',
    async (rules) => {
      const { event, asked } = await copyUnder(rules);
      expect(event).toMatchObject({ type: 'content', sourceApp: app });
      expect(asked).toContain(TEXT);
    },
  );
});

describe('owners with faults', () => {
  let owner: ScriptedOwner;
  let other: ScriptedOwner;
  let children: ChildProcess[];

  beforeEach(async () => {
    children = [];
    owner = await ScriptedOwner.connect(screen.display);
    other = await ScriptedOwner.connect(screen.display);
    await owner.disown();
    port = await connect();
    events = [];
    await port.start((event) => events.push(event));
  });
  afterEach(async () => {
    await port.stop();
    owner.die();
    other.die();
    for (const child of children) await end(child);
  });

  /** What became of each change: the text, or the reason in brackets. */
  const story = () =>
    events.map((event) => {
      if (event.type === 'skipped') return `(${event.reason})`;
      if (event.type === 'source') return '(source)';
      return Buffer.from(event.formats[0]?.bytes ?? []).toString();
    });
  const next = (count: number) => until(`${count} events`, () => (events.length >= count ? events : null));

  test.each([
    ['the list of targets', ['TARGETS']],
    ['the content', [TEXT]],
  ])('one that hangs when asked for %s times out, and the next copy is captured', async (_, hang) => {
    await owner.own({ offers: { [TEXT]: 'stuck' }, hang });
    await next(1);
    await other.own({ offers: { [TEXT]: 'next' } });
    await next(2);
    expect(story()).toEqual(['(timed-out)', 'next']);
  });

  test('one that hangs at its password hint counts as secret, and its content is never asked for', async () => {
    const hint = 'x-kde-passwordManagerHint';
    await owner.own({ offers: { [hint]: 'secret', [TEXT]: 'hunter2' }, hang: [hint] });
    await next(1);
    expect(story()).toEqual(['(secret)']);
    expect(owner.requests.has(TEXT)).toBe(false);
  });

  test('an answer that comes after the time-out is drained, not stored, and its owner gets no error', async () => {
    for (const incr of [undefined, 3]) {
      events.length = 0;
      await owner.own({ offers: { [TEXT]: 'too late' }, hang: [TEXT], ...(incr ? { incr } : {}) });
      await next(1);
      // An error for a window that is gone would reject here.
      await owner.wake();
      await other.own({ offers: { [TEXT]: 'in time' } });
      await next(2);
      expect(story()).toEqual(['(timed-out)', 'in time']);
    }
  });

  test('a window is used again after its late answer, and the late answer is not taken for the new one', async () => {
    await owner.own({ offers: { [TEXT]: 'late' }, hang: [TEXT] });
    await next(1);
    await owner.wake();
    for (let n = 2; n <= 4; n++) {
      await other.own({ offers: { [TEXT]: `copy ${n}` } });
      await next(n);
    }
    expect(story()).toEqual(['(timed-out)', 'copy 2', 'copy 3', 'copy 4']);
  });

  test('one that dies in the middle of an INCR transfer', async () => {
    await owner.own({ offers: { [TEXT]: 'x'.repeat(100) }, incr: 10, stopAfterChunks: 4 });
    await until('the middle', () => owner.stalled);
    owner.die();
    await next(2);
    await other.own({ offers: { [TEXT]: 'alive' } });
    await next(3);
    expect(story()).toEqual(['(superseded)', '(empty)', 'alive']);
  });

  test('one that stops in the middle of an INCR transfer times out', async () => {
    await owner.own({ offers: { [TEXT]: 'x'.repeat(100) }, incr: 10, stopAfterChunks: 4 });
    await next(1);
    await other.own({ offers: { [TEXT]: 'next' } });
    await next(2);
    expect(story()).toEqual(['(timed-out)', 'next']);
  });

  test('one that trickles for ever is cut off by the deadline of the whole read', {
    timeout: 15_000,
  }, async () => {
    const began = Date.now();
    await owner.own({
      offers: { [TEXT]: 'x'.repeat(1_000) },
      incr: 1,
      chunkPauseMs: OWNER_ANSWER_MS / 5,
    });
    await until('the cut', () => events.length > 0, 12_000);
    expect(story()).toEqual(['(timed-out)']);
    expect(Date.now() - began).toBeGreaterThan(4_000);
  });

  test('one that sends for ever is slowed down, and the next copies are captured', async () => {
    await owner.own({ offers: { [TEXT]: 'x' }, incr: LARGE, endless: true });
    await next(1);
    expect(story()).toEqual(['(too-large)']);
    await until('the slow part', () => owner.sent > MAX_DRAIN_BYTES + MAX_TEXT_BYTES, 15_000);
    const [sent, began] = [owner.sent, performance.now()];
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const rate = (owner.sent - sent) / ((performance.now() - began) / 1_000);
    // It must not stand still: some owners serve nobody else until this transfer is done.
    expect(rate).toBeGreaterThan(0);
    expect(rate).toBeLessThan(MAX_DRAIN_RATE * 1.5);
    await other.own({ offers: { [TEXT]: 'by another' } });
    await next(2);
    // And the same program, while its transfer still runs.
    await owner.own({ offers: { [TEXT]: 'by the same' } });
    await next(3);
    expect(story()).toEqual(['(too-large)', 'by another', 'by the same']);
  });

  test('a copy during an INCR transfer drops it whole', async () => {
    await owner.own({ offers: { [TEXT]: 'old '.repeat(50) }, incr: 10, stopAfterChunks: 4 });
    await until('the middle', () => owner.stalled);
    await other.own({ offers: { [TEXT]: 'new' } });
    await next(2);
    expect(story()).toEqual(['(superseded)', 'new']);
  });

  test('a secret that takes over between the list of targets and the content is never stored', async () => {
    const hint = 'x-kde-passwordManagerHint';
    // The new owner answers the request that was meant for the old one: the server hands it to whoever owns at that moment.
    await owner.own({
      offers: { [TEXT]: 'harmless' },
      onRequest: async (target) => {
        if (target === 'TARGETS') await other.own({ offers: { [hint]: 'secret', [TEXT]: 'hunter2' } });
      },
    });
    await next(2);
    expect(story()).toEqual(['(superseded)', '(secret)']);
    expect(other.requests.has(TEXT)).toBe(false);
  });

  test('a secret that takes over at any moment of a read is never stored', async () => {
    const hint = 'x-kde-passwordManagerHint';
    for (let round = 1; round <= 60; round++) {
      await owner.own({
        offers: { [TEXT]: 'harmless' },
        // Not waited for: the answer and the new owner race each other through the server.
        onRequest: () => {
          setTimeout(() => other.ownNow({ offers: { [hint]: 'secret', [TEXT]: 'hunter2' } }), round % 4);
        },
      });
      await until('the secret to be seen', () => story().at(-1) === '(secret)');
      // Whatever was asked for twice came twice: let it pass before the next round.
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    expect(story().filter((each) => each === '(secret)').length).toBeGreaterThanOrEqual(60);
    expect(story()).not.toContain('hunter2');
  });

  test('an owner that gives the clipboard up leaves it empty', async () => {
    await owner.own({ offers: { [TEXT]: 'here' } });
    await next(1);
    await owner.disown();
    await next(2);
    expect(story()).toEqual(['here', '(empty)']);
  });

  test('an owner with more targets than a sane one is not read', async () => {
    const many = Object.fromEntries(
      Array.from({ length: MAX_TARGETS }, (_, n) => [`application/x-${n}`, 'x']),
    );
    await owner.own({ offers: { ...many, [TEXT]: 'x' } });
    await next(1);
    expect(story()).toEqual(['(too-large)']);
    expect([...owner.requests.keys()]).toEqual(['TARGETS']);
  });

  test('an owner that offers names of JavaScript’s own harms nothing', async () => {
    await owner.own({ offers: { constructor: 'x', toString: 'x', [TEXT]: 'fine' } });
    await next(1);
    expect(story()).toEqual(['fine']);
  });

  test('200 copies 10 ms apart: each is told of, in order', async () => {
    for (let n = 1; n <= 200; n++) {
      owner.ownNow({ offers: { [TEXT]: `copy ${n}` } });
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await next(200);
    const texts = Array.from({ length: 200 }, (_, n) => `copy ${n + 1}`);
    expect(story().map((each, n) => (each === '(superseded)' ? texts[n] : each))).toEqual(texts);
  });

  // X11 keeps a copy only with its owner: where the machine is so busy that a copy is 10 ms old before its owner gets to
  // answer, nobody can have it. A source that misses copies by itself fails all three times.
  test('200 copies 10 ms apart: none is missed', { retry: 2 }, async () => {
    events.length = 0;
    for (let n = 1; n <= 200; n++) {
      owner.ownNow({ offers: { [TEXT]: `copy ${n}` } });
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await next(200);
    expect(story().filter((each) => each === '(superseded)')).toEqual([]);
    expect(events).toHaveLength(200);
  });

  test('a stopped xclip times out, the next copy is captured, and xclip lives on', async () => {
    const stopped = await copyText(screen, 'stopped');
    children.push(stopped);
    await next(1);
    stopped.kill('SIGSTOP');
    // Copied again by an owner that is stopped: what a restart of Clipstead would find.
    await port.stop();
    events.length = 0;
    port = await connect();
    await port.start((event) => events.push(event));
    await next(1);
    expect(story()).toEqual(['(timed-out)']);

    const second = await copyText(screen, 'by another');
    children.push(second);
    await next(2);
    expect(story()).toEqual(['(timed-out)', 'by another']);

    stopped.kill('SIGCONT');
    // It has lost the selection and ends by itself; an X error would end it with another code.
    await until('the stopped xclip to end', () => stopped.exitCode !== null);
    expect(stopped.exitCode).toBe(0);
  });

  test('an xclip that wakes up while it still owns the clipboard goes on serving it', async () => {
    const xclip = await copyText(screen, 'still here');
    children.push(xclip);
    await next(1);
    xclip.kill('SIGSTOP');
    await port.stop();
    events.length = 0;
    port = await connect();
    await port.start((event) => events.push(event));
    await next(1);
    expect(story()).toEqual(['(timed-out)']);
    xclip.kill('SIGCONT');
    expect((await pasteText(screen))?.toString()).toBe('still here');
    expect(xclip.exitCode).toBeNull();
  });

  test('a large copy by xclip comes in whole', async () => {
    const bytes = Buffer.alloc(13_500_000, 'large copy\n');
    children.push(await copyText(screen, bytes));
    await next(1);
    const [event] = events;
    const got = event?.type === 'content' ? Buffer.from(event.formats[0]?.bytes ?? []) : null;
    expect(got?.equals(bytes)).toBe(true);
  });

  test('xsel and a GTK program are read', async () => {
    const xsel = spawn('xsel', ['--clipboard', '--input', '--nodetach'], {
      env: screen.env,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    xsel.on('error', () => {
      throw new Error('these tests need xsel: apt-get install xsel');
    });
    children.push(xsel);
    xsel.stdin.end('by xsel');
    await next(1);
    const gtk = await GtkWindow.open({ ...screen.env, NO_AT_BRIDGE: '1' } as Record<string, string>);
    await gtk.copy('by GTK ✓');
    await next(2);
    expect(story()).toEqual(['by xsel', 'by GTK ✓']);
    expect(events.map((event) => event.type === 'content' && event.sourceApp)).toEqual([
      'xsel',
      expect.stringMatching(/^python3/),
    ]);
    gtk.close();
  });
});

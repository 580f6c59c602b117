// The X11 source on a real X server: the contract, the program's rules, and other programs; owners with faults have tests of their own.
// Never a mocked server: the order of its events is what the source relies on.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { GtkWindow } from '../../../e2e/support/programs';
import { appRulesSchema } from '../../../src-shared/app-rules';
import { createPlanner } from '../../capture/planner';
import type { ClipboardEvent } from '../port';
import { startDisplay, type TestDisplay, until } from '../testing/display';
import { describeClipboardPort } from '../testing/port-contract';
import { copyText, pasteText } from '../testing/programs';
import { ScriptedOwner } from '../testing/scripted-owner';
import { connectSource, WatchedOwners } from '../testing/watched-owners';
import { DisplayLink } from './display-link';
import { X11Clipboard } from './x11-clipboard';

const TEXT = 'UTF8_STRING';
const LARGE = 200 * 1024;

let screen: TestDisplay;

beforeAll(async () => {
  screen = await startDisplay();
});
afterAll(() => screen?.stop());

describeClipboardPort('the X11 source', async () => {
  const owner = await ScriptedOwner.connect(screen.display);
  await owner.disown();
  return {
    port: await connectSource(screen),
    other: {
      copy: async (offers, options = {}) => {
        let { duringRead } = options;
        const large = Object.values(offers).some((value) => value.length > LARGE);
        await owner.own({
          offers,
          ...(large ? { incr: LARGE } : {}),
          ...(options.refuse === undefined ? {} : { refuse: options.refuse }),
          onRequest: async (target) => {
            const { duringReadOf = target } = options;
            const run = target === 'TARGETS' ? undefined : duringRead;
            if (run === undefined || target !== duringReadOf) return;
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

describe('other programs', () => {
  let watched: WatchedOwners;
  let owner: ScriptedOwner;
  let events: ClipboardEvent[];

  beforeEach(async () => {
    watched = await WatchedOwners.start(screen);
    ({ owner, events } = watched);
  });
  afterEach(() => watched.end());

  const story = () => watched.story();
  const next = (count: number) => watched.next(count);

  test('what an owner has put down whole before it is replaced is kept, though we have not fetched it yet', async () => {
    const count = 200;
    // The same program: its answer and its next copy come to the server right behind each other.
    for (let n = 1; n <= count; n++) {
      const given = new Promise<void>((done) => {
        owner.onGiven = (target) => target === TEXT && done();
      });
      owner.ownNow({ offers: { [TEXT]: `copy ${n}` } });
      await given;
    }
    await next(count);
    expect(story()).toEqual(Array.from({ length: count }, (_, n) => `copy ${n + 1}`));
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

  test('a stopped xclip times out, the next copy is captured, and xclip lives on', async () => {
    const stopped = await copyText(screen, 'stopped');
    watched.children.push(stopped);
    await next(1);
    stopped.kill('SIGSTOP');
    // Copied again by an owner that is stopped: what a restart of Clipstead would find.
    await watched.reconnect();
    await next(1);
    expect(story()).toEqual(['(timed-out)']);

    const second = await copyText(screen, 'by another');
    watched.children.push(second);
    await next(2);
    expect(story()).toEqual(['(timed-out)', 'by another']);

    stopped.kill('SIGCONT');
    // It has lost the selection and ends by itself; an X error would end it with another code.
    await until('the stopped xclip to end', () => stopped.exitCode !== null);
    expect(stopped.exitCode).toBe(0);
  });

  test('an xclip that wakes up while it still owns the clipboard goes on serving it', async () => {
    const xclip = await copyText(screen, 'still here');
    watched.children.push(xclip);
    await next(1);
    xclip.kill('SIGSTOP');
    await watched.reconnect();
    await next(1);
    expect(story()).toEqual(['(timed-out)']);
    xclip.kill('SIGCONT');
    expect((await pasteText(screen))?.toString()).toBe('still here');
    expect(xclip.exitCode).toBeNull();
  });

  test('a large copy by xclip comes in whole', async () => {
    const bytes = Buffer.alloc(13_500_000, 'large copy\n');
    watched.children.push(await copyText(screen, bytes));
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
    watched.children.push(xsel);
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

// From events to stored clips: order, pause, failures told once, and a log without content.
// Never a real clipboard here: the port is driven by hand.

import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { CaptureEvent } from '../../src-shared/capture-log';
import type { NewClip } from '../../src-shared/clip';
import { type Said, said } from '../../src-shared/i18n/said';
import type {
  ClipboardEvent,
  ClipboardPort,
  FormatReport,
  SkipReason,
  StartOptions,
} from '../clipboard/port';
import { type Capture, type CaptureParts, startCapture } from './capture';
import type { Verdict } from './secrets/matcher';
import { rulesInForce } from './secrets/rules-in-force';

let tell: (event: ClipboardEvent) => unknown;
let stored: string[];
let store: (clip: NewClip) => 'new' | 'known' | 'waiting';
let verdict: Verdict | Promise<Verdict>;
let judge: CaptureParts['judge'];
let capture: Capture;
let clock: number;
let events: CaptureEvent[];
let saw: (SkipReason | 'for a time' | null)[];
let options: StartOptions | undefined;
let paused: boolean;
let troubles: (Said | null)[];
let failures: Said[];
let logged: string;
let told: string[];
let copied: NewClip[];

const port = (captureTrouble: Said | null): ClipboardPort => ({
  name: 'test',
  captureTrouble,
  noticesPastes: false,
  start: async (onEvent, startOptions) => {
    tell = onEvent;
    options = startOptions;
  },
  setPaused: () => {},
  setIgnoreNext: () => {},
  write: async () => {},
  stop: async () => {},
});

async function start(trouble: Said | null = null): Promise<void> {
  capture = await startCapture({
    port: port(trouble),
    store: (clip) => store(clip),
    onCopied: (clip) => copied.push(clip),
    pause: {
      get paused() {
        return paused;
      },
      leaveStanding: true,
      saw: (unread, forATime) => saw.push(forATime ? 'for a time' : unread),
    },
    judge: (formats) => judge(formats),
    onEvent: (event) => events.push(event),
    now: () => clock,
    onTrouble: (text) => troubles.push(text),
    onStoreFailed: (text) => failures.push(text),
    onTaken: () => told.push('taken'),
    onForeign: () => told.push('foreign'),
  });
}

const kept = (text: string): FormatReport => ({ mime: 'text/plain', outcome: 'kept', bytes: text.length });
const content = (text: string, report: readonly FormatReport[] = [kept(text)]): ClipboardEvent => ({
  type: 'content',
  formats: [
    { mime: 'text/plain', bytes: Buffer.from(text), sha256: createHash('sha256').update(text).digest() },
  ],
  report,
  offered: { names: ['UTF8_STRING'], count: 1 },
  sourceApp: 'app',
  at: 0,
  readMs: 1,
});

const ownChange: ClipboardEvent = {
  type: 'skipped',
  reason: 'own',
  report: [],
  offered: null,
  sourceApp: null,
  at: 0,
};

beforeEach(() => {
  [stored, troubles, failures, logged, paused, events, saw, told] = [[], [], [], '', false, [], [], []];
  copied = [];
  verdict = { type: 'keep' };
  judge = () => verdict;
  clock = 1_000;
  store = (clip) => {
    stored.push(Buffer.from(clip.payloads[0]?.bytes ?? []).toString());
    return 'new';
  };
  vi.spyOn(process.stderr, 'write').mockImplementation((line) => {
    logged += String(line);
    return true;
  });
});
afterEach(() => vi.restoreAllMocks());

test('stores what is copied, in order', async () => {
  await start();
  for (const text of ['a', 'b', 'a']) tell(content(text));
  expect(stored).toEqual(['a', 'b', 'a']);
  expect(copied).toHaveLength(3);
});

test('a paste and a copy by others are told; what we write ourselves, and a lost source, are neither', async () => {
  await start();
  tell({ type: 'taken' });
  expect(told).toEqual(['taken']);
  for (const reason of ['own', 'secret', 'paused'] as const) {
    tell({ type: 'skipped', reason, report: [], offered: null, sourceApp: null, at: 0 });
  }
  tell({ type: 'source', trouble: null });
  expect(told).toEqual(['taken', 'foreign', 'foreign']);
  tell(content('a'));
  expect(told).toHaveLength(4);
  expect(stored).toEqual(['a']);
});

test('the source app comes with the clip', async () => {
  const clips: NewClip[] = [];
  store = (clip) => {
    clips.push(clip);
    return 'new';
  };
  await start();
  tell(content('x'));
  expect(clips[0]?.sourceApp).toBe('app');
});

test('what was selected says so beside its program, and says nothing of what stands on the clipboard', async () => {
  const clips: NewClip[] = [];
  store = (clip) => {
    clips.push(clip);
    return 'new';
  };
  await start();
  tell({ ...content('x'), selection: 'primary' } as ClipboardEvent);
  tell({ ...content('y'), selection: 'primary', sourceApp: null } as ClipboardEvent);
  expect(saw).toEqual([]);
  tell(content('z'));
  expect(clips.map(({ sourceApp }) => sourceApp)).toEqual(['app (selection)', 'unknown (selection)', 'app']);
  expect(events.map(({ sourceApp }) => sourceApp)).toEqual(['app (selection)', 'unknown (selection)', 'app']);
  expect(saw).toHaveLength(1);
  expect(copied).toEqual([clips[2]]);
});

test('while paused nothing is stored, also of what was read a moment before', async () => {
  paused = true;
  await start();
  tell(content('while paused'));
  expect(copied).toEqual([]);
  paused = false;
  tell(content('after'));
  expect(stored).toEqual(['after']);
  expect(saw).toEqual(['paused', null]);
});

test('what a pause has cut off in the middle is paused, and not missed', async () => {
  const cutOff = { type: 'skipped', reason: 'superseded', report: [], offered: null, sourceApp: null, at: 0 };
  await start();
  tell(cutOff as ClipboardEvent);
  paused = true;
  tell(cutOff as ClipboardEvent);
  expect(events.map(({ reason }) => reason)).toEqual(['superseded', 'paused']);
  expect(saw).toEqual(['superseded', 'paused']);
});

test('what stands on the clipboard is left where it was copied unread', async () => {
  await start();
  expect(options).toEqual({ leaveStanding: true });
});

describe('the rules for secrets', () => {
  const rule = { type: 'rule', rule: 'jwt', title: 'JSON Web Token' } as const;
  let clips: NewClip[];
  beforeEach(async () => {
    clips = [];
    store = (clip) => {
      clips.push(clip);
      return 'new';
    };
    await start();
  });

  test('"never" stores nothing', () => {
    verdict = { ...rule, action: 'never' };
    tell(content('hunter2'));
    expect(clips).toEqual([]);
    expect(events).toMatchObject([{ result: 'skipped', reason: 'never', rule: 'jwt' }]);
  });

  test('"mask" stores the bytes under dots', () => {
    verdict = { ...rule, action: 'mask' };
    tell(content('hunter2'));
    expect(copied).toEqual([]);
    expect(clips).toMatchObject([
      { preview: '•••••••• JSON Web Token', searchText: '', secret: { expiresAt: null } },
    ]);
    expect(Buffer.from(clips[0]?.payloads[0]?.bytes ?? []).toString()).toBe('hunter2');
    expect(events).toMatchObject([{ result: 'kept', reason: 'masked', rule: 'jwt' }]);
  });

  test('a time stores them until then', () => {
    verdict = { ...rule, action: { minutes: 2 } };
    tell(content('hunter2'));
    expect(clips[0]?.secret).toEqual({ expiresAt: 121_000 });
    expect(events).toMatchObject([{ result: 'kept', reason: 'expires', rule: 'jwt' }]);
    expect(saw).toEqual(['for a time']);
    // Also where it is stored a little later, as large ones are; not where it is not kept.
    store = () => 'waiting';
    tell(content('hunter2'));
    store = () => {
      throw new Error('disk full');
    };
    tell(content('hunter2'));
    expect(saw).toEqual(['for a time', 'for a time', null]);
  });

  test('what cannot be judged is not stored, and that is logged without it', () => {
    verdict = { type: 'failed', why: 'too-slow' };
    tell(content('hunter2'));
    expect(clips).toEqual([]);
    expect(events).toMatchObject([{ result: 'skipped', reason: 'not-judged', rule: null }]);
    expect(logged).toContain('too-slow');
    expect(logged).not.toContain('hunter2');
  });
});

describe('a verdict that takes time', () => {
  /** Verdicts that are still awaited, oldest first. */
  let awaited: ((verdict: Verdict) => void)[];
  const keep: Verdict = { type: 'keep' };
  const give = async (given: Verdict = keep) => {
    awaited.shift()?.(given);
    await capture.settled();
  };
  beforeEach(async () => {
    awaited = [];
    judge = ([format]) =>
      Buffer.from(format?.bytes ?? [])
        .toString()
        .startsWith('slow')
        ? new Promise((resolve) => awaited.push(resolve))
        : keep;
    await start();
  });

  test('keeps the order: what comes behind it waits, and is then stored', async () => {
    const going = ['slow 1', 'quick', 'slow 2'].map((text) => tell(content(text)));
    tell({ type: 'skipped', reason: 'secret', report: [], offered: null, sourceApp: null, at: 0 });
    expect(stored).toEqual([]);
    // One at a time.
    expect(awaited).toHaveLength(1);
    awaited.shift()?.(keep);
    await going[1];
    expect(stored).toEqual(['slow 1', 'quick']);
    expect(awaited).toHaveLength(1);
    await give({ type: 'rule', rule: 'jwt', title: 'JSON Web Token', action: 'never' });
    expect(stored).toEqual(['slow 1', 'quick']);
    expect(events.map(({ reason }) => reason)).toEqual([null, null, 'never', 'secret']);
    expect(saw).toEqual([null, null, null, 'secret']);
  });

  test('and without one nothing waits: it is stored before tell() comes back', async () => {
    expect(tell(content('quick'))).toBeNull();
    expect(stored).toEqual(['quick']);
    tell(content('slow'));
    await give();
    expect(tell(content('quick'))).toBeNull();
    expect(stored).toEqual(['quick', 'slow', 'quick']);
  });

  test('is in the log’s milliseconds, of what waits behind it too', async () => {
    tell(content('slow'));
    tell(content('quick'));
    clock = 4_000;
    await give();
    expect(events.map(({ ms }) => ms)).toEqual([4_000, 4_000]);
  });

  test('stores nothing where capture is paused by then', async () => {
    tell(content('slow'));
    tell(content('quick'));
    paused = true;
    await give();
    expect(stored).toEqual([]);
    expect(events.map(({ reason }) => reason)).toEqual(['paused', 'paused']);
    expect(saw).toEqual(['paused', 'paused']);
  });

  test('takes nothing that has come during a pause, though it is over by then', async () => {
    tell(content('slow'));
    paused = true;
    tell(content('quick'));
    paused = false;
    tell(content('quick too'));
    await give();
    expect(stored).toEqual(['slow', 'quick too']);
    expect(events.map(({ reason }) => reason)).toEqual([null, 'paused', null]);
  });

  test('that is none stores nothing, and what comes behind is stored', async () => {
    tell(content('slow hunter2'));
    tell(content('quick'));
    await give({ type: 'failed', why: 'too-slow' });
    expect(stored).toEqual(['quick']);
    expect(events.map(({ reason }) => reason)).toEqual(['not-judged', null]);
    expect(logged).not.toContain('hunter2');
  });

  test('holds up neither a paste nor the word that the clipboard is another', () => {
    tell(content('slow'));
    tell({ type: 'taken' });
    tell(content('quick'));
    tell({ type: 'source', trouble: null });
    expect(told).toEqual(['foreign', 'taken', 'foreign']);
    expect(troubles).toEqual([null]);
  });

  test('is waited for where capture is to settle, but not for ever', async () => {
    tell(content('slow'));
    await capture.settled(10);
    expect(stored).toEqual([]);
    await give();
    expect(stored).toEqual(['slow']);
  });

  test('says what stands on the clipboard only where it still does', async () => {
    tell(content('slow'));
    tell({ ...content('quick'), selection: 'primary' } as ClipboardEvent);
    await give();
    expect(copied).toHaveLength(1);
    for (const next of [content('quick'), ownChange]) {
      tell(content('slow'));
      tell(next);
      await give();
    }
    expect(stored).toEqual(['slow', 'quick', 'slow', 'quick', 'slow']);
    expect(copied).toHaveLength(2);
  });
});

test('a secret far behind the beginning of a text is in nothing that is shown, searched or logged', async () => {
  const { judge: judgeReally } = rulesInForce({ rules: {}, custom: [] }, new URL('file:///none'), () => {});
  judge = judgeReally;
  const clips: NewClip[] = [];
  store = (clip) => {
    clips.push(clip);
    return 'new';
  };
  await start();
  const secret = `da${'pi'}0123456789abcdef0123456789abcdfe`;
  const text = `hunter2 and more\n${'a line of a log\n'.repeat(200_000)}${secret}\n`;
  tell(content(text));
  await capture.settled();
  expect(copied).toEqual([]);
  expect(events).toMatchObject([{ result: 'kept', reason: 'expires', rule: 'cloud-key' }]);
  expect(clips).toMatchObject([{ kind: 'text', preview: '•••••••• Cloud key', searchText: '' }]);
  const { payloads, ...shown } = clips[0] as NewClip;
  expect(Buffer.from(payloads[0]?.bytes ?? []).equals(Buffer.from(text))).toBe(true);
  for (const word of ['hunter2', secret]) {
    expect(JSON.stringify([shown, events]) + logged).not.toContain(word);
  }
});

test('each change is an event with program, formats, sizes, result and time, and no content', async () => {
  await start();
  const results = ['new', 'known', 'waiting'] as const;
  for (const result of results) {
    store = () => result;
    tell(content('hunter2'));
  }
  store = () => {
    throw new Error('disk full');
  };
  tell(content('hunter2'));
  tell({ type: 'skipped', reason: 'app-denied', report: [], offered: null, sourceApp: 'keepassxc', at: 990 });
  tell({ type: 'skipped', reason: 'own', report: [], offered: null, sourceApp: null, at: 2_000 });
  tell({ type: 'source', trouble: said('displayGone') });
  const formats = [{ mime: 'text/plain', outcome: 'kept', bytes: 7 }];
  const offered = { names: ['UTF8_STRING'], count: 1 };
  const read = { at: 0, sourceApp: 'app', formats, offered, rule: null, ms: 1_000 };
  expect(events).toEqual([
    { ...read, result: 'kept', reason: null },
    { ...read, result: 'merged', reason: null },
    { ...read, result: 'kept', reason: 'waiting' },
    { ...read, result: 'skipped', reason: 'store-failed' },
    {
      at: 990,
      sourceApp: 'keepassxc',
      formats: [],
      offered: null,
      result: 'skipped',
      reason: 'app-denied',
      rule: null,
      ms: 10,
    },
    {
      at: 2_000,
      sourceApp: null,
      formats: [],
      offered: null,
      result: 'skipped',
      reason: 'own',
      rule: null,
      ms: 0,
    },
  ]);
  expect(saw).toEqual([null, null, null, null, 'app-denied', 'own']);
});

test('a failing store is told once, again only after it has worked, and ends nothing', async () => {
  await start();
  const working = store;
  store = () => {
    throw new Error('disk full of hunter2');
  };
  for (const text of ['hunter2', 'b', 'c']) tell(content(text));
  expect(failures).toHaveLength(1);
  store = working;
  tell(content('d'));
  expect(stored).toEqual(['d']);
  store = () => {
    throw new Error('again');
  };
  tell(content('e'));
  expect(failures).toHaveLength(2);
});

test('the log tells sizes and reasons, never content', async () => {
  await start();
  store = () => {
    throw new Error('about hunter2');
  };
  tell(content('hunter2'));
  tell({ type: 'skipped', reason: 'too-large', report: [], offered: null, sourceApp: null, at: 0 });
  tell({ type: 'skipped', reason: 'own', report: [], offered: null, sourceApp: null, at: 0 });
  expect(logged).toContain('"size":7');
  expect(logged).toContain('too-large');
  expect(logged).not.toContain('"own"');
  expect(logged).not.toContain('hunter2');
  expect(failures.join()).not.toContain('hunter2');
});

test('the log tells which formats were asked for in vain, and how large they were', async () => {
  await start();
  tell(content('x', [{ mime: 'text/plain', outcome: 'kept', bytes: 1 }]));
  expect(logged).toBe('');
  tell(
    content('x', [
      { mime: 'text/plain', outcome: 'kept', bytes: 1 },
      { mime: 'text/html', outcome: 'timed-out', bytes: null },
      { mime: 'application/x-hunter2', outcome: 'too-large', bytes: 2_000_000 },
      { mime: 'image/png', outcome: 'not-asked', bytes: null },
    ]),
  );
  expect(JSON.parse(logged)).toMatchObject({
    level: 'info',
    event: 'capture.kept-in-part',
    formats: [
      { format: 'text/html', outcome: 'timed-out', bytes: null },
      { format: 'own', outcome: 'too-large', bytes: 2_000_000 },
    ],
  });
  logged = '';
  const report: FormatReport[] = [{ mime: 'text/plain', outcome: 'too-large', bytes: 100_000_000 }];
  tell({ type: 'skipped', reason: 'too-large', report, offered: null, sourceApp: null, at: 0 });
  expect(JSON.parse(logged)).toMatchObject({
    reason: 'too-large',
    formats: [{ format: 'text/plain', outcome: 'too-large', bytes: 100_000_000 }],
  });
});

test('trouble of the source is told, at the start too, and its end', async () => {
  await start(said('noDisplay'));
  tell({ type: 'source', trouble: said('displayGone') });
  tell({ type: 'source', trouble: null });
  expect(troubles).toEqual([said('noDisplay'), said('displayGone'), null]);
});

test('a port without trouble tells none', async () => {
  await start();
  expect(troubles).toEqual([]);
});

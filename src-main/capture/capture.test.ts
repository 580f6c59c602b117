// From events to stored clips: order, pause, failures told once, and a log without content.
// Never a real clipboard here: the port is driven by hand.
import { createHash } from 'node:crypto';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { NewClip } from '../../src-shared/clip';
import type { ClipboardEvent, ClipboardPort, FormatReport } from '../clipboard/port';
import { startCapture } from './capture';

let tell: (event: ClipboardEvent) => void;
let stored: string[];
let store: (clip: NewClip) => void;
let paused: boolean;
let troubles: (string | null)[];
let failures: string[];
let logged: string;
let portPaused: boolean | null;

const port = (captureTrouble: string | null): ClipboardPort => ({
  name: 'test',
  captureTrouble,
  start: async (onEvent) => {
    tell = onEvent;
  },
  setPaused: (value) => {
    portPaused = value;
  },
  write: async () => {},
  stop: async () => {},
});

async function start(trouble: string | null = null): Promise<void> {
  await startCapture({
    port: port(trouble),
    store: (clip) => store(clip),
    isPaused: () => paused,
    onTrouble: (text) => troubles.push(text),
    onStoreFailed: (text) => failures.push(text),
  });
}

const content = (text: string, report: readonly FormatReport[] = []): ClipboardEvent => ({
  type: 'content',
  formats: [
    { mime: 'text/plain', bytes: Buffer.from(text), sha256: createHash('sha256').update(text).digest() },
  ],
  report,
  sourceApp: 'app',
  at: 0,
  readMs: 1,
});

beforeEach(() => {
  [stored, troubles, failures, logged, paused, portPaused] = [[], [], [], '', false, null];
  store = (clip) => {
    stored.push(Buffer.from(clip.payloads[0]?.bytes ?? []).toString());
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
});

test('the source app comes with the clip', async () => {
  const clips: NewClip[] = [];
  store = (clip) => {
    clips.push(clip);
  };
  await start();
  tell(content('x'));
  expect(clips[0]?.sourceApp).toBe('app');
});

test('while paused nothing is stored, and the port is told at the start', async () => {
  paused = true;
  await start();
  expect(portPaused).toBe(true);
  tell(content('while paused'));
  paused = false;
  tell(content('after'));
  expect(stored).toEqual(['after']);
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
  tell({ type: 'skipped', reason: 'too-large', report: [], sourceApp: null, at: 0 });
  tell({ type: 'skipped', reason: 'own', report: [], sourceApp: null, at: 0 });
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
  tell({ type: 'skipped', reason: 'too-large', report, sourceApp: null, at: 0 });
  expect(JSON.parse(logged)).toMatchObject({
    reason: 'too-large',
    formats: [{ format: 'text/plain', outcome: 'too-large', bytes: 100_000_000 }],
  });
});

test('trouble of the source is told, at the start too, and its end', async () => {
  await start('no display');
  tell({ type: 'source', trouble: 'gone' });
  tell({ type: 'source', trouble: null });
  expect(troubles).toEqual(['no display', 'gone', null]);
});

test('a port without trouble tells none', async () => {
  await start();
  expect(troubles).toEqual([]);
});

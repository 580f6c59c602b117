// Owners with faults: that hang, die, trickle, send for ever, lie, or are replaced in the middle, on a real X server.
// Never let one of them cost the next copy.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  MAX_DRAIN_BYTES,
  MAX_DRAIN_RATE,
  MAX_RAW_FORMATS,
  MAX_TARGETS,
  MAX_TEXT_BYTES,
  OWNER_ANSWER_MS,
} from '../../../src-shared/limits';
import type { ClipboardEvent } from '../port';
import { startDisplay, type TestDisplay, until } from '../testing/display';
import type { ScriptedOwner } from '../testing/scripted-owner';
import { WatchedOwners } from '../testing/watched-owners';

const TEXT = 'UTF8_STRING';
const LARGE = 200 * 1024;

let screen: TestDisplay;

beforeAll(async () => {
  screen = await startDisplay();
});
afterAll(() => screen?.stop());

let watched: WatchedOwners;
let owner: ScriptedOwner;
let other: ScriptedOwner;
let events: ClipboardEvent[];

beforeEach(async () => {
  watched = await WatchedOwners.start(screen);
  ({ owner, other, events } = watched);
});
afterEach(() => watched.end());

const story = () => watched.story();
const next = (count: number) => watched.next(count);

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

test('a secret that takes over at any moment of a read is never stored, in no format', async () => {
  const hint = 'x-kde-passwordManagerHint';
  const all = (text: string) => ({
    [TEXT]: text,
    'text/html': text,
    'text/rtf': text,
    'application/x-own': text,
  });
  const secrets = () => story().filter((each) => each === '(secret)').length;
  for (let round = 1; round <= 60; round++) {
    await owner.own({
      offers: all('harmless'),
      // Not waited for: the answer and the new owner race each other through the server.
      onRequest: () => {
        setTimeout(() => other.ownNow({ offers: { [hint]: 'secret', ...all('hunter2') } }), round % 4);
      },
    });
    // Counted, for the last event may still be that of the round before.
    await until('the secret to be seen', () => secrets() >= round);
    // Whatever was asked for twice came twice: let it pass before the next round.
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  const read = events.flatMap((event) => (event.type === 'content' ? event.formats : []));
  expect(read.filter(({ bytes }) => Buffer.from(bytes).toString() !== 'harmless')).toEqual([]);
  // Some rounds got that far: else nothing was tried here.
  expect(read.length).toBeGreaterThan(0);
});

test('an owner that gives the clipboard up leaves it empty', async () => {
  await owner.own({ offers: { [TEXT]: 'here' } });
  await next(1);
  await owner.disown();
  await next(2);
  expect(story()).toEqual(['here', '(empty)']);
});

const targets = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [`application/x-${n}`, 'x']));

test('of an owner with a thousand targets the text is read, and a few of the others', async () => {
  await owner.own({ offers: { ...targets(1_000), [TEXT]: 'in the crowd' } });
  await next(1);
  expect(story()).toEqual(['in the crowd']);
  expect([...owner.requests.keys()].filter((name) => name.includes('/'))).toHaveLength(MAX_RAW_FORMATS);
});

test('a password hint behind a thousand targets is seen', async () => {
  const hint = 'x-kde-passwordManagerHint';
  await owner.own({ offers: { ...targets(1_000), [TEXT]: 'hunter2', [hint]: 'secret' } });
  await next(1);
  expect(story()).toEqual(['(secret)']);
  expect([...owner.requests.keys()]).toEqual(['TARGETS', hint]);
});

test('an owner with more targets than a sane one is not read', async () => {
  await owner.own({ offers: { ...targets(MAX_TARGETS), [TEXT]: 'x' } });
  await next(1);
  expect(story()).toEqual(['(too-large)']);
  expect([...owner.requests.keys()]).toEqual(['TARGETS']);
});

test('a program may take a second over its image', async () => {
  const slow = (target: string) =>
    target === 'image/png' ? new Promise<void>((done) => setTimeout(done, OWNER_ANSWER_MS * 2)) : undefined;
  await owner.own({ offers: { 'image/png': 'slowly' }, onRequest: slow });
  await next(1);
  expect(story()).toEqual(['slowly']);
});

test('a text of 100 MB is not kept, and its size is told', async () => {
  const bytes = Buffer.alloc(100 * 1024 * 1024, 'a');
  await owner.own({ offers: { [TEXT]: bytes }, incr: LARGE });
  await next(1);
  expect(events).toMatchObject([
    { type: 'skipped', reason: 'too-large', report: [{ outcome: 'too-large', bytes: bytes.length }] },
  ]);
});

describe.each([
  ['gives the clipboard up', () => owner.disown()],
  ['destroys its window', () => owner.closeWindow()],
])('an owner that %s', (_, end) => {
  test('before it is read leaves it empty', async () => {
    await owner.own({ offers: { [TEXT]: 'x' }, hang: ['TARGETS'] });
    await end();
    await next(2);
    expect(story()).toEqual(['(superseded)', '(empty)']);
  });

  test('in the middle of its text: none of it is kept, and the next copy is captured', async () => {
    await owner.own({ offers: { [TEXT]: 'x'.repeat(100) }, incr: 10, stopAfterChunks: 4 });
    await until('the middle', () => owner.stalled);
    await end();
    await next(2);
    await other.own({ offers: { [TEXT]: 'next' } });
    await next(3);
    expect(story()).toEqual(['(superseded)', '(empty)', 'next']);
  });
});

test('of what is left out the names are told, of what is not asked nothing', async () => {
  const hint = 'x-kde-passwordManagerHint';
  await owner.own({ offers: { [hint]: 'secret', [TEXT]: 'hunter2', 'text/html': 'hunter2' } });
  await next(1);
  await owner.own({ offers: { [TEXT]: 'x' }, hang: ['TARGETS'] });
  await next(2);
  watched.port.setPaused(true);
  await owner.own({ offers: { [TEXT]: 'x' } });
  await next(3);
  expect(events).toMatchObject([
    { reason: 'secret', offered: { names: ['TARGETS', hint, TEXT, 'text/html'], count: 4 }, report: [] },
    { reason: 'timed-out', offered: null },
    { reason: 'paused', offered: null },
  ]);
});

test('an owner that offers names of JavaScript’s own harms nothing', async () => {
  await owner.own({ offers: { constructor: 'x', toString: 'x', [TEXT]: 'fine' } });
  await next(1);
  expect(story()).toEqual(['fine']);
});

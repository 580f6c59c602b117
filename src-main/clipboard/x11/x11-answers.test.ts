// Answers that are not what was asked for: in one format beside the text, or in another form.
// Never let a format that failed take the text along.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { MAX_RICH_TEXT_BYTES, OWNER_ANSWER_MS } from '../../../src-shared/limits';
import type { ClipboardEvent } from '../port';
import { startDisplay, type TestDisplay, until } from '../testing/display';
import type { ScriptedOwner } from '../testing/scripted-owner';
import { WatchedOwners } from '../testing/watched-owners';
import { XConnection } from './connection';

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

describe('in a format beside the text: the text stays, the next copy is captured, and it is said', () => {
  const offers = { [TEXT]: 'kept', 'text/html': '<b>kept</b>'.repeat(20), 'text/rtf': '{\\rtf1}' };
  /** What the first event says became of the HTML and of what comes after it. */
  const told = () =>
    events[0]?.type === 'content'
      ? events[0].report.slice(1).map(({ outcome, bytes }) => (bytes === null ? outcome : [outcome, bytes]))
      : null;
  const thenAnother = async (after: number) => {
    await other.own({ offers: { [TEXT]: 'next' } });
    await next(after + 1);
    expect(story().at(0)).toBe('kept');
    expect(story().at(-1)).toBe('next');
  };

  test('it hangs', async () => {
    await owner.own({ offers, hang: ['text/html'] });
    await next(1);
    // Whoever hangs once is asked for nothing more.
    expect(told()).toEqual(['timed-out', 'not-asked']);
    expect(owner.requests.has('text/rtf')).toBe(false);
    await thenAnother(1);
    // The late answer is taken, and its window asks again.
    await owner.wake();
    await owner.own({ offers });
    await next(3);
    expect(events[2]).toMatchObject({ report: [1, 2, 3].map(() => ({ outcome: 'kept' })) });
  });

  test('it dies in the middle', async () => {
    await owner.own({ offers, incrFor: ['text/html'], incr: 10, stopAfterChunks: 4 });
    await until('the middle', () => owner.stalled);
    owner.die();
    await next(2);
    expect(told()).toEqual(['superseded', 'not-asked']);
    expect(story()).toEqual(['kept', '(empty)']);
    await thenAnother(2);
  });

  test('it is replaced in the middle', async () => {
    await owner.own({ offers, incrFor: ['text/html'], incr: 10, stopAfterChunks: 4 });
    await until('the middle', () => owner.stalled);
    await thenAnother(1);
    expect(told()).toEqual(['superseded', 'not-asked']);
  });

  test('it stops in the middle', async () => {
    await owner.own({ offers, incrFor: ['text/html'], incr: 10, stopAfterChunks: 4 });
    await next(1);
    expect(told()).toEqual(['timed-out', 'not-asked']);
    await thenAnother(1);
  });

  test('it sends for ever', async () => {
    await owner.own({ offers, incrFor: ['text/html'], incr: LARGE, endless: true });
    await until('the end of our patience', () => events.length > 0, 12_000);
    expect(told()?.[0]).toEqual(['too-large', expect.any(Number)]);
    await thenAnother(1);
  });

  test('it is larger than it said, and larger than is kept: its true size is told', async () => {
    const html = Buffer.alloc(MAX_RICH_TEXT_BYTES + 12_345, 'x');
    const large = { ...offers, 'text/html': html };
    await owner.own({ offers: large, incrFor: ['text/html'], incr: LARGE, claims: 10 });
    await next(1);
    expect(told()).toEqual([
      ['too-large', html.length],
      ['kept', 7],
    ]);
    await thenAnother(1);
  });

  test('it is larger than is kept, and stops: as much as came is told', async () => {
    const html = Buffer.alloc(MAX_RICH_TEXT_BYTES * 2, 'x');
    const chunks = Math.ceil(MAX_RICH_TEXT_BYTES / LARGE) + 3;
    await owner.own({
      offers: { ...offers, 'text/html': html },
      incrFor: ['text/html'],
      incr: LARGE,
      stopAfterChunks: chunks,
    });
    await next(1);
    expect(told()?.[0]).toEqual(['too-large', chunks * LARGE]);
    await thenAnother(1);
  });

  test('it is smaller than it said', async () => {
    await owner.own({ offers, incrFor: ['text/html'], incr: 10, claims: 4_000_000_000 });
    await next(1);
    expect(told()).toEqual([
      ['kept', offers['text/html'].length],
      ['kept', 7],
    ]);
    await thenAnother(1);
  });

  test('it is not bytes', async () => {
    await owner.own({ offers, numbers: ['text/html'] });
    await next(1);
    expect(told()).toEqual(['refused', ['kept', 7]]);
    await thenAnother(1);
  });

  test('it trickles: the whole read ends in time, with what was read', { timeout: 15_000 }, async () => {
    const pause = OWNER_ANSWER_MS / 5;
    await owner.own({ offers, incrFor: ['text/html'], incr: 1, chunkPauseMs: pause });
    await until('the cut', () => events.length > 0, 12_000);
    expect(told()).toEqual(['timed-out', 'not-asked']);
    await thenAnother(1);
  });
});

describe('an answer in another form than was asked for', () => {
  const thenAnother = async () => {
    await other.own({ offers: { [TEXT]: 'next' } });
    await next(2);
    expect(story()[1]).toBe('next');
  };

  test.each([
    ['a list of targets of another type, as old programs give it', { type: 'TARGETS', format: 32 }, 'plain'],
    ['a list of targets that is text', { type: 'STRING', format: 8 }, '(no-format)'],
    ['a list of targets of no bytes', { type: 'ATOM', format: 32, data: [] }, '(no-format)'],
    [
      'a list of numbers that are no atoms',
      { type: 'CARDINAL', format: 32, data: [0, 0x1fffffff] },
      '(no-format)',
    ],
    ['a list of targets of 64 KB', { type: 'ATOM', format: 32, data: Array(16_384).fill(1) }, '(too-large)'],
  ] as const)('%s', async (_, { type, format, ...rest }, expected) => {
    const x = await XConnection.open(screen.display);
    const data = 'data' in rest ? rest.data : format === 8 ? Buffer.from(TEXT) : [await x.intern(TEXT)];
    x.close();
    await owner.own({ offers: { [TEXT]: 'plain' }, raw: { TARGETS: { type, format, data } } });
    await next(1);
    expect(story()).toEqual([expected]);
    await thenAnother();
  });

  test.each([
    ['a text of another type', { type: 'STRING', format: 8, data: Buffer.from('plain') }, 'plain'],
    ['numbers for a text', { type: 'ATOM', format: 32, data: [1, 2, 3] }, '(refused)'],
    ['a text of no bytes', { type: TEXT, format: 8, data: Buffer.alloc(0) }, '(empty)'],
    ['INCR without a size, and nothing after it', { type: 'INCR', format: 32, data: [] }, '(timed-out)'],
    [
      'INCR in bytes, and nothing after it',
      { type: 'INCR', format: 8, data: Buffer.from('x') },
      '(timed-out)',
    ],
  ] as const)('%s', async (_, answer, expected) => {
    await owner.own({ offers: { [TEXT]: 'x' }, raw: { [TEXT]: answer } });
    await next(1);
    expect(story()).toEqual([expected]);
    await thenAnother();
  });
});

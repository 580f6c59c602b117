// What becomes of a paste, judged from who asks: told requests, on a clock of the test's own.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PASTE_TAKEN_MS, TAKEN_QUIET_MS } from '../../../src-shared/limits';
import type { XConnection } from './connection';
import { PasteCheck } from './paste-check';

const CLIPBOARD = 1;
const PRIMARY = 2;
/** Windows of the program that is pasted into, and one of another. */
const TARGET = 0x101;
const ITS_HELPER = 0x102;
const OTHER = 0x201;
const x = { clientOf: (window: number) => window & ~0xff } as XConnection;

function check(has: readonly number[] = [], selections: readonly number[] = [CLIPBOARD]) {
  const made = new PasteCheck(x, TARGET, selections, (client) => has.includes(client));
  let outcome: string | null = null;
  void made.taking.then((taking) => {
    outcome = taking;
  });
  return { made, outcome: () => outcome };
}

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('taken, once the asking has stopped, by whichever of its windows asks', async () => {
  const { made, outcome } = check();
  made.asked(ITS_HELPER, 'offer');
  await pass(TAKEN_QUIET_MS - 1);
  made.asked(ITS_HELPER, 'refused');
  made.asked(ITS_HELPER, 'given');
  await pass(TAKEN_QUIET_MS - 1);
  expect(outcome()).toBeNull();
  await pass(1);
  expect(outcome()).toBe('taken');
});

test('a large content counts when all of it has come, however long that takes', async () => {
  const { made, outcome } = check();
  made.asked(TARGET, 'begun');
  await pass(PASTE_TAKEN_MS * 3);
  expect(outcome()).toBeNull();
  made.asked(TARGET, 'given');
  await pass(TAKEN_QUIET_MS);
  expect(outcome()).toBe('taken');
});

test('a large content that it gives up is refused', async () => {
  const { made, outcome } = check();
  made.asked(TARGET, 'begun');
  await pass(PASTE_TAKEN_MS);
  made.asked(TARGET, 'given-up');
  await pass(TAKEN_QUIET_MS);
  expect(outcome()).toBe('refused');
});

test('what nobody asks for in time was not asked for', async () => {
  const { outcome } = check();
  await pass(PASTE_TAKEN_MS - 1);
  expect(outcome()).toBeNull();
  await pass(1);
  expect(outcome()).toBe('not-asked');
});

test('another program’s asking is its own', async () => {
  const { made, outcome } = check();
  made.asked(OTHER, 'given');
  await pass(PASTE_TAKEN_MS - 1);
  expect(outcome()).toBeNull();
  await pass(1);
  expect(outcome()).toBe('taken-by-another');
});

test('a program that only asks what there is, or for what there is not, refuses', async () => {
  const { made, outcome } = check();
  made.asked(TARGET, 'offer');
  made.asked(TARGET, 'refused');
  made.asked(OTHER, 'given');
  await pass(PASTE_TAKEN_MS);
  expect(outcome()).toBe('refused');
});

test('a program that got it before the keys need not ask again', async () => {
  const { outcome } = check([x.clientOf(TARGET)]);
  await pass(PASTE_TAKEN_MS);
  expect(outcome()).toBe('taken');
});

test('a clipboard that another program takes before it is asked for is replaced; after that it is taken', async () => {
  const before = check();
  before.made.lost(PRIMARY);
  before.made.lost(CLIPBOARD);
  await pass(0);
  expect(before.outcome()).toBe('replaced');
  const after = check();
  after.made.asked(TARGET, 'given');
  after.made.lost(CLIPBOARD);
  await pass(TAKEN_QUIET_MS);
  expect(after.outcome()).toBe('taken');
  const primary = check([], [CLIPBOARD, PRIMARY]);
  primary.made.lost(PRIMARY);
  await pass(0);
  expect(primary.outcome()).toBe('replaced');
});

test('a newer paste ends it', async () => {
  const { made, outcome } = check();
  made.end('unknown');
  made.asked(TARGET, 'given');
  await pass(PASTE_TAKEN_MS);
  expect(outcome()).toBe('unknown');
});

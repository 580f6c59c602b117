// Holding the hotkey's modifiers: when a press means the next clip, and when letting go means a choice.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createHold, type Hold } from './hold-and-cycle';

let held: boolean;
let did: string[];
let hold: Hold;
const time = () => vi.advanceTimersByTimeAsync(1_000);

beforeEach(() => {
  vi.useFakeTimers();
  [held, did] = [true, []];
  hold = createHold({
    modifiersHeld: async () => held,
    next: () => did.push('next'),
    choose: () => did.push('choose'),
  });
});
afterEach(() => vi.useRealTimers());

test('presses while the modifiers are down go on, and letting go chooses, once', async () => {
  hold.opened();
  await time();
  expect([hold.pressed(), hold.pressed()]).toEqual([true, true]);
  await time();
  expect(did).toEqual(['next', 'next']);
  held = false;
  await time();
  await time();
  expect(did).toEqual(['next', 'next', 'choose']);
});

test('letting go without a further press chooses nothing, and the next press is none of ours', async () => {
  hold.opened();
  await time();
  held = false;
  await time();
  expect(hold.pressed()).toBe(false);
  expect(did).toEqual([]);
});

test('modifiers that were up when it opened, or a system that does not tell, hold nothing', async () => {
  held = false;
  hold.opened();
  await time();
  held = true;
  await time();
  expect(hold.pressed()).toBe(false);
  const silent = createHold({
    modifiersHeld: () => Promise.reject(new Error('gone')),
    next: () => did.push('next'),
    choose: () => did.push('choose'),
  });
  silent.opened();
  await time();
  expect(silent.pressed()).toBe(false);
  expect(did).toEqual([]);
});

test('a picker that is closed meanwhile chooses nothing', async () => {
  hold.opened();
  hold.pressed();
  hold.closed();
  held = false;
  await time();
  expect(did).toEqual(['next']);
  expect(hold.pressed()).toBe(false);
});

test('a press before the first answer goes on', () => {
  hold.opened();
  expect(hold.pressed()).toBe(true);
});

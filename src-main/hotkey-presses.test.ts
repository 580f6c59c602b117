// Reports of the hotkey that are presses, and those that are a held key's repeats.
import { beforeEach, expect, test } from 'vitest';
import { KEY_REPEAT_MS, KEY_REPEATS_AFTER_MS } from '../src-shared/limits';
import { createHotkeyPresses, type HotkeyPresses } from './hotkey-presses';

let time: number;
let answers: ((up: boolean) => void)[];
let presses: HotkeyPresses;

beforeEach(() => {
  [time, answers] = [0, []];
  presses = createHotkeyPresses(
    () => new Promise((resolve) => answers.push(resolve)),
    () => time,
  );
});

/** What each report comes to, the first one after `wait` and the others as a held key repeats. */
function reports(count: number, wait = 500): boolean[] {
  return Array.from({ length: count }, (_, n) => {
    time += n === 0 ? wait : 33;
    return presses.reported();
  });
}

test('a held key is one press, however long it repeats', () => {
  expect(reports(1)).toEqual([true]);
  expect(reports(200)).toEqual(Array(200).fill(false));
});

test('once the key was seen up the next report is a press, however soon it comes', async () => {
  reports(1);
  for (const wait of [10, 40, 700]) {
    answers.at(-1)?.(true);
    await Promise.resolve();
    expect(reports(3, wait)).toEqual([true, false, false]);
  }
});

test('where the system does not tell, reports as near as a key repeats are no presses', async () => {
  const held: boolean[] = [];
  const report = async (wait: number) => {
    held.push(...reports(1, wait));
    answers.at(-1)?.(false);
    await Promise.resolve();
  };
  await report(500);
  for (const wait of [33, 33, KEY_REPEAT_MS - 1, KEY_REPEAT_MS]) await report(wait);
  expect(held).toEqual([true, false, false, false, true]);
});

test('a system that fails is one that does not tell', async () => {
  presses = createHotkeyPresses(
    () => Promise.reject(new Error('gone')),
    () => time,
  );
  const got: boolean[] = [];
  for (const wait of [500, 33, 500]) {
    got.push(...reports(1, wait));
    await Promise.resolve();
    await Promise.resolve();
  }
  expect(got).toEqual([true, false, true]);
});

test('one that never answers does not keep the hotkey from working, and its late answer is for no other press', async () => {
  reports(1);
  expect(reports(1, KEY_REPEATS_AFTER_MS - 1)).toEqual([false]);
  expect(reports(1, KEY_REPEATS_AFTER_MS)).toEqual([true]);
  answers[0]?.(true);
  await Promise.resolve();
  expect(reports(1, 33)).toEqual([false]);
});

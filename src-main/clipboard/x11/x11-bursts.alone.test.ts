// Copies right behind each other, each of which is to be had whole.
// Never beside other tests: X11 keeps a copy only with its owner, and where the machine is so busy that a copy is 10 ms old before its
// owner gets to answer, nobody can have it.
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { startDisplay, type TestDisplay } from '../testing/display';
import { WatchedOwners } from '../testing/watched-owners';

let screen: TestDisplay;
let watched: WatchedOwners;

beforeAll(async () => {
  screen = await startDisplay();
});
afterAll(() => screen?.stop());
beforeEach(async () => {
  watched = await WatchedOwners.start(screen);
});
afterEach(() => watched.end());

// A source that misses copies by itself fails all three times.
test('200 copies 10 ms apart: none is missed', { retry: 2 }, async () => {
  const { owner, events } = watched;
  events.length = 0;
  for (let n = 1; n <= 200; n++) {
    owner.ownNow({ offers: { UTF8_STRING: `copy ${n}` } });
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  await watched.next(200);
  expect(watched.story().filter((each) => each === '(superseded)')).toEqual([]);
  expect(events).toHaveLength(200);
});

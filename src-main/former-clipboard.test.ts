// What comes back onto the clipboard after a paste, and what does not.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ClipSummary, NewClip } from '../src-shared/clip';
import { GIVE_BACK_MS } from '../src-shared/limits';
import { createFormerClipboard, type Put } from './former-clipboard';

const clip = (id: number, plain = false): Put => ({ type: 'clip', id, plain });
const newClip = () => ({}) as NewClip;

function setUp() {
  let wanted = true;
  const former = createFormerClipboard(() => wanted);
  const given: Put[] = [];
  const giveBack = vi.fn(async (put: Put) => {
    given.push(put);
    return true;
  });
  let id = 0;
  const result = () => ({ clip: { id } as ClipSummary, isNew: true });
  const store = former.noting({ store: result, storeAsync: async () => result(), storeMany: () => {} });
  /** Another program copies something, which becomes this clip. */
  const copy = (as: number) => {
    former.changed();
    const made = newClip();
    former.copied(made);
    id = as;
    store.store(made);
  };
  /** A clip of the history is put on the clipboard and pasted. */
  const paste = (put: Put) => {
    const before = former.former;
    former.wrote(put);
    return former.owe(before);
  };
  const pay = async (debt: ReturnType<typeof paste>) => {
    const paid = former.pay(debt, giveBack);
    await vi.advanceTimersByTimeAsync(GIVE_BACK_MS);
    await paid;
  };
  const want = (now: boolean) => {
    wanted = now;
  };
  return { former, given, giveBack, store, copy, paste, pay, want };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('the clip that was copied before comes back, and is there for the next paste', async () => {
  const { given, copy, paste, pay } = setUp();
  copy(1);
  await pay(paste(clip(7)));
  expect(given).toEqual([clip(1)]);
  await pay(paste(clip(8)));
  expect(given).toEqual([clip(1), clip(1)]);
});

test('what we had put there comes back too, joined clips among it', async () => {
  const { former, given, paste, pay } = setUp();
  const joined: Put = { type: 'joined', ids: [1, 2], separator: ', ' };
  former.wrote(joined);
  await pay(paste(clip(7)));
  former.wrote(clip(3, true));
  await pay(paste(clip(3)));
  expect(given).toEqual([joined, clip(3, true)]);
});

test('not at once: only after the program has had its time', async () => {
  const { former, giveBack, copy, paste } = setUp();
  copy(1);
  const paid = former.pay(paste(clip(7)), giveBack);
  await vi.advanceTimersByTimeAsync(GIVE_BACK_MS - 1);
  expect(giveBack).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  await paid;
  expect(giveBack).toHaveBeenCalledOnce();
});

test('not where the user does not want it, at the paste or at its end', async () => {
  const { given, copy, paste, pay, want } = setUp();
  copy(1);
  want(false);
  const unwanted = paste(clip(7));
  want(true);
  await pay(unwanted);
  copy(1);
  const wantedNoMore = paste(clip(7));
  want(false);
  await pay(wantedNoMore);
  expect(given).toEqual([]);
});

test('not where the clipboard changed meanwhile, by another program or by us', async () => {
  const { former, given, copy, paste, pay } = setUp();
  copy(1);
  const changed = paste(clip(7));
  former.changed();
  await pay(changed);
  copy(1);
  const overwritten = paste(clip(7));
  former.wrote(clip(8));
  await pay(overwritten);
  expect(given).toEqual([]);
});

test('not what is no clip: what was not read, was a secret, or is not stored yet; nor a cleared clipboard', async () => {
  const { former, given, store, paste, pay, copy } = setUp();
  copy(1);
  // Neither a copy that is skipped nor one that is masked is told to be copied; a clearing is a change and nothing more.
  former.changed();
  await pay(paste(clip(7)));
  former.changed();
  const late = newClip();
  former.copied(late);
  const debt = paste(clip(7));
  await store.storeAsync(late);
  await pay(debt);
  expect(given).toEqual([]);
});

test('a large clip comes back once it is stored', async () => {
  const { former, given, store, paste, pay } = setUp();
  former.changed();
  const large = newClip();
  former.copied(large);
  // What is stored meanwhile is not what was copied.
  store.store(newClip());
  expect(former.former).toBeNull();
  await store.storeAsync(large);
  await pay(paste(clip(7)));
  expect(given).toEqual([clip(0)]);
});

test('two pastes right after each other bring back what was there before both, once', async () => {
  const { given, copy, paste, pay } = setUp();
  copy(1);
  const first = paste(clip(7));
  const second = paste(clip(8));
  await pay(first);
  await pay(second);
  expect(given).toEqual([clip(1)]);
});

test('a paste that was not taken leaves its clip there', async () => {
  const { former, given, copy, paste, pay } = setUp();
  copy(1);
  const debt = paste(clip(7));
  former.forgive(debt);
  await pay(debt);
  expect(given).toEqual([]);
  expect(former.former).toEqual(clip(7));
});

test('pasting what is there already brings nothing back', async () => {
  const { giveBack, copy, paste, pay } = setUp();
  copy(1);
  await pay(paste(clip(1)));
  expect(giveBack).not.toHaveBeenCalled();
});

test('where it could not be given back, what was pasted is what is there', async () => {
  const { former, giveBack, copy, paste, pay } = setUp();
  copy(1);
  giveBack.mockResolvedValueOnce(false);
  await pay(paste(clip(7)));
  expect(former.former).toEqual(clip(7));
});

test('a copy whose verdict comes after we have put something there is not what is there', async () => {
  const { former, given, store, paste, pay } = setUp();
  former.changed();
  paste(clip(7));
  const late = newClip();
  former.copied(late);
  store.store(late);
  await pay(paste(clip(8)));
  expect(given).toEqual([clip(7)]);
});

// Several clips at once, and the former clipboard: against ports that record what was asked of them.

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { said } from '../src-shared/i18n/said';
import { GIVE_BACK_MS, MAX_TEXT_BYTES } from '../src-shared/limits';
import type { Taking } from './clipboard/port';
import type { Put } from './former-clipboard';
import { clip, payloads, setUp, summary, textOf } from './testing/actions-world';

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

test('joined: the texts in the given order with the separator, pasted or copied, and nothing stored', async () => {
  const { actions, parts, calls, written } = setUp();
  await actions.show();
  expect(await actions.pasteJoined([8, 7])).toEqual({ pasted: true });
  expect(textOf(written[0])).toEqual([['text/plain', 'zwei ☃, rich']]);
  expect(calls).toEqual(['show', 'write', 'use', 'use', 'hide', 'paste']);
  // The first one picked stands on top afterwards.
  expect(parts.store.use.mock.calls).toEqual([[7], [8]]);
  expect(parts.store.storeAsync).not.toHaveBeenCalled();
  await actions.copyJoined([7, 7]);
  expect(textOf(written[1])).toEqual([['text/plain', 'rich, rich']]);
});

test('a clip without text, or that is gone, is not joined: nothing is written and the picker stays', async () => {
  const { actions, calls } = setUp();
  await actions.show();
  await expect(actions.pasteJoined([7, 9])).rejects.toMatchObject({ code: 'bad-request' });
  await expect(actions.pasteJoined([7, 88])).rejects.toMatchObject({ code: 'no-such-clip' });
  expect(calls).toEqual(['show']);
});

test('texts that are too long together are not joined', async () => {
  const { actions, parts, calls } = setUp();
  const long = Buffer.alloc(MAX_TEXT_BYTES / 2);
  parts.store.readPayload = async () => long;
  await actions.show();
  await expect(actions.pasteJoined([7, 8])).rejects.toMatchObject({ code: 'bad-request' });
  expect(calls).toEqual(['show']);
});

test('queued: the first goes onto the clipboard with all its formats, each paste brings the next', async () => {
  const { actions, calls, written, queued } = setUp();
  await actions.show();
  await actions.queue([7, 8, 9]);
  expect(calls).toEqual(['show', 'write', 'use', 'hide']);
  expect(written.at(-1)).toEqual(payloads);
  actions.taken();
  await vi.waitFor(() => expect(actions.queued?.behind).toBe(1));
  actions.taken();
  await vi.waitFor(() => expect(actions.queued?.behind).toBe(0));
  expect(textOf(written[2])).toEqual([['image/png', 'pixels']]);
  actions.taken();
  await vi.waitFor(() => expect(actions.queued).toBeNull());
  expect(queued).toEqual([[7, 2], [8, 1], [9, 0], null]);
});

test('pasting the queued clip by hand keeps the queue; anything else put on the clipboard ends it', async () => {
  const { actions } = setUp();
  await actions.queue([7, 8]);
  await actions.show();
  await actions.paste(7, false);
  expect(actions.queued).not.toBeNull();
  await actions.copy(9);
  expect(actions.queued).toBeNull();
  await actions.queue([7, 8]);
  await actions.copyJoined([7, 8]);
  expect(actions.queued).toBeNull();
  await actions.queue([7, 8]);
  actions.endQueue();
  expect(actions.queued).toBeNull();
});

test('where pastes are not noticed nothing can be queued, and the picker stays to say so', async () => {
  const { actions, calls } = setUp({ noticesPastes: false });
  await actions.show();
  await expect(actions.queue([7, 8])).rejects.toMatchObject({ code: 'not-possible-here' });
  expect(calls).toEqual(['show']);
});

test.each([
  ['taken', null],
  ['taken-by-another', null],
  ['unknown', null],
  ['refused', 'takes nothing'],
  ['not-asked', 'has not asked'],
  ['replaced', 'Another program copied'],
] as const)('a paste that is %s is told of so: %j', async (taking, line) => {
  const { actions, parts, notices } = setUp();
  parts.paste.taken.mockResolvedValue(taking);
  await actions.show();
  // The picker does not wait for it.
  expect(await actions.paste(7, false)).toEqual({ pasted: true });
  await vi.advanceTimersByTimeAsync(0);
  expect(notices).toHaveLength(line === null ? 0 : 1);
  if (line !== null) expect(notices[0]).toContain(line);
  expect(parts.paste.paste).toHaveBeenCalledOnce();
});

test('the former clipboard comes back with all its formats, is no use of its clip, and not after copying only', async () => {
  const { actions, parts, calls } = setUp({ restore: true });
  parts.clipboardBefore.wrote({ type: 'clip', id: 7, plain: false });
  await actions.show();
  await actions.paste(8, false);
  await vi.advanceTimersByTimeAsync(GIVE_BACK_MS);
  expect(parts.paste.giveBack.mock.calls).toEqual([[payloads]]);
  expect(parts.store.use.mock.calls).toEqual([[8]]);
  await actions.show();
  await actions.copy(9);
  await vi.advanceTimersByTimeAsync(GIVE_BACK_MS);
  expect(parts.paste.giveBack).toHaveBeenCalledOnce();
  expect(calls.filter((call) => call === 'write')).toHaveLength(2);
});

test('a former clip that is gone by now, or a secret, does not come back; nor one after a paste that was not taken', async () => {
  const { actions, parts, notices } = setUp({ restore: true });
  const pasteOver = async (put: Put, taking: Taking = 'taken') => {
    parts.clipboardBefore.wrote(put);
    parts.paste.taken.mockResolvedValueOnce(taking);
    await actions.show();
    await actions.paste(8, false);
    await vi.advanceTimersByTimeAsync(GIVE_BACK_MS);
  };
  await pasteOver({ type: 'clip', id: 88, plain: false });
  await pasteOver({ type: 'joined', ids: [7, 88], separator: ' ' });
  await pasteOver({ type: 'clip', id: 7, plain: false }, 'unknown');
  const read = parts.store.read;
  parts.store.read = async (id) => (id === 7 ? { ...clip, summary: { ...summary, masked: true } } : read(id));
  await pasteOver({ type: 'clip', id: 7, plain: false });
  expect(parts.paste.giveBack).not.toHaveBeenCalled();
  expect(notices).toEqual([]);
  parts.store.read = read;
  await pasteOver({ type: 'joined', ids: [7, 8], separator: ' + ' });
  expect(textOf(parts.paste.giveBack.mock.calls[0]?.[0])).toEqual([['text/plain', 'rich + zwei ☃']]);
});

test('of a queue the former clipboard comes back once, after its last clip', async () => {
  const { actions, parts } = setUp({ restore: true });
  parts.clipboardBefore.wrote({ type: 'clip', id: 9, plain: false });
  await actions.queue([7, 8]);
  await actions.show();
  // By the picker or by hand: both are pastes of the queue.
  await actions.paste(7, false);
  actions.taken();
  await vi.advanceTimersByTimeAsync(GIVE_BACK_MS);
  expect(actions.queued?.next.id).toBe(8);
  expect(parts.paste.giveBack).not.toHaveBeenCalled();
  actions.taken();
  await vi.advanceTimersByTimeAsync(GIVE_BACK_MS);
  expect(textOf(parts.paste.giveBack.mock.calls[0]?.[0])).toEqual([['image/png', 'pixels']]);
  expect(parts.paste.giveBack).toHaveBeenCalledOnce();
});

test('a paste that was not done says why, and only where it is true that the clip is on the clipboard', async () => {
  const { actions, parts, notices } = setUp({ restore: true });
  parts.clipboardBefore.wrote({ type: 'clip', id: 7, plain: false });
  for (const result of [
    { pasted: false, why: said('windowGone') },
    { pasted: false, why: said('clipboardReplaced'), replaced: true },
  ] as const) {
    parts.paste.paste.mockResolvedValueOnce(result);
    await actions.show();
    expect(await actions.paste(8, false)).toEqual({ pasted: false });
  }
  expect(notices).toEqual([
    'The clip is on the clipboard but was not pasted: the window has gone.',
    'The clip was not pasted: another program has put something else on the clipboard.',
  ]);
  await vi.advanceTimersByTimeAsync(GIVE_BACK_MS);
  expect(parts.paste.taken).not.toHaveBeenCalled();
  expect(parts.paste.giveBack).not.toHaveBeenCalled();
});

// What a user can do, against ports that record what was asked of them.

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Clip, ClipFormat, ClipSummary, NewClip } from '../src-shared/clip';
import { ClipsteadError } from '../src-shared/errors';
import { inEnglish } from '../src-shared/i18n/english';
import { type Said, said } from '../src-shared/i18n/said';
import { GIVE_BACK_MS, MAX_TEXT_BYTES } from '../src-shared/limits';
import { type ActionParts, createActions } from './actions';
import type { Taking } from './clipboard/port';
import { createFormerClipboard, type Put } from './former-clipboard';
import type { PasteResult, PasteTarget } from './paste/port';

const summary: ClipSummary = {
  id: 7,
  kind: 'text',
  preview: 'rich',
  size: 9,
  createdAt: 1,
  lastUsed: 1,
  order: 1_000,
  pinned: false,
  sourceApp: null,
  formats: ['text/plain', 'text/html'],
};
const payloads: readonly ClipFormat[] = [
  { mime: 'text/plain', bytes: Buffer.from('rich') },
  { mime: 'text/html', bytes: Buffer.from('<b>rich</b>') },
];
const clip: Clip = { summary, payloads };
const others: readonly Clip[] = [
  { summary: { ...summary, id: 8 }, payloads: [{ mime: 'text/plain', bytes: Buffer.from('zwei ☃') }] },
  { summary: { ...summary, id: 9 }, payloads: [{ mime: 'image/png', bytes: Buffer.from('pixels') }] },
];
const clips = new Map([clip, ...others].map((one) => [one.summary.id, one]));
const window: PasteTarget = { window: 42, app: 'Gedit' };

function setUp(
  change: {
    target?: PasteTarget | null;
    trouble?: string | null;
    noticesPastes?: boolean;
    held?: boolean;
    restore?: boolean;
  } = {},
) {
  const calls: string[] = [];
  const written: (readonly ClipFormat[])[] = [];
  const notices: string[] = [];
  const queued: unknown[] = [];
  let visible = false;
  const store = {
    read: async (id: number): Promise<Clip | null> => clips.get(id) ?? null,
    use: vi.fn((_id: number) => {
      calls.push('use');
      return summary;
    }),
    readPayload: async (id: number, mime?: string): Promise<Uint8Array | null> =>
      clips.get(id)?.payloads.find((p) => mime === undefined || p.mime === mime)?.bytes ?? null,
    deleteMany: vi.fn(async () => {}),
    restoreMany: vi.fn(async () => {}),
    storeAsync: vi.fn(async (_clip: NewClip) => ({ clip: summary, isNew: true })),
    setPinned: vi.fn(),
  };
  const paste = {
    trouble: change.trouble ?? null,
    modifiersHeld: vi.fn(async () => change.held === true),
    keyLifted: vi.fn(async (_accelerator: string) => true),
    currentTarget: vi.fn(async () => (change.target === undefined ? window : change.target)),
    paste: vi.fn(async (): Promise<PasteResult> => {
      calls.push('paste');
      return { pasted: true };
    }),
    taken: vi.fn(async (): Promise<Taking> => 'taken'),
    giveBack: vi.fn(async (_formats: readonly ClipFormat[]) => true),
  };
  const parts = {
    store,
    transfers: { exportTo: vi.fn(), importFrom: vi.fn() },
    stats: vi.fn(),
    clipboard: {
      noticesPastes: change.noticesPastes ?? true,
      write: async (formats: readonly ClipFormat[]) => {
        calls.push('write');
        written.push(formats);
      },
    },
    paste,
    picker: {
      get visible() {
        return visible;
      },
      send: (channel: string) => calls.push(channel),
      show: () => {
        calls.push('show');
        visible = true;
      },
      hide: () => {
        calls.push('hide');
        visible = false;
      },
    },
    newClipFromText: () => ({}) as NewClip,
    notify: (message: Said) => notices.push(inEnglish(message)),
    separator: () => ', ',
    hotkey: 'Ctrl+Shift+V',
    clipboardBefore: createFormerClipboard(() => change.restore === true),
    onShow: vi.fn(),
    onQueue: () => queued.push(actions.queued && [actions.queued.next.id, actions.queued.behind]),
  };
  const actions = createActions(parts as unknown as ActionParts);
  return { actions, parts, calls, written, notices, queued };
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

test('paste: the clipboard first, then the window is hidden, then the keys, into the window before the picker', async () => {
  const { actions, parts, calls, written } = setUp();
  await actions.show();
  expect(await actions.paste(7, false)).toEqual({ pasted: true });
  expect(calls).toEqual(['show', 'write', 'use', 'hide', 'paste']);
  expect(written).toEqual([payloads]);
  expect(parts.paste.paste).toHaveBeenCalledWith(window);
});

test('each opening is told before it, and a second call while it is open is none', async () => {
  const { actions, parts, calls } = setUp();
  parts.onShow.mockImplementation(() => calls.push('told'));
  await actions.show();
  await actions.show();
  expect(calls).toEqual(['told', 'show', 'show']);
});

test('plain paste offers the text alone', async () => {
  const { actions, written } = setUp();
  await actions.show();
  await actions.paste(7, true);
  expect(written).toEqual([[payloads[0]]]);
});

test('where nothing can be pasted the clip is on the clipboard, and the user is told why once', async () => {
  const noWindow = setUp({ target: null });
  await noWindow.actions.show();
  expect(await noWindow.actions.paste(7, false)).toEqual({ pasted: false });
  expect(noWindow.calls).toEqual(['show', 'write', 'use', 'hide']);
  expect(noWindow.notices).toHaveLength(1);
  // The picker says it all the time there; a notice each time would be noise.
  const notHere = setUp({ trouble: 'not built' });
  await notHere.actions.show();
  expect(await notHere.actions.paste(7, false)).toEqual({ pasted: false });
  expect(notHere.notices).toEqual([]);
});

test('a clip that is gone is a typed error, and the picker stays open', async () => {
  const { actions, calls } = setUp();
  await actions.show();
  await expect(actions.paste(88, false)).rejects.toMatchObject({ code: 'no-such-clip' });
  expect(calls).toEqual(['show']);
});

test('a history that cannot be written does not stand in the way of a paste', async () => {
  const { actions, parts, calls, notices } = setUp();
  parts.store.use.mockImplementation(() => {
    throw new ClipsteadError('storage-failed', 'The disk is full.');
  });
  await actions.show();
  expect(await actions.paste(7, false)).toEqual({ pasted: true });
  expect(calls).toEqual(['show', 'write', 'hide', 'paste']);
  expect(notices).toHaveLength(1);
});

test('a platform that does not say which window has the focus does not keep the picker from opening', async () => {
  const { actions, parts, calls } = setUp();
  parts.paste.currentTarget.mockReturnValue(new Promise(() => {}));
  const shown = actions.show();
  await vi.advanceTimersByTimeAsync(200);
  await shown;
  expect(calls).toEqual(['show']);
});

test('toggle opens and closes', async () => {
  const { actions, calls } = setUp();
  await actions.toggle();
  await actions.toggle();
  expect(calls).toEqual(['show', 'hide']);
});

test('the hotkey opens and closes; held, it goes on and letting go pastes', async () => {
  const pressed = setUp();
  await pressed.actions.hotkey();
  await vi.advanceTimersByTimeAsync(500);
  await pressed.actions.hotkey();
  expect(pressed.calls).toEqual(['show', 'hide']);

  const held = setUp({ held: true });
  await held.actions.hotkey();
  await vi.advanceTimersByTimeAsync(500);
  await held.actions.hotkey();
  await held.actions.hotkey();
  held.parts.paste.modifiersHeld.mockResolvedValue(false);
  await vi.advanceTimersByTimeAsync(500);
  expect(held.calls).toEqual(['show', 'picker:next', 'picker:next', 'picker:choose']);
  // Closed by whoever else, letting go means nothing any more.
  await held.actions.paste(7, false);
  held.parts.paste.modifiersHeld.mockResolvedValue(true);
  await held.actions.hotkey();
  await held.actions.hotkey();
  held.actions.hide();
  held.parts.paste.modifiersHeld.mockResolvedValue(false);
  await vi.advanceTimersByTimeAsync(500);
  expect(held.calls.filter((call) => call === 'picker:choose')).toHaveLength(1);
});

test('a hotkey that is held is one press, to open and to go on: its repeats choose nothing', async () => {
  const { actions, parts, calls } = setUp({ held: true });
  const lifts: (() => void)[] = [];
  parts.paste.keyLifted.mockImplementation(() => new Promise((resolve) => lifts.push(() => resolve(true))));
  const hold = async () => {
    await actions.hotkey();
    await vi.advanceTimersByTimeAsync(500);
    for (let n = 0; n < 30; n++) {
      await actions.hotkey();
      await vi.advanceTimersByTimeAsync(33);
    }
    lifts.pop()?.();
    await vi.advanceTimersByTimeAsync(0);
  };
  await hold();
  expect(calls).toEqual(['show']);
  expect(parts.paste.keyLifted).toHaveBeenCalledWith('Ctrl+Shift+V');
  await hold();
  expect(calls).toEqual(['show', 'picker:next']);
  // Without the second press, letting go would choose nothing.
  actions.hide();
  await hold();
  parts.paste.modifiersHeld.mockResolvedValue(false);
  await vi.advanceTimersByTimeAsync(500);
  expect(calls).toEqual(['show', 'picker:next', 'hide', 'show']);
});

test('a bounced Enter pastes once', async () => {
  const { actions, calls } = setUp();
  await actions.show();
  const [first, second] = await Promise.all([actions.paste(7, false), actions.paste(7, false)]);
  expect([first, second]).toEqual([{ pasted: true }, { pasted: false }]);
  expect(await actions.paste(7, false)).toEqual({ pasted: false });
  expect(calls).toEqual(['show', 'write', 'use', 'hide', 'paste']);
});

test.each([
  ['closes the picker', ({ actions }) => actions.hide(), ['hide']],
  // The window hides itself where it loses the focus.
  ['goes to another window', ({ parts }) => parts.picker.hide(), ['hide']],
  [
    'opens the picker anew',
    async ({ actions }) => {
      actions.hide();
      await actions.show();
    },
    ['hide', 'show'],
  ],
] as const satisfies readonly (readonly [
  string,
  (set: ReturnType<typeof setUp>) => unknown,
  readonly string[],
])[])('a user who %s while a clip is read has it copied, and nothing pasted', async (_, leave, left) => {
  const set = setUp({ restore: true });
  const { actions, parts, calls, written, notices } = set;
  parts.clipboardBefore.wrote({ type: 'clip', id: 8, plain: false });
  let read = () => {};
  parts.store.read = () =>
    new Promise((resolve) => {
      read = () => resolve(clip);
    });
  await actions.show();
  const pasted = actions.paste(7, false);
  await leave(set);
  read();
  expect(await pasted).toEqual({ pasted: false });
  expect(written).toEqual([payloads]);
  expect(calls).toEqual(['show', ...left, 'write', 'use']);
  expect(notices).toEqual([
    'The clip is on the clipboard but was not pasted: the picker was closed before the clip was ready.',
  ]);
  await vi.advanceTimersByTimeAsync(GIVE_BACK_MS);
  expect(parts.paste.paste).not.toHaveBeenCalled();
  expect(parts.paste.giveBack).not.toHaveBeenCalled();
});

test('hide and toggle end a show that is still under way', async () => {
  const hidden = setUp();
  const showing = hidden.actions.show();
  hidden.actions.hide();
  await showing;
  expect(hidden.calls).toEqual(['hide']);
  const toggled = setUp();
  await Promise.all([toggled.actions.toggle(), toggled.actions.toggle()]);
  expect(toggled.calls).toEqual(['hide']);
  await toggled.actions.toggle();
  expect(toggled.calls).toEqual(['hide', 'show']);
});

test('deleting and bringing back are the history’s, which keeps deleted clips for their time', async () => {
  const { actions, parts } = setUp();
  await actions.delete([7]);
  expect(parts.store.deleteMany).toHaveBeenCalledWith([7]);
  await actions.undoDelete([7]);
  expect(parts.store.restoreMany).toHaveBeenCalledWith([7]);
});

test('adding nothing is refused; payloads come by format', async () => {
  const { actions } = setUp();
  await expect(actions.add(new Uint8Array())).rejects.toThrow(ClipsteadError);
  expect(await actions.add(Buffer.from('x'))).toEqual({ id: 7, isNew: true });
  expect(Buffer.from(await actions.payload(7, 'text/html')).toString()).toBe('<b>rich</b>');
  await expect(actions.payload(7, 'image/png')).rejects.toThrow(ClipsteadError);
  await expect(actions.payload(88)).rejects.toThrow(ClipsteadError);
});

const textOf = (formats: readonly ClipFormat[] | undefined) =>
  formats?.map(({ mime, bytes }) => [mime, Buffer.from(bytes).toString()]);

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

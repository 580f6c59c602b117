// What a user can do, against ports that record what was asked of them.

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ClipsteadError } from '../src-shared/errors';
import { GIVE_BACK_MS } from '../src-shared/limits';
import { clip, payloads, setUp, window } from './testing/actions-world';

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

/** A history that is not free until `end`. */
function held(parts: ReturnType<typeof setUp>['parts']) {
  const ends: (() => void)[] = [];
  parts.free.mockImplementation(() => new Promise<void>((resolve) => ends.push(resolve)));
  return () => {
    parts.free.mockReturnValue(null);
    for (const end of ends) end();
  };
}

test('a paste does not wait for the history to be free; its answer and the use do', async () => {
  const { actions, parts, calls } = setUp();
  const end = held(parts);
  await actions.show();
  const pasted = actions.paste(7, false).finally(() => calls.push('answered'));
  await vi.advanceTimersByTimeAsync(1_000);
  expect(calls).toEqual(['show', 'write', 'hide', 'paste']);
  end();
  expect(await pasted).toEqual({ pasted: true });
  expect(calls.slice(4)).toEqual(['use', 'answered']);
});

test('nor does a queue: no paste of it is lost', async () => {
  const { actions, parts, calls, queued } = setUp();
  const end = held(parts);
  await actions.show();
  const started = actions.queue([7, 8, 9]);
  await vi.advanceTimersByTimeAsync(1);
  actions.taken();
  await vi.advanceTimersByTimeAsync(1);
  actions.taken();
  await vi.advanceTimersByTimeAsync(1);
  expect(queued).toEqual([
    [7, 2],
    [8, 1],
    [9, 0],
  ]);
  expect(calls).toEqual(['show', 'write', 'hide', 'write', 'write']);
  end();
  await started;
  expect(parts.store.use.mock.calls).toEqual([[7], [8], [9]]);
});

test('a use that cannot be noted then is told once, and spoils no later answer', async () => {
  const { actions, parts, notices } = setUp();
  parts.store.use.mockImplementation(() => {
    throw new ClipsteadError('storage-failed', 'The disk is full.');
  });
  const end = held(parts);
  await actions.show();
  const pasted = actions.paste(7, false);
  await vi.advanceTimersByTimeAsync(1);
  end();
  expect(await pasted).toEqual({ pasted: true });
  expect(notices).toHaveLength(1);

  const { notify } = parts;
  const endAgain = held(parts);
  parts.notify = () => {
    throw new Error('no notices here');
  };
  const copied = actions.copy(7);
  await vi.advanceTimersByTimeAsync(1);
  endAgain();
  await copied;
  parts.notify = notify;
  await actions.copy(7);
});

test('pins wait for it, and so does the answer to a copy', async () => {
  const { actions, parts } = setUp();
  const end = held(parts);
  const { store } = parts;
  const writes = [store.use, store.togglePinned, store.setPinned];
  const all = [actions.copy(7), actions.togglePinned([7]), actions.setPinned(7, true)];
  const answered = vi.fn();
  for (const one of all) void one.then(answered);
  await vi.advanceTimersByTimeAsync(1_000);
  expect([...writes, answered].map((write) => write.mock.calls.length)).toEqual([0, 0, 0, 0]);
  end();
  await Promise.all(all);
  expect(writes.map((write) => write.mock.calls.length)).toEqual([1, 1, 1]);
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

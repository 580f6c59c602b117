// What a user can do, against ports that record what was asked of them.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Clip, ClipFormat, ClipSummary, NewClip } from '../src-shared/clip';
import { ClipsteadError } from '../src-shared/errors';
import { type ActionParts, createActions } from './actions';
import type { PasteTarget } from './paste/port';

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
const window: PasteTarget = { window: 42, app: 'Gedit' };

function setUp(change: { target?: PasteTarget | null; trouble?: string | null } = {}) {
  const calls: string[] = [];
  const written: (readonly ClipFormat[])[] = [];
  const notices: string[] = [];
  let visible = false;
  const store = {
    read: async (id: number) => (id === 7 ? clip : null),
    use: vi.fn(() => {
      calls.push('use');
      return summary;
    }),
    readPayload: async (id: number, mime?: string) =>
      id === 7 ? (payloads.find((p) => mime === undefined || p.mime === mime)?.bytes ?? null) : null,
    delete: vi.fn(),
    restore: vi.fn(() => summary),
    storeAsync: vi.fn(async (_clip: NewClip) => ({ clip: summary, isNew: true })),
    setPinned: vi.fn(),
  };
  const paste = {
    trouble: change.trouble ?? null,
    currentTarget: vi.fn(async () => (change.target === undefined ? window : change.target)),
    paste: vi.fn(async () => {
      calls.push('paste');
      return { pasted: true } as const;
    }),
  };
  const parts = {
    store,
    transfers: { exportTo: vi.fn(), importFrom: vi.fn() },
    stats: vi.fn(),
    clipboard: {
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
    notify: (text: string) => notices.push(text),
  };
  return { actions: createActions(parts as unknown as ActionParts), parts, calls, written, notices };
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
  await expect(actions.paste(8, false)).rejects.toMatchObject({ code: 'no-such-clip' });
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

test('a bounced Enter pastes once', async () => {
  const { actions, calls } = setUp();
  await actions.show();
  const [first, second] = await Promise.all([actions.paste(7, false), actions.paste(7, false)]);
  expect([first, second]).toEqual([{ pasted: true }, { pasted: false }]);
  expect(await actions.paste(7, false)).toEqual({ pasted: false });
  expect(calls).toEqual(['show', 'write', 'use', 'hide', 'paste']);
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

test('deleting and bringing back are the history’s, which keeps deleted clips for their time', () => {
  const { actions, parts } = setUp();
  actions.delete([7]);
  expect(parts.store.delete).toHaveBeenCalledWith([7]);
  expect(actions.undoDelete(7)).toBe(summary);
  expect(parts.store.restore).toHaveBeenCalledWith(7);
});

test('adding nothing is refused; payloads come by format', async () => {
  const { actions } = setUp();
  await expect(actions.add(new Uint8Array())).rejects.toThrow(ClipsteadError);
  expect(await actions.add(Buffer.from('x'))).toEqual({ id: 7, isNew: true });
  expect(Buffer.from(await actions.payload(7, 'text/html')).toString()).toBe('<b>rich</b>');
  await expect(actions.payload(7, 'image/png')).rejects.toThrow(ClipsteadError);
  await expect(actions.payload(8)).rejects.toThrow(ClipsteadError);
});

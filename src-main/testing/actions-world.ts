// createActions() over ports that record what was asked of them.

import { vi } from 'vitest';
import type { Clip, ClipFormat, ClipSummary, NewClip } from '../../src-shared/clip';
import { inEnglish } from '../../src-shared/i18n/english';
import type { Said } from '../../src-shared/i18n/said';
import { type ActionParts, createActions } from '../actions';
import type { Taking } from '../clipboard/port';
import { createFormerClipboard } from '../former-clipboard';
import type { PasteResult, PasteTarget } from '../paste/port';

export const summary: ClipSummary = {
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
export const payloads: readonly ClipFormat[] = [
  { mime: 'text/plain', bytes: Buffer.from('rich') },
  { mime: 'text/html', bytes: Buffer.from('<b>rich</b>') },
];
export const clip: Clip = { summary, payloads };
const others: readonly Clip[] = [
  { summary: { ...summary, id: 8 }, payloads: [{ mime: 'text/plain', bytes: Buffer.from('zwei ☃') }] },
  { summary: { ...summary, id: 9 }, payloads: [{ mime: 'image/png', bytes: Buffer.from('pixels') }] },
];
const clips = new Map([clip, ...others].map((one) => [one.summary.id, one]));
export const window: PasteTarget = { window: 42, app: 'Gedit' };

export function setUp(
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
    togglePinned: vi.fn(),
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
    free: vi.fn((): Promise<void> | null => null),
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
    pending: () => false,
    onQueue: () => queued.push(actions.queued && [actions.queued.next.id, actions.queued.behind]),
  };
  const actions = createActions(parts as unknown as ActionParts);
  return { actions, parts, calls, written, notices, queued };
}

/** What stood on the clipboard: each format with its text. */
export const textOf = (formats: readonly ClipFormat[] | undefined) =>
  formats?.map(({ mime, bytes }) => [mime, Buffer.from(bytes).toString()]);

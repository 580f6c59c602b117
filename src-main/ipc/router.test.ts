// The router against the whole contract: every channel refuses strangers and garbage, and passes what fits.

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PUSH_CHANNELS, REQUEST_CHANNELS } from '../../src-shared/channels';
import { ClipsteadError } from '../../src-shared/errors';
import { inEnglish } from '../../src-shared/i18n/english';
import { pushes, type RequestChannel, requests } from '../../src-shared/ipc-contract';
import { createRouter, type Handlers, type Sender } from './router';

const ours: Sender = { knownWindow: true, mainFrame: true, url: 'app://clipstead/index.html' };
const isOurUrl = (url: string) => url.startsWith('app://clipstead/');
const channels = Object.keys(requests) as RequestChannel[];

const good: { [C in RequestChannel]: unknown } = {
  'history:page': { query: 'a', after: null, limit: 50 },
  'history:snippets': { query: 'a', ids: [1] },
  'history:first-page': null,
  'clip:paste': { id: 1, plain: false },
  'clip:copy': { id: 1 },
  'clip:join': { ids: [1, 2], paste: true },
  'clip:queue': { ids: [1, 2] },
  'clip:end-queue': null,
  'clip:delete': { ids: [1] },
  'clip:undo-delete': { ids: [1] },
  'clip:toggle-pinned': { ids: [1] },
  'settings:next-separator': null,
  'clip:preview': { id: 1, reveal: false },
  'clip:text': { id: 1 },
  'clip:save-edited': { id: 1, text: 'a' },
  'clip:split-lines': { id: 1 },
  'clip:open-link': { id: 1 },
  'clip:reveal-file': { id: 1, index: 0 },
  'clip:save-file': { id: 1 },
  'text:paste': { from: 1, text: 'a' },
  'text:copy': { from: 1, text: 'a' },
  'capture:set-paused': { paused: true },
  'capture:take-next': null,
  'app:status': null,
  'picker:hide': null,
};

function routerWith(handler: (channel: string, payload: unknown) => unknown) {
  const handlers = Object.fromEntries(
    channels.map((channel) => [channel, (payload: unknown) => handler(channel, payload)]),
  ) as unknown as Handlers;
  return createRouter(handlers, isOurUrl, inEnglish);
}

let stderr: ReturnType<typeof vi.spyOn>;
beforeEach(() => {
  stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
});
afterEach(() => {
  stderr.mockRestore();
});

test('the names that the preload knows are the contract’s', () => {
  expect([...REQUEST_CHANNELS].sort()).toEqual([...channels].sort());
  expect([...PUSH_CHANNELS].sort()).toEqual(Object.keys(pushes).sort());
});

test.each(channels)('%s: a good payload from our page reaches its handler', async (channel) => {
  const seen = vi.fn().mockReturnValue('answer');
  const reply = await routerWith(seen)(channel, good[channel], ours);
  expect(reply).toEqual({ ok: true, value: 'answer' });
  expect(seen).toHaveBeenCalledWith(channel, good[channel]);
});

const strangers: readonly Sender[] = [
  { ...ours, knownWindow: false },
  { ...ours, mainFrame: false },
  { ...ours, url: 'https://example.com/' },
  { ...ours, url: 'app://other/index.html' },
  { ...ours, url: '' },
];

test.each(channels)('%s: strangers are refused with a typed error', async (channel) => {
  const seen = vi.fn();
  for (const stranger of strangers) {
    const reply = await routerWith(seen)(channel, good[channel], stranger);
    expect(reply).toMatchObject({ ok: false, error: { code: 'refused' } });
  }
  expect(seen).not.toHaveBeenCalled();
});

const garbage: readonly unknown[] = [
  undefined,
  0,
  '',
  [],
  { id: '1' },
  { id: 0 },
  { id: 1.5 },
  { id: -1 },
  { id: Number.NaN },
  { id: 2 ** 60 },
  { query: 7, after: null, limit: 1 },
  { query: 'x'.repeat(1_001), after: null, limit: 1 },
  { query: '', after: -1, limit: 1 },
  { query: '', after: null, limit: 0 },
  { query: '', after: null, limit: 100_000 },
  { paused: 'yes' },
];

test.each(channels)(
  '%s: garbage is refused with a typed error and not quoted in the log',
  async (channel) => {
    const seen = vi.fn();
    for (const payload of garbage) {
      const reply = await routerWith(seen)(channel, payload, ours);
      expect(reply).toMatchObject({ ok: false, error: { code: 'bad-request' } });
    }
    expect(seen).not.toHaveBeenCalled();
    expect(JSON.stringify(stderr.mock.calls)).not.toContain('xxx');
  },
);

test.each(['toString', '__proto__', 'constructor', 'no:such'])('there is no channel %s', async (channel) => {
  const reply = await routerWith(vi.fn())(channel as RequestChannel, null, ours);
  expect(reply).toMatchObject({ ok: false, error: { code: 'bad-request' } });
});

test('a typed error crosses as it is; any other one without its words', async () => {
  const typed = routerWith(() => {
    throw new ClipsteadError('no-such-clip', 'There is no clip 7.');
  });
  expect(await typed('clip:copy', { id: 7 }, ours)).toEqual({
    ok: false,
    error: { code: 'no-such-clip', message: 'There is no clip 7.' },
  });
  const other = routerWith(() => {
    throw new Error('hunter2');
  });
  const reply = await other('clip:copy', { id: 7 }, ours);
  expect(reply).toMatchObject({ ok: false, error: { code: 'internal' } });
  expect(JSON.stringify([reply, stderr.mock.calls])).not.toContain('hunter2');
});

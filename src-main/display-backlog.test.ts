// What waits between the worker and a main thread that is held up: bounded, counted, and said.
import { expect, test } from 'vitest';
import { said } from '../src-shared/i18n/said';
import { MAX_QUEUED_EVENTS, MAX_WAITING_BYTES } from '../src-shared/limits';
import type { ClipboardEvent } from './clipboard/port';
import { Backlog, countHandled, handledCount } from './display-backlog';

const SHARE = 16;
const large = new Uint8Array(MAX_WAITING_BYTES / SHARE);

const copy = (bytes: Uint8Array): ClipboardEvent => ({
  type: 'content',
  formats: [{ mime: 'text/plain', bytes, sha256: new Uint8Array(32) }],
  report: [{ mime: 'text/plain', outcome: 'kept', bytes: bytes.length }],
  offered: { names: ['UTF8_STRING'], count: 1 },
  sourceApp: 'gedit',
  at: 7,
  readMs: 1,
});

test('what fits is sent as it is; what does not is told without its content, and what comes after main has caught up is sent', () => {
  const handled = handledCount();
  const backlog = new Backlog(handled);
  for (let n = 0; n < SHARE; n++) expect(backlog.admit(copy(large))).toMatchObject({ type: 'content' });
  expect(backlog.admit(copy(new Uint8Array(1)))).toEqual({
    type: 'skipped',
    reason: 'overflow',
    report: [{ mime: 'text/plain', outcome: 'kept', bytes: 1 }],
    offered: { names: ['UTF8_STRING'], count: 1 },
    sourceApp: 'gedit',
    at: 7,
  });
  countHandled(handled);
  expect(backlog.admit(copy(large))).toMatchObject({ type: 'content' });
  expect(backlog.admit(copy(new Uint8Array(1)))).toMatchObject({ reason: 'overflow' });
  // All of them, those without content too.
  for (let n = 0; n < SHARE + 2; n++) countHandled(handled);
  for (let n = 0; n < SHARE; n++) expect(backlog.admit(copy(large))).toMatchObject({ type: 'content' });
  expect(backlog.admit(copy(large))).toMatchObject({ reason: 'overflow' });
});

test('many small ones are bounded by their number, and news of the source always comes through', () => {
  const handled = handledCount();
  const backlog = new Backlog(handled);
  const small = copy(new Uint8Array(1));
  for (let n = 0; n < MAX_QUEUED_EVENTS; n++) expect(backlog.admit(small)).toBe(small);
  expect(backlog.admit(small)).toMatchObject({ reason: 'overflow' });
  const gone: ClipboardEvent = { type: 'source', trouble: said('displayGone') };
  expect(backlog.admit(gone)).toBe(gone);
});

// The ring: the last events in their order.
import { expect, test } from 'vitest';
import type { CaptureEvent } from '../../src-shared/capture-log';
import { CAPTURE_LOG_EVENTS } from '../../src-shared/limits';
import { CaptureLog } from './capture-log';

const event = (at: number): CaptureEvent => ({
  at,
  sourceApp: null,
  formats: [],
  offered: null,
  result: 'kept',
  reason: null,
  rule: null,
  ms: 1,
});

test('counts what was missed, also beyond the events that it holds', () => {
  const log = new CaptureLog();
  for (const reason of ['superseded', 'secret', 'own', 'timed-out', null] as const) {
    log.add({ ...event(1), result: reason === null ? 'kept' : 'skipped', reason });
  }
  expect(log.missed).toBe(2);
  for (let at = 1; at <= 2 * CAPTURE_LOG_EVENTS; at++) log.add({ ...event(at), reason: 'superseded' });
  expect(log.missed).toBe(2 + 2 * CAPTURE_LOG_EVENTS);
});

test('holds the last 500 events, oldest first', () => {
  expect(CAPTURE_LOG_EVENTS).toBe(500);
  const log = new CaptureLog();
  expect(log.events()).toEqual([]);
  for (let at = 1; at <= 3; at++) log.add(event(at));
  expect(log.events().map(({ at }) => at)).toEqual([1, 2, 3]);
  for (let at = 4; at <= 1_203; at++) log.add(event(at));
  expect(log.events().map(({ at }) => at)).toEqual(Array.from({ length: 500 }, (_, index) => 704 + index));
});

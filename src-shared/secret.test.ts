// Content never prints, whatever shape it is logged in.
import { expect, test } from 'vitest';
import { redact } from './secret';

const secret = 'hunter2 ü';
const bytes = new TextEncoder().encode(secret);

test.each([
  ['bytes', { clip: bytes }],
  ['a Buffer', { clip: Buffer.from(secret) }],
  ['an ArrayBuffer', { clip: bytes.buffer }],
  ['a format', { format: { mime: 'text/plain', bytes } }],
  ['a summary', { id: 1, preview: secret }],
  ['a new clip', { searchText: secret, payloads: [{ mime: 'text/plain', bytes }] }],
  ['a request', { channel: 'history:page', query: secret }],
])('%s prints as [clip N B]', (_name, value) => {
  const printed = JSON.stringify(value, redact);
  expect(printed).not.toContain('hunter2');
  expect(printed).not.toContain('104'); // "h" as a number
  expect(printed).toContain(`[clip ${bytes.length} B]`);
});

test('what is no content prints as it is', () => {
  const value = { event: 'capture.skipped', reason: 'secret', size: 12, at: [1, null, true] };
  expect(JSON.parse(JSON.stringify(value, redact))).toEqual(value);
});

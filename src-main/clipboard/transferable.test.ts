// What is handed to another thread is the clip alone, and whole.
// Never compare the bytes only: what matters is whose memory they lie in.
import { expect, test } from 'vitest';
import { transferable } from './transferable';

const format = (bytes: Uint8Array) => [{ mime: 'text/plain', bytes }];

/** What arrives in another thread. */
function received(formats: readonly { readonly mime: string; readonly bytes: Uint8Array }[]) {
  const { formats: sent, transfer } = transferable(formats);
  return structuredClone(sent, { transfer: [...transfer] });
}

test('a memory of its own goes over without a copy', () => {
  const bytes = new Uint8Array([1, 2, 3]);
  const { formats, transfer } = transferable(format(bytes));
  expect(formats[0]?.bytes.buffer).toBe(bytes.buffer);
  expect(transfer).toEqual([bytes.buffer]);
  expect(received(format(bytes))[0]?.bytes).toEqual(new Uint8Array([1, 2, 3]));
  expect(bytes.byteLength).toBe(0);
});

test.each([
  ['a small Buffer in Node’s pool', () => Buffer.from('small')],
  ['the head of a larger memory', () => new Uint8Array(10).fill(7).subarray(0, 4)],
  ['the tail of a larger memory', () => new Uint8Array(10).fill(7).subarray(6)],
  ['shared memory', () => new Uint8Array(new SharedArrayBuffer(4)).fill(7)],
])('%s is copied, and stays where it is', (_, make) => {
  const bytes = make();
  const before = Uint8Array.from(bytes);
  const neighbours = bytes.buffer.byteLength;
  const there = received(format(bytes))[0]?.bytes;
  expect(there).toEqual(before);
  expect(there?.buffer.byteLength).toBe(before.length);
  expect(Uint8Array.from(bytes)).toEqual(before);
  expect(bytes.buffer.byteLength).toBe(neighbours);
});

test('two formats in one memory go over together', () => {
  const bytes = new Uint8Array([1, 2]);
  const there = received([...format(bytes), { mime: 'text/html', bytes }]);
  expect(there.map((each) => [...each.bytes])).toEqual([
    [1, 2],
    [1, 2],
  ]);
});

test('nothing at all goes over', () => {
  expect(received(format(new Uint8Array()))[0]?.bytes).toEqual(new Uint8Array());
});

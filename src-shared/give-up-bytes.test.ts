// Large contents are freed; what is small, or a part of something else, stays as it is.
import { expect, it } from 'vitest';
import { giveUpBytes } from './give-up-bytes';

const MB = 1024 * 1024;
const canDetach = 'transfer' in ArrayBuffer.prototype;

it('frees a large content, where the runtime can', () => {
  const bytes = new Uint8Array(2 * MB);
  giveUpBytes(bytes);
  expect(bytes.byteLength).toBe(canDetach ? 0 : 2 * MB);
  // Nobody minds a second time.
  giveUpBytes(bytes);
});

it('leaves a small one, a part of a larger memory, and shared memory', () => {
  const whole = new Uint8Array(4 * MB);
  const kept = [
    new Uint8Array(100),
    whole.subarray(0, 2 * MB),
    new Uint8Array(new SharedArrayBuffer(2 * MB)),
  ];
  const lengths = kept.map(({ byteLength }) => byteLength);
  for (const bytes of kept) giveUpBytes(bytes);
  expect(kept.map(({ byteLength }) => byteLength)).toEqual(lengths);
});

// The memory of large contents comes back soon after the last of them, with nobody to ask for it.
import { expect, test } from 'vitest';
import { collectAfterLarge } from './collector';

const MB = 1024 * 1024;
const held = () => process.memoryUsage().arrayBuffers / MB;

/** Nothing of it is in reach when this returns. */
function haveInHand(pieces: number, done: (bytes: number) => void): number {
  const contents = Array.from({ length: pieces }, () => new Uint8Array((32 * MB) / pieces));
  for (const { byteLength } of contents) done(byteLength);
  return held();
}

test.each([1, 8])('collects after a large content in %i pieces', async (pieces) => {
  const before = held();
  expect(haveInHand(pieces, collectAfterLarge(50)) - before).toBeGreaterThan(30);
  await expect.poll(() => held() - before, { timeout: 5_000 }).toBeLessThan(8);
});

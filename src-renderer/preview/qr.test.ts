// QR codes, read again by a decoder.
import decodeQR from 'qr/decode.js';
import { expect, test } from 'vitest';
import { qrPath, qrRows } from './qr';

/** Black and white pixels, four for each module. */
function imageOf(rows: readonly (readonly boolean[])[]) {
  const size = rows.length * 4;
  const data = new Uint8Array(size * size * 4).fill(255);
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      if (rows[y >> 2]?.[x >> 2]) data.fill(0, (y * size + x) * 4, (y * size + x) * 4 + 3);
    }
  }
  return { width: size, height: size, data };
}

test.each(['a', 'https://example.org/path?q=1#x', 'Grüße 🙂\nzweite Zeile', 'x'.repeat(1_000)])(
  '%j is what a camera reads',
  async (text) => {
    const rows = await qrRows(text);
    expect(decodeQR(imageOf(rows ?? []))).toBe(text);
  },
);

test('what is too long is none, and so is nothing', async () => {
  expect(await qrRows('x'.repeat(2_900))).not.toBeNull();
  expect(await qrRows('x'.repeat(3_000))).toBeNull();
  expect(await qrRows('')).toBeNull();
});

test('the path has a stroke for each run of dark modules', () => {
  expect(
    qrPath([
      [true, true, false],
      [false, false, true],
    ]),
  ).toBe('M0 0h2v1h-2zM2 1h1v1h-1z');
});

// Which images the window may unpack: those whose header says that they fit.
import { expect, test } from 'vitest';
import { shownImage } from './shown-image';

function png(width: number, height: number): Buffer {
  const bytes = Buffer.from('89504e470d0a1a0a0000000d49484452000000000000000008060000', 'hex');
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return bytes;
}

/** Screen and first frame, with a colour table and an extension between them. */
function gif(width: number, height: number, frameWidth: number, frameHeight: number): Buffer {
  const sizes = Buffer.alloc(8);
  for (const [at, size] of [width, height, frameWidth, frameHeight].entries())
    sizes.writeUInt16LE(size, at * 2);
  const hex = (text: string) => Buffer.from(text, 'hex');
  return Buffer.concat([
    Buffer.from('GIF89a'),
    sizes.subarray(0, 4),
    hex('800000'),
    hex('000000ffffff'),
    hex('21f9040000000000'),
    hex('2c00000000'),
    sizes.subarray(4),
    hex('00'),
  ]);
}

test.each([
  ['a photo of today', png(12_000, 9_000), null],
  ['one that is a bomb', png(60_000, 60_000), 'too-many-pixels'],
  ['one that is long and thin', png(1_000_000_000, 1), 'too-many-pixels'],
  ['a GIF', gif(100, 100, 100, 100), null],
  ['a GIF whose first frame is larger than it says', gif(100, 100, 60_000, 60_000), 'too-many-pixels'],
  ['what is cut off', png(10, 10).subarray(0, 18), 'unreadable'],
  ['what is no image', Buffer.from('<script>alert(1)</script>'), 'unreadable'],
  ['nothing', Buffer.alloc(0), 'unreadable'],
  ['a TIFF', tiff(), 'not-shown-here'],
] as const)('%s', (_, bytes, refusal) => {
  expect(shownImage('image/png', bytes).refusal).toBe(refusal);
});

function tiff(): Buffer {
  const entry = (tag: number, value: number) => {
    const bytes = Buffer.alloc(12);
    bytes.writeUInt16LE(tag, 0);
    bytes.writeUInt16LE(3, 2);
    bytes.writeUInt32LE(1, 4);
    bytes.writeUInt16LE(value, 8);
    return bytes;
  };
  const head = Buffer.from('49492a00080000000200', 'hex');
  return Buffer.concat([head, entry(0x100, 4), entry(0x101, 5), Buffer.alloc(4)]);
}

test('an image is named as what its bytes say, and formats without a known header are not shown', () => {
  expect(shownImage('image/jpeg', png(3, 4))).toEqual({
    mime: 'image/png',
    width: 3,
    height: 4,
    refusal: null,
  });
  expect(shownImage('image/avif', Buffer.from('\0\0\0\x1cftypavif'))).toMatchObject({
    width: null,
    refusal: 'not-shown-here',
  });
  expect(shownImage('image/svg+xml', Buffer.from('<svg/>')).refusal).toBe('not-shown-here');
});

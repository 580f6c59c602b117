// Headers of real images, made by ImageMagick; turned ones, cut ones and lies by hand.
// Never an image that was made by the code under test.
import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { imageHeader } from './image-header';

const made = new Map<string, Buffer>();

/** An image of 30 × 20 pixels in a format of ImageMagick's. */
function image(format: string, ...options: string[]): Buffer {
  const key = [format, ...options].join(' ');
  const bytes = made.get(key) ?? convert('-size', '30x20', 'xc:red', ...options, `${format}:-`);
  made.set(key, bytes);
  return Buffer.from(bytes);
}

function convert(...args: string[]): Buffer {
  try {
    return execFileSync('convert', args, { stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    throw new Error('these tests need ImageMagick: apt-get install imagemagick');
  }
}

/** The JPEG with an EXIF segment that holds nothing but its orientation. */
function jpegWithOrientation(orientation: number, order: 'II' | 'MM' = 'II'): Buffer {
  const little = order === 'II';
  const exif = Buffer.alloc(6 + 8 + 2 + 12 + 4);
  exif.write(`Exif\0\0${order}`, 'latin1');
  const tiff = new DataView(exif.buffer, exif.byteOffset + 6, exif.length - 6);
  tiff.setUint16(2, 42, little);
  tiff.setUint32(4, 8, little);
  tiff.setUint16(8, 1, little);
  tiff.setUint16(10, 0x0112, little);
  tiff.setUint16(12, 3, little);
  tiff.setUint32(14, 1, little);
  tiff.setUint16(18, orientation, little);
  const head = Buffer.from([0xff, 0xe1, 0, exif.length + 2]);
  const jpeg = image('jpg');
  return Buffer.concat([jpeg.subarray(0, 2), head, exif, jpeg.subarray(2)]);
}

test.each([
  ['PNG', image('png')],
  ['JPEG', image('jpg')],
  ['JPEG', image('jpg', '-interlace', 'JPEG')],
  ['GIF', image('gif')],
  ['BMP', image('bmp')],
  ['TIFF', image('tiff')],
  ['TIFF', image('tiff', '-endian', 'MSB')],
  ['WebP', image('webp')],
  ['WebP', image('webp', '-define', 'webp:lossless=true')],
  ['WebP', image('webp', '-alpha', 'set', '-channel', 'A', '-evaluate', 'set', '50%')],
])('%s', (format, bytes) => {
  expect(imageHeader(bytes)).toEqual({ format, width: 30, height: 20 });
});

test('a photo is as wide as it is shown: EXIF orientation 5 to 8 turn it by a quarter', () => {
  const shown = [1, 2, 3, 4, 5, 6, 7, 8, 9, 0].map((n) => imageHeader(jpegWithOrientation(n))?.width);
  expect(shown).toEqual([30, 30, 30, 30, 20, 20, 20, 20, 30, 30]);
  expect(imageHeader(jpegWithOrientation(6, 'MM'))).toEqual({ format: 'JPEG', width: 20, height: 30 });
  expect(imageHeader(image('tiff', '-orient', 'RightTop'))).toEqual({
    format: 'TIFF',
    width: 20,
    height: 30,
  });
});

test('a bitmap with its top row first has a height below zero', () => {
  const bmp = image('bmp');
  bmp.writeInt32LE(-20, 22);
  expect(imageHeader(bmp)).toEqual({ format: 'BMP', width: 30, height: 20 });
});

test('a picture of 4 billion pixels is told by its header, without being unpacked', () => {
  const png = image('png');
  png.writeUInt32BE(65_535, 16);
  png.writeUInt32BE(65_535, 20);
  expect(imageHeader(png)).toEqual({ format: 'PNG', width: 65_535, height: 65_535 });
});

test('cut at any place it says nothing or the truth, and never throws', () => {
  for (const format of ['png', 'jpg', 'gif', 'bmp', 'tiff', 'webp']) {
    const whole = image(format);
    for (let end = 0; end < whole.length; end++) {
      const header = imageHeader(whole.subarray(0, end));
      expect(header === null || (header.width === 30 && header.height === 20)).toBe(true);
    }
  }
});

test('with any byte changed it never throws', () => {
  for (const bytes of [image('png'), jpegWithOrientation(6), image('tiff'), image('webp'), image('bmp')]) {
    for (let at = 0; at < Math.min(bytes.length, 400); at++) {
      for (const value of [0, 0x7f, 0x80, 0xff]) {
        const changed = Buffer.from(bytes);
        changed[at] = value;
        expect(() => imageHeader(changed)).not.toThrow();
      }
    }
  }
});

test.each([
  ['nothing', Buffer.alloc(0)],
  ['a text', Buffer.from('BMW is not a bitmap, and this is long enough to be one, were it one at all')],
  ['an image without pixels', Buffer.from('GIF89a\0\0\0\0')],
  ['a drawing', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="3" height="4"/>')],
])('%s has none', (_, bytes) => {
  expect(imageHeader(bytes)).toBeNull();
});

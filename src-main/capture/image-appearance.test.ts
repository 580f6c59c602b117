import { crc32, deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { imageAppearance } from './image-appearance';

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(data.length, 0);
  ends.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
}

function png(chunks: readonly Buffer[], bits = 8): Buffer {
  const header = Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, bits, 2, 0, 0, 0]);
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    ...chunks,
    chunk('IDAT', deflateSync(Buffer.alloc(4))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

const gamma = (value: number) => {
  const data = Buffer.alloc(4);
  data.writeUInt32BE(value);
  return chunk('gAMA', data);
};

const profile = (words: string, level: number) =>
  chunk(
    'iCCP',
    Buffer.concat([Buffer.from(`name ${level}\0\0`), deflateSync(Buffer.from(words), { level })]),
  );

function exif(orientation: number, more: Buffer = Buffer.alloc(0)): Buffer {
  const tiff = Buffer.from('4d4d002a000000080001011200030000000100000000', 'hex');
  tiff.writeUInt16BE(orientation, 18);
  return segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0'), tiff, more]));
}

function segment(marker: number, content: Uint8Array): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(content.length + 2, 2);
  return Buffer.concat([head, content]);
}

const jpeg = (...segments: Buffer[]) =>
  Buffer.concat([Buffer.from([0xff, 0xd8]), ...segments, Buffer.from([0xff, 0xda, 0, 2])]);

function webp(...chunks: readonly [string, string][]): Buffer {
  const all = chunks.map(([type, words]) => {
    const head = Buffer.alloc(8);
    head.write(type);
    head.writeUInt32LE(words.length, 4);
    return Buffer.concat([head, Buffer.from(words), Buffer.alloc(words.length % 2)]);
  });
  return Buffer.concat([Buffer.from('RIFF0000WEBP'), ...all]);
}

describe('how pixels look', () => {
  it('is the same for PNG, BMP, GIF, WebP and JPEG that say nothing of it', () => {
    const usual = imageAppearance(png([]));
    expect(usual).not.toBeNull();
    const bmp = Buffer.alloc(64);
    bmp.write('BM');
    bmp.writeUInt32LE(40, 14);
    const others = [bmp, Buffer.from('GIF89a'), webp(['VP8L', 'pixels']), jpeg(), jpeg(exif(1))];
    for (const other of others) expect(imageAppearance(other)).toEqual(usual);
  });

  it('is the same for a PNG that says it is sRGB, in each of the ways', () => {
    const usual = imageAppearance(png([]));
    const primaries = Buffer.alloc(32);
    [31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000].forEach((value, at) => {
      primaries.writeUInt32BE(value, at * 4);
    });
    const comment = chunk('tEXt', Buffer.from('Software\0somebody'));
    for (const chunks of [
      [chunk('sRGB', Buffer.alloc(1))],
      [gamma(45_455), chunk('cHRM', primaries), comment],
    ]) {
      expect(imageAppearance(png(chunks))).toEqual(usual);
    }
  });

  it('is another one with another gamma, profile or orientation', () => {
    const images = [
      png([]),
      png([gamma(100_000)]),
      png([profile('display one', 9)]),
      png([profile('display two', 9)]),
      png([chunk('eXIf', Buffer.from('turned'))]),
      jpeg(exif(6)),
      jpeg(exif(8)),
      jpeg(segment(0xe2, Buffer.from('ICC_PROFILE\0one'))),
      webp(['VP8X', 'flags'], ['ICCP', 'one'], ['VP8L', 'pixels']),
    ];
    const looks = images.map((image) => Buffer.from(imageAppearance(image) ?? []).toString('hex'));
    expect(new Set(looks).size).toBe(images.length);
  });

  it('is the same whoever packed the profile, and whenever the photo was taken', () => {
    expect(imageAppearance(png([profile('display', 1)]))).toEqual(
      imageAppearance(png([profile('display', 9)])),
    );
    expect(imageAppearance(jpeg(exif(6, Buffer.from('now'))))).toEqual(
      imageAppearance(jpeg(exif(6, Buffer.from('then')))),
    );
  });

  it('is not known where pixels have more than 8 bits, several frames, or nobody understands it', () => {
    const bomb = chunk('iCCP', Buffer.concat([Buffer.from('n\0\0'), deflateSync(Buffer.alloc(8_000_000))]));
    const endless = Array.from({ length: 300 }, () => chunk('tEXt', Buffer.alloc(0)));
    for (const image of [
      png([], 16),
      png([chunk('acTL', Buffer.alloc(8))]),
      png([bomb]),
      png(endless),
      webp(['VP8X', 'flags'], ['ANIM', '123456']),
      png([]).subarray(0, 30),
      Buffer.from('II*\0'),
      Buffer.alloc(0),
    ]) {
      expect(imageAppearance(image)).toBeNull();
    }
  });
});

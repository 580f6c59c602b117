// Addresses of clips' images: what the window writes is what main reads, and nothing else is read.
import { expect, test } from 'vitest';
import { payloadUrl, readPayloadUrl, readThumbnailUrl, thumbnailUrl } from './payload-url';

test.each([
  [1, 'image/png'],
  [9_007_199_254, 'image/x-ms-bmp'],
  [12, 'image/svg+xml'],
])('clip %i, %s', (id, mime) => {
  expect(readPayloadUrl(payloadUrl(id, mime))).toEqual({ id, mime });
});

test.each([
  'clipstead://payload/0/image/png',
  'clipstead://payload/-1/image/png',
  'clipstead://payload/1e3/image/png',
  'clipstead://payload/1/text/html',
  'clipstead://payload/1/image/png/../../2/image/png',
  'clipstead://payload/1/image/png?x',
  'clipstead://payload/1/image/png#x',
  'clipstead://payload/1/image/%70ng',
  'clipstead://other/1/image/png',
  'clipstead://payload/1',
  'http://payload/1/image/png',
  ' clipstead://payload/1/image/png',
  '',
])('%j is none', (url) => {
  expect(readPayloadUrl(url)).toBeNull();
});

test('the thumbnail of a clip, and of nothing else', () => {
  expect(readThumbnailUrl(thumbnailUrl(12))).toBe(12);
  for (const url of [
    'clipstead://thumbnail/0',
    'clipstead://thumbnail/1/image/png',
    'clipstead://payload/1',
  ]) {
    expect(readThumbnailUrl(url)).toBeNull();
  }
  expect(readPayloadUrl(thumbnailUrl(12))).toBeNull();
});

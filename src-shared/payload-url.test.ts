// Addresses of clips' images: what the window writes is what main reads, and nothing else is read.
import { expect, test } from 'vitest';
import { payloadUrl, readPayloadUrl } from './payload-url';

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

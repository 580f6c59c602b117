// app:// URLs: what is served, and what never is.
import { expect, test } from 'vitest';
import { rendererFile } from './renderer-file';

const at = (url: string) => rendererFile('/srv/renderer', url, 'app://clipstead');

test.each([
  ['app://clipstead/', '/srv/renderer/index.html'],
  ['app://clipstead/index.html', '/srv/renderer/index.html'],
  ['app://clipstead/assets/a%20b.js?x#y', '/srv/renderer/assets/a b.js'],
  // The URL parser resolves these before we see them; they stay inside.
  ['app://clipstead/../../etc/passwd', '/srv/renderer/etc/passwd'],
])('%s is served from %s', (url, file) => {
  expect(at(url)).toBe(file);
});

test.each([
  'app://clipstead/%2e%2e%2fsecret',
  'app://clipstead/a/..%2f..%2f..%2fetc/passwd',
  'app://clipstead/a%00.js',
  'app://clipstead/..%5c..%5csecret',
  'app://clipstead/%E0%A4%A',
  'app://other/index.html',
  'file:///etc/passwd',
  'https://clipstead/index.html',
  'not a url',
])('%s is not served', (url) => {
  expect(at(url)).toBeNull();
});

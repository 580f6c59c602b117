import { expect, test } from 'vitest';
import { linkHost } from './link-host';

test.each([
  ['https://example.org/a/b?c', 'example.org'],
  ['http://localhost:8080/', 'localhost:8080'],
  ['https://user:secret@example.org/', 'example.org'],
  // Cyrillic letters that look like "apple".
  ['https://аррӏе.com/', 'xn--80ak6aa92e.com'],
  ['  https://example.org and more', 'example.org'],
  ['mailto:maria@example.org', null],
  ['example.org', null],
  ['', null],
])('%s → %s', (link, host) => {
  expect(linkHost(link)).toBe(host);
});

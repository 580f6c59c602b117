// Addresses as they are read: the host first, whatever tries to look like one.
import { expect, test } from 'vitest';
import { linkParts } from './link-parts';

test.each([
  ['https://example.org:8443/a%20b/c?q=x%26y&z=#top', 'https', 'example.org', '/a b/c'],
  ['http://www.bank.example@evil.example/', 'http', 'evil.example', '/'],
  ['https://аpple.com/', 'https', 'xn--pple-43d.com', '/'],
  ['https://example.org%2f@evil.example', 'https', 'evil.example', '/'],
  ['mailto:ada@example.org?subject=Hi', 'mailto', 'example.org', 'ada@example.org'],
  ['https://example.org/%ff', 'https', 'example.org', '/%ff'],
])('%s', (text, scheme, host, path) => {
  expect(linkParts(text)).toMatchObject({ scheme, host, path });
});

test('query, port, fragment and what stands before the host', () => {
  expect(linkParts(' https://ada@example.org:8443/?q=x%26y&z=#to%70 \n')).toMatchObject({
    port: '8443',
    user: 'ada',
    query: [
      ['q', 'x&y'],
      ['z', ''],
    ],
    fragment: 'top',
  });
  expect(linkParts('no address')).toBeNull();
});

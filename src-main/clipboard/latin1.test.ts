// STRING's encoding, both ways.
// Never a character outside of Latin-1 let through.
import { expect, test } from 'vitest';
import { latin1FromUtf8, utf8FromLatin1 } from './latin1';

test('every Latin-1 byte goes there and back', () => {
  const latin1 = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  const utf8 = utf8FromLatin1(latin1);
  expect(Buffer.from(utf8).toString('utf8')).toBe(Buffer.from(latin1).toString('latin1'));
  expect(latin1FromUtf8(utf8)).toEqual(latin1);
});

test.each([
  ['U+0100', Buffer.from('Ā')],
  ['an emoji', Buffer.from('a👩')],
  ['a lone start byte', Buffer.from([0x61, 0xc3])],
  ['a start byte before a letter', Buffer.from([0xc3, 0x61])],
  ['a lone continuation byte', Buffer.from([0x80])],
  ['an overlong form', Buffer.from([0xc0, 0x80])],
  ['a byte that is never UTF-8', Buffer.from([0xff])],
])('%s has no Latin-1 form', (_, bytes) => expect(latin1FromUtf8(bytes)).toBeNull());

test('nothing is nothing', () => {
  expect(latin1FromUtf8(new Uint8Array())).toEqual(new Uint8Array());
  expect(utf8FromLatin1(new Uint8Array())).toEqual(new Uint8Array());
});

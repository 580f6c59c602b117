// Wayland's wire format, both ways, and what a broken one is.
// Never a socket here: the bytes are the test's.
import { expect, test } from 'vitest';
import { Arguments, Decoder, encode, WireError } from './wire';

const bytes = (hex: string) => Buffer.from(hex.replaceAll(' ', ''), 'hex');
const read = (body: Buffer, fds: number[] = []) => new Arguments(body, () => fds.shift());

test('a message as the specification lays it out', () => {
  // Object 7, opcode 2, size 20: the number 5, and "ab" with its NUL, padded to a word.
  const message = bytes('07000000 02001800 05000000 03000000 61620000 ffffffff');
  expect(encode(7, 2, [5, 'ab', 0xffffffff])).toEqual(message);
});

test('what was encoded is decoded, in whatever pieces it comes', () => {
  const stream = Buffer.concat([encode(1, 0, ['für', 3]), encode(0xff000001, 65535, []), encode(2, 1, [''])]);
  for (const piece of [1, 3, 7, stream.length]) {
    const decoder = new Decoder();
    const messages = [];
    for (let at = 0; at < stream.length; at += piece) {
      messages.push(...decoder.push(stream.subarray(at, at + piece)));
    }
    expect(messages.map(({ object, opcode }) => [object, opcode])).toEqual([
      [1, 0],
      [0xff000001, 65535],
      [2, 1],
    ]);
    const first = read(messages[0]?.body ?? Buffer.alloc(0));
    expect([first.string(), first.uint()]).toEqual(['für', 3]);
    expect(read(messages[2]?.body ?? Buffer.alloc(0)).string()).toBe('');
  }
});

test('arrays and descriptors', () => {
  const args = read(bytes('05000000 0102030405000000 09000000'), [42]);
  expect([args.array(), args.fd(), args.uint()]).toEqual([bytes('0102030405'), 42, 9]);
});

test.each([
  ['a size smaller than a header', () => new Decoder().push(bytes('01000000 00000400'))],
  ['a string longer than its message', () => read(bytes('ff000000 61620000')).string()],
  ['a number that is not there', () => read(bytes('')).uint()],
  ['a descriptor that did not come', () => read(bytes('')).fd()],
  ['a message that is too long to send', () => encode(1, 0, ['x'.repeat(70_000)])],
])('%s is an error', (_, run) => expect(run).toThrow(WireError));

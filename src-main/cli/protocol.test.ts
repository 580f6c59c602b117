import { describe, expect, it } from 'vitest';
import { CLI_LINE_BYTES } from '../../src-shared/limits';
import { encodeHead, FrameDecoder, PROTOCOL_VERSION, readWireError } from './protocol';

const body = Buffer.from([0, 10, 13, 255, 123, 10, 0]);
const message = Buffer.concat([encodeHead({ verb: 'add' }, body.byteLength), body]);

function feed(bytes: Uint8Array, size: number, maxBodyBytes = 1000) {
  const decoder = new FrameDecoder(maxBodyBytes);
  for (let at = 0; at < bytes.byteLength; at += size) {
    const frame = decoder.push(bytes.subarray(at, at + size));
    if (frame !== null) return { frame, used: Math.min(at + size, bytes.byteLength) };
  }
  return null;
}

describe('a message', () => {
  it.each([1, 2, 3, 7, 30, 1000])('comes whole out of packets of %i bytes', (size) => {
    const result = feed(message, size);
    expect(result?.frame.head).toEqual({ verb: 'add' });
    expect(result?.frame.body.equals(body)).toBe(true);
    expect(result?.used).toBe(message.byteLength);
  });

  it('comes whole however two packets split it', () => {
    for (let at = 1; at < message.byteLength; at++) {
      const decoder = new FrameDecoder(1000);
      expect(decoder.push(message.subarray(0, at))).toBeNull();
      expect(decoder.push(message.subarray(at))?.body.equals(body)).toBe(true);
    }
  });

  it('may have no body, and any text in its line', () => {
    const query = 'ü\n\u0000😀"';
    const frame = feed(encodeHead({ verb: 'list', query }, 0), 1)?.frame;
    expect(frame).toEqual({ head: { verb: 'list', query }, body: Buffer.alloc(0) });
  });

  it('is not there before its last byte', () => {
    expect(feed(message.subarray(0, -1), 5)).toBeNull();
  });

  it('takes a line and a body of the largest size, and not one byte more', () => {
    const frame = (bytes: number) => ({ q: 'x'.repeat(bytes - encodeHead({ q: '' }, 0).byteLength) });
    expect(encodeHead(frame(CLI_LINE_BYTES), 0).byteLength).toBe(CLI_LINE_BYTES);
    expect(feed(encodeHead(frame(CLI_LINE_BYTES), 0), 4096)).not.toBeNull();
    expect(() => encodeHead(frame(CLI_LINE_BYTES + 1), 0)).toThrow(/too much for one command/);
    expect(feed(message, 4, body.byteLength)).not.toBeNull();
    expect(() => feed(message, 4, body.byteLength - 1)).toThrow(/At most 6 bytes/);
  });
});

describe('several messages', () => {
  const line = (done: number) => encodeHead({ progress: { done } }, 0);
  const all = Buffer.concat([line(1), line(2), message, line(3)]);

  it.each([1, 3, 20, 1_000])('come one after the other out of packets of %i bytes', (size) => {
    const decoder = new FrameDecoder(1_000, true);
    const frames: unknown[] = [];
    for (let at = 0; at < all.byteLength; at += size) {
      let frame = decoder.push(all.subarray(at, at + size));
      while (frame !== null) {
        frames.push([frame.head, frame.body.byteLength]);
        frame = decoder.rest.byteLength === 0 ? null : decoder.push(decoder.rest);
      }
    }
    const progress = (done: number) => [{ progress: { done } }, 0];
    expect(frames).toEqual([progress(1), progress(2), [{ verb: 'add' }, body.byteLength], progress(3)]);
  });

  it('are refused where one is expected', () => {
    expect(() => new FrameDecoder(1_000).push(all)).toThrow(/not a Clipstead command/);
  });
});

describe('what is refused', () => {
  const line = (text: string) => Buffer.from(`${text}\n`);
  it.each<[string, Uint8Array]>([
    ['an empty line', line('')],
    ['no JSON', line('GET / HTTP/1.1')],
    ['no object', line('[1]')],
    ['null', line('null')],
    ['no version', line('{"verb":"status","body":0}')],
    ['no body length', line('{"clipstead":1,"verb":"status"}')],
    ['a negative length', line('{"clipstead":1,"body":-1}')],
    ['a broken length', line('{"clipstead":1,"body":1.5}')],
    ['an absurd length', line('{"clipstead":1,"body":1e300}')],
    ['a length as text', line('{"clipstead":1,"body":"1"}')],
    [
      'invalid UTF-8',
      Buffer.concat([Buffer.from('{"clipstead":1,"body":0,"x":"'), Buffer.from([0xff]), line('"}')]),
    ],
    ['bytes behind the message', Buffer.concat([message, Buffer.from('x')])],
    ['an endless line', Buffer.alloc(CLI_LINE_BYTES + 1, 97)],
  ])('%s', (_, bytes) => {
    expect(() => feed(bytes, bytes.byteLength)).toThrow(expect.objectContaining({ code: 'bad-request' }));
  });

  it('an endless line, before it is all in memory', () => {
    const decoder = new FrameDecoder(10);
    const packet = Buffer.alloc(1024, 97);
    for (let sent = 0; sent < CLI_LINE_BYTES; sent += 1024) expect(decoder.push(packet)).toBeNull();
    expect(() => decoder.push(packet)).toThrow();
  });

  it.each([PROTOCOL_VERSION + 1, PROTOCOL_VERSION - 1])('version %i, saying what to do', (version) => {
    const bytes = line(`{"clipstead":${version},"unknown":[]}`);
    expect(() => feed(bytes, 9)).toThrow(
      expect.objectContaining({ code: 'refused', message: expect.stringMatching(/start it again/) }),
    );
  });
});

describe('an error in a reply', () => {
  it('is read', () => {
    expect(readWireError({ code: 'no-such-clip', message: 'm', more: 1 })).toEqual({
      code: 'no-such-clip',
      message: 'm',
    });
  });

  it.each([undefined, null, 'x', {}, { code: 'toString', message: 'm' }, { code: 'internal', message: 5 }])(
    'is not made up from %j',
    (value) => {
      expect(readWireError(value)).toBeNull();
    },
  );
});

// From bytes to a clip: what is derived, and that the bytes stay.
// Never compare against the code's own hash or fold: the expected values stand here.
import { expect, test } from 'vitest';
import { INLINE_PAYLOAD_BYTES, SEARCHED_BYTES } from '../../src-shared/limits';
import { newClip, newClipFromText } from './normalise';

const fromText = (text: string | Uint8Array) => newClipFromText(Buffer.from(text), null);

test('a text', () => {
  const clip = newClipFromText(Buffer.from('Hello Wörld'), 'firefox');
  expect(Buffer.from(clip.contentHash ?? []).toString('hex')).toBe(
    // printf 'Hello Wörld' | sha256sum
    '8fd91374dc6cff1cb05665aa19ab502a032d96958f61ff3b83bdf252080834ea',
  );
  expect(clip).toMatchObject({
    kind: 'text',
    preview: 'Hello Wörld',
    searchText: 'hello world',
    size: 12,
    sourceApp: 'firefox',
  });
  expect(clip.payloads).toEqual([{ mime: 'text/plain', bytes: Buffer.from('Hello Wörld') }]);
});

test.each([
  ['spaces', Buffer.from('  \t x \n\n')],
  ['CRLF', Buffer.from('a\r\nb\r\n')],
  ['NUL', Buffer.from('a\0b')],
  ['a byte order mark', Buffer.from('\ufeffx')],
  ['invalid UTF-8', Buffer.from([0x61, 0xff, 0xc3, 0x28])],
])('keeps %s byte for byte', (_, bytes) => {
  expect(Buffer.from(fromText(bytes).payloads[0]?.bytes ?? []).equals(bytes)).toBe(true);
});

test('texts that differ in a byte are two clips; equal ones are one', () => {
  const hash = (text: string) => Buffer.from(fromText(text).contentHash ?? []).toString('hex');
  expect(new Set([hash('a'), hash('a\n'), hash(' a'), hash('A')]).size).toBe(4);
  expect(hash('a')).toBe(hash('a'));
});

test('a byte order mark is not searched or shown; invalid bytes show as U+FFFD', () => {
  expect(fromText('\ufeffmarked')).toMatchObject({ preview: 'marked', searchText: 'marked' });
  expect(fromText(Buffer.from([0x61, 0xff, 0x62])).preview).toBe('a\ufffdb');
});

test('the searched part ends before a character that the limit would cut', () => {
  for (const [char, width] of [
    ['é', 2],
    ['猫', 3],
    ['👩', 4],
  ] as const) {
    for (let into = 1; into < width; into++) {
      const text = 'a'.repeat(SEARCHED_BYTES - into) + char.repeat(10);
      expect(fromText(text).searchText).toBe('a'.repeat(SEARCHED_BYTES - into));
    }
    const fits = 'a'.repeat(SEARCHED_BYTES - width) + char.repeat(10);
    expect([...fromText(fits).searchText].length).toBeGreaterThan(SEARCHED_BYTES - width);
  }
});

test('continuation bytes without a start are not walked back through', () => {
  const clip = fromText(Buffer.alloc(SEARCHED_BYTES * 2, 0x80));
  expect(clip.searchText.length).toBeGreaterThan(SEARCHED_BYTES - 8);
});

test('a text that begins with 100 KB of white space still has a preview', () => {
  expect(fromText(`${'\n '.repeat(50_000)}there`).preview).toBe('there');
});

test('no format and no bytes make no clip', () => {
  expect(newClip([], null)).toBeNull();
  expect(newClip([{ mime: 'text/plain', bytes: new Uint8Array() }], null)).toBeNull();
  expect(() => fromText('')).toThrow(expect.objectContaining({ code: 'bad-request' }));
});

test('a large payload is not hashed here, which would hold the main thread', () => {
  expect(fromText('x'.repeat(INLINE_PAYLOAD_BYTES)).contentHash).toHaveLength(32);
  expect(fromText('x'.repeat(INLINE_PAYLOAD_BYTES + 1)).contentHash).toBeNull();
});

test('identity is the primary format’s, size is all formats’', () => {
  const html = { mime: 'text/html', bytes: Buffer.from('<b>x</b>') };
  const both = newClip([{ mime: 'text/plain', bytes: Buffer.from('x') }, html], null);
  expect(both?.contentHash).toEqual(fromText('x').contentHash);
  expect(both?.size).toBe(9);
});

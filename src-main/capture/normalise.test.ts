// From bytes to a clip: what is derived, and that the bytes stay.
// Never compare against the code's own hash or fold: the expected values stand here.
import { homedir } from 'node:os';
import { expect, test } from 'vitest';
import { INLINE_PAYLOAD_BYTES, PREVIEW_CHARS, SEARCHED_BYTES } from '../../src-shared/limits';
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

const of = (mime: string, bytes: string | Uint8Array) => ({ mime, bytes: Buffer.from(bytes) });
const GNOME = 'x-special/gnome-copied-files';
const clipOf = (...formats: ReturnType<typeof of>[]) => {
  const clip = newClip(formats, null);
  if (clip === null) throw new Error('no clip was made');
  return clip;
};
const mimes = (clip: ReturnType<typeof clipOf>) => clip.payloads.map(({ mime }) => mime);

test('identity is the primary format’s, size is all formats’', () => {
  const html = of('text/html', '<b>x</b>');
  const both = clipOf(of('text/plain', 'x'), html);
  expect(both.contentHash).toEqual(fromText('x').contentHash);
  expect(both.size).toBe(9);
  expect(both.payloads).toEqual([of('text/plain', 'x'), html]);
});

test('the hash of whoever read it is taken, and made where there is none', () => {
  const sha256 = new Uint8Array(32).fill(7);
  expect(clipOf({ ...of('text/plain', 'x'), sha256 } as never).contentHash).toBe(sha256);
  expect(clipOf(of('text/plain', 'x')).contentHash).not.toEqual(sha256);
});

test('text leads HTML and a forced image, whatever the order of reading', () => {
  const clip = clipOf(of('text/html', '<i>x</i>'), of('image/png', '?'), of('text/plain', 'x'));
  expect(mimes(clip)).toEqual(['text/plain', 'text/html', 'image/png']);
  expect(clip).toMatchObject({ kind: 'text', preview: 'x' });
});

test('an image leads the HTML that names it and the URI it came from', () => {
  const png = Buffer.from('89504e470d0a1a0a0000000d49484452000007800000043808020000', 'hex');
  const clip = clipOf(
    of('text/html', '<img src="x">'),
    of('text/uri-list', 'file:///x.png'),
    of('image/png', png),
  );
  expect(mimes(clip)).toEqual(['image/png', 'text/html', 'text/uri-list']);
  expect(clip).toMatchObject({ kind: 'image', preview: 'PNG 1920 × 1080', searchText: '' });
  const again = clipOf(of('image/png', png));
  expect(again.contentHash).toEqual(clip.contentHash);
});

test('an image whose header says nothing is named by its type', () => {
  expect(clipOf(of('image/avif', '?')).preview).toBe('AVIF');
  expect(clipOf(of('image/svg+xml', '<svg/>')).preview).toBe('SVG');
});

test('files lead the text of their paths; to cut and to copy them are two clips', () => {
  const text = of('text/plain', '/home/ann/a.txt');
  const copied = clipOf(text, of(GNOME, 'copy\nfile:///home/ann/a.txt'));
  const cut = clipOf(text, of(GNOME, 'cut\nfile:///home/ann/a.txt'));
  expect(mimes(copied)).toEqual([GNOME, 'text/plain']);
  expect(copied).toMatchObject({
    kind: 'files',
    preview: 'a.txt\u2003/home/ann',
    searchText: '/home/ann/a.txt',
  });
  expect(copied.contentHash).not.toEqual(cut.contentHash);
});

test('several files show by their names and are found by their paths', () => {
  const list = of('text/uri-list', 'file:///home/Ann/a%20b.txt\r\nfile:///srv/%C3%9Cber.png\r\n');
  expect(clipOf(list)).toMatchObject({
    kind: 'files',
    preview: 'a b.txt, Über.png',
    searchText: '/home/ann/a b.txt\n/srv/uber.png',
  });
});

test('files of one folder show it, however many they are, and a preview is no longer for it', () => {
  const list = (count: number, folder: string) =>
    of('text/uri-list', Array.from({ length: count }, (_, n) => `file://${folder}/${n}.txt\r\n`).join(''));
  expect(clipOf(list(2, '/srv/shared')).preview).toBe('0.txt, 1.txt\u2003/srv/shared');
  expect(clipOf(list(1, homedir())).preview).toBe('0.txt\u2003~');
  const many = clipOf(list(200, '/srv/shared')).preview;
  expect(many).toMatch(/^0\.txt, 1\.txt, .*\u2003\/srv\/shared$/);
  expect(many).toHaveLength(PREVIEW_CHARS);
});

test('URIs that are no files are what their text is', () => {
  const list = of('text/uri-list', 'https://example.org/\r\n');
  expect(clipOf(list)).toMatchObject({ kind: 'link', preview: 'https://example.org/' });
  const clip = clipOf(list, of('text/plain', 'https://example.org/'));
  expect(mimes(clip)).toEqual(['text/plain', 'text/uri-list']);
  expect(clip.kind).toBe('link');
});

test('rich text without plain text shows and is searched by its words', () => {
  expect(clipOf(of('text/html', '<p>Höher &amp; weiter</p>'))).toMatchObject({
    kind: 'text',
    preview: 'Höher & weiter',
    searchText: 'hoher & weiter',
  });
  expect(clipOf(of('text/rtf', '{\\rtf1 H\\u246?her}'))).toMatchObject({
    kind: 'text',
    preview: 'Höher',
    searchText: 'hoher',
  });
  expect(clipOf(of('text/rtf', '{\\rtf1 }')).preview).toBe('RTF');
  expect(clipOf(of('text/html', '<img src="x">')).preview).toBe('HTML');
});

test('a format without bytes is none', () => {
  expect(mimes(clipOf(of('text/plain', ''), of('text/html', '<b>x</b>')))).toEqual(['text/html']);
});

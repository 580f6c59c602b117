// What the preview is given of clips of each kind, against a store in memory.
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { ClipFormat, ClipKind } from '../src-shared/clip';
import { MAX_EDITED_BYTES, PREVIEW_FILES, PREVIEW_TEXT_BYTES } from '../src-shared/limits';
import { createPreviews } from './previews';
import type { ClipDetails } from './storage/types';

afterEach(() => vi.restoreAllMocks());

const of = (mime: string, content: string | Uint8Array): ClipFormat => ({
  mime,
  bytes: Buffer.from(content),
});

function setUp(kind: ClipKind, formats: readonly ClipFormat[], extra: object = {}) {
  const details = (id: number): ClipDetails | null =>
    id !== 7
      ? null
      : {
          summary: {
            id: 7,
            kind,
            preview: '',
            size: 1,
            createdAt: 1,
            lastUsed: 1,
            order: 1,
            pinned: false,
            sourceApp: null,
            formats: formats.map(({ mime }) => mime),
            ...extra,
          },
          uses: 3,
          formats: formats.map(({ mime, bytes }) => ({ mime, size: bytes.byteLength })),
        };
  const asked: string[] = [];
  const payload = async (id: number, mime: string) => {
    asked.push(mime);
    return (id === 7 && formats.find((format) => format.mime === mime)?.bytes) || null;
  };
  const fileFacts = async (paths: readonly string[]) =>
    paths.map((path) => ({ state: path.includes('gone') ? 'missing' : 'file', size: 5 }) as const);
  return { previews: createPreviews({ details, payload, fileFacts, home: '/home/ada' }), asked };
}

test('text, HTML and what is known of the clip', async () => {
  const formats = [of('text/plain', 'Grüße'), of('text/html', '<style>x</style><b>Grüße</b>')];
  const { previews } = setUp('text', formats);
  expect(await previews.preview(7, false)).toEqual({
    id: 7,
    uses: 3,
    formats: [
      { mime: 'text/plain', size: 7 },
      { mime: 'text/html', size: 30 },
    ],
    masked: false,
    text: { text: 'Grüße', rest: 0, mime: 'text/plain' },
    html: { html: '</style><b>Grüße</b>', cut: false },
    image: null,
    files: null,
  });
});

test('a text is cut between characters, and the rest is counted', async () => {
  const { previews } = setUp('text', [
    of('text/plain', `${'a'.repeat(PREVIEW_TEXT_BYTES - 1)}ü${'b'.repeat(9)}`),
  ]);
  const { text } = await previews.preview(7, false);
  expect(text?.text).toBe('a'.repeat(PREVIEW_TEXT_BYTES - 1));
  expect(text?.rest).toBe(10);
});

test.each([
  ['RTF', of('text/rtf', '{\\rtf1 one\\par two}'), 'one\ntwo'],
  ['HTML', of('text/html', '<p>one</p>two'), 'one\ntwo'],
  ['an SVG', of('image/svg+xml', '<svg/>'), '<svg/>'],
])('the words of %s without plain text', async (_, format, words) => {
  const { previews } = setUp('text', [format]);
  expect((await previews.preview(7, false)).text?.text).toBe(words);
  expect(await previews.text(7)).toBe(words);
});

test('an image by its header, and its bytes only where they may be unpacked', async () => {
  const png = Buffer.from('89504e470d0a1a0a0000000d49484452000000030000000408060000', 'hex');
  const bomb = Buffer.from(png);
  bomb.writeUInt32BE(2 ** 31 - 1, 16);
  const { previews } = setUp('image', [of('image/png', png)]);
  expect((await previews.preview(7, false)).image).toEqual({
    mime: 'image/png',
    width: 3,
    height: 4,
    size: png.byteLength,
    refusal: null,
  });
  expect(await previews.image(7, 'image/png')).toEqual({ mime: 'image/png', bytes: png });
  expect(await previews.image(7, 'image/gif')).toBeNull();
  expect(await previews.image(8, 'image/png')).toBeNull();
  const refused = setUp('image', [of('image/png', bomb)]).previews;
  expect((await refused.preview(7, false)).image?.refusal).toBe('too-many-pixels');
  expect(await refused.image(7, 'image/png')).toBeNull();
});

describe('files', () => {
  test('of a list, by name and folder, with what became of them', async () => {
    const list = of('text/uri-list', 'file:///home/ada/a%20b.txt\r\nfile:///gone\r\n');
    const { previews } = setUp('files', [list]);
    expect((await previews.preview(7, false)).files).toEqual({
      list: [
        { name: 'a b.txt', folder: '/home/ada', state: 'file', size: 5 },
        { name: 'gone', folder: '/', state: 'missing', size: 5 },
      ],
      rest: 0,
    });
    expect(await previews.path(7, 0)).toBe('/home/ada/a b.txt');
    await expect(previews.path(7, 2)).rejects.toMatchObject({ code: 'bad-request' });
    await expect(previews.path(8, 0)).rejects.toMatchObject({ code: 'no-such-clip' });
  });

  test('of a long list the first', async () => {
    const lines = Array.from({ length: PREVIEW_FILES + 5 }, (_, n) => `file:///f${n}`);
    const { files } = await setUp('files', [of('text/uri-list', lines.join('\n'))]).previews.preview(
      7,
      false,
    );
    expect(files?.list).toHaveLength(PREVIEW_FILES);
    expect(files?.rest).toBe(5);
  });

  test.each([
    ['/etc/hosts', { name: 'hosts', folder: '/etc' }],
    ['~/notes.md\n', { name: 'notes.md', folder: '/home/ada' }],
    ['file:///tmp/a%20b', { name: 'a b', folder: '/tmp' }],
  ])('of a text that is a path: %j', async (text, file) => {
    const { files } = await setUp('path', [of('text/plain', text)]).previews.preview(7, false);
    expect(files?.list).toMatchObject([file]);
  });

  test.each(['../x/y', 'C:\\x\\y'])('not of a path that means nothing here: %j', async (text) => {
    const { previews } = setUp('path', [of('text/plain', text)]);
    expect((await previews.preview(7, false)).files).toBeNull();
    await expect(previews.path(7, 0)).rejects.toMatchObject({ code: 'bad-request' });
  });
});

test('a masked secret is read only when it is to be revealed', async () => {
  const { previews, asked } = setUp('text', [of('text/plain', 'hunter2')], { masked: true });
  expect(await previews.preview(7, false)).toMatchObject({ masked: true, uses: 3, text: null });
  expect(asked).toEqual([]);
  expect(await previews.preview(7, true)).toMatchObject({ masked: false, text: { text: 'hunter2' } });
});

describe('the whole text', () => {
  test('keeps its byte order mark', async () => {
    expect(await setUp('text', [of('text/plain', '\ufeffa')]).previews.text(7)).toBe('\ufeffa');
  });

  test('is refused where it is too long, and not even read', async () => {
    const fits = setUp('text', [of('text/plain', 'x'.repeat(MAX_EDITED_BYTES))]);
    expect(await fits.previews.text(7)).toHaveLength(MAX_EDITED_BYTES);
    const long = setUp('text', [of('text/plain', 'x'.repeat(MAX_EDITED_BYTES + 1))]);
    await expect(long.previews.text(7)).rejects.toMatchObject({ code: 'bad-request' });
    expect(long.asked).toEqual([]);
  });

  test('is refused where there is none', async () => {
    await expect(setUp('image', [of('image/png', 'x')]).previews.text(7)).rejects.toMatchObject({
      code: 'bad-request',
    });
    await expect(setUp('text', []).previews.text(8)).rejects.toMatchObject({ code: 'no-such-clip' });
  });
});

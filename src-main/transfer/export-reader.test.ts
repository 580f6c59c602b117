// The format there and back, and everything that a file may do to whoever reads it.
// Never a real history: clips are made up here, and files are cut, bent and forged by hand.

import { createHash } from 'node:crypto';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import {
  MAX_CLIP_BYTES,
  MAX_EXPORT_LINE_BYTES,
  MAX_TEXT_BYTES,
  PREVIEW_CHARS,
} from '../../src-shared/limits';
import { randomFrom } from '../../src-shared/testing/random';
import { tempFolder } from '../storage/testing/fixture';
import type { WholeClip } from '../storage/types';
import { ExportWriter } from './export-file';
import { type ReadLimits, readExport } from './export-reader';

const clip = (text: string | Uint8Array, more: Partial<WholeClip> = {}): WholeClip => ({
  createdAt: 1_700_000_000_000_000,
  order: 1_700_000_000_000_001,
  useCount: 3,
  pinOrder: null,
  sourceApp: null,
  masked: null,
  formats: [{ mime: 'text/plain', bytes: Buffer.from(text) }],
  ...more,
});

/** An export of these clips. */
function packed(clips: readonly WholeClip[]): Buffer {
  const file = join(tempFolder(), 'x');
  const fd = openSync(file, 'w');
  const writer = new ExportWriter(fd, { app: '1.2.3', at: 1_700_000_000_000, clips: clips.length });
  for (const one of clips) writer.add(one);
  writer.end();
  closeSync(fd);
  const bytes = readFileSync(file);
  expect([writer.clips, writer.bytes]).toEqual([clips.length, bytes.byteLength]);
  return bytes;
}

async function* inPieces(bytes: Uint8Array, size = 1_000) {
  for (let at = 0; at < bytes.byteLength; at += size) yield bytes.subarray(at, at + size);
}

/** What a reader is handed, and the error's words where there is one. */
async function read(bytes: Uint8Array, limits?: Partial<ReadLimits>) {
  const clips: WholeClip[] = [];
  let leftOut = 0;
  let total = -1;
  try {
    for await (const item of readExport(inPieces(bytes), limits)) {
      if (typeof item === 'number') total = item;
      else {
        clips.push(...item.clips);
        leftOut += item.leftOut;
      }
    }
    return { clips, leftOut, total, words: null };
  } catch (error) {
    const { code, message } = error as { code: string; message: string };
    return { clips, leftOut, total, words: `${code}: ${message}` };
  }
}

/** Compares by value without printing content where it differs. */
const digest = (clips: readonly WholeClip[]) =>
  clips.map(({ formats, ...rest }) => ({
    ...rest,
    formats: formats.map(({ mime, bytes }) => [mime, createHash('sha256').update(bytes).digest('hex')]),
  }));

/** A file of these lines with true checks: what somebody writes who knows the format. */
function forged(lines: readonly (object | string)[], version = 1): Buffer {
  const hash = createHash('sha256');
  const all = [{ type: 'clipstead-history', version, clips: 1 }, ...lines].map((line) => {
    const text = typeof line === 'string' ? line : JSON.stringify(line, withHash);
    hash.update(`${text}\n`);
    return `${text}\n`;
  });
  function withHash(_: string, value: unknown) {
    return value === HASH ? hash.copy().digest('hex') : value;
  }
  return gzipSync(all.join(''));
}
const HASH = '(the right one)';
const end = (clips: number) => ({ type: 'end', clips, sha256: HASH });
const line = (more: object = {}) => ({
  type: 'clip',
  createdAtUs: 1,
  lastUsedUs: 2,
  useCount: 1,
  pinOrder: null,
  sourceApp: null,
  formats: [{ mime: 'text/plain', size: 1, text: 'x' }],
  ...more,
});

describe('there and back', () => {
  const bytesOf = (size: number, seed: number) => {
    const random = randomFrom(seed);
    return Uint8Array.from({ length: size }, () => Math.floor(random() * 256));
  };

  it.each<[string, WholeClip[]]>([
    ['nothing', []],
    ['a text', [clip('Ärger\n"quoted"\u2028')]],
    [
      'all that is known',
      [
        clip('x', {
          useCount: 9,
          pinOrder: 17,
          sourceApp: 'gedit "2"',
          masked: '•• "x"',
          createdAt: 0,
          order: 5,
        }),
      ],
    ],
    ['bytes that are no text', [clip(Uint8Array.of(0xff, 0xfe, 0, 10, 13))]],
    ['a byte order mark, NUL, CRLF', [clip('\ufeffa\0b\r\n')]],
    [
      'an empty second format',
      [clip('x', { formats: [...clip('x').formats, { mime: 'text/html', bytes: new Uint8Array() }] })],
    ],
    ['a text of line ends and controls', [clip('\n\0'.repeat(120_000))]],
    [
      'formats that are large',
      [
        clip('x', {
          formats: [300_000, 5, 2_000_000, 262_144, 1].map((size, at) => ({
            mime: `a/${at}`,
            bytes: bytesOf(size, at),
          })),
        }),
      ],
    ],
    [
      'a name that is no MIME type',
      [clip('x', { formats: [{ mime: 'DataObject Ä 1', bytes: Buffer.from('x') }] })],
    ],
    ['many', Array.from({ length: 1_000 }, (_, at) => clip(`clip ${at}`, { order: at, createdAt: at }))],
  ])('%s', async (_, clips) => {
    const result = await read(packed(clips));
    expect([result.words, result.total, result.leftOut]).toEqual([null, clips.length, 0]);
    expect(digest(result.clips)).toEqual(digest(clips));
  });

  it('is gzip and lines of JSON to everybody else', () => {
    const lines = gunzipSync(packed([clip('hello', { sourceApp: 'xterm' }), clip(Uint8Array.of(255))]))
      .toString()
      .trimEnd()
      .split('\n')
      .map((text) => JSON.parse(text) as { type: string });
    expect(lines.map(({ type }) => type)).toEqual(['clipstead-history', 'clip', 'clip', 'end']);
    expect(lines[0]).toEqual({
      type: 'clipstead-history',
      version: 1,
      app: '1.2.3',
      exportedAt: '2023-11-14T22:13:20.000Z',
      clips: 2,
    });
    expect(lines[1]).toEqual({
      type: 'clip',
      createdAtUs: 1_700_000_000_000_000,
      lastUsedUs: 1_700_000_000_000_001,
      useCount: 3,
      pinOrder: null,
      sourceApp: 'xterm',
      formats: [{ mime: 'text/plain', size: 5, text: 'hello' }],
    });
    expect(lines[2]).toMatchObject({ formats: [{ mime: 'text/plain', size: 1, base64: '/w==' }] });
  });

  it('hands on nothing before its check, and no more than a few hundred clips at a time', async () => {
    const blocks: number[] = [];
    for await (const item of readExport(
      inPieces(packed(Array.from({ length: 950 }, (_, at) => clip(`${at}`)))),
    )) {
      if (typeof item !== 'number') blocks.push(item.clips.length);
    }
    expect(blocks).toEqual([200, 200, 200, 200, 150]);
  });
});

describe('a damaged file', () => {
  const clips = Array.from({ length: 700 }, (_, at) =>
    clip(`clip ${at} ${'lorem ipsum '.repeat(at % 40)}`, { order: at }),
  );
  const DAMAGED = expect.stringMatching(/^refused: The file is damaged or cut off/);

  it('cut off anywhere: what was handed on is the beginning, and it is said', async () => {
    const whole = packed(clips);
    const random = randomFrom(1);
    for (let round = 0; round < 60; round++) {
      const { clips: got, words } = await read(whole.subarray(0, Math.floor(random() * whole.byteLength)));
      expect(words).toMatch(/^refused: (The file is damaged|This is not)/);
      expect(digest(got)).toEqual(digest(clips.slice(0, got.length)));
    }
  });

  it('cut off between two lines, with a sound gzip around it', async () => {
    const lines = gunzipSync(packed(clips)).toString().split('\n');
    for (const length of [1, 2, 150, 202, 500, lines.length - 2]) {
      const { clips: got, words } = await read(gzipSync(`${lines.slice(0, length).join('\n')}\n`));
      expect(words).toEqual(DAMAGED);
      expect(digest(got)).toEqual(digest(clips.slice(0, got.length)));
    }
  });

  it('a bent byte of the file: noticed, or without effect', async () => {
    const whole = packed(clips);
    const random = randomFrom(2);
    let noticed = 0;
    for (let round = 0; round < 80; round++) {
      const bent = Buffer.from(whole);
      const at = Math.floor(random() * bent.byteLength);
      bent[at] = (bent[at] ?? 0) ^ (1 << Math.floor(random() * 8));
      const { clips: got, words } = await read(bent);
      expect(digest(got)).toEqual(digest(clips.slice(0, got.length)));
      if (words === null) expect(got).toHaveLength(clips.length);
      else noticed += 1;
    }
    expect(noticed).toBeGreaterThan(60);
  });

  it('a bent byte of the content, with a sound gzip around it: always noticed', async () => {
    const whole = gunzipSync(packed(clips));
    const random = randomFrom(3);
    const start = whole.indexOf(10) + 1;
    for (let round = 0; round < 80; round++) {
      const bent = Buffer.from(whole);
      const at = start + Math.floor(random() * (bent.byteLength - start - 1));
      bent[at] = (bent[at] ?? 0) ^ (1 << Math.floor(random() * 8));
      const { clips: got, words } = await read(gzipSync(bent));
      expect(words).toEqual(DAMAGED);
      expect(digest(got)).toEqual(digest(clips.slice(0, got.length)));
    }
  });

  it('clips that were taken out, doubled or moved', async () => {
    const lines = gunzipSync(packed(clips.slice(0, 50)))
      .toString()
      .trimEnd()
      .split('\n');
    const without = lines.toSpliced(7, 1);
    const doubled = lines.toSpliced(7, 0, lines[7] ?? '');
    const moved = lines.toSpliced(7, 2, lines[8] ?? '', lines[7] ?? '');
    for (const wrong of [without, doubled, moved]) {
      expect(await read(gzipSync(`${wrong.join('\n')}\n`))).toMatchObject({ clips: [], words: DAMAGED });
    }
    expect((await read(gzipSync(`${lines.join('\n')}\n`))).words).toBeNull();
  });

  it('something behind its end', async () => {
    const text = gunzipSync(packed(clips.slice(0, 2))).toString();
    expect((await read(gzipSync(`${text}{"type":"clip"}\n`))).words).toEqual(DAMAGED);
    expect((await read(gzipSync(`${text}x`))).words).toEqual(DAMAGED);
  });
});

describe('a file that is something else', () => {
  const NOT_OURS = expect.stringMatching(/^refused: This is not a Clipstead export/);

  it.each<[string, Uint8Array]>([
    ['nothing at all', new Uint8Array()],
    ['a text', Buffer.from('hello\n')],
    ['random bytes', Uint8Array.from({ length: 5_000 }, (_, at) => (at * 7_919) % 256)],
    ['a gzip of nothing', gzipSync('')],
    ['a gzip of text', gzipSync('hello\nthere\n')],
    ['a gzip of other JSON', gzipSync('{"type":"other"}\n')],
    ['a gzip of a list', gzipSync('[]\n')],
    ['a gzip of one line without end', gzipSync(Buffer.alloc(10_000_000, 'x'))],
    ['our lines without the first', gzipSync('{"type":"end","clips":0,"sha256":""}\n')],
  ])('%s', async (_, bytes) => {
    expect(await read(bytes)).toMatchObject({ clips: [], words: NOT_OURS });
  });

  it('a newer version’s: refused in words that say what to do', async () => {
    const { clips, words } = await read(forged([{ type: 'new' }, end(0)], 2));
    expect(clips).toEqual([]);
    expect(words).toMatch(
      /^refused: A newer Clipstead wrote this file \(version 2, this one reads 1\): install/,
    );
  });

  it('members that this version does not know are passed over', async () => {
    const { clips, words } = await read(
      forged([line({ title: 'x', formats: [{ mime: 'a', size: 1, text: 'x', more: 1 }] }), end(1)]),
    );
    expect([words, clips.length]).toEqual([null, 1]);
  });
});

describe('a file that means harm', () => {
  const BAD = expect.stringMatching(/^refused: /);
  const part = (bytes: number) => ({ type: 'part', base64: Buffer.alloc(bytes, 7).toString('base64') });
  const parts = (size: number, count: number) => line({ formats: [{ mime: 'a', size, parts: count }] });
  const format = (more: object) => line({ formats: [{ mime: 'text/plain', size: 1, text: 'x', ...more }] });

  it.each<[string, (object | string)[]]>([
    ['a size that lies', [format({ size: 2 }), end(1)]],
    ['a negative size', [format({ size: -1 }), end(1)]],
    ['a size that is no number', [format({ size: '1' }), end(1)]],
    ['no content', [line({ formats: [{ mime: 'a', size: 0 }] }), end(1)]],
    ['no formats', [line({ formats: [] }), end(1)]],
    ['formats that are no list', [line({ formats: { length: 1 } }), end(1)]],
    ['a hundred thousand formats', [line({ formats: Array(100_000).fill({}) }), end(1)]],
    ['one format twice', [line({ formats: [...line().formats, ...line().formats] }), end(1)]],
    ['a nameless format', [format({ mime: '' }), end(1)]],
    ['a name with a line end', [format({ mime: 'text/plain\n' }), end(1)]],
    ['half a character for a name', [format({ mime: '\ud800' }), end(1)]],
    ['a name of a megabyte', [format({ mime: 'x'.repeat(1_000_000) }), end(1)]],
    ['base64 that is none', [format({ text: undefined, base64: '!!' }), end(1)]],
    ['base64 with something in it', [format({ text: undefined, base64: 'eA==\n' }), end(1)]],
    ['a time with a fraction', [line({ lastUsedUs: 1.5 }), end(1)]],
    ['a time before all time', [line({ createdAtUs: -1 }), end(1)]],
    ['a time beyond all numbers', ['{"type":"clip","createdAtUs":1e999}', end(1)]],
    ['a pin that is a text', [line({ pinOrder: '1' }), end(1)]],
    ['a program that is a number', [line({ sourceApp: 7 }), end(1)]],
    ['a mask that is a number', [line({ masked: 7 }), end(1)]],
    ['deep nesting', [`${'['.repeat(100_000)}${']'.repeat(100_000)}`, end(0)]],
    ['a prototype', ['{"type":"clip","__proto__":{"createdAtUs":1}}', end(1)]],
    ['a second beginning', [{ type: 'clipstead-history', version: 1, clips: 0 }, end(0)]],
    ['a part without a clip', [part(9), end(0)]],
    ['fewer parts than announced', [parts(200_000, 2), part(100_000), end(1)]],
    ['more parts than announced', [parts(100_000, 1), part(100_000), part(1), end(1)]],
    ['parts larger than announced', [parts(100_000, 2), part(100_001), part(1), end(1)]],
    ['parts smaller than announced', [parts(100_000, 1), part(99_999), end(1)]],
    ['a million parts of nothing', [parts(100_000, 1_000_000), part(0), end(1)]],
    ['no parts', [parts(100_000, 0), end(1)]],
    [
      'a check inside a clip',
      [parts(200_000, 2), { type: 'check', clips: 1, sha256: HASH }, part(100_000), part(100_000), end(1)],
    ],
    ['a wrong check', [line(), { type: 'check', clips: 1, sha256: 'x'.repeat(64) }, end(1)]],
    ['a wrong count', [line(), end(2)]],
    ['no check for thousands of clips', [...Array(1_100).fill(line()), end(1_100)]],
  ])('%s: refused, nothing handed on', async (_, lines) => {
    expect(await read(forged(lines))).toMatchObject({ clips: [], words: BAD });
  });

  it('the same without a lie is taken', async () => {
    const result = await read(forged([line(), parts(200_000, 2), part(100_000), part(100_000), end(2)]));
    expect([result.words, result.clips.length]).toEqual([null, 2]);
  });

  it('no check for many bytes: refused before they fill the memory', async () => {
    const large = line({ formats: [{ mime: 'a', size: MAX_TEXT_BYTES, parts: 64 }] });
    const lines = Array.from({ length: 3 }, () => [
      large,
      ...Array(64).fill(part(MAX_TEXT_BYTES / 64)),
    ]).flat();
    expect(await read(forged([...lines, end(3)]))).toMatchObject({ clips: [], words: BAD });
  }, 60_000);

  it('formats that are too much together: the clip comes with those that fit, in their order', async () => {
    const format = (mime: string, size: number) => ({ mime, bytes: Buffer.alloc(size, mime) });
    const grown = clip('', {
      formats: [
        format('text/plain', 1_000),
        format('a', 600_000),
        format('b', 600_000),
        format('text/html', 50),
      ],
    });
    const { clips, leftOut, words } = await read(packed([clip('before'), grown, clip('after')]), {
      clipBytes: 1_000_000,
    });
    expect([words, clips.length, leftOut]).toEqual([null, 3, 0]);
    const [text, a, , html] = grown.formats;
    expect(digest(clips.slice(1, 2))).toEqual(
      digest([{ ...grown, formats: [text, a, html].filter((each) => each !== undefined) }]),
    );
    // What it is must be whole.
    const other = await read(packed([{ ...grown, formats: [...grown.formats].reverse() }]), {
      clipBytes: 40,
    });
    expect([other.words, other.clips.length, other.leftOut]).toEqual([null, 0, 1]);
  });

  it('a text larger than any may be is left out, and the others come, a large image too', async () => {
    const size = MAX_TEXT_BYTES + 1;
    const count = Math.ceil(size / 500_000);
    const pieces = Array.from({ length: count }, (_, at) => part(Math.min(500_000, size - at * 500_000)));
    for (const [mime, taken] of [
      ['text/plain', 2],
      ['image/png', 3],
    ] as const) {
      const large = line({ formats: [{ mime, size, parts: count }] });
      const result = await read(forged([line(), large, ...pieces, line(), end(3)]));
      expect([result.words, result.clips.length, result.leftOut]).toEqual([null, taken, 3 - taken]);
    }
  }, 60_000);

  it('of formats that are together larger than a clip may be the last is left out, but not unread', async () => {
    const size = Math.floor(MAX_CLIP_BYTES / 3) + 1;
    const count = Math.ceil(size / 1_000_000);
    const formats = ['a', 'b', 'c'].map((mime) => ({ mime, size, parts: count }));
    const pieces = Array.from({ length: count }, (_, at) => part(Math.min(1_000_000, size - at * 1_000_000)));
    const lines = [line({ formats }), ...pieces, ...pieces, ...pieces, line(), end(2)];
    const result = await read(forged(lines));
    expect([result.words, result.clips.length, result.leftOut]).toEqual([null, 2, 0]);
    expect(result.clips[0]?.formats.map(({ mime, bytes }) => [mime, bytes.byteLength])).toEqual([
      ['a', size],
      ['b', size],
    ]);
    // What is left out is checked like the rest.
    expect(await read(forged(lines.toSpliced(3 + 2 * count, 1)))).toMatchObject({ clips: [], words: BAD });
  });

  it('a mask longer than any preview is cut', async () => {
    const { clips } = await read(forged([line({ masked: 'x'.repeat(100_000) }), line(), end(2)]));
    expect(clips.map(({ masked }) => masked?.length)).toEqual([PREVIEW_CHARS, undefined]);
  });

  it('a first format without a byte makes no clip', async () => {
    const result = await read(forged([line({ formats: [{ mime: 'a', size: 0, text: '' }] }), end(1)]));
    expect([result.words, result.clips.length, result.leftOut]).toEqual([null, 0, 1]);
  });

  it('a line that does not end is given up', async () => {
    const bomb = gzipSync(
      Buffer.concat([gunzipSync(forged([])), Buffer.alloc(MAX_EXPORT_LINE_BYTES * 3, '[')]),
    );
    expect(bomb.byteLength).toBeLessThan(50_000);
    expect((await read(bomb)).words).toEqual(BAD);
  });

  it('a file that unpacks to more than two histories is given up', async () => {
    const lines = [line(), line(), line(), end(3)];
    expect((await read(forged(lines), { clips: 3, bytes: 10_000 })).words).toBeNull();
    expect((await read(forged(lines), { clips: 2, bytes: 10_000 })).words).toMatch(
      /more clips than a history may/,
    );
    expect((await read(forged(lines), { clips: 3, bytes: 300 })).words).toMatch(/more than a history may/);
  });

  it('an error of the source is the source’s', async () => {
    async function* failing() {
      yield packed([clip('x')]).subarray(0, 20);
      throw Object.assign(new Error('disk'), { code: 'EIO' });
    }
    await expect(async () => {
      for await (const _ of readExport(failing()));
    }).rejects.toMatchObject({ code: 'EIO' });
  });
});

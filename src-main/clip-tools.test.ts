// What the menu's actions do with a clip, against ports that record what was asked of them.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { NewClip } from '../src-shared/clip';
import { ClipsteadError } from '../src-shared/errors';
import { inEnglish } from '../src-shared/i18n/english';
import { MAX_SPLIT_LINES } from '../src-shared/limits';
import { newClipFromText } from './capture/normalise';
import { type ClipToolParts, createClipTools } from './clip-tools';

beforeEach(() => {
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
});
afterEach(() => vi.restoreAllMocks());

const content = (bytes: Uint8Array) => Buffer.from(bytes).toString();

function setUp(
  text = '',
  change: { mimes?: string[]; saveTo?: string | null; there?: boolean; summary?: object } = {},
) {
  const did: string[] = [];
  const stored: NewClip[] = [];
  const { mimes = ['text/plain'], saveTo = null, there = true, summary = {} } = change;
  const payloads = new Map(mimes.map((mime) => [mime, Buffer.from(`${mime}: ${text}`)]));
  const parts: ClipToolParts = {
    store: {
      details: (id) =>
        id === 7 ? ({ summary, formats: mimes.map((mime) => ({ mime, size: 1 })) } as never) : null,
      storeAsync: async (clip) => {
        stored.push(clip);
        did.push(`add ${content(clip.payloads[0]?.bytes ?? Buffer.of())}`);
        return { clip: { id: 8 }, isNew: true } as never;
      },
    },
    payload: async (_, mime) => payloads.get(mime) ?? null,
    previews: {
      text: async () => text,
      path: async (_, index) => {
        if (index > 0) throw new ClipsteadError('bad-request', 'none');
        return '/home/ada/a.txt';
      },
      isThere: async () => there,
    },
    actions: {
      paste: async (id, plain) => {
        did.push(`paste ${id} ${plain}`);
        return { pasted: true };
      },
      copy: async (id) => {
        did.push(`copy ${id}`);
      },
      hide: () => did.push('hide'),
    },
    newClipFromText: (bytes) => newClipFromText(bytes, null),
    desktop: {
      openLink: async (url) => {
        did.push(`open ${url}`);
      },
      reveal: (path) => did.push(`reveal ${path}`),
      askWhereToSave: async (name) => {
        did.push(`ask ${name}`);
        return saveTo;
      },
    },
    tell: (level, message) => did.push(`${level}: ${inEnglish(message)}`),
  };
  return { tools: createClipTools(parts), did, parts, stored };
}

test('a text that was made of a clip becomes the newest clip, and is pasted or copied as one', async () => {
  const { tools, did } = setUp();
  expect(await tools.pasteText(7, 'A')).toEqual({ pasted: true });
  await tools.copyText(7, 'B');
  expect(did).toEqual(['add A', 'paste 8 false', 'add B', 'copy 8']);
  await expect(tools.pasteText(7, '')).rejects.toMatchObject({ code: 'bad-request' });
  await expect(tools.pasteText(9, 'A')).rejects.toMatchObject({ code: 'no-such-clip' });
});

test('what is made of a masked secret is masked, and goes when the secret goes', async () => {
  const summary = { masked: true, expiresAt: 99, preview: '•••• Token' };
  const { tools, stored } = setUp('one\ntwo', { summary });
  await tools.copyText(7, 'HUNTER2');
  await tools.splitLines(7);
  expect(stored).toHaveLength(3);
  for (const clip of stored) {
    expect(clip).toMatchObject({ preview: '•••• Token', searchText: '', secret: { expiresAt: 99 } });
  }
  const open = setUp('');
  await open.tools.copyText(7, 'x');
  expect(open.stored[0]?.secret).toBeUndefined();
});

test('an edited text is a new clip, if there is one that it was made of', async () => {
  const { tools, did } = setUp();
  expect(await tools.saveEdited(7, 'new')).toEqual({ id: 8 });
  await expect(tools.saveEdited(9, 'new')).rejects.toMatchObject({ code: 'no-such-clip' });
  expect(did).toEqual(['add new']);
});

describe('splitting into lines', () => {
  test('makes a clip of each that has something on it, once, the first one newest', async () => {
    const { tools, did } = setUp('one\r\n\n  \n two \nthree\rone\n');
    expect(await tools.splitLines(7)).toEqual({ count: 3 });
    expect(did).toEqual(['add three', 'add  two ', 'add one']);
  });

  test.each([
    ['one line', 'one\n\n'],
    ['the same line again', 'one\none'],
    ['too many lines', Array.from({ length: MAX_SPLIT_LINES + 1 }, (_, n) => n).join('\n')],
  ])('refuses %s', async (_, text) => {
    const { tools, did } = setUp(text);
    await expect(tools.splitLines(7)).rejects.toMatchObject({ code: 'bad-request' });
    expect(did).toEqual([]);
  });
});

describe('opening links', () => {
  test.each([
    ['https://example.org/a?b=c#d', 'https://example.org/a?b=c#d'],
    [' http://localhost:8080 \n', 'http://localhost:8080/'],
    ['mailto:ada@example.org', 'mailto:ada@example.org'],
  ])('%j is opened', async (text, url) => {
    const { tools, did } = setUp(text);
    await tools.openLink(7);
    expect(did).toEqual([`open ${url}`, 'hide']);
  });

  test.each([
    'file:///etc/passwd',
    'javascript:alert(1)',
    'data:text/html,x',
    'smb://host/share',
    'ms-msdt:/id x',
    'vbscript:x',
    'ftp://host/x',
    '//host/x',
    '/etc/passwd',
    'https://a b',
    'see https://example.org',
    '',
  ])('%j is not', async (text) => {
    const { tools, did } = setUp(text);
    await expect(tools.openLink(7)).rejects.toMatchObject({ code: 'bad-request' });
    expect(did).toEqual([]);
  });

  test('a desktop that has no program for it is told of, and the picker stays', async () => {
    const { tools, did, parts } = setUp('https://example.org');
    vi.spyOn(parts.desktop, 'openLink').mockRejectedValue(new Error('https://example.org failed'));
    await expect(tools.openLink(7)).rejects.toMatchObject({ code: 'not-possible-here' });
    expect(did).toEqual([]);
  });
});

test('a file is revealed where it is still there', async () => {
  const { tools, did } = setUp();
  await tools.revealFile(7, 0);
  expect(did).toEqual(['reveal /home/ada/a.txt', 'hide']);
  await expect(tools.revealFile(7, 1)).rejects.toMatchObject({ code: 'bad-request' });
  const gone = setUp('', { there: false });
  await expect(gone.tools.revealFile(7, 0)).rejects.toMatchObject({ code: 'bad-request' });
  expect(gone.did).toEqual([]);
});

describe('saving', () => {
  const folder = () => {
    const dir = mkdtempSync(join(tmpdir(), 'clipstead-save-'));
    onTestFinished(() => rmSync(dir, { recursive: true }));
    return dir;
  };

  test.each([
    [['text/html', 'text/plain'], 'text/plain', 'clip-7.txt'],
    [['image/png', 'text/html'], 'image/png', 'clip-7.png'],
    [['text/html'], 'text/html', 'clip-7.html'],
    [['application/x-own'], 'application/x-own', 'clip-7.bin'],
  ])('of %j saves %s', async (mimes, mime, name) => {
    const file = join(folder(), 'x');
    const { tools, did } = setUp('content', { mimes, saveTo: file });
    expect(await tools.saveFile(7)).toEqual({ saved: true });
    expect(did).toEqual(['hide', `ask ${name}`]);
    expect(readFileSync(file, 'utf8')).toBe(`${mime}: content`);
  });

  test('given up, impossible, or of a clip that is gone', async () => {
    expect(await setUp('', { saveTo: null }).tools.saveFile(7)).toEqual({ saved: false });
    const { tools, did } = setUp('', { saveTo: join(folder(), 'no', 'x') });
    expect(await tools.saveFile(7)).toEqual({ saved: false });
    expect(did.at(-1)).toMatch(/^error: The clip was not saved: the folder is not there/);
    await expect(tools.saveFile(9)).rejects.toMatchObject({ code: 'no-such-clip' });
  });
});

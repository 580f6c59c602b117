// Which actions a clip has, and how they are found.
import { describe, expect, test } from 'vitest';
import type { ClipKind } from '../../src-shared/clip';
import type { ClipPreview } from '../../src-shared/clip-preview';
import { COMMAND_IDS } from '../../src-shared/commands';
import { TRANSFORMS } from '../../src-shared/transforms';
import type { Shown } from '../preview/preview-model';
import { viewsOf } from '../preview/views';
import { clipOf } from '../testing/fake-main';
import { type ActionContext, actionsFor, type Deeds, findActions, splitCount } from './action-list';

function contextOf(
  kind: ClipKind,
  change: Partial<ClipPreview>,
  rest: Partial<ActionContext> = {},
): { context: ActionContext; did: unknown[] } {
  const did: unknown[] = [];
  const deeds = new Proxy({} as Deeds, {
    get:
      (_, name) =>
      (...args: unknown[]) =>
        did.push([name, ...args]),
  });
  const preview: ClipPreview = {
    id: 1,
    uses: 1,
    formats: [],
    masked: false,
    text: null,
    html: null,
    image: null,
    files: null,
    ...change,
  };
  const clip = { ...clipOf(1, 1), kind };
  const shown: Shown = {
    clip,
    preview,
    views: viewsOf(kind, preview, false),
    pretty: null,
    spans: { text: [], pretty: [] },
  };
  const context = {
    shown,
    commands: new Set(COMMAND_IDS),
    copyOnly: false,
    previewOpen: false,
    spaces: false,
    color: null,
    deeds,
    ...rest,
  };
  return { context, did };
}

const text = (content: string) => ({ text: { text: content, rest: 0, mime: 'text/plain' } });
const ids = (context: ActionContext) => actionsFor(context).map(({ id }) => id);

test('a text has all that is done with texts, each once', () => {
  const { context } = contextOf('text', text('one\ntwo'));
  const all = ids(context);
  expect(all).toEqual(
    expect.arrayContaining(['paste', 'edit', 'save', 'qr', 'split', 'count', ...TRANSFORMS]),
  );
  expect(new Set(all).size).toBe(all.length);
  expect(all).not.toContain('open-link');
  expect(ids(contextOf('text', text('one')).context)).not.toContain('split');
});

test('an image has nothing of that', () => {
  const image = { mime: 'image/png', width: 1, height: 1, size: 1, refusal: null };
  const { context } = contextOf('image', { image }, { previewOpen: true });
  expect(ids(context)).toEqual(['paste', 'copy', 'pin', 'delete', 'save', 'preview', 'zoom-in', 'zoom-out']);
});

test('a masked secret can be shown, and nothing can be made of it unseen', () => {
  const all = ids(contextOf('text', { masked: true }).context);
  expect(all).toContain('reveal-secret');
  expect(all).not.toContain('upper');
});

describe('links', () => {
  test.each([
    ['https://example.org/x', 'Open example.org'],
    ['http://bank.example@evil.example/', 'Open evil.example'],
    ['mailto:ada@example.org', 'Open example.org'],
  ])('%s is opened after its host was shown', (address, label) => {
    const { context, did } = contextOf('link', text(address));
    const open = actionsFor(context).find(({ id }) => id === 'open-link');
    expect(open).toMatchObject({ label, aside: { type: 'text', text: address } });
    open?.run('paste');
    expect(did).toEqual([['openLink', 'paste']]);
  });

  test.each(['ssh://host/x', 'magnet:?xt=1', 'ftp://host'])('%s is not opened', (address) => {
    expect(ids(contextOf('link', text(address)).context)).not.toContain('open-link');
  });
});

test('files that are there can be shown in their folder, the first few', () => {
  const list = Array.from({ length: 9 }, (_, n) => ({
    name: `f${n}`,
    folder: '/x',
    state: n === 1 ? ('missing' as const) : ('file' as const),
    size: 1,
  }));
  const { context, did } = contextOf('files', { files: { list, rest: 0 } });
  expect(ids(context).filter((id) => id.startsWith('reveal'))).toEqual([
    'reveal-0',
    'reveal-2',
    'reveal-3',
    'reveal-4',
  ]);
  actionsFor(context)
    .find(({ id }) => id === 'reveal-2')
    ?.run('paste');
  expect(did).toEqual([['reveal', 2]]);
});

test('a colour is copied in each way of writing', () => {
  const color = { red: 1, green: 0, blue: 0, alpha: 1 };
  const { context, did } = contextOf('color', text('red'), { color });
  for (const { id, run } of actionsFor(context)) if (id.startsWith('color-')) run('paste');
  expect(did).toEqual([
    ['putText', '#ff0000', 'copy'],
    ['putText', 'rgb(255 0 0)', 'copy'],
    ['putText', 'hsl(0 100% 50%)', 'copy'],
    ['putText', 'oklch(62.8% 0.2577 29.23)', 'copy'],
  ]);
});

test('where nothing can be pasted, copying is offered once', () => {
  const all = actionsFor(contextOf('text', text('a'), { copyOnly: true }).context);
  expect(all.filter(({ label }) => label === 'Copy only').map(({ id }) => id)).toEqual(['paste']);
});

describe('finding', () => {
  const found = (query: string) =>
    findActions(actionsFor(contextOf('text', text('a\nb')).context), query).map(({ id }) => id);

  test.each([
    ['upp', ['upper']],
    ['BASE64', ['base64-encode', 'base64-decode']],
    ['encode', ['url-encode', 'base64-encode']],
    ['enc base', ['base64-encode']],
    ['checksum', ['sha256', 'sha1', 'sha512']],
    ['words', ['count']],
    ['no such action', []],
  ])('%j', (query, expected) => {
    expect(found(query)).toEqual(expected);
  });

  test('what begins with the query comes first, and nothing typed finds all', () => {
    expect(found('p')[0]).toBe('paste');
    expect(found('l')[0]).toBe('lower');
    expect(found(' ').length).toBeGreaterThan(20);
  });
});

test.each([
  ['', 0],
  ['a', 1],
  ['a\r\n\r\n b\rc\nc', 3],
])('%j would be %i clips', (content, count) => {
  expect(splitCount(content)).toBe(count);
});

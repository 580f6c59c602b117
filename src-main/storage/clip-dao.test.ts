// What each method of the writer does to the history and tells of it, seen through the reader as well.
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { TRASH_MS } from '../../src-shared/limits';
import {
  clipOf,
  historyFor,
  html,
  readPage,
  tempFolder,
  tempPages,
  tempStore,
  timesUsed,
} from './testing/fixture';

const noSuchClip = (id: number) =>
  expect.objectContaining({ code: 'no-such-clip', message: expect.stringContaining(String(id)) });

describe('store', () => {
  it('keeps a new clip with all that it was given, on top', () => {
    const { store, history, changes } = historyFor(() => 1_800_000_000_123.7);
    store.store(clipOf('older'));
    const { clip, isNew } = store.store({
      ...clipOf('https://example.org', [html('<a>')]),
      kind: 'link',
      sourceApp: 'Firefox',
    });
    expect(isNew).toBe(true);
    expect(clip).toEqual({
      id: 2,
      kind: 'link',
      preview: 'https://example.org',
      size: 22,
      createdAt: 1_800_000_000_123,
      lastUsed: 1_800_000_000_123,
      order: 1_800_000_000_123_001,
      pinned: false,
      sourceApp: 'Firefox',
      formats: ['text/plain', 'text/html'],
    });
    expect(history()[0]).toEqual(clip);
    expect(changes.at(-1)).toEqual({ type: 'stored', clip, isNew: true });
  });

  it('moves a known clip to the top and makes no second one', () => {
    const { dir, store, ids, changes } = historyFor();
    const first = store.store(clipOf('first')).clip;
    store.store(clipOf('second'));
    const again = store.store(clipOf('first'));
    expect(again).toMatchObject({ isNew: false, clip: { id: first.id, createdAt: first.createdAt } });
    expect(again.clip.order).toBeGreaterThan(first.order);
    expect(ids()).toEqual([1, 2]);
    expect(store.count()).toBe(2);
    expect(changes.at(-1)).toEqual({ type: 'stored', ...again });
    expect(timesUsed(dir, first.id)).toBe(2);
  });

  it('adds the formats that the known clip lacked, and its size', () => {
    const { store, history } = historyFor();
    store.store(clipOf('text'));
    const { clip } = store.store(clipOf('text', [html('<b>text</b>')]));
    expect(clip).toMatchObject({ formats: ['text/plain', 'text/html'], size: 4 + 11 });
    expect(history()).toEqual([clip]);
    expect(Buffer.from(store.payload(clip.id, 'text/html') ?? []).toString()).toBe('<b>text</b>');
    expect(store.get(clip.id)?.payloads.map(({ mime }) => mime)).toEqual(['text/plain', 'text/html']);
  });

  it('keeps the first source that was known', () => {
    const { store } = historyFor();
    store.store(clipOf('text'));
    expect(store.store({ ...clipOf('text'), sourceApp: 'xterm' }).clip.sourceApp).toBe('xterm');
    expect(store.store({ ...clipOf('text'), sourceApp: 'gedit' }).clip.sourceApp).toBe('xterm');
  });

  it('keeps a pin and its place among the pins when the clip is copied again', () => {
    const { store } = historyFor();
    const { id } = store.store(clipOf('text')).clip;
    store.setPinned(id, true);
    expect(store.store(clipOf('text')).clip.pinned).toBe(true);
  });

  it('orders clips of one millisecond, and of a clock that is set back', () => {
    let now = 1_800_000_000_000;
    const { store, ids, history } = historyFor(() => now);
    for (const text of ['a', 'b', 'c']) store.store(clipOf(text));
    now -= 3_600_000;
    store.store(clipOf('d'));
    store.use(2);
    expect(ids()).toEqual([2, 4, 3, 1]);
    const orders = history().map(({ order }) => order);
    expect(new Set(orders).size).toBe(4);
    now = 1_800_000_001_000;
    expect(store.store(clipOf('e')).clip.order).toBe(1_800_000_001_000_000);
  });

  it('goes on above what is there after a restart with an older clock', () => {
    const dir = tempFolder();
    const first = tempStore(dir, () => 1_800_000_000_000);
    const before = first.store(clipOf('a')).clip;
    first.close();
    const after = tempStore(dir, () => 1_700_000_000_000).store(clipOf('b')).clip;
    expect(after.order).toBe(before.order + 1);
  });

  it('refuses a clip without content or with a hash that is none', () => {
    const { store, changes } = historyFor();
    expect(() => store.store({ ...clipOf('x'), payloads: [] })).toThrow(
      expect.objectContaining({ code: 'bad-request' }),
    );
    expect(() => store.store({ ...clipOf('x'), contentHash: Buffer.alloc(31) })).toThrow(
      expect.objectContaining({ code: 'storage-failed' }),
    );
    expect(store.count()).toBe(0);
    expect(changes).toEqual([]);
  });

  it('never gives an id twice', () => {
    const { store, dir } = historyFor();
    const { id } = store.store(clipOf('a')).clip;
    store.delete([id]);
    expect(store.store(clipOf('b')).clip.id).toBeGreaterThan(id);
    store.delete([2]);
    store.close();
    expect(tempStore(dir).store(clipOf('a')).clip.id).toBeGreaterThan(2);
  });
});

describe('exact bytes', () => {
  const cases: [string, Uint8Array][] = [
    ['NUL in the middle', Buffer.from('before\0after\0')],
    ['invalid UTF-8', Buffer.from([0xff, 0xfe, 0x80, 0xc3, 0x28, 0xed, 0xa0, 0x80])],
    ['a lone surrogate as UTF-16', Buffer.from('\ud800x', 'utf16le')],
    ['CRLF and spaces around', Buffer.from('  a\r\n\tb \r\n')],
    ['a byte order mark', Buffer.from('\ufeffx')],
    ['every byte', Uint8Array.from({ length: 256 }, (_, byte) => byte)],
    ['20 MB', randomBytes(20 * 1024 * 1024)],
    ['part of a larger buffer', new Uint8Array([9, 8, 7, 6, 5]).subarray(1, 3)],
  ];

  it.each(cases)('%s', (_name, bytes) => {
    const { store, dir } = historyFor();
    const { clip } = store.store({ ...clipOf(bytes), preview: '', searchText: '' });
    store.close();
    const again = tempStore(dir);
    const kept = again.payload(clip.id);
    // Not toEqual: a difference would print the content, and 20 MB take it a minute.
    expect(kept !== null && Buffer.compare(kept, bytes) === 0).toBe(true);
    const whole = again.get(clip.id)?.payloads[0]?.bytes;
    expect(whole !== undefined && Buffer.compare(whole, bytes) === 0).toBe(true);
    expect(again.get(clip.id)?.summary.size).toBe(bytes.byteLength);
  });

  it('a format without bytes', () => {
    const { store } = historyFor();
    const { clip } = store.store(clipOf('x', [{ mime: 'text/rtf', bytes: new Uint8Array() }]));
    expect(store.payload(clip.id, 'text/rtf')).toHaveLength(0);
  });

  it('texts in the row: NUL, emoji, any name of a format', () => {
    const { store, history } = historyFor();
    const mime = 'x/"odd"\n,;\0name';
    store.store({ ...clipOf('x', [{ mime, bytes: Buffer.from('y') }]), preview: 'a\0b 👩‍💻', sourceApp: '' });
    expect(history()[0]).toMatchObject({
      preview: 'a\0b 👩‍💻',
      sourceApp: '',
      formats: ['text/plain', mime],
    });
    expect(store.payload(1, mime)).toHaveLength(1);
  });
});

describe('storeMany', () => {
  it('stores all in order, one change each', () => {
    const { store, history, changes } = historyFor();
    store.storeMany(['a', 'b', 'a', 'c'].map((text) => clipOf(text)));
    expect(history().map(({ preview }) => preview)).toEqual(['c', 'a', 'b']);
    const told = changes.map((change) =>
      change.type === 'stored' ? [change.clip.preview, change.isNew] : [],
    );
    expect(told).toEqual([
      ['a', true],
      ['b', true],
      ['a', false],
      ['c', true],
    ]);
  });

  it('stores none where one fails', () => {
    const { store, changes } = historyFor();
    expect(() => store.storeMany([clipOf('a'), { ...clipOf('b'), payloads: [] }])).toThrow();
    expect(store.count()).toBe(0);
    expect(changes).toEqual([]);
    store.storeMany([]);
    expect(store.store(clipOf('c')).isNew).toBe(true);
  });
});

describe('use', () => {
  it('moves a clip to the top and counts', () => {
    const { dir, store, ids, changes } = historyFor();
    for (const text of ['a', 'b', 'c']) store.store(clipOf(text));
    const clip = store.use(1);
    expect(ids()).toEqual([1, 3, 2]);
    expect(changes.at(-1)).toEqual({ type: 'used', clip });
    expect(store.get(1)?.summary).toEqual(clip);
    expect(timesUsed(dir, 1)).toBe(2);
  });

  it('throws for a clip that is not there', () => {
    const { store, changes } = historyFor();
    expect(() => store.use(7)).toThrow(noSuchClip(7));
    expect(changes).toEqual([]);
  });
});

describe('details', () => {
  it('count the uses, and name the formats in their order with their sizes', () => {
    const { store } = historyFor();
    const { clip } = store.store(clipOf('Grüße', [html('<b>Grüße</b>')]));
    expect(store.details(clip.id)).toEqual({
      summary: clip,
      uses: 1,
      formats: [
        { mime: 'text/plain', size: 7 },
        { mime: 'text/html', size: 14 },
      ],
    });
    const used = store.use(clip.id);
    expect(store.details(clip.id)).toMatchObject({ summary: used, uses: 2 });
    expect(store.details(clip.id + 1)).toBeNull();
  });
});

describe('get and payload', () => {
  it('give null for what is not there', () => {
    const { store } = historyFor();
    store.store(clipOf('a'));
    expect(store.get(2)).toBeNull();
    expect(store.payload(2)).toBeNull();
    expect(store.payload(1, 'text/html')).toBeNull();
  });

  it('put the primary format first, whatever it is called', () => {
    const { store } = historyFor();
    const { clip } = store.store({
      ...clipOf('x'),
      payloads: [
        { mime: 'text/plain', bytes: Buffer.from('first') },
        { mime: 'a/a', bytes: Buffer.from('second') },
      ],
    });
    expect(store.get(clip.id)?.payloads.map(({ mime }) => mime)).toEqual(['text/plain', 'a/a']);
    expect(Buffer.from(store.payload(clip.id) ?? []).toString()).toBe('first');
  });
});

describe('delete and restore', () => {
  it('delete all of the ids, each once', () => {
    const { store, ids, changes } = historyFor();
    for (const text of ['a', 'b', 'c']) store.store(clipOf(text));
    store.delete([3, 1, 3]);
    expect(ids()).toEqual([2]);
    expect(changes.at(-1)).toEqual({ type: 'deleted', ids: [3, 1] });
    expect(store.payload(1)).toBeNull();
    expect(store.count()).toBe(1);
  });

  it('delete none where one is not there, and name the first such', () => {
    const { store, ids, changes } = historyFor();
    store.store(clipOf('a'));
    changes.length = 0;
    expect(() => store.delete([1, 8, 9])).toThrow(noSuchClip(8));
    expect(ids()).toEqual([1]);
    expect(store.payload(1)).not.toBeNull();
    expect(changes).toEqual([]);
  });

  it('delete nothing for no ids', () => {
    const { store, changes } = historyFor();
    store.delete([]);
    expect(changes).toEqual([]);
  });

  it('restore formats, place, pin, use count and search text under the same id', () => {
    const { dir, store, pages, history, changes } = historyFor();
    store.store({ ...clipOf('Wanted TEXT', [html('<p>')]), sourceApp: 'xterm' });
    store.store(clipOf('pinned later'));
    store.use(1);
    store.setPinned(1, true);
    store.setPinned(2, true);
    store.store(clipOf('on top'));
    const before = [history(), pages.pinned(), store.get(1)];
    store.delete([1]);
    store.store(clipOf('meanwhile'));
    const clip = store.restore(1);
    store.delete([4]);
    expect([history(), pages.pinned(), store.get(1)]).toEqual(before);
    expect(changes.filter(({ type }) => type === 'restored')).toEqual([{ type: 'restored', clip }]);
    expect(readPage(pages, { query: 'wanted text' }).clips).toMatchObject([clip]);
    expect(timesUsed(dir, 1)).toBe(2);
    expect(() => store.restore(1)).toThrow(noSuchClip(1));
  });

  it('restore into the one of the same content that came back by itself: formats, pin, uses, source', () => {
    const { dir, store, pages, history, changes } = historyFor();
    store.store({
      ...clipOf('a', [html('<a>'), { mime: 'text/rtf', bytes: Buffer.from('rtf') }]),
      sourceApp: 'xterm',
    });
    store.setPinned(1, true);
    store.delete([1]);
    store.store(clipOf('b'));
    const again = store.store(clipOf('a', [html('<newer>')])).clip;
    changes.length = 0;
    const clip = store.restore(1);
    const formats = ['text/plain', 'text/html', 'text/rtf'];
    expect(clip).toEqual({
      ...again,
      formats,
      size: 1 + 7 + 3,
      pinned: true,
      sourceApp: 'xterm',
      createdAt: clip.createdAt,
    });
    expect(changes).toEqual([{ type: 'stored', clip, isNew: false }]);
    expect([history()[0], pages.pinned()]).toEqual([clip, [clip]]);
    expect(store.get(again.id)?.payloads.map(({ mime }) => mime)).toEqual(formats);
    expect(Buffer.from(store.payload(again.id, 'text/html') ?? []).toString()).toBe('<newer>');
    expect(timesUsed(dir, again.id)).toBe(2);
    expect(() => store.restore(1)).toThrow(noSuchClip(1));
  });

  it('restore to its own place after a restart with an older clock, which nothing else has taken', () => {
    const dir = tempFolder();
    const first = tempStore(dir, () => 1_800_000_000_000);
    const deleted = first.store(clipOf('a')).clip;
    const pinned = first.setPinned(first.store(clipOf('pinned')).clip.id, true);
    first.delete([deleted.id, pinned.id]);
    first.close();
    const store = tempStore(dir, () => 1_700_000_000_000);
    const later = store.store(clipOf('b')).clip;
    expect(later.order).toBeGreaterThan(pinned.order);
    store.setPinned(later.id, true);
    expect(store.restore(deleted.id)).toEqual(deleted);
    expect(store.restore(pinned.id)).toEqual(pinned);
    expect(
      tempPages(dir)
        .pinned()
        .map(({ id }) => id),
    ).toEqual([pinned.id, later.id]);
  });

  it('leaves no byte of a deleted clip in any file once its time in the trash is over', () => {
    let now = 1_800_000_000_000;
    const { dir, store, pages } = historyFor(() => now);
    const bytesLeft = () =>
      readdirSync(dir).some((name) =>
        readFileSync(join(dir, name)).toString('latin1').includes('unmistakable'),
      );
    store.store(clipOf('unmistakable '.repeat(2_000), [html('<p>unmistakable')]));
    store.store(clipOf('unmistakable, too'));
    expect(bytesLeft()).toBe(true);
    store.delete([1, 2]);
    now += TRASH_MS;
    expect(store.emptyTrash(10)).toBe(0);
    now += 1;
    expect(store.emptyTrash(10)).toBe(2);
    pages.close();
    store.close();
    expect(bytesLeft()).toBe(false);
  });
});

describe('togglePinned', () => {
  it('pins those that are not pinned, in their order; where all are, unpins them; and moves nothing', () => {
    const { store, pages } = historyFor();
    for (const text of ['a', 'b', 'c', 'd', 'e']) store.store(clipOf(text));
    store.setPinned(2, true);
    const places = readPage(pages, { query: '', limit: 5 }).clips.map(({ id }) => id);
    const pins = () => pages.pinned().map(({ id }) => id);
    store.togglePinned([4, 2, 1]);
    expect(pins()).toEqual([2, 4, 1]);
    store.togglePinned([4, 1]);
    expect(pins()).toEqual([2]);
    expect(readPage(pages, { query: '', limit: 5 }).clips.map(({ id }) => id)).toEqual(places);
  });

  it('passes over what is gone, which does not count', () => {
    const { store, pages } = historyFor();
    for (const text of ['a', 'b', 'c']) store.store(clipOf(text));
    store.delete([2]);
    store.togglePinned([2, 3, 1]);
    expect(pages.pinned().map(({ id }) => id)).toEqual([3, 1]);
    store.togglePinned([1, 2, 3]);
    expect(pages.pinned()).toEqual([]);
    expect(() => store.togglePinned([2])).toThrow(noSuchClip(2));
  });
});

describe('setPinned', () => {
  it('puts pins in the order of pinning and moves nothing in the history', () => {
    const { store, pages, ids, changes } = historyFor();
    for (const text of ['a', 'b', 'c']) store.store(clipOf(text));
    changes.length = 0;
    const clip = store.setPinned(3, true);
    store.setPinned(1, true);
    expect(clip.pinned).toBe(true);
    expect(changes[0]).toEqual({ type: 'pinned', clip });
    expect(pages.pinned().map(({ id }) => id)).toEqual([3, 1]);
    expect(ids()).toEqual([3, 2, 1]);
    expect(store.setPinned(3, false).pinned).toBe(false);
    store.setPinned(3, true);
    expect(pages.pinned().map(({ id }) => id)).toEqual([1, 3]);
    expect(changes).toHaveLength(4);
  });

  it('changes and tells nothing where it is so already', () => {
    const { store, pages, changes } = historyFor();
    for (const text of ['a', 'b']) store.setPinned(store.store(clipOf(text)).clip.id, true);
    changes.length = 0;
    expect(store.setPinned(1, true).pinned).toBe(true);
    expect(pages.pinned().map(({ id }) => id)).toEqual([1, 2]);
    store.setPinned(1, false);
    store.setPinned(1, false);
    expect(changes).toHaveLength(1);
  });

  it('throws for a clip that is not there', () => {
    const { store } = historyFor();
    expect(() => store.setPinned(5, true)).toThrow(noSuchClip(5));
    expect(() => store.setPinned(5, false)).toThrow(noSuchClip(5));
  });
});

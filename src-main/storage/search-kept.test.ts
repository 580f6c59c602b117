// What a search keeps for the next letter: found through it is what the history has now, and nothing of what has gone from it.
import { describe, expect, it } from 'vitest';
import { NewestTexts } from './search-newest';
import { clipOf, readPage, tempDatabase, tempFolder, tempPages, tempStore } from './testing/fixture';

function setUp(texts: readonly string[]) {
  const dir = tempFolder();
  const store = tempStore(dir);
  const ids = texts.map((text) => store.store(clipOf(text)).clip.id);
  const pages = tempPages(dir);
  const found = (query: string) => readPage(pages, { query }).clips.map(({ preview }) => preview);
  return { dir, store, pages, found, ids };
}

describe('a query that goes on from the last', () => {
  const texts = ['needle one', 'hay', 'needle two', 'needles three'];

  it('finds what the letters before found, as far as it has them all', () => {
    const { found } = setUp(texts);
    expect(found('n').length).toBe(3);
    expect(found('need')).toEqual(['needles three', 'needle two', 'needle one']);
    expect(found('needles')).toEqual(['needles three']);
    expect(found('need')).toEqual(['needles three', 'needle two', 'needle one']);
    expect(found('need t')).toEqual(['needles three', 'needle two']);
    expect(found('hay')).toEqual(['hay']);
  });

  it('looks on below a page that was full', () => {
    const many = Array.from({ length: 300 }, (_, i) => (i % 10 === 0 ? `xyz ${i}` : `xy ${i}`));
    const { pages } = setUp(many);
    const page = (query: string, after: number | null = null) => readPage(pages, { query, after });
    expect(page('xy').clips).toHaveLength(50);
    const first = page('xyz');
    expect(first.clips.map(({ preview }) => preview)).toEqual(many.filter((_, i) => i % 10 === 0).reverse());
    expect(first.next).toBeNull();
  });

  it('finds whole what was typed in halves', () => {
    const { found } = setUp(['a 😀', 'b 😁', 'c']);
    expect(found('\ud83d')).toEqual([]);
    expect(found('😁')).toEqual(['b 😁']);
  });

  it('never finds what was deleted or masked since, nor misses what came, was used or came back', () => {
    const { store, pages, found, ids } = setUp(texts);
    const [one, , two] = ids as [number, number, number, number];
    expect(found('needle')).toEqual(['needles three', 'needle two', 'needle one']);
    store.delete([two]);
    expect(found('needle ')).toEqual(['needles three', 'needle one']);
    store.use(one);
    expect(found('needle')).toEqual(['needle one', 'needles three']);
    store.store(clipOf('needle four'));
    expect(found('needle')).toEqual(['needle four', 'needle one', 'needles three']);
    store.store({ ...clipOf('needles three'), preview: '••••', searchText: '', secret: { expiresAt: null } });
    expect(found('needle')).toEqual(['needle four', 'needle one']);
    store.restore(two);
    expect(found('needle')).toEqual(['needle four', 'needle one', 'needle two']);
    store.setPinned(two, true);
    expect(readPage(pages, { query: 'needle' }).clips.at(-1)).toMatchObject({ pinned: true });
    expect(found('needles')).toEqual([]);
  });
});

describe('the newest texts', () => {
  function newest(texts: readonly string[], limits = { bytes: 1_000, clips: 100 }) {
    const dir = tempFolder();
    const store = tempStore(dir);
    const clips = texts.map((text) => store.store(clipOf(text)).clip);
    const held = new NewestTexts(tempDatabase(dir), limits);
    const find = (below: number, ...needles: string[]) =>
      [
        ...held.find(
          needles.map((needle) => Buffer.from(needle)),
          below,
        ),
      ].map(({ id }) => texts[clips.findIndex((clip) => clip.id === id)]);
    return { held, clips, find, top: Number.MAX_SAFE_INTEGER };
  }

  it('are taken in newest first, and found below a place in the history', () => {
    const { held, clips, find, top } = newest(['ab', 'bc', '', 'cab', 'b']);
    expect([held.bottom, find(top, 'b')]).toEqual([top, []]);
    held.extend(2);
    expect([held.bottom, held.full, find(top, 'b')]).toEqual([clips[3]?.order, false, ['b', 'cab']]);
    held.extend(10);
    expect([held.bottom, held.full]).toEqual([0, true]);
    expect(find(top, 'b')).toEqual(['b', 'cab', 'bc', 'ab']);
    expect(find(top, 'b', 'a')).toEqual(['cab', 'ab']);
    expect(find(clips[3]?.order ?? 0, 'b')).toEqual(['bc', 'ab']);
    expect(find(clips[0]?.order ?? 0, 'b')).toEqual([]);
  });

  it('are found each by itself: nothing stands across two of them', () => {
    const { held, find, top } = newest(['ab', 'ab', 'xab', 'ba']);
    held.extend(10);
    expect([find(top, 'aba'), find(top, 'ba'), find(top, 'bab')]).toEqual([[], ['ba'], []]);
  });

  it('end where there is no more room, between two clips', () => {
    const byBytes = newest(['aaaa', 'bbbb', 'cccc'], { bytes: 11, clips: 100 });
    byBytes.held.extend(10);
    expect([byBytes.held.full, byBytes.held.bottom]).toEqual([true, byBytes.clips[1]?.order]);
    expect([byBytes.find(byBytes.top, 'a'), byBytes.find(byBytes.top, 'b')]).toEqual([[], ['bbbb']]);
    const byClips = newest(['aaaa', 'bbbb', 'cccc'], { bytes: 1_000, clips: 1 });
    byClips.held.extend(10);
    expect([byClips.held.full, byClips.held.bottom]).toEqual([true, byClips.clips[2]?.order]);
  });

  it('leave nothing behind when they are dropped', () => {
    const { held, clips, find, top } = newest(['one text', 'another text']);
    held.extend(10);
    const text = held.textOf(clips[0]?.id ?? 0);
    expect(text?.toString()).toBe('one text');
    held.drop();
    expect(text?.every((byte) => byte === 0)).toBe(true);
    expect([held.bottom, held.full, find(top, 'text')]).toEqual([top, false, []]);
    expect(held.textOf(clips[0]?.id ?? 0)).toBeUndefined();
    held.extend(10);
    expect(find(top, 'text')).toEqual(['another text', 'one text']);
  });
});

// Pages and search on a read-only connection, in slices, against a plain scan of the same texts.

import { describe, expect, it } from 'vitest';
import { fold, queryWords } from '../../src-shared/search-query';
import { randomFrom } from '../../src-shared/testing/random';
import { openPages } from './pages';
import {
  clipOf,
  nativeBinding,
  readPage,
  SEARCH_PARTS,
  tempFolder,
  tempPages,
  tempStore,
} from './testing/fixture';

function setUp(texts: readonly string[] = []) {
  const dir = tempFolder();
  const store = tempStore(dir);
  store.storeMany(texts.map((text) => clipOf(text)));
  const pages = tempPages(dir);
  return {
    store,
    pages,
    find: (query: string) => readPage(pages, { query }).clips.map(({ preview }) => preview),
  };
}

const numbered = (count: number) => Array.from({ length: count }, (_, index) => `clip ${index}`);

describe('pages', () => {
  it('are empty for an empty history', () => {
    const { pages } = setUp();
    expect(readPage(pages)).toEqual({ clips: [], next: null });
    expect(readPage(pages, { query: 'x' })).toEqual({ clips: [], next: null });
    expect(pages.pinned()).toEqual([]);
    expect(pages.count()).toBe(0);
  });

  it.each([
    ['everything', ''],
    ['a search', 'clip'],
  ])('go through %s without a gap or a repeat, and end with null', (_name, query) => {
    const { pages } = setUp(numbered(100));
    for (const limit of [1, 7, 50, 99, 100, 101]) {
      const seen: string[] = [];
      let after: number | null = null;
      let asked = 0;
      do {
        const page = readPage(pages, { query, after, limit });
        asked += 1;
        seen.push(...page.clips.map(({ preview }) => preview));
        after = page.next;
      } while (after !== null);
      expect(seen).toEqual(numbered(100).reverse());
      expect(asked).toBe(Math.ceil(100 / limit));
    }
  });

  it.each(['', 'clip'])('leave pinned clips out when asked, with the query %j', (query) => {
    const { store, pages } = setUp(numbered(6));
    for (const id of [6, 2]) store.setPinned(id, true);
    const ids = (pinned: 'include' | 'exclude') =>
      readPage(pages, { query, pinned, limit: 3 }).clips.map(({ id }) => id);
    expect(ids('exclude')).toEqual([5, 4, 3]);
    expect(ids('include')).toEqual([6, 5, 4]);
  });

  it('see what committed before, and keep their place while new clips come', () => {
    const { store, pages } = setUp(numbered(10));
    const first = readPage(pages, { limit: 4 });
    store.store(clipOf('new on top'));
    store.use(1);
    const second = readPage(pages, { limit: 4, after: first.next });
    expect(second.clips.map(({ id }) => id)).toEqual([6, 5, 4, 3]);
    expect(readPage(pages, { limit: 2 }).clips.map(({ id }) => id)).toEqual([1, 11]);
  });

  it('need a history to read', () => {
    expect(() => openPages({ dir: tempFolder(), nativeBinding }, SEARCH_PARTS)).toThrow(
      expect.objectContaining({ code: 'storage-failed' }),
    );
  });
});

describe('search', () => {
  it('finds every word as a substring, in any order, blind to case and accents, newest first', () => {
    const { find } = setUp(['Grüße aus Köln', 'koeln', 'KÖLNER Dom, grusslos', 'Gruß']);
    expect(find('koln')).toEqual(['KÖLNER Dom, grusslos', 'Grüße aus Köln']);
    expect(find('öln gruss')).toEqual(['KÖLNER Dom, grusslos', 'Grüße aus Köln']);
    expect(find('öln dom')).toEqual(['KÖLNER Dom, grusslos']);
    expect(find('ÖLN GRÜS')).toEqual(['KÖLNER Dom, grusslos', 'Grüße aus Köln']);
    expect(find('n')).toEqual(['KÖLNER Dom, grusslos', 'koeln', 'Grüße aus Köln']);
    expect(find('köln dom rathaus')).toEqual([]);
  });

  it('takes wildcards, quotes and backslashes as the characters they are', () => {
    const texts = ['100%', '100 percent', 'a_b', 'axb', "it's", '"quoted"', 'back\\slash', 'star*', '[a-z]'];
    const { find } = setUp(texts);
    expect(find('%')).toEqual(['100%']);
    expect(find('_')).toEqual(['a_b']);
    for (const text of ["'", '"quoted"', '\\', '*', '[a-z]', "' OR 1=1 --"]) {
      const same = texts.filter((other) => text.split(' ').every((word) => other.includes(word)));
      expect(find(text)).toEqual(same.reverse());
    }
  });

  it('looks beyond NUL, and at NUL', () => {
    const { find } = setUp(['before\0after', 'before', 'after']);
    expect(find('after')).toEqual(['after', 'before\0after']);
    expect(find('e\0a')).toEqual(['before\0after']);
  });

  it('finds emoji, CJK and what is not well-formed', () => {
    const { find, store, pages } = setUp(['👩‍💻 coding', '剪貼簿歷史', 'x']);
    store.store({ ...clipOf('lone'), preview: 'lone', searchText: 'lone \ud800 half' });
    expect(find('👩‍💻')).toEqual(['👩‍💻 coding']);
    expect(find('貼簿')).toEqual(['剪貼簿歷史']);
    expect(readPage(pages, { query: '\ud800 half' }).clips).toHaveLength(1);
  });

  it('takes a thousand characters of words', () => {
    const words = Array.from({ length: 250 }, (_, index) => index.toString(36).padStart(2, 'z'));
    const { find } = setUp([words.join(' '), 'z']);
    expect(find([...words].reverse().join(' '))).toHaveLength(1);
    expect(find(`${words.join(' ')} missing`)).toEqual([]);
  });

  it('never finds a clip without text, or one that was deleted', () => {
    const { store, find } = setUp(['wanted', 'wanted too']);
    store.store({ ...clipOf('image'), preview: 'wanted image', searchText: '' });
    store.delete([1]);
    expect(find('wanted')).toEqual(['wanted too']);
  });

  it('agrees with a scan of all texts, for random texts and queries', () => {
    const random = randomFrom(11);
    const below = (limit: number) => Math.floor(random() * limit);
    const parts = [
      'a',
      'B',
      'ä',
      'ß',
      'ss',
      ' ',
      '\n',
      'Σ',
      'ς',
      '日本',
      '😀',
      '%',
      '_',
      '\0',
      '1',
      'İ',
      'ab',
      'ba',
    ];
    const text = (most: number) =>
      Array.from({ length: 1 + below(most) }, () => parts[below(parts.length)]).join('');
    const texts = [...new Set(Array.from({ length: 700 }, () => text(14)))];
    const { pages } = setUp(texts);
    for (let round = 0; round < 500; round++) {
      const query = text(4);
      const words = queryWords(query);
      const wanted = texts.filter((other) => words.every((word) => fold(other).includes(word))).reverse();
      const found = readPage(pages, { query, limit: 1_000 }).clips.map(({ preview }) => preview);
      expect([query, found]).toEqual([query, wanted]);
    }
  });
});

describe('a search in slices', () => {
  /** 2,000 clips of which the oldest two match; the search is stopped after its first slice. */
  function halfWay() {
    const { store, pages, find } = setUp(['needle 1', 'needle 2', ...numbered(1_998)]);
    const steps = pages.page({ query: 'needle', after: null, limit: 10, pinned: 'include' });
    expect(steps.next()).toEqual({ done: false, value: undefined });
    const finish = () => {
      for (;;) {
        const { done, value } = steps.next();
        if (done === true) return value.clips.map(({ preview }) => preview);
      }
    };
    return { store, find, finish };
  }

  it('takes several for a long history', () => {
    const { finish } = halfWay();
    expect(finish()).toEqual(['needle 2', 'needle 1']);
  });

  it('finds what came to the top meanwhile, and nothing twice', () => {
    const { store, finish, find } = halfWay();
    store.use(1);
    store.store(clipOf('needle 3'));
    const found = finish();
    expect(found).toEqual(['needle 3', 'needle 1', 'needle 2']);
    expect(found).toEqual(find('needle'));
  });

  it('holds no lock and no snapshot between two of them', () => {
    const { store, finish } = halfWay();
    store.storeMany(numbered(500).map((text) => clipOf(`another ${text}`)));
    store.delete([2]);
    expect(finish()).toEqual(['needle 1']);
  });
});

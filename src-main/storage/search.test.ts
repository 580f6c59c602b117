// What a search says besides which clips it found: where they match, patterns that cannot be used, when it stops.
import { describe, expect, it } from 'vitest';
import { openPages } from './pages';
import {
  clipOf,
  nativeBinding,
  readPage,
  readSnippets,
  SEARCH_PARTS,
  tempFolder,
  tempPages,
  tempStore,
} from './testing/fixture';

function setUp(texts: readonly string[]) {
  const dir = tempFolder();
  const store = tempStore(dir);
  store.storeMany(texts.map((text) => clipOf(text)));
  return { dir, store, pages: tempPages(dir) };
}

describe('a result', () => {
  const one = (text: string, query: string) => readPage(setUp([text]).pages, { query }).clips[0];

  it('marks the words in the preview', () => {
    expect(one('The Äpfel and the pears', 'apfel the')).toMatchObject({
      matches: [
        [0, 3],
        [4, 9],
        [14, 17],
      ],
    });
    expect(one('The Äpfel', 'apfel')).not.toHaveProperty('snippet');
  });

  it('shows the part that matched where the preview lacks it', () => {
    const text = `${'lead '.repeat(60)}😀 first\tNEEDLE\nof the hay ${'tail '.repeat(60)}`;
    const found = one(text, 'needle');
    expect(found).not.toHaveProperty('matches');
    const snippet = found?.snippet;
    expect(snippet?.at).toBe(text.indexOf('NEEDLE'));
    expect(snippet?.text).toContain('first NEEDLE of the hay');
    expect(snippet?.text.length).toBeLessThan(300);
    expect(snippet?.matches.map(([start, end]) => snippet.text.slice(start, end))).toEqual(['NEEDLE']);
  });

  it('marks a pattern, in the preview or beyond it', () => {
    expect(one('order 4711 of May', '/[0-9]+/')).toMatchObject({ matches: [[6, 10]] });
    const text = `${'lead '.repeat(60)}order 4711`;
    expect(one(text, '/[0-9]+$/')).toMatchObject({ snippet: { at: 306, matches: [[32, 36]] } });
  });

  it('brings such a part for the rows that are seen at once, and for others when asked', () => {
    const texts = Array.from({ length: 15 }, (_, i) => `${i} ${'lead '.repeat(60)}needle ${i}`);
    const { pages } = setUp(texts);
    const { clips } = readPage(pages, { query: 'needle' });
    expect(clips.map(({ snippet }) => snippet !== undefined)).toEqual(texts.map((_, i) => i < 12));
    expect(clips.map(({ deeper }) => deeper === true)).toEqual(texts.map((_, i) => i >= 12));
    const later = clips.slice(12).map(({ id }) => id);
    const found = readSnippets(pages, 'needle', [...later, 999]);
    expect(found.map(({ id }) => id)).toEqual(later);
    expect(found[0]?.snippet.text).toContain('needle 2');
    expect(readSnippets(pages, 'lead', later)).toEqual([]);
  });

  it('says nothing of matches where no text was looked for', () => {
    expect(Object.keys(one('abc', 'size:>1b') ?? {})).not.toContain('matches');
    expect(Object.keys(one('abc', '') ?? {})).not.toContain('matches');
  });
});

describe('a pattern', () => {
  it.each(['/(/', '/a{2000}/', '/[/', '/\\1/', '/(?=a)/', '/a/ /b/'])(
    '%s is refused in plain words',
    (query) => {
      const { pages } = setUp(['abc']);
      expect(() => readPage(pages, { query })).toThrow(
        expect.objectContaining({
          code: 'bad-request',
          message: expect.stringMatching(/^(This|Only) .*\.$/),
        }),
      );
    },
  );

  it('is looked for in the text as it was copied, case and all', () => {
    const { pages } = setUp(['abc', 'ABC', 'ä']);
    const found = (query: string) => readPage(pages, { query }).clips.map(({ preview }) => preview);
    expect(found('/B/')).toEqual(['ABC']);
    expect(found('/b/i')).toEqual(['ABC', 'abc']);
    expect(found('/ä/')).toEqual(['ä']);
  });

  it('ends the page where its time is up, with the cursor to go on from', () => {
    const { dir } = setUp(Array.from({ length: 40 }, (_, index) => `clip ${index}`));
    const pages = openPages({ dir, nativeBinding, tuning: { firstRows: 4, patternMs: 0 } }, SEARCH_PARTS);
    const found: string[] = [];
    let [after, asked] = [null as number | null, 0];
    do {
      const page = readPage(pages, { query: '/clip [0-9]$/', after });
      found.push(...page.clips.map(({ preview }) => preview));
      after = page.next;
      asked += 1;
    } while (after !== null && asked < 100);
    pages.close();
    expect(found).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1, 0].map((digit) => `clip ${digit}`));
    expect(asked).toBeGreaterThan(2);
  });
});

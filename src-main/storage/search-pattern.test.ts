// A pattern that takes long: what it may hold up, counted by a clock that goes on with each look at it; and which text it looks into.
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  type ClipFormat,
  type HistoryPage,
  HTML_MIME,
  type NewClip,
  RTF_MIME,
  TEXT_MIME,
} from '../../src-shared/clip';
import { newClip } from '../capture/normalise';
import { openPages, type Pages } from './pages';
import { type ReaderAnswer, ReaderService } from './reader-service';
import type { SearchTuning } from './search-tuning';
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
import type { PageRequest } from './types';

/** Looks at the clock in one slice at the most: each is a millisecond, and a slice has five. */
const LOOKS = 16;

/** A history, its reader, and the clock that this one looks at. */
function setUp(clips: readonly NewClip[], tuning: Partial<SearchTuning> = {}) {
  const dir = tempFolder();
  const store = tempStore(dir);
  store.storeMany(clips);
  const clock = { looks: 0, onLook: () => {} };
  const now = () => {
    clock.looks += 1;
    clock.onLook();
    return clock.looks;
  };
  const pages = openPages({ dir, nativeBinding, tuning }, { ...SEARCH_PARTS, now });
  onTestFinished(() => pages.close());
  return { dir, store, pages, clock };
}

/** What came of slices that ran to the end, how many there were, and the looks at the clock of the longest. */
interface Counted<T> {
  readonly value: T;
  readonly slices: number;
  readonly longest: number;
}

function counted<T>(steps: Generator<undefined, T>, clock: { readonly looks: number }): Counted<T> {
  let [slices, longest] = [0, 0];
  for (;;) {
    const before = clock.looks;
    const { done, value } = steps.next();
    slices += 1;
    longest = Math.max(longest, clock.looks - before);
    if (done === true) return { value, slices, longest };
  }
}

const request = (query: string, more: Partial<PageRequest> = {}): PageRequest => ({
  query,
  after: null,
  limit: 50,
  pinned: 'include',
  ...more,
});

const HARD = '/(\\w+\\s?){50}y\\d/';
const hard = (index: number) => `${index} ${'word wörd y '.repeat(1_000)}`;
const match = `${hard(7)}${'word '.repeat(60)}y7`;

/** All pages of a search, as whoever asks goes on. */
function allPages(pages: Pages, clock: { readonly looks: number }, query: string) {
  const previews: string[] = [];
  const cursors: number[] = [];
  let [slices, longest] = [0, 0];
  let after: number | null = null;
  do {
    const page: Counted<HistoryPage> = counted(pages.page(request(query, { after })), clock);
    previews.push(...page.value.clips.map(({ preview }) => preview));
    after = page.value.next;
    if (after !== null) cursors.push(after);
    slices += page.slices;
    longest = Math.max(longest, page.longest);
  } while (after !== null && cursors.length < 100);
  return { previews, cursors, slices, longest };
}

describe('a pattern that takes long', () => {
  it('ends its slices in the middle of a text, and its pages between two of them', () => {
    const { pages, clock } = setUp([clipOf(match), ...[1, 2, 3].map((n) => clipOf(hard(n))), clipOf('new')], {
      patternMs: 200,
    });
    const { previews, cursors, slices, longest } = allPages(pages, clock, HARD);
    expect(previews).toEqual([match.slice(0, 200)]);
    expect(longest).toBeLessThanOrEqual(LOOKS);
    expect(slices).toBeGreaterThan(100);
    expect(cursors.length).toBeGreaterThan(1);
    expect(cursors).toEqual([...new Set(cursors)].sort((a, b) => b - a));
  });

  it('does so among pinned clips, among those that the index lacks, and in what it shows', () => {
    const { store, pages, clock } = setUp([clipOf(match), ...[1, 2, 3].map((n) => clipOf(hard(n)))], {
      patternMs: 200,
    });
    for (const id of [1, 2, 3, 4]) store.setPinned(id, true);
    const pinned = allPages(pages, clock, `${HARD} is:pinned`);
    expect(pinned.previews).toEqual([match.slice(0, 200)]);
    expect(pinned.longest).toBeLessThanOrEqual(LOOKS);
    expect(pinned.cursors.length).toBeGreaterThan(1);
    // Short texts that match at once, in large numbers.
    const short = setUp(Array.from({ length: 300 }, (_, n) => clipOf(`y${n} ${'a '.repeat(90)}`)));
    const page = counted(short.pages.page(request('/(y\\d+ )?(a ?)*a $/', { limit: 200 })), short.clock);
    expect(page.value.clips).toHaveLength(200);
    expect(page.longest).toBeLessThanOrEqual(LOOKS);
    const snippets = counted(short.pages.snippets('/(\\w+\\s?){30}a $/', [1, 2, 3, 4, 5]), short.clock);
    expect(snippets.longest).toBeLessThanOrEqual(LOOKS);
  });

  it('shows where it matched in what there is time for, and says that there is more of the rest', () => {
    const { pages } = setUp([clipOf(match)], { patternMs: 40 });
    const [clip] = readPage(pages, { query: HARD }).clips;
    expect(clip).toMatchObject({ deeper: true });
    expect(clip).not.toHaveProperty('snippet');
    const { pages: slow } = setUp([clipOf(match)]);
    const at = match.length - 'y7'.length - 55 * 'word '.length;
    expect(readPage(slow, { query: '/(\\w+ ){55}y7/' }).clips[0]?.snippet).toMatchObject({ at });
  });

  it('lets a new letter go first, and is at an end where nobody waits for it', () => {
    const { pages, clock } = setUp([1, 2, 3].map((n) => clipOf(hard(n))));
    const answers: ReaderAnswer[] = [];
    const pauses: (() => void)[] = [];
    const service = new ReaderService(
      pages,
      (answer) => answers.push(answer),
      (work) => pauses.push(work),
    );
    service.handle({ id: 1, type: 'page', request: request(HARD) });
    for (let slice = 0; slice < 3; slice++) pauses.shift()?.();
    expect(answers).toEqual([]);
    const before = clock.looks;
    service.handle({ id: 1, type: 'abandon' });
    service.handle({ id: 2, type: 'page', request: request('"word w"') });
    expect(answers).toMatchObject([{ id: 2, ok: true, value: { clips: [{}, {}, {}] } }]);
    expect(clock.looks - before).toBeLessThanOrEqual(LOOKS);
    for (let pause = pauses.shift(); pause !== undefined; pause = pauses.shift()) pause();
    expect(answers).toHaveLength(1);
    expect(clock.looks - before).toBeLessThanOrEqual(LOOKS);
  });
});

describe('a clip that comes while a search is under way', () => {
  it('is found by that search or by the next one, also where it came just before the first look', () => {
    const { store, pages, clock } = setUp([clipOf('needle one'), clipOf('hay')]);
    readPage(pages, { query: 'hay' });
    let came = false;
    clock.onLook = () => {
      if (came) return;
      came = true;
      store.store(clipOf('needle two'));
    };
    const found = () => readPage(pages, { query: 'needle' }).clips.map(({ preview }) => preview);
    expect(found()).toEqual(['needle two', 'needle one']);
    expect(found()).toEqual(['needle two', 'needle one']);
  });

  it('is found by a pattern however many others came', () => {
    const { store, pages } = setUp(
      Array.from({ length: 40 }, (_, n) => clipOf(`old ${n}`)),
      { firstRows: 4, patternFirstRows: 4, patternRows: 4 },
    );
    const steps = pages.page(request('/needle|old 0$/', { limit: 2 }));
    expect(steps.next().done).toBe(false);
    store.storeMany(
      ['needle', ...Array.from({ length: 20 }, (_, n) => `new ${n}`)].map((text) => clipOf(text)),
    );
    let page = steps.next();
    while (page.done !== true) page = steps.next();
    expect(page.value.clips.map(({ preview }) => preview)).toEqual(['needle', 'old 0']);
  });
});

describe('a pattern looks into what words look into', () => {
  const format = (mime: string, text: string): ClipFormat => ({ mime, bytes: Buffer.from(text) });
  const clips = {
    files: newClip(
      [
        format('x-special/gnome-copied-files', 'copy\nfile:///home/ann/Scan%204711.pdf\nfile:///srv/B.txt'),
        format(TEXT_MIME, 'only the text beside'),
      ],
      null,
    ),
    uris: newClip([format('text/uri-list', 'https://example.org/a?b=4711\r\n')], null),
    html: newClip([format(HTML_MIME, '<style>p{}</style><p>Größe 4711</p><p>zweite Zeile</p>')], null),
    rtf: newClip([format(RTF_MIME, "{\\rtf1\\ansi Caf\\'e9 4711\\par next}")], null),
    image: newClip([format('image/png', 'beside 4711')], null),
    large: newClip([format(HTML_MIME, `<p>${'Wort für Wort '.repeat(6_000)}</p><p>4711</p>`)], null),
  };
  const store = () => {
    const dir = tempFolder();
    const dao = tempStore(dir);
    const ids = Object.fromEntries(
      Object.entries(clips).map(([name, clip]) => [name, dao.store(clip as NewClip).clip.id]),
    );
    const pages = tempPages(dir);
    const found = (query: string) => {
      const names = readPage(pages, { query }).clips.map(({ id }) => id);
      return Object.keys(ids).filter((name) => names.includes(ids[name] as number));
    };
    return { dao, ids, pages, found };
  };

  it('in files, URIs, HTML and RTF: what one finds, the other does', () => {
    const { found } = store();
    for (const [pattern, word, wanted] of [
      ['/[0-9]{4}/', '4711', ['files', 'uris', 'html', 'rtf']],
      ['/Scan 4711\\.pdf$/m', 'scan', ['files']],
      ['/^\\/srv/m', '/srv', ['files']],
      ['/Größe\\s/', 'grosse', ['html']],
      ['/größe/', 'missing', []],
      ['/Café/', 'cafe', ['rtf']],
      ['/Wort (f.r )?Wort/', 'wort', ['large']],
      ['/beside/', 'beside', []],
      ['/<p>/', '<p>', []],
    ] as const) {
      expect([pattern, found(pattern)]).toEqual([pattern, wanted]);
      expect([word, found(word)]).toEqual([word, wanted]);
    }
  });

  it('and shows the part that matched', () => {
    const { pages, ids } = store();
    const [clip] = readPage(pages, { query: '/\\/ann\\/S\\w+/' }).clips;
    expect(clip?.snippet).toMatchObject({ text: '/home/ann/Scan 4711.pdf /srv/B.txt', matches: [[5, 14]] });
    expect(readPage(pages, { query: 'ann/s' }).clips[0]?.snippet).toMatchObject({ matches: [[6, 11]] });
    expect(readSnippets(pages, '/zweite/', [ids.html as number])).toEqual([]);
  });

  it('and into no secret, though its id be known', () => {
    const { dao, pages, found } = store();
    const text = `${'lead '.repeat(60)}needle`;
    const { id } = dao.store({
      ...clipOf(text),
      preview: '••••',
      searchText: '',
      secret: { expiresAt: null },
    }).clip;
    expect(found('/needle/')).toEqual([]);
    expect(readSnippets(pages, '/needle/', [id])).toEqual([]);
    expect(readSnippets(pages, 'needle', [id])).toEqual([]);
  });

  it('as it was folded, where it is read otherwise today', () => {
    const { dao, pages } = store();
    const clip = newClip([format(HTML_MIME, '<p>Today</p>')], null) as NewClip;
    dao.store({ ...clip, searchText: 'as it was read once' });
    const found = (query: string) => readPage(pages, { query }).clips.map(({ preview }) => preview);
    expect(found('/read once$/')).toEqual(['Today']);
    expect(found('/Today/')).toEqual([]);
  });
});

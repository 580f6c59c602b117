import { describe, expect, test } from 'vitest';
import type { ClipSummary } from '../../src-shared/clip';
import { randomFrom } from '../../src-shared/testing/random';
import { createBridge } from '../bridge';
import { clipOf, FakeMain, settle } from '../testing/fake-main';
import { History, viewCount, viewRow } from './history';
import { historyPort } from './history-port';
import { rowCount } from './paged-list';

function setUp(count: number) {
  const main = new FakeMain(count);
  const bridge = createBridge(main.api);
  const history = new History(historyPort(bridge), () => {});
  bridge.on('history:changed', (first) => history.applyFirstPage(first));
  const notices: string[] = [];
  bridge.onNotice(({ text }) => notices.push(text));
  return { main, history, notices };
}

const shown = (history: History) =>
  Array.from({ length: viewCount(history.view) }, (_, i) => viewRow(history.view, i)?.id);

test('nothing is said of the history before its first page came', async () => {
  const { history } = setUp(3);
  expect(history.view.loaded).toBe(false);
  await history.start();
  expect(history.view).toMatchObject({ loaded: true, total: 3 });
  expect(shown(history)).toEqual([3, 2, 1]);
});

test('a push that came first is not overwritten by the older answer', async () => {
  const { main, history } = setUp(3);
  main.holding = true;
  const started = history.start();
  const old = main.firstPage();
  main.use(4);
  main.tell();
  main.clips = [];
  main.release();
  await started;
  expect(old.clips).toHaveLength(3);
  expect(shown(history)).toEqual([4, 3, 2, 1]);
});

test('pinned clips stand above, once, while nothing is searched for', async () => {
  const { main, history } = setUp(4);
  main.setPinned(2, true);
  await history.start();
  expect(shown(history)).toEqual([2, 4, 3, 1]);
  history.search('clip');
  await settle();
  expect(shown(history)).toEqual([4, 3, 2, 1]);
});

test.each(['in order', 'the newest first', 'the newest last'])(
  'each letter is asked at once, and an answer to an older one never overwrites a newer one: %s',
  async (order) => {
    const { main, history } = setUp(30);
    await history.start();
    main.holding = true;
    for (const text of ['1', '12', '12x', '21']) history.search(text);
    expect(main.asks('history:page')).toMatchObject(
      ['1', '12', '12x', '21'].map((query) => ({ query, after: null })),
    );
    if (order === 'the newest first') main.releaseNewest();
    if (order === 'the newest last') main.release(3);
    await settle();
    expect(history.view.query).toBe(order === 'the newest first' ? '21' : '');
    main.release();
    await settle();
    expect(history.view.query).toBe('21');
    expect(shown(history)).toEqual([21]);
  },
);

test('typed back to a query that was given up, it is asked again', async () => {
  const { main, history } = setUp(30);
  await history.start();
  main.holding = true;
  for (const text of ['12', '1', '12']) history.search(text);
  const answered = history.settled();
  main.release();
  expect(await answered).toBe(true);
  expect(shown(history)).toEqual([12]);
  expect(main.asks('history:page')).toHaveLength(3);
});

test('clearing the query shows the history at once, and the late answer changes nothing', async () => {
  const { main, history } = setUp(30);
  await history.start();
  main.holding = true;
  history.search('12');
  history.search('');
  expect(shown(history)).toHaveLength(30);
  main.release();
  await settle();
  expect(history.view.query).toBe('');
});

test('settled() waits for the rows of what was typed last, and asks again after a failure', async () => {
  const { main, history } = setUp(30);
  await history.start();
  expect(await history.settled()).toBe(true);
  main.refusing.set('history:page', 'no');
  history.search('12');
  expect(await history.settled()).toBe(false);
  main.refusing.clear();
  expect(await history.settled()).toBe(true);
  expect(shown(history)).toEqual([12]);
});

test('a push while searching reads the matches again', async () => {
  const { main, history } = setUp(30);
  await history.start();
  history.search('clip 3');
  await settle();
  expect(shown(history)).toEqual([30, 23, 13, 3]);
  main.use(300);
  main.tell();
  await settle();
  expect(shown(history)).toEqual([300, 30, 23, 13, 3]);
  expect(history.view.total).toBe(31);
});

test('a page of the list that was left is not put into the one that is shown now', async () => {
  const { main, history } = setUp(100);
  // The first pages of the history and of the search end at the same clip; what is below differs.
  main.clips = main.clips.map((clip) => ({
    ...clip,
    preview: clip.id > 50 || clip.id % 2 === 0 ? 'x' : 'y',
  }));
  main.holding = true;
  const started = history.start();
  main.release(1);
  await started;
  history.search('x');
  main.releaseNewest();
  await settle();
  expect(history.view.query).toBe('x');
  main.holding = false;
  main.release();
  await settle();
  expect(shown(history)).toEqual(
    main.page({ query: 'x', after: null, limit: 100 }).clips.map(({ id }) => id),
  );
});

test('a clip that was pinned further down stands above only, at once', async () => {
  const { main, history } = setUp(200);
  await history.start();
  history.see(50, 60);
  await settle();
  main.setPinned(20, true);
  main.holding = true;
  main.tell();
  expect(shown(history).filter((id) => id === 20)).toHaveLength(1);
});

test('the window stays small, however far one scrolls, and comes back true', async () => {
  const { history } = setUp(20_000);
  await history.start();
  for (let at = 0; at < 19_900; at += 40) {
    history.see(at, at + 10);
    await settle();
  }
  const held = history.view.list.pages.reduce((sum, { rows }) => sum + (rows?.length ?? 0), 0);
  expect(rowCount(history.view.list)).toBeGreaterThan(19_900);
  expect(held).toBeLessThan(3_000);
  history.see(5_000, 5_010);
  await settle();
  expect(viewRow(history.view, 5_005)?.id).toBe(20_000 - 5_005);
});

test('a clip being deleted is gone at once, also from a push read before; a failed deletion brings it back', async () => {
  const { main, history } = setUp(5);
  await history.start();
  history.hide(4);
  expect(shown(history)).toEqual([5, 3, 2, 1]);
  main.tell();
  expect(shown(history)).toEqual([5, 3, 2, 1]);
  history.unhide(4);
  expect(shown(history)).toEqual([5, 4, 3, 2, 1]);
  history.hide(4);
  main.delete(4);
  history.hidden(4);
  main.tell();
  main.clips.push(clipOf(4, 45));
  main.tell();
  expect(shown(history)).toEqual([5, 4, 3, 2, 1]);
});

function randoms(seed: number): (below: number) => number {
  const random = randomFrom(seed);
  return (below) => Math.floor(random() * below);
}

test.each([1, 2, 3, 4, 5, 6])(
  'what is seen is what main has, under random changes and scrolling (%i)',
  async (seed) => {
    const random = randoms(seed);
    const { main, history } = setUp(4_000);
    await history.start();
    let nextId = 4_001;
    for (let step = 0; step < 150; step += 1) {
      const some = main.clips[random(main.clips.length)]?.id ?? 1;
      const act = random(6);
      if (act === 0) main.use(nextId++);
      else if (act === 1) main.use(some);
      else if (act === 2) main.delete(some);
      else if (act === 3) main.setPinned(some, random(2) === 0);
      else if (act === 4) history.search(['', '1', 'clip 2', '77'][random(4)] ?? '');
      main.tell();
      const first = random(Math.max(1, viewCount(history.view)));
      history.see(first, first + 8);
      await settle();
      const { query } = history.view;
      const all = main.page({ query, after: null, limit: 100_000 }).clips.map(({ id }) => id);
      const truth = query === '' ? [...main.firstPage().pinned.map(({ id }) => id), ...all] : all;
      // Places above may still be guesses where pages are forgotten; neighbours never are.
      const seen = Array.from({ length: 9 }, (_, i) => viewRow(history.view, first + i)?.id).filter(
        (id) => id !== undefined,
      );
      const at = truth.indexOf(seen[0] ?? -1);
      if (seen.length > 0) expect(truth.slice(at, at + seen.length)).toEqual(seen);
      else expect(first).toBeGreaterThanOrEqual(truth.length - 9);
    }
  },
);

test('a query that cannot be answered keeps the last rows and says why, once and quietly', async () => {
  const { main, history, notices } = setUp(20);
  await history.start();
  history.search('clip 1');
  await settle();
  const good = shown(history);
  main.refusing.set('history:page', 'This pattern is not closed.');
  main.refusalCode = 'bad-request';
  history.search('/clip(/');
  await settle();
  expect(history.view).toMatchObject({ query: 'clip 1', refusal: 'This pattern is not closed.' });
  expect(shown(history)).toEqual(good);
  expect(await history.settled()).toBe(false);
  main.tell();
  await settle();
  expect(shown(history)).toEqual(good);
  expect(notices).toEqual([]);
  main.refusing.clear();
  history.search('/clip 1/');
  await settle();
  expect(history.view.refusal).toBeNull();
});

test('typed back to what the rows answer, a refusal is gone at once', async () => {
  const { main, history } = setUp(20);
  await history.start();
  history.search('clip 1');
  await settle();
  main.refusing.set('history:page', 'No.');
  main.refusalCode = 'bad-request';
  history.search('clip 1(');
  await settle();
  history.search('clip 1');
  expect(history.view).toMatchObject({ query: 'clip 1', refusal: null });
  expect(await history.settled()).toBe(true);
});

test('any other failure of a search is reported, and is no refusal', async () => {
  const { main, history, notices } = setUp(20);
  await history.start();
  main.refusing.set('history:page', 'The disk is gone.');
  history.search('clip');
  await settle();
  expect(history.view.refusal).toBeNull();
  expect(notices).toEqual(['The disk is gone.']);
});

describe('parts that matched', () => {
  const deep = (id: number): ClipSummary => ({ ...clipOf(id, id * 10), deeper: true });
  const start = async (count: number) => {
    const made = setUp(0);
    made.main.clips = Array.from({ length: count }, (_, n) => deep(n + 1));
    await made.history.start();
    made.history.search('clip');
    await settle();
    return made;
  };
  const asked = (main: FakeMain) =>
    main.asks('history:snippets').map((ask) => (ask as { ids: number[] }).ids);

  test('are asked for once, for the rows in view', async () => {
    const { main, history } = await start(30);
    history.see(0, 2);
    await settle();
    history.see(1, 4);
    await settle();
    expect(asked(main)).toEqual([[30], [29, 28], [27, 26]]);
    expect(history.view.snippets.get(28)?.text).toBe('part of 28');
  });

  test('of an older query are dropped, also those under way', async () => {
    const { main, history } = await start(5);
    main.holding = true;
    history.see(0, 4);
    await settle();
    history.search('clip 3');
    await settle();
    main.holding = false;
    main.release();
    await settle();
    expect(history.view.query).toBe('clip 3');
    expect([...history.view.snippets.keys()]).toEqual([3]);
  });

  test('that do not come are not asked for for ever', async () => {
    const { main, history } = await start(5);
    main.snippetsOf = () => null;
    history.see(0, 4);
    await settle();
    expect(asked(main).length).toBeLessThanOrEqual(2);
  });
});

test('a search that ends early goes on page by page, and finds what comes late', async () => {
  const { main, history } = setUp(500);
  main.pageEndsAfter = 100;
  await history.start();
  history.search('clip 17');
  await settle();
  for (let round = 0; round < 10; round += 1) await settle();
  expect(history.view.list.next).toBeNull();
  expect(shown(history)).toEqual([417, 317, 217, 179, 178, 177, 176, 175, 174, 173, 172, 171, 170, 117, 17]);
});

describe('a search that goes on by itself', () => {
  const afters = (main: FakeMain) =>
    main
      .asks('history:page')
      .map((ask) => ask as { query: string; after: number | null })
      .filter(({ query }) => query !== '')
      .map(({ query, after }) => [query, after]);

  /** Ten clips a page, of which the last one of 60 matches: the first five pages have no row. */
  const start = async () => {
    const made = setUp(60);
    made.main.clips = made.main.clips.map((clip) => ({ ...clip, preview: clip.id === 1 ? 'needle' : 'hay' }));
    made.main.pageEndsAfter = 10;
    await made.history.start();
    made.main.holding = true;
    return made;
  };
  const release = async (main: FakeMain) => {
    main.release();
    await settle();
  };

  test('is not at its end while its pages have a cursor, though they have no row', async () => {
    const { main, history } = await start();
    history.search('needle');
    await settle();
    const rows: unknown[] = [];
    for (let page = 0; page < 6; page += 1) {
      await release(main);
      rows.push([history.view.query, shown(history), history.view.list.next !== null]);
    }
    expect(rows).toEqual([...Array.from({ length: 5 }, () => ['needle', [], true]), ['needle', [1], false]]);
    expect(afters(main)).toEqual([null, 510, 410, 310, 210, 110].map((after) => ['needle', after]));
  });

  test('asks for no more as soon as something else is typed, and what comes late ends no list', async () => {
    const { main, history } = await start();
    history.search('needle');
    await settle();
    await release(main);
    history.search('hay');
    await settle();
    expect(afters(main)).toEqual([
      ['needle', null],
      ['needle', 510],
      ['hay', null],
    ]);
    // The older page first: it is answered, and nothing follows it.
    main.release(1);
    await settle();
    expect(afters(main)).toHaveLength(3);
    expect(history.view.list.next).toBe(510);
    await release(main);
    expect(shown(history)).toHaveLength(10);
    expect(afters(main).slice(3)).toEqual([['hay', 510]]);
  });

  test('does not wait for a page of the search before', async () => {
    const { main, history } = await start();
    history.search('needle');
    await settle();
    await release(main);
    history.search('hay');
    await settle();
    main.releaseNewest();
    await settle();
    expect(afters(main).slice(3)).toEqual([['hay', 510]]);
  });

  test('goes on where what was typed meanwhile is no query, from where it was', async () => {
    const { main, history } = await start();
    history.search('needle');
    await settle();
    await release(main);
    main.refusing.set('history:page', 'This pattern is not closed.');
    main.refusalCode = 'bad-request';
    history.search('needle /(/');
    await settle();
    main.releaseNewest();
    await settle();
    expect(history.view.refusal).not.toBeNull();
    main.refusing.clear();
    main.holding = false;
    await release(main);
    for (let round = 0; round < 6; round += 1) await settle();
    expect(shown(history)).toEqual([1]);
  });
});

// Joining with another history: what is added, what is changed, what is left alone, and that the second time changes nothing.
// Never through a file: that is the transfer's.
import { describe, expect, it } from 'vitest';
import type { ImportedClip } from '../../src-shared/clip';
import { clipOf, historyFor, html, randomFrom, readPage, tempDatabase, timesUsed } from './testing/fixture';

const NOW = 1_800_000_000_000;
const HOUR = 3_600_000_000;

/** `ago` and `created` in hours before NOW. */
function imported(text: string, ago: number, more: Partial<ImportedClip> = {}): ImportedClip {
  const order = Math.round(NOW * 1_000 - ago * HOUR);
  return { ...clipOf(text), createdAt: order, order, useCount: 1, pinOrder: null, ...more };
}

function world() {
  let now = NOW;
  const history = historyFor(() => now);
  const merge = (...clips: ImportedClip[]) => history.store.merge(clips, Number.POSITIVE_INFINITY);
  const previews = () => history.history().map(({ preview }) => preview);
  return { ...history, merge, previews, pass: (hours: number) => (now += (hours * HOUR) / 1_000) };
}

describe('a clip that is not here', () => {
  it('comes in at its own place in time, with all that was known of it', () => {
    const { store, merge, history, dir } = world();
    store.store(clipOf('newest'));
    const clip = imported('older', 5, { useCount: 7, pinOrder: 123_456, createdAt: 1_000_000_000 });
    expect(merge(imported('oldest', 9), { ...clip, sourceApp: 'gedit' })).toEqual({
      taken: 2,
      added: 2,
      updated: 0,
    });
    expect(history().map(({ preview }) => preview)).toEqual(['newest', 'older', 'oldest']);
    const older = history()[1];
    expect(older).toMatchObject({
      order: clip.order,
      createdAt: 1_000_000,
      pinned: true,
      sourceApp: 'gedit',
      formats: ['text/plain'],
    });
    expect(timesUsed(dir, older?.id ?? 0)).toBe(7);
    expect(Buffer.from(store.payload(older?.id ?? 0) ?? []).toString()).toBe('older');
    expect(store.count()).toBe(3);
  });

  it('is told of once a step, with the count', () => {
    const { store, merge, changes } = world();
    expect(store.count()).toBe(0);
    merge(imported('a', 1), imported('b', 2), imported('c', 3));
    expect(changes).toEqual([{ type: 'imported', added: 3, updated: 0 }]);
    expect(store.count()).toBe(3);
  });

  it('stands beside others of its moment, each with a place of its own', () => {
    const { merge, history } = world();
    merge(...['a', 'b', 'c', 'd', 'e'].map((text) => imported(text, 1)));
    const orders = history().map(({ order }) => order);
    expect(new Set(orders).size).toBe(5);
    expect(history().map(({ preview }) => preview)).toEqual(['e', 'd', 'c', 'b', 'a']);
  });

  it('does not come from the future, and pushes nothing that is copied later there', () => {
    const { store, merge, history } = world();
    merge(imported('ahead', -1_000, { pinOrder: (NOW + 1e9) * 1_000 }));
    expect(history()[0]?.lastUsed).toBe(NOW);
    const { clip } = store.store(clipOf('copied now'));
    expect(clip.lastUsed - NOW).toBeLessThan(1_000);
    expect(history()[0]?.preview).toBe('copied now');
  });
});

describe('a clip that is here', () => {
  it('keeps the later use, the higher count, the earlier first copy, the pin, and gains formats', () => {
    const { store, merge, history, dir } = world();
    const { clip } = store.store(clipOf('same', [html('<i>mine</i>')]));
    store.use(clip.id);
    const rtf = { mime: 'text/rtf', bytes: Buffer.from('{rtf}') };
    const other = { ...imported('same', 5, { useCount: 9, pinOrder: 55, createdAt: 1_000 }) };
    const { order } = history()[0] ?? { order: 0 };
    expect(merge({ ...other, payloads: [...clipOf('same', [html('<b>theirs</b>'), rtf]).payloads] })).toEqual(
      { taken: 1, added: 0, updated: 1 },
    );
    const [now] = history();
    expect(now).toMatchObject({
      id: clip.id,
      order,
      pinned: true,
      createdAt: 1,
      formats: ['text/plain', 'text/html', 'text/rtf'],
      size: 4 + 11 + 5,
    });
    expect(timesUsed(dir, clip.id)).toBe(9);
    // What is here stays as it is.
    expect(Buffer.from(store.payload(clip.id, 'text/html') ?? []).toString()).toBe('<i>mine</i>');
    expect(Buffer.from(store.payload(clip.id, 'text/rtf') ?? []).toString()).toBe('{rtf}');
    expect(store.count()).toBe(1);
  });

  it('moves up where it was used later elsewhere, never down', () => {
    const { store, merge, previews, pass } = world();
    store.store(clipOf('a'));
    pass(1);
    store.store(clipOf('b'));
    pass(10);
    merge(imported('b', 100), imported('a', -5));
    expect(previews()).toEqual(['a', 'b']);
    expect(merge(imported('b', 100), imported('a', -5))).toMatchObject({ updated: 0 });
  });

  it('stays pinned where it is, and is not unpinned', () => {
    const { store, merge, pages } = world();
    for (const text of ['a', 'b']) store.setPinned(store.store(clipOf(text)).clip.id, true);
    merge(imported('b', 5, { pinOrder: 1 }), imported('a', 5), imported('c', 5, { pinOrder: 1 }));
    expect(pages.pinned().map(({ preview }) => preview)).toEqual(['c', 'a', 'b']);
  });

  it('the second time changes nothing and tells nobody', () => {
    const { merge, changes, history } = world();
    const clips = [imported('a', 3, { pinOrder: 9 }), imported('b', 3), imported('c', -3)];
    merge(...clips);
    const before = history();
    const told = changes.length;
    expect(merge(...clips)).toEqual({ taken: 3, added: 0, updated: 0 });
    expect(history()).toEqual(before);
    expect(changes).toHaveLength(told);
  });
});

it('a step ends when its time is over, and the rest is left', () => {
  const { store } = world();
  const clips = ['a', 'b', 'c'].map((text, index) => imported(text, index));
  expect(store.merge(clips, 0)).toEqual({ taken: 1, added: 1, updated: 0 });
  expect(store.merge([], 0)).toEqual({ taken: 0, added: 0, updated: 0 });
});

it('a failing clip leaves nothing of its step behind', () => {
  const { store, previews, changes } = world();
  const broken = { ...imported('b', 1), payloads: [...clipOf('b').payloads, ...clipOf('b').payloads] };
  expect(() => store.merge([imported('a', 2), broken], 1_000)).toThrow(
    expect.objectContaining({ code: 'storage-failed' }),
  );
  expect([previews(), changes]).toEqual([[], []]);
  expect(store.merge([imported('a', 2)], 1_000)).toMatchObject({ added: 1 });
});

describe('search stays exact', () => {
  const settle = (store: ReturnType<typeof world>['store']) => {
    while (store.searchIndex.step(true));
  };

  it.each([1, 2, 3])('over indexed histories that are joined and moved about (seed %i)', (seed) => {
    const random = randomFrom(seed);
    const { store, merge, pages, history, pass, dir } = world();
    const words = ['alpha', 'beta', 'gamma', 'delta', 'epsilon'];
    const text = () => `${words[Math.floor(random() * 5)]} ${Math.floor(random() * 60)}`;
    for (let round = 0; round < 12; round++) {
      pass(1);
      for (let index = 0; index < 20; index++) {
        if (random() < 0.4) store.store(clipOf(text()));
        else merge(imported(text(), random() * 30 - 10));
      }
      if (random() < 0.6) settle(store);
      for (const word of words) {
        const found = readPage(pages, { query: word, limit: 500 }).clips.map(({ id }) => id);
        const expected = readPage(pages, { limit: 500 }).clips.filter(({ preview }) =>
          preview.includes(word),
        );
        expect(found).toEqual(expected.map(({ id }) => id));
      }
    }
    expect(history().length).toBeGreaterThan(40);
    settle(store);
    const db = tempDatabase(dir);
    expect(db.prepare('SELECT count(*) FROM search_outliers WHERE stuck = 0').pluck().get()).toBe(0);
  });

  it('after an import below an index: it is given up at once, and built anew', () => {
    const { store, merge, pages, dir } = world();
    for (let index = 0; index < 100; index++) store.store(clipOf(`own ${index}`));
    settle(store);
    merge(...Array.from({ length: 1_500 }, (_, index) => imported(`theirs ${index}`, 2_000 - index)));
    const db = tempDatabase(dir);
    const state = () => db.prepare('SELECT resetting FROM search_state').pluck().get();
    const found = (query: string) => readPage(pages, { query, limit: 5_000 }).clips.length;
    expect([state(), found('theirs'), found('own')]).toEqual([1, 1_500, 100]);
    settle(store);
    expect([state(), found('theirs'), found('own')]).toEqual([0, 1_500, 100]);
    expect(db.prepare('SELECT count(*) FROM search_outliers').pluck().get()).toBe(0);
    expect(db.prepare('SELECT count(*) FROM search_slots').pluck().get()).toBe(1_600);
  });
});

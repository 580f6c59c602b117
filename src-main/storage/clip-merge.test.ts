// Joining with another history: what is added, what is changed, what is left alone, and that the second time changes nothing.
// Never through a file: that is the transfer's.

import { hash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { ImportedClip } from '../../src-shared/clip';
import { INLINE_PAYLOAD_BYTES } from '../../src-shared/limits';
import { randomFrom } from '../../src-shared/testing/random';
import { countFiles } from './testing/count-files';
import { clipOf, historyFor, html, readPage, tempDatabase, timesUsed } from './testing/fixture';

const NOW = 1_800_000_000_000;
const HOUR = 3_600_000_000;

/** `ago` and `created` in hours before NOW. */
function imported(text: string, ago: number, more: Partial<ImportedClip> = {}): ImportedClip {
  const order = Math.round(NOW * 1_000 - ago * HOUR);
  return {
    ...clipOf(text),
    contentHash: hash('sha256', text, 'buffer'),
    createdAt: order,
    order,
    useCount: 1,
    pinOrder: null,
    ...more,
  };
}

function world() {
  let now = NOW;
  const history = historyFor(() => now);
  const merge = (...clips: ImportedClip[]) => history.store.merge(clips, Number.POSITIVE_INFINITY);
  const previews = () => history.history().map(({ preview }) => preview);
  return { ...history, merge, previews, pass: (hours: number) => (now += (hours * HOUR) / 1_000) };
}

describe('a clip that is not here', () => {
  it('comes in at its own place in time, with all that was known of it', async () => {
    const { store, merge, history, dir } = world();
    store.store(clipOf('newest'));
    const clip = imported('older', 5, { useCount: 7, pinOrder: 123_456, createdAt: 1_000_000_000 });
    expect(await merge(imported('oldest', 9), { ...clip, sourceApp: 'gedit' })).toEqual({
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

  it('is told of once a step, with the count', async () => {
    const { store, merge, changes } = world();
    expect(store.count()).toBe(0);
    await merge(imported('a', 1), imported('b', 2), imported('c', 3));
    expect(changes).toEqual([{ type: 'imported', added: 3, updated: 0 }]);
    expect(store.count()).toBe(3);
  });

  it('stands beside others of its moment, each with a place of its own', async () => {
    const { merge, history } = world();
    await merge(...['a', 'b', 'c', 'd', 'e'].map((text) => imported(text, 1)));
    const orders = history().map(({ order }) => order);
    expect(new Set(orders).size).toBe(5);
    expect(history().map(({ preview }) => preview)).toEqual(['e', 'd', 'c', 'b', 'a']);
  });

  it('does not come from the future, and pushes nothing that is copied later there', async () => {
    const { store, merge, history } = world();
    await merge(imported('ahead', -1_000, { pinOrder: (NOW + 1e9) * 1_000 }));
    expect(history()[0]?.lastUsed).toBe(NOW);
    const { clip } = store.store(clipOf('copied now'));
    expect(clip.lastUsed - NOW).toBeLessThan(1_000);
    expect(history()[0]?.preview).toBe('copied now');
  });
});

describe('a clip that is here', () => {
  it('keeps the later use, the higher count, the earlier first copy, the pin, and gains formats', async () => {
    const { store, merge, history, dir } = world();
    const { clip } = store.store(clipOf('same', [html('<i>mine</i>')]));
    store.use(clip.id);
    const rtf = { mime: 'text/rtf', bytes: Buffer.from('{rtf}') };
    const other = { ...imported('same', 5, { useCount: 9, pinOrder: 55, createdAt: 1_000 }) };
    const { order } = history()[0] ?? { order: 0 };
    expect(
      await merge({ ...other, payloads: [...clipOf('same', [html('<b>theirs</b>'), rtf]).payloads] }),
    ).toEqual({ taken: 1, added: 0, updated: 1 });
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

  it('moves up where it was used later elsewhere, never down', async () => {
    const { store, merge, previews, pass } = world();
    store.store(clipOf('a'));
    pass(1);
    store.store(clipOf('b'));
    pass(10);
    await merge(imported('b', 100), imported('a', -5));
    expect(previews()).toEqual(['a', 'b']);
    expect(await merge(imported('b', 100), imported('a', -5))).toMatchObject({ updated: 0 });
  });

  it('stays pinned where it is, and is not unpinned', async () => {
    const { store, merge, pages } = world();
    for (const text of ['a', 'b']) store.setPinned(store.store(clipOf(text)).clip.id, true);
    await merge(imported('b', 5, { pinOrder: 1 }), imported('a', 5), imported('c', 5, { pinOrder: 1 }));
    expect(pages.pinned().map(({ preview }) => preview)).toEqual(['c', 'a', 'b']);
  });

  it('the second time changes nothing and tells nobody', async () => {
    const { merge, changes, history } = world();
    const clips = [imported('a', 3, { pinOrder: 9 }), imported('b', 3), imported('c', -3)];
    await merge(...clips);
    const before = history();
    const told = changes.length;
    expect(await merge(...clips)).toEqual({ taken: 3, added: 0, updated: 0 });
    expect(history()).toEqual(before);
    expect(changes).toHaveLength(told);
  });
});

describe('large payloads', () => {
  const large = (name: string) => `${name} `.padEnd(INLINE_PAYLOAD_BYTES + 1, 'x');
  const image = (fill: number) => ({ mime: 'image/png', bytes: Buffer.alloc(200_000, fill) });

  it('come in as files, each a step of its own, and once', async () => {
    const { store, merge, dir, previews } = world();
    const clips = [
      imported('small', 4),
      imported(large('a'), 3),
      imported('b', 2, {}),
      imported(large('c'), 1),
    ];
    const taken: number[] = [];
    for (let rest = clips; rest.length > 0; ) {
      const step = await merge(...rest);
      taken.push(step.taken);
      rest = rest.slice(step.taken);
    }
    expect(taken).toEqual([1, 2, 1]);
    expect([countFiles(dir), previews().map((preview) => preview.trim().slice(0, 5))]).toEqual([
      [1, 1],
      [large('c').slice(0, 5), 'b', large('a').slice(0, 5), 'small'],
    ]);
    expect(Buffer.from(store.payload(2) ?? []).equals(Buffer.from(large('a')))).toBe(true);
    // Known: nothing is written, so all go in one step.
    expect(await merge(...clips)).toEqual({ taken: 4, added: 0, updated: 0 });
    expect(countFiles(dir)).toEqual([1, 1]);
  });

  it('that a known clip lacks are added to it, and one that it has stays', async () => {
    const { store, merge, dir } = world();
    const { clip } = store.store(clipOf('same', [html('<i>mine</i>')]));
    const theirs = imported('same', 5, {
      payloads: clipOf('same', [html('x'.repeat(100_000)), image(1)]).payloads,
    });
    expect(await merge(theirs)).toEqual({ taken: 1, added: 0, updated: 1 });
    expect(countFiles(dir)).toEqual([1]);
    expect(store.payload(clip.id, 'image/png')?.byteLength).toBe(200_000);
    expect(Buffer.from(store.payload(clip.id, 'text/html') ?? []).toString()).toBe('<i>mine</i>');
    expect(await merge(theirs)).toEqual({ taken: 1, added: 0, updated: 0 });
  });

  it('of a clip that was deleted while its files were written come in all the same', async () => {
    const { store, merge, dir, history } = world();
    const { clip } = store.store(clipOf(large('a')));
    const merging = merge(imported(large('a'), 1, { payloads: clipOf(large('a'), [image(2)]).payloads }));
    store.deleteExcess([{ id: clip.id, order: clip.order, size: clip.size }]);
    expect(await merging).toEqual({ taken: 1, added: 1, updated: 0 });
    expect(history()[0]?.formats).toEqual(['text/plain', 'image/png']);
    expect(store.payload(history()[0]?.id ?? 0, 'image/png')?.byteLength).toBe(200_000);
    expect(countFiles(dir)).toEqual([1, 1]);
  });

  it('that could not be stored leave no file', async () => {
    const { store, dir, previews } = world();
    const broken = imported(large('a'), 1, { payloads: clipOf(large('a'), [image(1), image(2)]).payloads });
    await expect(store.merge([broken], 1_000)).rejects.toMatchObject({ code: 'storage-failed' });
    await expect.poll(() => countFiles(dir)).toEqual([]);
    expect(previews()).toEqual([]);
  });
});

describe('secrets', () => {
  const masked = { preview: '•••••••• Password', searchText: '', secret: { expiresAt: null } };

  it('come in masked, and are not found by their content', async () => {
    const { merge, history, pages } = world();
    await merge(imported('hunter2', 1, masked), imported('open', 2));
    expect(history().map((clip) => [clip.preview, clip.masked])).toEqual([
      ['•••••••• Password', true],
      ['open', undefined],
    ]);
    expect(readPage(pages, { query: 'hunter2' }).clips).toEqual([]);
    expect(readPage(pages, { query: 'open' }).clips).toHaveLength(1);
  });

  it('are what they are here, masked or not, and go when they go here', async () => {
    const { store, merge, history, pages } = world();
    store.store(clipOf('mine'));
    store.store({ ...clipOf('hidden'), ...masked });
    store.store({ ...clipOf('for a time'), ...masked, secret: { expiresAt: NOW + 60_000 } });
    await merge(
      imported('mine', 1, masked),
      imported('hidden', 1),
      imported('for a time', 1, { useCount: 9 }),
    );
    expect(history().map((clip) => [clip.masked, clip.expiresAt])).toEqual([
      [true, NOW + 60_000],
      [true, undefined],
      [undefined, undefined],
    ]);
    for (const query of ['hidden', 'time']) expect(readPage(pages, { query }).clips).toEqual([]);
    expect(readPage(pages, { query: 'mine' }).clips).toHaveLength(1);
  });
});

it('a step ends when its time is over, and the rest is left', async () => {
  const { store } = world();
  const clips = ['a', 'b', 'c'].map((text, index) => imported(text, index));
  expect(await store.merge(clips, 0)).toEqual({ taken: 1, added: 1, updated: 0 });
  expect(await store.merge([], 0)).toEqual({ taken: 0, added: 0, updated: 0 });
});

it('a failing clip leaves nothing of its step behind', async () => {
  const { store, previews, changes } = world();
  const broken = { ...imported('b', 1), payloads: [...clipOf('b').payloads, ...clipOf('b').payloads] };
  await expect(store.merge([imported('a', 2), broken], 1_000)).rejects.toMatchObject({
    code: 'storage-failed',
  });
  expect([previews(), changes]).toEqual([[], []]);
  expect(await store.merge([imported('a', 2)], 1_000)).toMatchObject({ added: 1 });
});

describe('search stays exact', () => {
  const settle = (store: ReturnType<typeof world>['store']) => {
    while (store.searchIndex.step(true));
  };

  it.each([1, 2, 3])('over indexed histories that are joined and moved about (seed %i)', async (seed) => {
    const random = randomFrom(seed);
    const { store, merge, pages, history, pass, dir } = world();
    const words = ['alpha', 'beta', 'gamma', 'delta', 'epsilon'];
    const text = () => `${words[Math.floor(random() * 5)]} ${Math.floor(random() * 60)}`;
    for (let round = 0; round < 12; round++) {
      pass(1);
      for (let index = 0; index < 20; index++) {
        if (random() < 0.4) store.store(clipOf(text()));
        else await merge(imported(text(), random() * 30 - 10));
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

  it('after an import below an index: it is given up at once, and built anew', async () => {
    const { store, merge, pages, dir } = world();
    for (let index = 0; index < 100; index++) store.store(clipOf(`own ${index}`));
    settle(store);
    await merge(...Array.from({ length: 1_500 }, (_, index) => imported(`theirs ${index}`, 2_000 - index)));
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

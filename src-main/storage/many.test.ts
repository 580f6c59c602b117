// Thousands of clips deleted and brought back: all of them, or none, and others have their turn in between.
import { describe, expect, it } from 'vitest';
import { clipOf, historyFor, readPage, tempStore } from './testing/fixture';

const COUNT = 3_000;
const ids = Array.from({ length: COUNT }, (_, index) => index + 1);

function setUp(count: number) {
  const world = historyFor();
  world.store.storeMany(Array.from({ length: count }, (_, index) => clipOf(`clip ${index}`)));
  world.changes.length = 0;
  return world;
}

describe('deleteMany', () => {
  it('deletes thousands, while copies go on coming in, and brings them back after a restart', async () => {
    const { dir, store, pages } = setUp(COUNT);
    let turns = 0;
    let copied = 0;
    const timer = setInterval(() => {
      turns += 1;
      if (copied < 20) store.store(clipOf(`copied meanwhile ${copied++}`));
    }, 0);
    await store.deleteMany(ids);
    clearInterval(timer);
    expect(turns).toBeGreaterThan(20);
    expect([store.count(), pages.count()]).toEqual([20, 20]);
    store.close();
    const again = tempStore(dir);
    await again.restoreMany(ids);
    expect(again.count()).toBe(COUNT + 20);
    const oldest = readPage(pages, { query: 'clip 17', limit: COUNT }).clips.at(-1);
    expect(oldest).toMatchObject({ id: 18, preview: 'clip 17' });
  }, 60_000);

  it('deletes none where one is not there, each once, and passes over what has gone meanwhile', async () => {
    const { store, changes } = setUp(40);
    await expect(store.deleteMany([1, 2, 41])).rejects.toMatchObject({ code: 'no-such-clip' });
    expect([store.count(), changes]).toEqual([40, []]);
    const order = store.get(35)?.summary.order ?? 0;
    const stop = store.onChange(() => {
      stop();
      store.deleteExcess([{ id: 35, order, size: 1 }]);
    });
    await store.deleteMany([1, 1, 2, ...ids.slice(2, 40)]);
    expect(store.count()).toBe(0);
    const told = changes.flatMap((change) => (change.type === 'deleted' ? change.ids : []));
    expect(told.sort((a, b) => a - b)).toEqual(ids.slice(0, 40));
  });

  it('waits for the store to be free before each step, as bringing back does', async () => {
    const { store, changes } = setUp(10);
    const seen: number[] = [];
    // What is left at each step; a microtask later it goes on.
    store.waitFor(async () => void seen.push(store.count()));
    await store.deleteMany(ids.slice(0, 8));
    expect(seen).toEqual([10, 7, 4]);
    seen.length = 0;
    await store.restoreMany([1, 2]);
    expect(seen).toEqual([2, 3]);

    const ends: (() => void)[] = [];
    store.waitFor(() => new Promise((resolve) => ends.push(resolve)));
    changes.length = 0;
    const turn = () => new Promise((resolve) => setImmediate(resolve));
    const deleted = store.deleteMany([9, 10]);
    // One message comes after the other.
    await turn();
    const both = Promise.all([deleted, store.restoreMany([9, 10])]);
    await turn();
    expect(changes).toEqual([]);
    store.waitFor(() => null);
    for (const end of ends) end();
    await both;
    // In the order in which they were asked for.
    expect(changes.map(({ type }) => type)).toEqual(['deleted', 'restored', 'restored']);
  });

  it('tells of a few at once, as delete() does', async () => {
    const { store, changes } = setUp(10);
    await store.deleteMany(ids.slice(0, 3));
    expect(changes).toEqual([{ type: 'deleted', ids: ids.slice(0, 3) }]);
  });
});

describe('restoreMany', () => {
  it('says which one is gone; those before it are back', async () => {
    const { store } = historyFor();
    for (const text of ['a', 'b']) store.store(clipOf(text));
    await store.deleteMany([1, 2]);
    await expect(store.restoreMany([2, 3, 1])).rejects.toMatchObject({ code: 'no-such-clip' });
    expect([store.has(1), store.has(2)]).toEqual([false, true]);
    await store.restoreMany([1]);
    expect(store.count()).toBe(2);
  });
});

// The reader in a real worker thread, bundled as the product is: its answers, its order, its deaths.
import { rmSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { log } from '../log';
import { databaseFile } from './files';
import { openReader } from './reader';
import { bundleForTests } from './testing/bundle';
import {
  clipOf,
  nativeBinding,
  readPage,
  readSnippets,
  tempFolder,
  tempPages,
  tempStore,
} from './testing/fixture';
import type { PageRequest } from './types';

const ask = (query = '', more: Partial<PageRequest> = {}): PageRequest => ({
  query,
  after: null,
  limit: 50,
  pinned: 'include',
  ...more,
});

const storageFailed = expect.objectContaining({ name: 'ClipsteadError', code: 'storage-failed' });

describe('the reader', () => {
  const built = bundleForTests({
    'reader-worker': 'src-main/reader-worker.ts',
    'dying-worker': 'src-main/storage/testing/dying-worker.ts',
  });

  /** What the reader logs is expected in some tests, and shown by none. */
  const logged: string[] = [];
  beforeEach(() => {
    logged.length = 0;
    for (const level of ['warn', 'error'] as const) {
      vi.spyOn(log, level).mockImplementation((event) => void logged.push(event));
    }
    return () => vi.restoreAllMocks();
  });

  async function setUp(texts: readonly string[] = [], worker = 'reader-worker') {
    const dir = tempFolder();
    const store = tempStore(dir);
    store.storeMany(texts.map((text) => clipOf(text)));
    const reader = await openReader({ dir, nativeBinding, workerUrl: pathToFileURL(built(worker)) });
    onTestFinished(() => reader.close());
    return { dir, store, reader };
  }

  it('gives the same as on the own thread', async () => {
    const { dir, store, reader } = await setUp(Array.from({ length: 120 }, (_, index) => `Ärger ${index}`));
    for (const id of [5, 3]) store.setPinned(id, true);
    const pages = tempPages(dir);
    await expect(reader.snippets('ARGER', [1])).resolves.toEqual(readSnippets(pages, 'ARGER', [1]));
    const first = await reader.page(ask());
    expect(first).toEqual(readPage(pages));
    expect(await reader.page(ask('', { after: first.next }))).toEqual(readPage(pages, { after: first.next }));
    expect(await reader.page(ask('arger 7', { pinned: 'exclude' }))).toEqual(
      readPage(pages, { query: 'arger 7', pinned: 'exclude' }),
    );
    expect((await reader.pinned()).map(({ id }) => id)).toEqual([5, 3]);
    expect(await reader.count()).toBe(120);
    expect(logged).toEqual([]);
  });

  it('sees every write that committed before the call', async () => {
    const { store, reader } = await setUp();
    for (let round = 0; round < 50; round++) {
      const { clip } = store.store(clipOf(`clip ${round}`));
      expect((await reader.page(ask('', { limit: 1 }))).clips).toEqual([clip]);
    }
  });

  it('answers a later request before a long search is through', async () => {
    // Texts as long as they are searched: the first slice alone reads 16 MB, and a few follow.
    const { store, reader } = await setUp();
    const long = 'nothing to be found in here, but it is read all the same. '.repeat(1_100);
    for (let part = 0; part < 4; part++) {
      store.storeMany(Array.from({ length: 250 }, (_, index) => clipOf(`${part} ${index} ${long}`)));
    }
    const answered: string[] = [];
    const slow = reader.page(ask('nowhere')).then(() => answered.push('search'));
    const later = [reader.count(), reader.page(ask()), reader.page(ask('2 249 nothing', { limit: 1 }))];
    await Promise.all(later.map((answer) => answer.then(() => answered.push('later'))));
    expect(answered).toEqual(['later', 'later', 'later']);
    await slow;
    expect(answered).toHaveLength(4);
  });

  it('drops a search that nobody waits for', async () => {
    const { reader } = await setUp(Array.from({ length: 5_000 }, (_, index) => `clip ${index}`));
    const abort = new AbortController();
    const search = reader.page(ask('nowhere'), abort.signal);
    abort.abort(new Error('typed on'));
    await expect(search).rejects.toThrow('typed on');
    await expect(reader.page(ask('x'), abort.signal)).rejects.toThrow('typed on');
    expect(await reader.count()).toBe(5_000);
    const unused = new AbortController();
    expect((await reader.page(ask('clip 4999'), unused.signal)).clips).toHaveLength(1);
    unused.abort();
  });

  it.each(['exit now', 'throw now'])(
    'rejects what is under way when the worker dies (%s), and starts another',
    async (query) => {
      const { reader } = await setUp(['clip'], 'dying-worker');
      const pending = [reader.page(ask(query)), reader.page(ask('clip')), reader.count()];
      for (const answer of await Promise.allSettled(pending)) {
        expect(answer).toEqual({ status: 'rejected', reason: storageFailed });
      }
      expect((await reader.page(ask('clip'))).clips).toHaveLength(1);
      await expect(reader.page(ask(query))).rejects.toEqual(storageFailed);
      expect(await Promise.all([reader.count(), reader.count()])).toEqual([1, 1]);
      const deaths = query === 'throw now' ? ['reader.worker-failed'] : [];
      expect(logged).toEqual([...deaths, 'reader.worker-restarted', ...deaths, 'reader.worker-restarted']);
    },
  );

  it('fails in words where there is no history, at the start and at a restart', async () => {
    const workerUrl = pathToFileURL(built('dying-worker'));
    await expect(openReader({ dir: tempFolder(), nativeBinding, workerUrl })).rejects.toEqual(storageFailed);
    const { dir, store, reader } = await setUp(['clip'], 'dying-worker');
    await expect(reader.page(ask('exit now'))).rejects.toEqual(storageFailed);
    store.close();
    rmSync(databaseFile(dir));
    await expect(reader.count()).rejects.toEqual(storageFailed);
    tempStore(dir).store(clipOf('again'));
    expect(await reader.count()).toBe(1);
  });

  it('fails in words where the worker cannot be started', async () => {
    const { dir } = await setUp();
    const workerUrl = pathToFileURL(`${built('reader-worker')}.nowhere.js`);
    await expect(openReader({ dir, nativeBinding, workerUrl })).rejects.toEqual(storageFailed);
  });

  it('closes once, with what is under way rejected, and answers nothing any more', async () => {
    const { reader } = await setUp(Array.from({ length: 5_000 }, (_, index) => `clip ${index}`));
    // Later requests go first, so the first one is under way for as long as these take.
    const queries = Array.from({ length: 300 }, (_, index) => `/no(where|${index})x/`);
    const pending = queries.map((query) => reader.page(ask(query)).catch((error) => error));
    await new Promise((resolve) => setImmediate(resolve));
    await Promise.all([reader.close(), reader.close()]);
    const answers = await Promise.all(pending);
    expect(answers[0]).toEqual(storageFailed);
    await expect(reader.count()).rejects.toEqual(storageFailed);
    await reader.close();
  });
});

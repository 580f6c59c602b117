// Large payloads from the writer's side: in files and counted exactly, through everything that can be done to a clip.
import { existsSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { type ClipFormat, TEXT_MIME } from '../../src-shared/clip';
import { INLINE_PAYLOAD_BYTES, TRASH_MS } from '../../src-shared/limits';
import { payloadFile, payloadFolder } from './payload-files';
import { countFiles } from './testing/count-files';
import { clipOf, historyFor, html, readPage, tempDatabase, tempFolder, tempStore } from './testing/fixture';

const LARGE = INLINE_PAYLOAD_BYTES + 1;
const text = (name: string, size = LARGE) => `${name} `.padEnd(size, 'x');
const large = (name: string, more: readonly ClipFormat[] = []) => clipOf(text(name), more);
const content = (bytes: Uint8Array | null | undefined) => Buffer.from(bytes ?? []).toString();
const gone = expect.objectContaining({
  code: 'storage-failed',
  message: expect.stringContaining('content of this clip is gone'),
});

function setUp() {
  let now = 1_800_000_000_000;
  const world = historyFor(() => now);
  const files = () =>
    existsSync(payloadFolder(world.dir))
      ? readdirSync(payloadFolder(world.dir), { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map(({ name }) => name)
      : [];
  const emptyTrash = () => {
    now += TRASH_MS + 1;
    return world.store.emptyTrash(100);
  };
  /** The count in the database against the rows, and the rows against the files. */
  const counted = () => countFiles(world.dir);
  return { ...world, files, emptyTrash, counted };
}

describe('a payload over the limit', () => {
  it('lies in a file, one at the limit in its row', () => {
    const { dir, store, files, counted } = setUp();
    store.store(clipOf(text('at', LARGE - 1)));
    expect(files()).toEqual([]);
    const { clip } = store.store(large('over'));
    expect(files()).toHaveLength(1);
    expect(clip.size).toBe(LARGE);
    const db = tempDatabase(dir);
    const sizes = db.prepare('SELECT length(bytes) FROM clip_payloads ORDER BY id').pluck().all();
    expect(sizes).toEqual([LARGE - 1, 0]);
    counted();
  });

  it.each(['store', 'storeAsync'] as const)('comes back whole after %s, each way of reading', async (way) => {
    const { dir, store } = setUp();
    const clip = large('both', [html('<p>'), { mime: 'image/png', bytes: Buffer.alloc(LARGE, 7) }]);
    // As capture gives it: not hashed yet.
    const { clip: stored } = await store[way]({ ...clip, contentHash: null });
    for (const reading of [store, tempStore(dir)]) {
      for (const whole of [reading.get(stored.id), await reading.read(stored.id)]) {
        expect(whole?.summary).toEqual(stored);
        expect(whole?.payloads.map(({ mime }) => mime)).toEqual([TEXT_MIME, 'text/html', 'image/png']);
        expect(whole?.payloads.map(({ bytes }) => bytes.byteLength)).toEqual([LARGE, 3, LARGE]);
        expect(content(whole?.payloads[0]?.bytes) === text('both')).toBe(true);
      }
      expect(content(reading.payload(stored.id)) === text('both')).toBe(true);
      expect(content(await reading.readPayload(stored.id)) === text('both')).toBe(true);
      expect(content(await reading.readPayload(stored.id, 'text/html'))).toBe('<p>');
      expect(await reading.readPayload(stored.id, 'image/png')).toHaveLength(LARGE);
      expect(await reading.readPayload(stored.id, 'no/such')).toBeNull();
      expect(await reading.readPayload(99)).toBeNull();
      expect(await reading.read(99)).toBeNull();
    }
    // The same content is the same clip, hashed or not.
    expect((await store[way](clip)).isNew).toBe(false);
  });

  it('is shared by clips that hold the same, until the last of them has gone', async () => {
    const { store, files, emptyTrash, counted } = setUp();
    const picture: ClipFormat = { mime: 'image/png', bytes: Buffer.alloc(LARGE, 1) };
    for (const name of ['a', 'b']) await store.storeAsync(clipOf(name, [picture]));
    expect(files()).toHaveLength(1);
    expect(counted()).toEqual([2]);
    store.delete([1]);
    emptyTrash();
    expect(counted()).toEqual([1]);
    store.delete([2]);
    expect(counted()).toEqual([1]);
    expect(await store.readPayload(2)).toBeNull();
    emptyTrash();
    expect(counted()).toEqual([0]);
  });

  it('is named through trash and restore, and through the limits of the history', async () => {
    const { store, counted } = setUp();
    const { clip } = store.store(large('a'));
    store.store(large('b'));
    store.delete([clip.id]);
    expect(counted()).toEqual([1, 1]);
    store.restore(clip.id);
    expect(content(await store.readPayload(clip.id)) === text('a')).toBe(true);
    expect(counted()).toEqual([1, 1]);
    // Twice: in the trash and in the history.
    store.delete([clip.id]);
    store.store(large('a'));
    expect(counted()).toEqual([1, 2]);
    const { id, order } = store.get(2)?.summary ?? { id: 0, order: 0 };
    store.deleteExcess([{ id, order, size: LARGE }]);
    expect(counted()).toEqual([0, 2]);
  });

  it('of a clip that is not stored leaves no file', async () => {
    const { store, files, counted } = setUp();
    const bad = { ...large('bad'), contentHash: Buffer.alloc(31) };
    expect(() => store.store(bad)).toThrow();
    await expect(store.storeAsync(bad)).rejects.toMatchObject({ code: 'storage-failed' });
    expect(() => store.storeMany([large('good'), bad])).toThrow();
    await vi.waitFor(() => expect(files()).toEqual([]));
    expect(store.count()).toBe(0);
    counted();
    store.storeMany([large('good'), clipOf('small')]);
    expect(files()).toHaveLength(1);
  });

  it('is searched as far as any text, and a match beyond the preview is shown from the file', () => {
    const { store, pages } = setUp();
    store.store(large(`begins ${'and goes on '.repeat(200)}to the needle here`));
    const [found] = readPage(pages, { query: 'needle' }).clips;
    expect(found?.snippet?.text).toContain('to the needle here');
    expect(readPage(pages, { query: 'no such words' }).clips).toEqual([]);
  });
});

describe('a file that is gone or damaged', () => {
  it.each([
    ['deleted', (file: string) => rmSync(file)],
    ['cut off', (file: string) => truncateSync(file, 10)],
    ['overwritten', (file: string) => writeFileSync(file, Buffer.alloc(LARGE))],
  ])(
    '%s: the clip stays, says so when it is used, and is well again when it is copied again',
    async (_, damage) => {
      const { dir, store, pages, ids } = setUp();
      store.store(large('needle', [html('<b>still here')]));
      const [file = ''] = readdirSync(payloadFolder(dir), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => `${entry.parentPath}/${entry.name}`);
      damage(file);
      expect(ids()).toEqual([1]);
      expect(() => store.get(1)).toThrow(gone);
      expect(() => store.payload(1)).toThrow(gone);
      await expect(store.read(1)).rejects.toEqual(gone);
      await expect(store.readPayload(1)).rejects.toEqual(gone);
      expect(content(store.payload(1, 'text/html'))).toBe('<b>still here');
      expect(readPage(pages, { query: 'needle' }).clips).toHaveLength(1);
      expect(store.use(1).id).toBe(1);
      await store.storeAsync(large('needle'));
      expect(statSync(file).size).toBe(LARGE);
      expect(content(await store.readPayload(1)) === text('needle')).toBe(true);
    },
  );
});

describe('drop', () => {
  it('leaves what a row names, and what a clip on its way is about to name', async () => {
    const dir = tempFolder();
    const store = tempStore(dir);
    const clip = large('a');
    const { clip: placed, files } = await store.payloadFiles.place(clip);
    const hash = placed.contentHash;
    const there = () => existsSync(payloadFile(dir, hash));
    store.payloadFiles.drop(hash);
    expect(there()).toBe(true);
    expect(store.store(clip).isNew).toBe(true);
    store.payloadFiles.settle(files);
    store.payloadFiles.drop(hash);
    expect(content(store.payload(1)) === text('a')).toBe(true);
    store.deleteExcess([{ id: 1, order: store.get(1)?.summary.order ?? 0, size: LARGE }]);
    store.payloadFiles.drop(hash);
    expect(there()).toBe(false);
    expect([store.payloadFiles.any(), store.payloadFiles.anyUnnamed()]).toEqual([false, false]);
  });
});

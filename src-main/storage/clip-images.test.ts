import { hash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ClipFormat, NewClip } from '../../src-shared/clip';
import type { ClipDao } from './clip-dao';
import { clipOf, historyFor, html, tempStore, timesUsed } from './testing/fixture';

const sha = (text: string) => hash('sha256', text, 'buffer');
const thumbnailOf = (name: string) => Buffer.from(`thumbnail of ${name}`);

/** An image clip; storage never looks into its bytes. */
function image(bytes: string, mime = 'image/png', more: readonly ClipFormat[] = []): NewClip {
  const payloads = [{ mime, bytes: Buffer.from(bytes) }, ...more];
  const size = payloads.reduce((sum, payload) => sum + payload.bytes.byteLength, 0);
  return { ...clipOf(bytes), kind: 'image', preview: 'PNG 2 × 2', searchText: '', size, payloads };
}

/** Looks at an image as the decoder does: the picture's name decides whether two are the same. */
function look(store: ClipDao, id: number, picture: string): void {
  expect(store.beginImage(id)).toBe(true);
  store.keepImage(id, { thumbnail: thumbnailOf(picture), pixels: sha(picture) });
}

describe('what is made of images', () => {
  it('waits for the newest first, once, and of no other kind', () => {
    const { store } = historyFor();
    const first = store.store(image('one')).clip.id;
    store.store(clipOf('a text'));
    const second = store.store(image('two')).clip.id;
    expect(store.nextImage()).toBe(second);
    look(store, second, 'second');
    expect(store.thumbnail(second)).toEqual({ waiting: false, bytes: thumbnailOf('second') });
    expect(store.beginImage(second)).toBe(false);
    expect(store.nextImage()).toBe(first);
    expect(store.thumbnail(first)).toEqual({ waiting: true, bytes: null });
    store.keepImage(first, { thumbnail: null, pixels: null });
    expect(store.thumbnail(first)).toEqual({ waiting: false, bytes: null });
    expect(store.nextImage()).toBeNull();
  });

  it('is tried twice, also over a restart, and then no more', () => {
    const { dir, store } = historyFor();
    const { id } = store.store(image('one')).clip;
    expect(store.beginImage(id)).toBe(true);
    store.close();
    const again = tempStore(dir);
    expect(again.nextImage()).toBe(id);
    expect(again.beginImage(id)).toBe(true);
    expect(again.beginImage(id)).toBe(false);
    expect(again.nextImage()).toBeNull();
  });

  it('goes with its clip: none of its bytes is in any file once the trash is empty', () => {
    let now = 1_800_000_000_000;
    const { dir, store } = historyFor(() => now);
    const { id } = store.store(image('one')).clip;
    look(store, id, 'a picture that is to go');
    store.delete([id]);
    expect(store.thumbnail(id)).toEqual({ waiting: false, bytes: null });
    now += 3_600_000;
    expect(store.emptyTrash(10)).toBe(1);
    store.close();
    for (const name of readdirSync(dir)) {
      expect(readFileSync(join(dir, name)).includes('picture that is to go')).toBe(false);
    }
  });

  it('comes back with its clip', () => {
    const { store } = historyFor();
    const { id } = store.store(image('one')).clip;
    look(store, id, 'a picture');
    store.delete([id]);
    store.restore(id);
    expect(store.thumbnail(id)).toEqual({ waiting: false, bytes: thumbnailOf('a picture') });
    expect(store.nextImage()).toBeNull();
  });

  it('is never made of a masked clip, and goes when a clip is masked', () => {
    const { store } = historyFor();
    const secret = { ...image('one'), secret: { expiresAt: null } };
    const { id } = store.store(secret).clip;
    expect(store.nextImage()).toBeNull();
    expect(store.beginImage(id)).toBe(false);
    store.keepImage(id, { thumbnail: thumbnailOf('secret'), pixels: sha('secret') });
    expect(store.thumbnail(id).bytes).toBeNull();
    // What is stored as any other clip is one, and the other way round.
    store.store(image('one'));
    look(store, id, 'no secret');
    store.store(secret);
    expect(store.thumbnail(id)).toEqual({ waiting: false, bytes: null });
  });
});

describe('two images with the same pixels', () => {
  it('become the older one at the newer one’s place, with the formats of both', () => {
    const { dir, store, changes, history } = historyFor();
    const old = store.store(image('png bytes', 'image/png')).clip;
    store.setPinned(old.id, true);
    look(store, old.id, 'same');
    store.store(clipOf('in between'));
    const late = store.store(image('bmp bytes', 'image/bmp', [html('<img>')])).clip;
    store.store(clipOf('after it'));
    changes.length = 0;
    look(store, late.id, 'same');

    const expected = {
      id: old.id,
      createdAt: old.createdAt,
      order: late.order,
      pinned: true,
      size: 'png bytesbmp bytes<img>'.length,
      formats: ['image/png', 'image/bmp', 'text/html'],
    };
    expect(history().map(({ preview }) => preview)).toEqual(['after it', 'PNG 2 × 2', 'in between']);
    expect(history()[1]).toMatchObject(expected);
    expect(changes).toEqual([
      { type: 'joined', gone: late.id, clip: expect.objectContaining(expected) as unknown },
    ]);
    expect(store.count()).toBe(3);
    expect(Buffer.from(store.payload(old.id) ?? []).toString()).toBe('png bytes');
    expect(Buffer.from(store.payload(old.id, 'image/bmp') ?? []).toString()).toBe('bmp bytes');
    expect(() => store.restore(late.id + 100)).toThrow('no clip');
    store.close();
    expect(timesUsed(dir, old.id)).toBe(2);
  });

  it('are known by their bytes at once the next time, and after a restart', () => {
    const { dir, store } = historyFor();
    const old = store.store(image('png bytes')).clip;
    look(store, old.id, 'same');
    const late = store.store(image('other png bytes')).clip;
    look(store, late.id, 'same');
    expect(store.store(image('other png bytes'))).toMatchObject({ isNew: false, clip: { id: old.id } });
    store.close();
    const again = tempStore(dir);
    expect(again.store(image('other png bytes'))).toMatchObject({ isNew: false, clip: { id: old.id } });
    expect(again.store(image('png bytes'))).toMatchObject({ isNew: false, clip: { id: old.id } });
    expect(Buffer.from(again.payload(old.id) ?? []).toString()).toBe('png bytes');
    expect(again.count()).toBe(1);
  });

  it('whoever used, pinned or deletes the later one meanwhile has done it with the older one', () => {
    const { dir, store, history } = historyFor();
    const old = store.store(image('png bytes')).clip;
    look(store, old.id, 'same');
    const late = store.store(image('other bytes')).clip;
    store.use(late.id);
    store.setPinned(late.id, true);
    look(store, late.id, 'same');
    expect(history()).toMatchObject([{ id: old.id, pinned: true }]);

    // And whoever still has its id in hand.
    expect(store.setPinned(late.id, false)).toMatchObject({ id: old.id, pinned: false });
    expect(store.use(late.id)).toMatchObject({ id: old.id });
    expect(store.get(late.id)?.summary.id).toBe(old.id);
    expect(store.details(late.id)?.summary.id).toBe(old.id);
    expect(store.thumbnail(late.id).bytes).toEqual(thumbnailOf('same'));
    store.delete([late.id, old.id]);
    expect(history()).toEqual([]);
    expect(store.restore(late.id)).toMatchObject({ id: old.id });
    store.close();
    expect(timesUsed(dir, old.id)).toBe(4);
  });

  it('are two where the later one was deleted before it was looked at; undoing that joins them', () => {
    const { store, ids } = historyFor();
    const old = store.store(image('png bytes')).clip;
    const late = store.store(image('other bytes')).clip;
    look(store, late.id, 'same');
    store.delete([late.id]);
    look(store, old.id, 'same');
    expect(ids()).toEqual([old.id]);
    store.restore(late.id);
    expect(store.nextImage()).toBe(late.id);
    look(store, late.id, 'same');
    expect(ids()).toEqual([old.id]);
  });

  it('keeps its place where the older one was used after the later one came', () => {
    const { store, history } = historyFor();
    const old = store.store(image('png bytes')).clip;
    look(store, old.id, 'same');
    const late = store.store(image('other bytes')).clip;
    const used = store.use(old.id);
    look(store, late.id, 'same');
    expect(history()).toMatchObject([{ id: old.id, order: used.order }]);
  });

  it('large ones let their file go', async () => {
    const { store, dir } = historyFor();
    const large = (n: number) => image(String(n).repeat(100_000));
    const old = (await store.storeAsync(large(1))).clip;
    look(store, old.id, 'same');
    const late = (await store.storeAsync(large(2))).clip;
    look(store, late.id, 'same');
    expect(store.payloadFiles.anyUnnamed()).toBe(true);
    expect(Buffer.from(store.payload(late.id) ?? []).toString()).toBe('1'.repeat(100_000));
    expect(dir).not.toBe('');
  });

  it('an import of the later one finds the older one', async () => {
    const { store, ids } = historyFor();
    const old = store.store(image('png bytes')).clip;
    look(store, old.id, 'same');
    const late = store.store(image('other bytes')).clip;
    look(store, late.id, 'same');
    const imported = {
      ...image('other bytes'),
      contentHash: sha('other bytes'),
      createdAt: 5,
      order: 5,
      useCount: 1,
      pinOrder: null,
    };
    expect(await store.merge([imported], 50)).toMatchObject({ taken: 1, added: 0 });
    expect(ids()).toEqual([old.id]);
  });

  it('images that are not to be compared stay two', () => {
    const { store } = historyFor();
    for (const bytes of ['one', 'two']) {
      const { id } = store.store(image(bytes)).clip;
      store.keepImage(id, { thumbnail: null, pixels: null });
    }
    expect(store.count()).toBe(2);
  });
});

import { setTimeout as sleep } from 'node:timers/promises';
import { crc32, deflateSync } from 'node:zlib';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { MadeImage, NewClip } from '../src-shared/clip';
import { MAX_DECODED_PIXELS } from '../src-shared/limits';
import { newClip } from './capture/normalise';
import type { ImageDecoder } from './electron/image-decoder';
import { startImageWork } from './image-work';
import { historyFor } from './storage/testing/fixture';

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(data.length, 0);
  ends.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
}

function png(width: number, height: number, words = '', bits = 8): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = bits;
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('tEXt', Buffer.from(words)),
    chunk('IDAT', deflateSync(Buffer.alloc(8))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

const small = png(144, 81);
const pixels = Buffer.alloc(32, 7);

function work(
  answer: (image: { mime: string; bytes: Uint8Array }) => Promise<MadeImage | null>,
  free: () => Promise<void> | null = () => null,
) {
  const history = historyFor();
  const asked: Uint8Array[] = [];
  const errors: unknown[] = [];
  let rests = 0;
  const decoder: ImageDecoder = {
    decode(image) {
      asked.push(image.bytes);
      return answer(image);
    },
    rest: () => {
      rests += 1;
    },
  };
  const images = startImageWork({
    store: history.store,
    decoder,
    free,
    touch: () => {},
    onError: (error) => errors.push(error),
  });
  onTestFinished(() => images.stop());
  const add = (bytes: Buffer, mime = 'image/png') =>
    history.store.store(newClip([{ mime, bytes }], null) as NewClip).clip.id;
  return { ...history, images, asked, errors, add, rests: () => rests };
}

describe('work on images', () => {
  it('makes a thumbnail for whoever waits for it, once', async () => {
    const { images, asked, add } = work(async () => ({ thumbnail: small, pixels }));
    const id = add(png(200, 100));
    const [one, two] = await Promise.all([images.thumbnail(id), images.thumbnail(id)]);
    expect(one).toEqual({ mime: 'image/png', bytes: small });
    expect(two).toEqual(one);
    expect(await images.thumbnail(id)).toEqual(one);
    expect(asked).toHaveLength(1);
  });

  it('takes those in view first, one at a time', async () => {
    let running = 0;
    let most = 0;
    const { images, asked, add } = work(async () => {
      most = Math.max(most, ++running);
      await sleep(5);
      running -= 1;
      return { thumbnail: small, pixels: null };
    });
    const ids = [1, 2, 3].map((n) => add(png(n, 1)));
    await Promise.all([images.thumbnail(ids[0] as number), images.thumbnail(ids[1] as number)]);
    expect(most).toBe(1);
    // The last that was asked for is the one that is looked at now.
    expect(asked.map((bytes) => bytes[19])).toEqual([2, 1]);
  });

  it('writes nothing until the history is free', async () => {
    const ends: (() => void)[] = [];
    const { images, add, store } = work(
      async () => ({ thumbnail: small, pixels }),
      () => new Promise((resolve) => ends.push(resolve)),
    );
    const begin = vi.spyOn(store, 'beginImage');
    const keep = vi.spyOn(store, 'keepImage');
    const made = images.thumbnail(add(png(1, 1)));
    await vi.waitFor(() => expect(ends).toHaveLength(1));
    expect(begin).not.toHaveBeenCalled();
    ends[0]?.();
    await vi.waitFor(() => expect(ends).toHaveLength(2));
    expect(keep).not.toHaveBeenCalled();
    ends[1]?.();
    expect(await made).not.toBeNull();
    expect([begin.mock.calls.length, keep.mock.calls.length]).toEqual([1, 1]);
  });

  it('never gives out an image with too many pixels, or one that nobody understands', async () => {
    const { images, asked, add, store } = work(async () => ({ thumbnail: small, pixels }));
    const side = Math.floor(Math.sqrt(MAX_DECODED_PIXELS));
    const ids = [png(side + 1, side + 1), png(100_000, 100_000), Buffer.from('no image at all')].map(
      (bytes) => add(bytes),
    );
    ids.push(add(Buffer.from('<svg/>'), 'image/svg+xml'));
    for (const id of ids) expect(await images.thumbnail(id)).toBeNull();
    expect(asked).toEqual([]);
    expect(store.nextImage()).toBeNull();
    expect(await images.thumbnail(add(png(side, side)))).not.toBeNull();
  });

  it('joins what has the same pixels and the same size, and nothing else', async () => {
    const { images, add, ids } = work(async () => ({ thumbnail: small, pixels }));
    const first = add(png(20, 10, 'first'));
    const turned = add(png(10, 20));
    const deep = add(png(20, 10, 'deep', 16));
    for (const id of [first, turned, deep]) await images.thumbnail(id);
    expect(ids()).toEqual([deep, turned, first]);
    const again = add(png(20, 10, 'packed by another program'));
    await images.thumbnail(again);
    expect(ids()).toEqual([first, deep, turned]);
  });

  it('believes no thumbnail that is none', async () => {
    const answers = [Buffer.from('<script>'), png(4_000, 4_000), small];
    const { images, add } = work(async () => ({ thumbnail: answers.shift() ?? null, pixels: null }));
    expect(await images.thumbnail(add(png(1, 1)))).toBeNull();
    expect(await images.thumbnail(add(png(2, 1)))).toBeNull();
    expect(await images.thumbnail(add(png(3, 1)))).not.toBeNull();
  });

  it('leaves an image alone that ended its decoder twice', async () => {
    const { images, asked, add, store } = work(async () => null);
    const id = add(png(1, 1));
    for (let look = 0; look < 4; look++) expect(await images.thumbnail(id)).toBeNull();
    expect(asked).toHaveLength(2);
    expect(store.nextImage()).toBeNull();
  });

  it('answers whoever waits where the clip goes meanwhile, and when it is stopped', async () => {
    let finish = () => {};
    const { images, add, store, errors, rests } = work(
      () => new Promise((resolve) => (finish = () => resolve({ thumbnail: small, pixels }))),
    );
    const gone = add(png(1, 1));
    const answer = images.thumbnail(gone);
    await sleep(5);
    store.delete([gone]);
    finish();
    expect(await answer).toBeNull();
    const left = images.thumbnail(add(png(2, 1)));
    await sleep(5);
    images.stop();
    expect(await left).toBeNull();
    finish();
    await sleep(5);
    expect(errors).toEqual([]);
    expect(rests()).toBeGreaterThan(0);
  });
});

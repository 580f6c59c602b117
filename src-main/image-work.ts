// What is made of image clips when idle: thumbnails, and which clips are the same picture. One image at a time, those in view first.
// Never decode here, and never hand out an image to be decoded whose header does not say that it is small enough.
import { createHash } from 'node:crypto';
import type { MadeImage } from '../src-shared/clip';
import { giveUpBytes } from '../src-shared/give-up-bytes';
import { DECODER_IDLE_MS, IMAGE_QUIET_MS, MAX_DECODED_PIXELS, THUMBNAIL_PIXELS } from '../src-shared/limits';
import { imageAppearance } from './capture/image-appearance';
import { imageHeader } from './capture/image-header';
import { shownImage } from './capture/shown-image';
import type { ImageDecoder } from './electron/image-decoder';
import type { ClipStore } from './storage/types';

export interface ImageWorkParts {
  readonly store: Pick<
    ClipStore,
    'nextImage' | 'beginImage' | 'keepImage' | 'thumbnail' | 'details' | 'readPayload' | 'onChange'
  >;
  readonly decoder: ImageDecoder;
  /** See History.free(). */
  readonly free: () => Promise<void> | null;
  /** After something was written that no change tells of. */
  readonly touch: () => void;
  readonly onError: (error: unknown) => void;
}

export interface ImageWork {
  /** A clip's thumbnail, as soon as it is made; null where there is none. */
  thumbnail(id: number): Promise<{ readonly mime: string; readonly bytes: Uint8Array } | null>;
  stop(): void;
}

/** After the start, when whoever started the machine has it back for themselves. */
const FIRST_AFTER_MS = 3_000;
/** After an error that another try will likely meet again: a full disk, a lock. */
const BACK_OFF_MS = 60_000;
const NOTHING: MadeImage = { thumbnail: null, pixels: null };
/** What the decoder may send as a thumbnail, by what its own header says. */
const THUMBNAIL_MIMES: Readonly<Record<string, string>> = { WebP: 'image/webp', PNG: 'image/png' };

/** Starts the work and goes on with it after every copy, until stopped. */
export function startImageWork({ store, decoder, free, touch, onError }: ImageWorkParts): ImageWork {
  /** Somebody looks at their rows: the last asked for is first. */
  let wanted: number[] = [];
  const waiters = new Map<number, (() => void)[]>();
  let timer: NodeJS.Timeout | null = null;
  let working = false;
  let stopped = false;
  let quietFrom = performance.now() + FIRST_AFTER_MS;

  function arm(ms: number, act: () => void): void {
    if (timer !== null) clearTimeout(timer);
    if (!stopped) timer = setTimeout(act, ms).unref();
  }

  async function work(): Promise<void> {
    timer = null;
    if (working || stopped) return;
    working = true;
    const began = performance.now();
    let next: number | null = null;
    try {
      const id = wanted.pop() ?? (performance.now() >= quietFrom ? store.nextImage() : null);
      if (id !== null) {
        try {
          await make(id);
        } finally {
          tell(id);
        }
        // Half of one core at most, unless somebody waits.
        next = wanted.length > 0 ? 0 : performance.now() - began;
      }
    } catch (error) {
      if (!stopped) onError(error);
      next = BACK_OFF_MS;
    }
    working = false;
    if (next !== null) arm(next, () => void work());
    else if (performance.now() < quietFrom) arm(quietFrom - performance.now(), () => void work());
    else arm(DECODER_IDLE_MS, () => decoder.rest());
  }

  async function make(id: number): Promise<void> {
    await free();
    if (stopped || !store.beginImage(id)) return;
    const image = await imageOf(id);
    const made = image === null ? NOTHING : await decoder.decode(image);
    await free();
    // What did not come to an end stays as it is, with a try less; the decoder may be sending it still.
    if (stopped || made === null) return;
    store.keepImage(id, image === null ? NOTHING : judged(made, image.bytes));
    if (image !== null) giveUpBytes(image.bytes);
    touch();
  }

  /** The clip's image, where it may be decoded. */
  async function imageOf(id: number): Promise<{ mime: string; bytes: Uint8Array } | null> {
    const format = store.details(id)?.formats.find(({ mime }) => mime.startsWith('image/'));
    if (format === undefined) return null;
    // Where its file is gone, the user is told elsewhere.
    const bytes = await store.readPayload(id, format.mime).catch(() => null);
    if (bytes === null) return null;
    const { mime, width, height, refusal } = shownImage(format.mime, bytes);
    const pixels = (width ?? 0) * (height ?? 0);
    if (refusal === null && pixels <= MAX_DECODED_PIXELS) return { mime, bytes };
    giveUpBytes(bytes);
    return null;
  }

  function tell(id: number): void {
    wanted = wanted.filter((other) => other !== id);
    const told = waiters.get(id) ?? [];
    waiters.delete(id);
    for (const resolve of told) resolve();
  }

  async function thumbnail(id: number): ReturnType<ImageWork['thumbnail']> {
    if (store.thumbnail(id).waiting && !stopped) {
      await new Promise<void>((resolve) => {
        waiters.set(id, [...(waiters.get(id) ?? []), resolve]);
        wanted = [...wanted.filter((other) => other !== id), id];
        if (!working) arm(0, () => void work());
      });
    }
    const { bytes } = store.thumbnail(id);
    const mime = bytes === null ? undefined : thumbnailMime(bytes);
    return bytes === null || mime === undefined ? null : { mime, bytes };
  }

  const unsubscribe = store.onChange((change) => {
    const image = 'clip' in change ? change.clip.kind === 'image' : change.type === 'imported';
    if (change.type === 'stored') quietFrom = Math.max(quietFrom, performance.now() + IMAGE_QUIET_MS);
    if (image && !working) arm(Math.max(0, quietFrom - performance.now()), () => void work());
  });
  arm(FIRST_AFTER_MS, () => void work());
  return {
    thumbnail,
    stop() {
      stopped = true;
      unsubscribe();
      if (timer !== null) clearTimeout(timer);
      decoder.rest();
      for (const id of [...waiters.keys()]) tell(id);
    },
  };
}

/** What the decoder sends is a thumbnail where it says so itself; and pixels alone do not say how they look. */
function judged({ thumbnail, pixels }: MadeImage, bytes: Uint8Array): MadeImage {
  const appearance = pixels === null ? null : imageAppearance(bytes);
  const header = imageHeader(bytes);
  const whole =
    pixels === null || appearance === null || header === null
      ? null
      : createHash('sha256')
          .update(`${header.width} × ${header.height} `)
          .update(appearance)
          .update(pixels)
          .digest();
  return {
    thumbnail: thumbnail !== null && thumbnailMime(thumbnail) !== undefined ? thumbnail : null,
    pixels: whole,
  };
}

function thumbnailMime(bytes: Uint8Array): string | undefined {
  const header = imageHeader(bytes);
  if (header === null || Math.max(header.width, header.height) > THUMBNAIL_PIXELS) return undefined;
  return THUMBNAIL_MIMES[header.format];
}

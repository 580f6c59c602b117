// One image's bytes → a thumbnail, and an identity of its pixels. Runs in a process of its own that sees nothing else.
// Never keep a decoded image: each is closed as soon as it was looked at.
import { THUMBNAIL_PIXELS } from '../../src-shared/limits';

/** Pixels that are copied out of a decoded image and hashed in one go: 16 MB. */
const STRIP_PIXELS = 4_000_000;

/** A small WebP that stands upright; null where the image cannot be decoded. */
export async function thumbnailOf(image: Blob): Promise<Blob | null> {
  try {
    const whole = await createImageBitmap(image);
    const { width, height } = whole;
    const scale = Math.min(1, THUMBNAIL_PIXELS / Math.max(width, height));
    const small = new OffscreenCanvas(
      Math.max(1, Math.round(width * scale)),
      Math.max(1, Math.round(height * scale)),
    );
    try {
      const context = small.getContext('2d');
      if (context === null) return null;
      context.imageSmoothingQuality = 'high';
      context.drawImage(whole, 0, 0, small.width, small.height);
    } finally {
      whole.close();
    }
    return await small.convertToBlob({ type: 'image/webp', quality: 0.85 });
  } catch {
    return null;
  }
}

/**
 * The SHA-256 of an image's pixels and its size; the same for each lossless encoding of a picture.
 * Alpha is not multiplied in and colours are not converted: a canvas would do both, and make different images the same.
 * @returns null where it cannot be decoded, or has several frames
 */
export async function pixelsOf(image: Blob): Promise<Uint8Array | null> {
  let decoder: ImageDecoder | null = null;
  try {
    decoder = new ImageDecoder({
      data: await image.arrayBuffer(),
      type: image.type,
      premultiplyAlpha: 'none',
      colorSpaceConversion: 'none',
    } as ImageDecoderInit);
    await decoder.tracks.ready;
    await decoder.completed;
    const track = decoder.tracks.selectedTrack;
    if (track === null || track.animated || track.frameCount !== 1) return null;
    const { image: frame } = await decoder.decode();
    try {
      return await hashFrame(frame);
    } finally {
      frame.close();
    }
  } catch {
    return null;
  } finally {
    decoder?.close();
  }
}

/** In strips: all pixels at once would be in memory twice. */
async function hashFrame(frame: VideoFrame): Promise<Uint8Array | null> {
  const { codedWidth: width, codedHeight: height, format } = frame;
  // Bytes in the frame's own order: turning them into another one multiplies alpha in and out again. X is 255.
  const ownOrder = format === 'BGRA' || format === 'BGRX';
  const options = ownOrder ? {} : ({ format: 'BGRA', colorSpace: 'srgb' } as const);
  // Of these a converted copy would be inexact where pixels are translucent; Chromium decodes to none of them here.
  if (format === 'RGBA' || format === null) return null;
  const rows = Math.max(1, Math.floor(STRIP_PIXELS / width));
  const strip = new Uint8Array(width * Math.min(rows, height) * 4);
  const digests: Uint8Array[] = [new TextEncoder().encode(`${width}x${height} `)];
  for (let y = 0; y < height; y += rows) {
    const rect = { x: 0, y, width, height: Math.min(rows, height - y) };
    const bytes = strip.subarray(0, width * rect.height * 4);
    await frame.copyTo(bytes, { rect, ...options } as VideoFrameCopyToOptions);
    digests.push(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
  }
  const all = await new Blob(digests as Uint8Array<ArrayBuffer>[]).arrayBuffer();
  return new Uint8Array(await crypto.subtle.digest('SHA-256', all));
}

// Makes formats ready to be handed to another thread: their memory goes there, without a copy where that is safe.
// Never hand over a memory that holds anything else: what else lay there would go along, and be gone here.
import type { ClipFormat } from '../../src-shared/clip';

/**
 * @returns the formats, copied where they are a view into a larger memory (as small Buffers are, into Node's pool), and each
 * of their memories once, for postMessage's transfer list.
 */
export function transferable<F extends ClipFormat>(
  formats: readonly F[],
): {
  readonly formats: readonly F[];
  readonly transfer: readonly ArrayBuffer[];
} {
  const own = formats.map((format) => ({ ...format, bytes: alone(format.bytes) }));
  return { formats: own, transfer: [...new Set(own.map(({ bytes }) => bytes.buffer))] };
}

function alone(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer } = bytes;
  const whole = buffer instanceof ArrayBuffer && bytes.byteLength === buffer.byteLength;
  return whole ? new Uint8Array(buffer) : new Uint8Array(bytes);
}

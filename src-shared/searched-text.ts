// The part of a text that is searched, from its bytes: the same when a clip is stored and when a match in it is shown.
// Pure.
import { SEARCHED_BYTES } from './limits';

/** Decodes the first `limit` bytes, less the start of a character that the limit would cut. */
export function decodeUpTo(bytes: Uint8Array, limit: number): string {
  let end = Math.min(limit, bytes.byteLength);
  // A UTF-8 sequence is at most four bytes; more continuation bytes than three are no sequence, and nothing is cut.
  for (let back = 0; end < bytes.byteLength && back < 3 && isContinuation(bytes[end]); back++) end--;
  return new TextDecoder().decode(bytes.subarray(0, end));
}

/** The text that is searched: the first SEARCHED_BYTES of a text payload. One byte more tells whether there is more. */
export function searchedText(bytes: Uint8Array): string {
  return decodeUpTo(bytes, SEARCHED_BYTES);
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}

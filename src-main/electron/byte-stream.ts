// Large contents on their way to a page: handed out piece by piece.
// Never give a Response the whole: it would copy it first (https://fetch.spec.whatwg.org/#concept-bodyinit-extract).

/** Handed out at once. */
const PIECE_BYTES = 256 * 1024;

/** A content as a Response's body. The pieces are views of it: it must not change or be given up before the response was taken. */
export function streamOf(bytes: Uint8Array): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at < bytes.byteLength) controller.enqueue(bytes.subarray(at, at + PIECE_BYTES));
      at += PIECE_BYTES;
      if (at >= bytes.byteLength) controller.close();
    },
  });
}

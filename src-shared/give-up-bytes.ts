// Memory of large contents, given back as soon as nobody needs it: the collector sees a small object, and comes minutes later.
// Never give up what anybody may still read, and never a part of a memory that holds something else.

/** Below this the collector does as well: 1 MB. */
const LARGE_BYTES = 1024 * 1024;

/** `transfer` is of ES2024: not in every runtime that the tests use. */
type Detachable = ArrayBuffer & { transfer?(newByteLength: number): ArrayBuffer };

/**
 * Frees the memory of a large content at once; afterwards it is empty for everybody who has it.
 * (ArrayBuffer.prototype.transfer(0), https://tc39.es/ecma262/#sec-arraybuffer.prototype.transfer, detaches it.) Leaves alone what is
 * small, or a view into a memory that holds more; where the runtime cannot do it the collector will.
 */
export function giveUpBytes(bytes: Uint8Array): void {
  const { buffer } = bytes;
  if (bytes.byteLength < LARGE_BYTES || !(buffer instanceof ArrayBuffer)) return;
  if (bytes.byteLength === buffer.byteLength) (buffer as Detachable).transfer?.(0);
}

// Clip content that cannot be printed by accident: whatever logs, formats or serialises it gets `[clip N B]`.
// Never give it a method that returns the content under a name that a logger calls.

/** How clip content of `bytes` bytes prints everywhere but where it is shown. */
export function clipLabel(bytes: number): string {
  return `[clip ${bytes} B]`;
}

const inspect = Symbol.for('nodejs.util.inspect.custom');

/** Bytes of a clip that print as `[clip N B]` by String(), JSON, console and util.inspect. `reveal()` is the only way in. */
export class SecretBytes {
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** The content itself; call it only where it is stored, shown or handed to another program. */
  reveal(): Uint8Array {
    return this.#bytes;
  }

  get size(): number {
    return this.#bytes.byteLength;
  }

  toString(): string {
    return clipLabel(this.size);
  }

  toJSON(): string {
    return this.toString();
  }

  [inspect](): string {
    return this.toString();
  }
}

// Wayland's wire format: messages to bytes and back. https://wayland.freedesktop.org/docs/html/ch04.html#sect-Protocol-Wire-Format
// Never trust a length that came over the wire further than the message it stands in.

/** Object id, then size in the upper and opcode in the lower half of a word: in this machine's order, which is little on all that we run on. */
const HEADER_BYTES = 8;

/** A message broke the format; the connection is of no use any more. */
export class WireError extends Error {
  override readonly name = 'WireError';
}

/** An argument on its way out: a number is an int, a uint or an object's id. */
export type Argument = number | string;

/** @throws WireError where the message would be longer than the format allows */
export function encode(object: number, opcode: number, args: readonly Argument[]): Buffer {
  const parts = args.map((arg) => (typeof arg === 'number' ? word(arg) : text(arg)));
  const size = parts.reduce((sum, part) => sum + part.length, HEADER_BYTES);
  if (size > 0xffff) throw new WireError('the message is too long');
  return Buffer.concat([word(object), word(((size << 16) | opcode) >>> 0), ...parts]);
}

export interface Message {
  readonly object: number;
  readonly opcode: number;
  readonly body: Buffer;
}

/** Puts messages together from whatever pieces they come in. */
export class Decoder {
  #rest: Buffer = Buffer.alloc(0);

  /** @returns the messages that are complete by now. @throws WireError for a size below that of a header */
  push(bytes: Buffer): Message[] {
    const all = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    const messages: Message[] = [];
    let at = 0;
    while (all.length - at >= HEADER_BYTES) {
      const head = all.readUInt32LE(at + 4);
      const size = head >>> 16;
      if (size < HEADER_BYTES) throw new WireError('a message has no sane size');
      if (all.length - at < size) break;
      messages.push({
        object: all.readUInt32LE(at),
        opcode: head & 0xffff,
        body: all.subarray(at + HEADER_BYTES, at + size),
      });
      at += size;
    }
    this.#rest = Buffer.from(all.subarray(at));
    return messages;
  }
}

/** Reads the arguments of one message, in their order. All throw WireError where the message has no such argument. */
export class Arguments {
  readonly #body: Buffer;
  readonly #nextFd: () => number | undefined;
  #at = 0;

  constructor(body: Buffer, nextFd: () => number | undefined) {
    this.#body = body;
    this.#nextFd = nextFd;
  }

  /** An int, a uint or an object's id; 0 = no object. */
  uint(): number {
    return this.#take(4).readUInt32LE(0);
  }

  string(): string {
    const bytes = this.array();
    return bytes.toString('utf8', 0, Math.max(0, bytes.length - 1));
  }

  array(): Buffer {
    const length = this.uint();
    const bytes = this.#take(length);
    this.#at += padding(length);
    return bytes;
  }

  /** A file descriptor, which is the taker's to close. */
  fd(): number {
    const fd = this.#nextFd();
    if (fd === undefined) throw new WireError('a message came without its file descriptor');
    return fd;
  }

  #take(length: number): Buffer {
    if (length > this.#body.length - this.#at) throw new WireError('a message is too short');
    this.#at += length;
    return this.#body.subarray(this.#at - length, this.#at);
  }
}

function word(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value >>> 0);
  return bytes;
}

function text(value: string): Buffer {
  const length = Buffer.byteLength(value) + 1;
  const bytes = Buffer.alloc(4 + length + padding(length));
  bytes.writeUInt32LE(length);
  bytes.write(value, 4);
  return bytes;
}

function padding(length: number): number {
  return (4 - (length % 4)) % 4;
}

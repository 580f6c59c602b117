// What the app and the process that holds its last copy say to each other: the display and the formats in, one word back.
// Never by arguments, environment or a file: others could read the clip there.
import type { ClipFormat } from '../../../src-shared/clip';

/** The last argument of the process that holds. */
export const HOLD_SWITCH = '--hold-clipboard';
/** What it prints once the clipboard is its own. */
export const HELD = 'held\n';

/** Where it offers: the X display, for example ":0", or the path of the compositor's socket. */
export interface HoldPlace {
  readonly system: 'x11' | 'wayland';
  readonly display: string;
}

export interface Held {
  readonly place: HoldPlace;
  readonly formats: readonly ClipFormat[];
}

/** @returns the parts of the message, in order: a line that says what follows, then the bytes of each format. */
export function encodeHeld({ place, formats }: Held): Uint8Array[] {
  const head = { place, formats: formats.map(({ mime, bytes }) => ({ mime, size: bytes.byteLength })) };
  return [Buffer.from(`${JSON.stringify(head)}\n`), ...formats.map(({ bytes }) => bytes)];
}

/** @throws Error where the message is not whole, or not one of ours; it says nothing of the content */
export function decodeHeld(message: Buffer): Held {
  const line = message.indexOf('\n');
  if (line < 0) throw new Error('the message has no head');
  const head = JSON.parse(message.toString('utf8', 0, line)) as {
    place: HoldPlace;
    formats: { mime: string; size: number }[];
  };
  let at = line + 1;
  const formats = head.formats.map(({ mime, size }) => {
    at += size;
    return { mime, bytes: message.subarray(at - size, at) };
  });
  if (at !== message.length) throw new Error('the message is not whole');
  return { place: head.place, formats };
}

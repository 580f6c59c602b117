// UTF-8 to ISO Latin-1 and back: what ICCCM calls STRING (section 2.7.1).
// Never guess: a text that Latin-1 cannot hold has no STRING.

/** @returns the text in Latin-1, or null where a character has no place in it or the bytes are not UTF-8. */
export function latin1FromUtf8(bytes: Uint8Array): Uint8Array | null {
  const latin1 = new Uint8Array(bytes.length);
  let length = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte < 0x80) {
      latin1[length++] = byte;
      continue;
    }
    // U+0080 to U+00FF are C2 or C3 and one continuation byte.
    const next = bytes[++at] ?? 0;
    if ((byte !== 0xc2 && byte !== 0xc3) || (next & 0xc0) !== 0x80) return null;
    latin1[length++] = ((byte & 0x03) << 6) | (next & 0x3f);
  }
  return latin1.subarray(0, length);
}

/** @returns the same text in UTF-8. */
export function utf8FromLatin1(bytes: Uint8Array): Uint8Array {
  const utf8 = new Uint8Array(bytes.length + bytes.reduce((high, byte) => high + (byte >> 7), 0));
  let at = 0;
  for (const byte of bytes) {
    if (byte < 0x80) utf8[at++] = byte;
    else {
      utf8[at++] = 0xc0 | (byte >> 6);
      utf8[at++] = 0x80 | (byte & 0x3f);
    }
  }
  return utf8;
}

// Which pairs of letters stand in a piece of text: one look at it tells of most words that they need not be looked for.
// Never say that a word is not there where it may be.

const PAIRS = 0x1_00_00;

export class LetterPairs {
  readonly #seen = new Uint8Array(PAIRS);

  /** Forgets the former piece. Letters beyond Latin-1 count as the one of Latin-1 that their last byte is. */
  look(text: string): void {
    this.#seen.fill(0);
    let pair = text.charCodeAt(0) & 0xff;
    for (let at = 1; at < text.length; at++) {
      pair = ((pair << 8) | (text.charCodeAt(at) & 0xff)) & 0xff_ff;
      this.#seen[pair] = 1;
    }
  }

  /** Whether all pairs of the word stand in the piece; true for a word of one letter or none. */
  mayHold(word: string): boolean {
    for (let at = 1; at < word.length; at++) {
      const pair = ((word.charCodeAt(at - 1) & 0xff) << 8) | (word.charCodeAt(at) & 0xff);
      if (this.#seen[pair] === 0) return false;
    }
    return true;
  }
}

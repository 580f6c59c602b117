// The terms of one long text, looked for in turns of a few milliseconds, and kept while the text comes in or goes out.
// Never begin anew for the same text: it comes again in every step until all of it is done.
import { addTerms } from './terms';

export class LongTerms {
  readonly #turnMs: number;
  readonly #breath: number;
  #text: Buffer | null = null;
  #found = new Set<string>();
  #work: Iterator<unknown> | null = null;
  #terms: readonly string[] | null = null;

  /**
   * @param turnMs what one turn should take
   * @param breath see addTerms(); the clock is looked at after each
   */
  constructor(turnMs: number, breath: number) {
    this.#turnMs = turnMs;
    this.#breath = breath;
  }

  /** @returns the terms of the text; null while they are still being looked for: ask again, in a later turn. */
  of(folded: Buffer): readonly string[] | null {
    if (this.#text === null || !this.#text.equals(folded)) {
      this.#text = folded;
      this.#found = new Set();
      this.#work = addTerms(folded.toString(), this.#found, this.#breath);
      this.#terms = null;
    }
    return this.#terms ?? this.#lookOn();
  }

  #lookOn(): readonly string[] | null {
    const end = performance.now() + this.#turnMs;
    do {
      if (this.#work?.next().done === false) continue;
      this.#terms = [...this.#found];
      this.#found = new Set();
      this.#work = null;
      return this.#terms;
    } while (performance.now() < end);
    return null;
  }
}

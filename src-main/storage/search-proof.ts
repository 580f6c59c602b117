// Which of the clips that meet a query's other conditions have its pattern: looked at one after another, as long as a slice lasts.
// Never hold a snapshot of the history meanwhile: a clip that has gone by now has no text, and is left out.
import type { ClipSummary } from '../../src-shared/clip';
import { type Pattern, PatternRun, standsIn } from './pattern';
import type { Texts } from './search-results';

export class Proof {
  readonly #pattern: Pattern;
  readonly #texts: Texts;
  /** Newest first, like the clips that were found. */
  #waiting: readonly ClipSummary[] = [];
  #next = 0;
  /** Of the next one, where its text is large. */
  #run: PatternRun | null = null;
  readonly found: ClipSummary[] = [];

  constructor(pattern: Pattern, texts: Texts) {
    this.#pattern = pattern;
    this.#texts = texts;
  }

  /** The clip that is looked at next; null where none is left. */
  get next(): ClipSummary | null {
    return this.#waiting[this.#next] ?? null;
  }

  /** Gives it clips to look at, newest first, once it has none left. */
  take(clips: readonly ClipSummary[]): void {
    this.#waiting = clips;
    this.#next = 0;
  }

  /** Goes on until `wanted` clips are found, none is left, or `isOver`, which is asked after each clip and in large texts. */
  go(wanted: number, isOver: () => boolean): void {
    for (let clip = this.next; clip !== null && this.found.length < wanted; clip = this.next) {
      const has = this.#has(clip, isOver);
      if (has === null) return;
      if (has) this.found.push(clip);
      this.#next += 1;
      this.#run = null;
      if (isOver()) return;
    }
  }

  /** Null where it is not known yet. */
  #has({ id }: ClipSummary, isOver: () => boolean): boolean | null {
    if (this.#run === null) {
      const text = this.#texts.of(id);
      if (text === null) return false;
      const stands = standsIn(this.#pattern, text);
      if (stands !== null) return stands;
      this.#run = new PatternRun(this.#pattern, text, true);
    }
    return this.#run.go(isOver) ? this.#run.place !== null : null;
  }
}

// Whether the program that was pasted into has taken the clip: it must ask whoever offers it, so its asking is seen.
// Never take another program's asking for its own: clipboard managers ask too.
import { PASTE_TAKEN_MS, TAKEN_QUIET_MS } from '../../../src-shared/limits';
import type { Taking } from '../port';
import type { XConnection } from './connection';
import type { Asked } from './selection-owner';

export class PasteCheck {
  /** What came of the paste. */
  readonly taking: Promise<Taking>;
  readonly #x: XConnection;
  readonly #client: number;
  readonly #selections: readonly number[];
  readonly #hasIt: (client: number) => boolean;
  #resolve: (taking: Taking) => void = () => {};
  readonly #deadline: NodeJS.Timeout;
  #quiet: NodeJS.Timeout | undefined;
  #asked = false;
  #given = false;
  #byAnother = false;
  /** Large contents on their way to it. */
  #running = 0;
  #late = false;

  /**
   * @param window what is pasted into
   * @param selections where its program may take it from
   * @param hasIt whether a program has got what is offered already: one that looks into every clipboard does not ask again
   */
  constructor(
    x: XConnection,
    window: number,
    selections: readonly number[],
    hasIt: (client: number) => boolean,
  ) {
    this.#x = x;
    this.#client = x.clientOf(window);
    this.#selections = selections;
    this.#hasIt = hasIt;
    this.taking = new Promise((resolve) => {
      this.#resolve = resolve;
    });
    this.#deadline = setTimeout(() => {
      this.#late = true;
      this.#judge();
    }, PASTE_TAKEN_MS);
  }

  /** A program has asked for what is offered. */
  asked(requestor: number, outcome: Asked): void {
    if (this.#x.clientOf(requestor) !== this.#client) {
      this.#byAnother ||= outcome === 'given';
      return;
    }
    this.#asked = true;
    if (outcome === 'begun') this.#running += 1;
    else if (outcome === 'given-up') this.#running = Math.max(0, this.#running - 1);
    else if (outcome === 'given') {
      this.#given = true;
      this.#running = Math.max(0, this.#running - 1);
    }
    // One paste may take several formats, one after another.
    clearTimeout(this.#quiet);
    this.#quiet = setTimeout(() => this.#judge(), TAKEN_QUIET_MS);
  }

  /** Another program has taken a selection. */
  lost(selection: number): void {
    const mattered = this.#selections.includes(selection) && !this.#given && this.#running === 0;
    if (mattered) this.end('replaced');
  }

  end(taking: Taking): void {
    clearTimeout(this.#deadline);
    clearTimeout(this.#quiet);
    this.#resolve(taking);
  }

  #judge(): void {
    if (this.#running > 0) return;
    if (this.#given) this.end('taken');
    else if (!this.#late) return;
    else if (this.#asked) this.end('refused');
    else if (this.#hasIt(this.#client)) this.end('taken');
    else this.end(this.#byAnother ? 'taken-by-another' : 'not-asked');
  }
}

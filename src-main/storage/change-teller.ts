// Tells what was committed to all who listen, in commit order.
// Never let a listener that throws keep the others from hearing, or reach whoever wrote.
import type { HistoryChange } from '../../src-shared/clip';
import { errorFields, log } from '../log';

export class ChangeTeller {
  readonly #listeners = new Set<(change: HistoryChange) => void>();
  readonly #waiting: HistoryChange[] = [];
  #telling = false;

  /** @returns a function that stops listening. */
  onChange(listener: (change: HistoryChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** A listener that writes makes its change wait here, so that every listener hears changes in commit order. */
  tell(changes: readonly HistoryChange[]): void {
    this.#waiting.push(...changes);
    if (this.#telling) return;
    this.#telling = true;
    try {
      for (let change = this.#waiting.shift(); change !== undefined; change = this.#waiting.shift()) {
        for (const listener of [...this.#listeners]) {
          try {
            listener(change);
          } catch (error) {
            log.error('storage.listener-failed', errorFields(error));
          }
        }
      }
    } finally {
      this.#telling = false;
    }
  }
}

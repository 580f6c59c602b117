// When the selected text (PRIMARY) may be read: once the user has let go of the mouse and selects no further.
// Never read while a selection grows: each step of it would be a clip.
import { PRIMARY_BUTTON_MS, PRIMARY_QUIET_MS } from '../../../src-shared/limits';
import type { XConnection } from './connection';

export class PrimaryWatch {
  readonly #x: XConnection;
  readonly #settled: (owner: number, time: number) => void;
  #timer: NodeJS.Timeout | undefined;
  #change = 0;

  /** @param settled told once of the last of several changes */
  constructor(x: XConnection, settled: (owner: number, time: number) => void) {
    this.#x = x;
    this.#settled = settled;
  }

  /** The selection has changed. @param owner 0 = nothing is selected any more */
  changed(owner: number, time: number): void {
    clearTimeout(this.#timer);
    const change = ++this.#change;
    if (owner === 0) return;
    const look = async (): Promise<void> => {
      const held = await this.#x.buttonHeld().catch(() => true);
      if (change !== this.#change || !this.#x.alive) return;
      if (held) this.#timer = setTimeout(look, PRIMARY_BUTTON_MS);
      else this.#settled(owner, time);
    };
    this.#timer = setTimeout(look, PRIMARY_QUIET_MS);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#change++;
  }
}

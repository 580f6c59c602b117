// Pinning, deleting and bringing back clips of the list: what is asked of main, and what the list shows meanwhile.
// Never show a clip as gone for good before main has deleted it.
import type { Bridge } from '../bridge';
import type { History } from '../history/history';
import { type Clock, UndoStack } from './undo-stack';

export class ClipChanges {
  readonly #bridge: Bridge;
  readonly #history: History;
  readonly #undo: UndoStack;

  /** @param changed told whenever `undoable` has changed */
  constructor(bridge: Bridge, history: History, clock: Clock, changed: () => void) {
    this.#bridge = bridge;
    this.#history = history;
    this.#undo = new UndoStack(clock, changed);
  }

  /** Deleted clips that can be brought back. */
  get undoable(): number {
    return this.#undo.size;
  }

  /** Pins those that are not pinned yet; where all are, unpins them. */
  async pin(ids: readonly number[]): Promise<void> {
    if (ids.length > 0) await this.#bridge.request('clip:toggle-pinned', { ids });
  }

  /** @returns whether they are deleted; false also where there are none */
  async delete(ids: readonly number[]): Promise<boolean> {
    if (ids.length === 0) return false;
    for (const id of ids) this.#history.hide(id);
    const reply = await this.#bridge.request('clip:delete', { ids });
    for (const id of ids) {
      if (reply.ok) this.#history.hidden(id);
      else this.#history.unhide(id);
    }
    if (reply.ok) this.#undo.push(ids);
    return reply.ok;
  }

  /** Brings back what was deleted last. @returns the first of them; null where there is none or it failed */
  async undo(): Promise<number | null> {
    const ids = this.#undo.pop();
    if (ids.length === 0) return null;
    const reply = await this.#bridge.request('clip:undo-delete', { ids });
    for (const id of ids) this.#history.unhide(id);
    if (reply.ok) return ids[0] ?? null;
    // Trouble may pass; a clip whose time is over does not come back.
    if (reply.error.code !== 'no-such-clip') this.#undo.push(ids);
    return null;
  }
}

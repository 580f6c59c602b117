// Notices that what we offer was pasted: the program that the user works in has taken it.
// Never take every asking for a paste: clipboard managers and other watchers ask too.
import { TAKEN_QUIET_MS } from '../../../src-shared/limits';
import type { XConnection } from './connection';

export class PasteWatch {
  readonly #x: XConnection;
  readonly #ownPid: number;
  readonly #pasted: () => void;
  /** Programs that are just taking what we offer. */
  readonly #takers = new Map<
    number,
    { readonly isPaste: Promise<boolean>; readonly timer: NodeJS.Timeout }
  >();

  /**
   * @param ownPid what windows of this process take is no paste
   * @param pasted told once of each paste
   */
  constructor(x: XConnection, ownPid: number, pasted: () => void) {
    this.#x = x;
    this.#ownPid = ownPid;
    this.#pasted = pasted;
  }

  /**
   * A program has got what we offer. Where it is the one that the user works in, that was a paste. One paste may take several
   * formats, so it is told when the asking has stopped.
   */
  given(requestor: number): void {
    const taker = this.#x.clientOf(requestor);
    const before = this.#takers.get(taker);
    clearTimeout(before?.timer);
    const isPaste = before?.isPaste ?? this.#isAtWork(taker);
    const timer = setTimeout(() => {
      this.#takers.delete(taker);
      void isPaste.then((pasted) => pasted && this.#pasted());
    }, TAKEN_QUIET_MS);
    this.#takers.set(taker, { isPaste, timer });
  }

  /** What is being taken now is not told any more. */
  forget(): void {
    for (const { timer } of this.#takers.values()) clearTimeout(timer);
    this.#takers.clear();
  }

  /** Whether the user works in this program now, and it is not ours: the picker's own search box takes what it offers too. */
  async #isAtWork(client: number): Promise<boolean> {
    const x = this.#x;
    try {
      const active = await x.activeWindow();
      if (active === 0 || x.clientOf(active) !== client) return false;
      return (await x.windowPid(active)) !== this.#ownPid;
    } catch {
      return false;
    }
  }
}

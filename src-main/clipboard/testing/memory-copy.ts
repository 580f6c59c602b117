// A program that copies on a fake clipboard of macOS or Windows, as the contract wants it.
// Never a mapping of names here: what the systems call things is what their sources are tested for.
import type { CopyOptions } from './port-contract';

/** What lies on a fake clipboard, and who asked for it. */
export class MemoryOffers {
  offers = new Map<string, Uint8Array>();
  asked: string[] = [];
  /** Moves at each change. */
  count = 1;
  #options: CopyOptions = {};

  copy(offers: Readonly<Record<string, Uint8Array | string>>, options: CopyOptions = {}): void {
    this.offers = new Map(Object.entries(offers).map(([name, value]) => [name, Buffer.from(value)]));
    this.#options = options;
    this.asked = [];
    this.count++;
  }

  /** What a program that asks for a format gets; null where it is not there or refused. */
  give(name: string): Uint8Array | null {
    this.asked.push(name);
    const value = this.#options.refuse?.includes(name) ? null : (this.offers.get(name) ?? null);
    const { duringRead, duringReadOf = name } = this.#options;
    if (duringReadOf === name) {
      this.#options = { ...this.#options, duringRead: async () => {} };
      // In memory a copy is done at once.
      void duringRead?.();
    }
    return value;
  }
}

// Knows our own writes again when they come back as changes, where the system does not say who wrote.
// Never hold content for it: a hash is enough. Consumed once and short-lived, so a user's own copy of the same text counts.
import { hash } from 'node:crypto';
import type { ClipFormat } from '../../../src-shared/clip';

/** A write comes back within one poll; this leaves room for a machine that is busy. */
const LIFE_MS = 2_000;

interface OwnWrite {
  readonly keys: ReadonlySet<string>;
  readonly until: number;
}

export class EchoGuard {
  #writes: OwnWrite[] = [];
  readonly #now: () => number;

  /** @param now a clock in ms that never goes back. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Our own write of these formats is about to happen. */
  expect(formats: readonly ClipFormat[]): void {
    this.#writes.push({ keys: new Set(formats.map(key)), until: this.#now() + LIFE_MS });
  }

  /** Takes the oldest expected write for the change that was seen, without a look at it. @returns false where none is expected */
  consumeAny(): boolean {
    const now = this.#now();
    this.#writes = this.#writes.filter(({ until }) => until >= now);
    return this.#writes.shift() !== undefined;
  }

  /** Whether what was read, or any format of it, is a write of our own; each write is known again once. */
  consume(formats: readonly ClipFormat[]): boolean {
    const now = this.#now();
    this.#writes = this.#writes.filter(({ until }) => until >= now);
    const keys = formats.map(key);
    const known = this.#writes.findIndex((write) => keys.some((each) => write.keys.has(each)));
    if (known >= 0) this.#writes.splice(known, 1);
    return known >= 0;
  }
}

function key({ mime, bytes }: ClipFormat): string {
  return `${mime}\n${hash('sha256', bytes)}`;
}

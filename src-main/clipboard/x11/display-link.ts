// Keeps one connection to the X display, and makes a new one when it was lost.
// Never try again without a pause: a display that is gone for good must cost nothing.
import { XConnection } from './connection';

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 10_000;

export interface DisplayUser {
  /** A connection is there: at the start, and again after each loss. */
  up(x: XConnection): Promise<void>;
  /** The connection was lost; all that hung on it is void. */
  down(): void;
}

export class DisplayLink {
  readonly #display: string;
  readonly #users: DisplayUser[] = [];
  #x: XConnection | null = null;
  #retry: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(display: string) {
    this.#display = display;
  }

  /** Users are served in the order in which they were added; add them before start(). */
  add(user: DisplayUser): void {
    this.#users.push(user);
  }

  /** Connects. @throws DisplayLost where the display does not answer now; later losses are mended here. */
  async start(): Promise<void> {
    const x = await XConnection.open(this.#display);
    this.#x = x;
    x.onLost(() => this.#lost());
    for (const user of this.#users) await user.up(x);
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#retry);
    this.#x?.close();
    this.#x = null;
  }

  #lost(): void {
    this.#x = null;
    for (const user of this.#users) user.down();
    this.#reconnect(FIRST_PAUSE_MS);
  }

  #reconnect(pauseMs: number): void {
    if (this.#stopped) return;
    this.#retry = setTimeout(() => {
      this.start().catch(() => {
        this.#x?.close();
        this.#reconnect(Math.min(pauseMs * 2, LONGEST_PAUSE_MS));
      });
    }, pauseMs);
  }
}

// Keeps one connection to a display server, and makes a new one when it was lost.
// Never try again without a pause: a display that is gone for good must cost nothing.

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 10_000;

export interface Connection {
  /** `listener` runs once, when the connection is lost; not after close(). */
  onLost(listener: () => void): void;
  close(): void;
}

export interface LinkUser<C> {
  /** A connection is there: at the start, and again after each loss. */
  up(connection: C): Promise<void>;
  /** The connection was lost; all that hung on it is void. */
  down(): void;
}

export class Link<C extends Connection> {
  readonly #open: () => Promise<C>;
  readonly #users: LinkUser<C>[] = [];
  #connection: C | null = null;
  #retry: NodeJS.Timeout | undefined;
  #stopped = false;

  /** @param open connects, or throws where the display does not answer now. */
  constructor(open: () => Promise<C>) {
    this.#open = open;
  }

  /** Users are served in the order in which they were added; add them before start(). */
  add(user: LinkUser<C>): void {
    this.#users.push(user);
  }

  /** Connects. @throws what `open` throws; later losses are mended here. */
  async start(): Promise<void> {
    const connection = await this.#open();
    this.#connection = connection;
    connection.onLost(() => this.#lost());
    for (const user of this.#users) await user.up(connection);
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#retry);
    this.#connection?.close();
    this.#connection = null;
  }

  #lost(): void {
    this.#connection = null;
    for (const user of this.#users) user.down();
    this.#reconnect(FIRST_PAUSE_MS);
  }

  #reconnect(pauseMs: number): void {
    if (this.#stopped) return;
    this.#retry = setTimeout(() => {
      this.start().catch(() => {
        this.#connection?.close();
        this.#reconnect(Math.min(pauseMs * 2, LONGEST_PAUSE_MS));
      });
    }, pauseMs);
  }
}

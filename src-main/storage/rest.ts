// When a connection's memory is given back: after a while in which nobody used it.
// Never in the middle of something: whoever uses it says so.

/** The next letter of a search, or the next copy of a burst, comes sooner. */
const REST_AFTER_MS = 10_000;

export interface Rest {
  /** The connection was used. */
  used(): void;
  stop(): void;
}

/** Runs `rest` once after each time in which used() was called, when it was not called for REST_AFTER_MS. */
export function restAfterUse(rest: () => void): Rest {
  let usedAt = 0;
  let timer: NodeJS.Timeout | null = null;

  // One timer for a whole burst, not one for each use in it.
  function look(): void {
    const left = usedAt + REST_AFTER_MS - performance.now();
    if (left > 0) timer = setTimeout(look, left).unref();
    else {
      timer = null;
      rest();
    }
  }

  return {
    used() {
      usedAt = performance.now();
      timer ??= setTimeout(look, REST_AFTER_MS).unref();
    },
    stop() {
      if (timer !== null) clearTimeout(timer);
      timer = null;
    },
  };
}

// Has a thread that had large contents in hand give their memory back: the collector sees small objects, and would come minutes later.
// Never on the main thread, which a collection holds up for milliseconds, and never while more comes in.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Together, since the last collection. */
const LARGE_BYTES = 4 * 1024 * 1024;
/** Whoever copies something large may copy more. */
const QUIET_MS = 2_000;

/** One full collection of the calling thread's heap, asked for here, since a packaged app takes no such flag. */
export function collect(): void {
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('typeof gc === "function" ? gc : null') as (() => void) | null;
  setFlagsFromString('--no-expose-gc');
  gc?.();
}

/**
 * @param quietMs after the last content
 * @returns to be told of each content, by its bytes, when the thread is done with it
 */
export function collectAfterLarge(quietMs = QUIET_MS): (bytes: number) => void {
  let had = 0;
  let timer: NodeJS.Timeout | undefined;
  return (bytes) => {
    had += bytes;
    if (had < LARGE_BYTES) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      had = 0;
      collect();
    }, quietMs).unref();
  };
}

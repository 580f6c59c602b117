// When all of the history is looked through: weekly, also where Clipstead runs for months.
// Never right after a start, and never two looks at a time.
import { errorFields, log } from '../log';

const EVERY_MS = 7 * 24 * 60 * 60_000;

/** After the start, when whoever started the machine has it back for themselves. */
const FIRST_LOOK_MS = 5 * 60_000;
/** Timers stand still while the machine sleeps: it is not waited for a week at a time. */
const LOOK_EVERY_MS = 60 * 60_000;

export interface CheckParts {
  /** When the last one ended, milliseconds since the epoch; 0 = never. */
  readonly lastAt: () => number;
  readonly now: () => number;
  readonly check: () => Promise<void>;
}

/** A check that fails is made again at the next look. @returns what stops it. */
export function keepChecked({ lastAt, now, check }: CheckParts): () => void {
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;

  function arm(ms: number): void {
    timer = stopped ? null : setTimeout(() => void look(), ms).unref();
  }

  async function look(): Promise<void> {
    timer = null;
    try {
      const since = now() - lastAt();
      // One in the future was made while the clock ran ahead.
      if (since >= EVERY_MS || since < 0) await check();
    } catch (error) {
      if (!stopped) log.warn('history.full-check-failed', errorFields(error));
    }
    arm(LOOK_EVERY_MS);
  }

  arm(FIRST_LOOK_MS);
  return () => {
    stopped = true;
    if (timer !== null) clearTimeout(timer);
  };
}

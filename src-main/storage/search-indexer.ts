// Works on the search index while nothing else is written: when to begin, how long to rest between two steps, what to do on
// trouble. Never works while clips come in, and never lets trouble with the index reach capture: search is exact without it.
import type { HistoryChange } from '../../src-shared/clip';
import { errorFields, log } from '../log';
import { LOOK_AGAIN_MS } from './durability';
import type { SearchIndex } from './search-index';

/** Nothing written for this long: a burst of copies is over. */
const IDLE_MS = 1_000;
/** Waiting clips that are worth a batch: fewer are read as fast as they are looked up, and used ones would move twice. */
const TAKE_IN_CLIPS = 64;
const TAKE_IN_BYTES = 512 * 1024;
/** Rest after each step as a multiple of what it took: at most a third of one core. */
const REST = 2;
/** After an error that another try will likely meet again: a full disk, a lock. */
const BACK_OFF_MS = 60_000;

export interface SearchIndexer {
  /** Leaves the index alone: much is about to come in at once. @returns what ends the pause. */
  pause(): () => void;
  stop(): void;
}

/**
 * Starts the work and goes on with it after every change, until stopped.
 * @param changes where committed changes are told.
 * @param busy true while a write would have to wait.
 */
export function startSearchIndexer(
  index: Pick<SearchIndex, 'step' | 'waiting' | 'reset'>,
  changes: { onChange(listener: (change: HistoryChange) => void): () => void },
  busy: () => boolean = () => false,
): SearchIndexer {
  let timer: NodeJS.Timeout | null = null;
  let takingIn = false;
  let wasReset = false;
  let pauses = 0;
  let stopped = false;

  function schedule(ms: number): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    if (pauses > 0 || stopped) return;
    timer = setTimeout(work, ms);
    timer.unref();
  }

  function step(): boolean {
    if (!takingIn) {
      const { clips, bytes } = index.waiting(TAKE_IN_CLIPS);
      takingIn = clips >= TAKE_IN_CLIPS || bytes >= TAKE_IN_BYTES;
    }
    const more = index.step(takingIn);
    if (!more) takingIn = false;
    return more;
  }

  function work(): void {
    timer = null;
    if (busy()) {
      schedule(LOOK_AGAIN_MS);
      return;
    }
    const started = performance.now();
    try {
      if (step()) schedule((performance.now() - started) * REST);
    } catch (error) {
      log.error('search.index-failed', errorFields(error));
      schedule(BACK_OFF_MS);
      if (isDamage(error) && !wasReset) reset();
    }
  }

  function reset(): void {
    wasReset = true;
    try {
      index.reset();
    } catch (error) {
      log.error('search.reset-failed', errorFields(error));
    }
  }

  const unsubscribe = changes.onChange(() => schedule(IDLE_MS));
  schedule(IDLE_MS);
  return {
    pause() {
      pauses += 1;
      if (timer !== null) clearTimeout(timer);
      timer = null;
      return () => {
        pauses -= 1;
        schedule(IDLE_MS);
      };
    },
    stop() {
      stopped = true;
      unsubscribe();
      if (timer !== null) clearTimeout(timer);
      timer = null;
    },
  };
}

/** SQLITE_CORRUPT and SQLITE_CORRUPT_VTAB: the index is not what FTS5 left. Built anew once; what is wrong elsewhere stays wrong. */
function isDamage(error: unknown): boolean {
  return String((error as { code?: unknown } | null)?.code ?? '').startsWith('SQLITE_CORRUPT');
}

// Clips that wait to be pasted one after another: the next one lies on the clipboard, and each paste brings on the one after it.
// Never go on by a guess: only a paste that was noticed counts, and a copy of something else ends the queue.
import type { ClipSummary } from '../src-shared/clip';
import { errorFields, log } from './log';

export interface QueueState {
  /** What the next paste gives. */
  readonly next: ClipSummary;
  /** Clips that wait behind it. */
  readonly behind: number;
}

export interface PasteQueue {
  /** Null where nothing is queued. */
  readonly state: QueueState | null;
  /** Puts the first clip on the clipboard; the others follow paste by paste. In place of any former queue. @throws what `put` throws */
  start(ids: readonly number[]): Promise<void>;
  /** What lies on the clipboard has been pasted. */
  pasted(): Promise<void>;
  /** Something else was copied, or the user has had enough. The clipboard stays as it is. */
  end(): void;
}

/**
 * @param put puts a clip on the clipboard; throws where it is gone or cannot be put there.
 * @param changed told after every change of `state`.
 * @param done told when the last one has been pasted; not where the queue ends otherwise.
 */
export function createPasteQueue(
  put: (id: number) => Promise<ClipSummary>,
  changed: () => void,
  done: () => void = () => {},
): PasteQueue {
  let state: QueueState | null = null;
  let waiting: readonly number[] = [];
  /** Rises with every start and end: what was under way before is void. */
  let turn = 0;
  let putting = false;

  function set(next: QueueState | null): void {
    if (next === null && state === null) return;
    state = next;
    changed();
  }

  async function bring(id: number): Promise<void> {
    const mine = turn;
    putting = true;
    try {
      const next = await put(id);
      if (mine === turn) set({ next, behind: waiting.length });
    } finally {
      putting = false;
    }
  }

  function end(): void {
    turn += 1;
    waiting = [];
    set(null);
  }

  return {
    get state() {
      return state;
    },

    async start(ids) {
      turn += 1;
      const [first, ...rest] = ids;
      if (first === undefined) return;
      waiting = rest;
      try {
        await bring(first);
      } catch (error) {
        end();
        throw error;
      }
    },

    async pasted() {
      // While the next one is on its way, what was pasted was the one before it once more.
      if (state === null || putting) return;
      const mine = turn;
      for (;;) {
        const [next, ...rest] = waiting;
        if (next === undefined) {
          end();
          done();
          return;
        }
        waiting = rest;
        try {
          await bring(next);
          return;
        } catch (error) {
          // A clip that was deleted meanwhile is left out.
          log.warn('queue.left-out', errorFields(error));
          if (mine !== turn) return;
        }
      }
    },

    end,
  };
}

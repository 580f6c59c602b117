// What the last searches found: a query that goes on from one of them has its matches among theirs, as far down as that one went.
// Never asked after the history has changed: whoever asks drops it then.
import type { ClipSummary } from '../../src-shared/clip';
import type { SearchPlan } from './search-plan';

/** Searches that are kept: the letters of a word, so that taking some back is quick too. */
const MAX_RECENT = 16;

/** How far a search came. */
export interface Reached {
  /** All that match and were used at `cursor` or later, newest first. */
  readonly found: readonly ClipSummary[];
  readonly cursor: number;
}

interface Recent extends Reached {
  readonly conditions: string;
  readonly needles: readonly Buffer[];
}

/** What a plan asks besides its texts. */
function conditionsOf({ where, params, floor, below }: SearchPlan): string {
  return JSON.stringify([where, params, floor, below]);
}

/** First pages of searches for texts, on a history that does not change. */
export class RecentSearches {
  /** The latest last. */
  #searches: Recent[] = [];

  /** The search that went deepest of those that found all that `plan` can find; null where there is none. */
  covering(plan: SearchPlan): Reached | null {
    const conditions = conditionsOf(plan);
    let best: Recent | null = null;
    for (const recent of this.#searches) {
      if (recent.conditions !== conditions || (best !== null && recent.cursor > best.cursor)) continue;
      // In UTF-8, as texts are: half of a surrogate pair is typed before the whole, and is no part of it there.
      const covers = recent.needles.every((old) => plan.bytes.some((needle) => needle.includes(old)));
      // The later one is the narrower one, mostly.
      if (covers) best = recent;
    }
    return best;
  }

  /** Keeps what a search found that began at the newest clip and has no pattern. */
  add(plan: SearchPlan, { found, cursor }: Reached): void {
    if (this.#searches.length >= MAX_RECENT) this.#searches.shift();
    this.#searches.push({ conditions: conditionsOf(plan), needles: plan.bytes, found, cursor });
  }

  drop(): void {
    this.#searches = [];
  }
}

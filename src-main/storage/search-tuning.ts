// How a search is cut into pieces, and how much it keeps: measured by bench/search.ts.
// Never a figure that changes what is found.
import { COSTS, type SearchCosts } from './search-lookup';
import type { NewestLimits } from './search-newest';

/** How a search is cut into pieces. */
export interface SearchTuning {
  /** Rows of the first slice that reads: few enough for the longest texts (64 KiB each) to stay near `sliceMs`. */
  readonly firstRows: number;
  /** What one slice should take: a newer request waits no longer, and the cost of slicing stays below 1 %. */
  readonly sliceMs: number;
  /** The same for a pattern, and rows of any slice at most: each is a text to read and to look through. */
  readonly patternFirstRows: number;
  readonly patternRows: number;
  /** What a pattern may take in all: the page then ends where the search stands. */
  readonly patternMs: number;
  /** Where reading looks faster: rows that are read at least, and as a multiple of what was reckoned, before the index is asked. */
  readonly triedRows: number;
  readonly triedTimes: number;
  readonly costs: SearchCosts;
  /** Slots that one look into the index covers at first, and at least. */
  readonly firstWindow: number;
  readonly minWindow: number;
  /** Candidates that the first look takes. */
  readonly candidates: number;
  /** What is held of the newest texts at most, and clips that one step takes in. */
  readonly newest: NewestLimits;
  readonly newestStep: number;
}

export const TUNED: SearchTuning = {
  firstRows: 256,
  sliceMs: 5,
  patternFirstRows: 32,
  patternRows: 1_024,
  patternMs: 2_000,
  triedRows: 512,
  triedTimes: 2,
  costs: COSTS,
  firstWindow: 1 << 20,
  minWindow: 1_024,
  candidates: 64,
  newest: { bytes: 2 * 1024 * 1024, clips: 4_096 },
  newestStep: 64,
};

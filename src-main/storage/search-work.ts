// One search while it is under way: how far it has come, and what it goes on with.
// Never holds what a change of the history makes wrong: each slice looks anew.
import type { ClipSummary } from '../../src-shared/clip';
import type { Lookup } from './search-lookup';
import { type SearchPlan, TOP } from './search-plan';
import { Proof } from './search-proof';
import type { Texts } from './search-results';
import type { SearchTuning } from './search-tuning';
import type { PageRequest } from './types';

/** A search that is under way. */
export interface Work {
  readonly plan: SearchPlan;
  readonly wanted: number;
  /** Where the page begins; null = at the newest clip. */
  readonly after: number | null;
  /** Above every clip in the first slice; null = it begins elsewhere. */
  top: number | null;
  /** Where the first slice began: clips used at this moment or later were not searched. */
  from: number;
  /** The history's version in the first slice. */
  version: number | null;
  /** Newest first; nothing is missing above `cursor`, but for what the pattern is still to be looked for in. */
  found: ClipSummary[];
  /** All clips used at this moment or later are searched. */
  cursor: number;
  /** What finds the pattern in them; null where the query has none. */
  readonly proof: Proof | null;
  /** Rows of the next slice that reads, and slots of the next look into the index. */
  rows: number;
  window: number;
  /** Candidates that the next look into the index takes. */
  candidates: number;
  /** Rows that were read. */
  read: number;
  /** Rows that are read before the index is asked. */
  rowsFirst: number;
  /** How the index is asked, as of the vocabulary's last word then. */
  lookup: Lookup | null;
  lookupAt: number | null;
  /** Candidates that are not looked at yet, lowest first: what the index named down to `keysDownTo`. */
  keys: number[];
  keysDownTo: number;
}

/** A search before its first slice. */
export function beginWork(
  plan: SearchPlan,
  { after, limit }: PageRequest,
  texts: Texts,
  { firstRows, patternFirstRows, firstWindow, candidates }: SearchTuning,
): Work {
  const proof = plan.pattern === null ? null : new Proof(plan.pattern, texts);
  const from = Math.min(after ?? TOP, plan.below);
  return {
    plan,
    // One more than asked for tells whether there is a next page.
    wanted: limit + 1,
    after,
    top: null,
    from,
    version: null,
    found: proof?.found ?? [],
    cursor: from,
    proof,
    rows: proof === null ? firstRows : Math.min(firstRows, patternFirstRows),
    window: firstWindow,
    candidates,
    read: 0,
    rowsFirst: 0,
    lookup: null,
    lookupAt: null,
    keys: [],
    keysDownTo: 0,
  };
}

/** Whether nothing is left to search, or to find. */
export function isDone({ found, wanted, cursor, plan, proof }: Work): boolean {
  return found.length >= wanted || (cursor <= plan.floor && (proof?.next ?? null) === null);
}

/** All clips used at this moment or later are searched, and their patterns found. */
export function searchedDownTo({ cursor, proof }: Work): number {
  const next = proof?.next ?? null;
  return next === null ? cursor : next.order + 1;
}

/** Where the next page begins, where more was found than this one shows; else null. */
export function nextOf(found: readonly ClipSummary[], shown: readonly ClipSummary[]): number | null {
  return found.length > shown.length ? (shown.at(-1)?.order ?? null) : null;
}

/** Whether verified texts are all that the query asks of texts. */
export function isTextAlone({ bytes, pattern }: SearchPlan): boolean {
  return bytes.length > 0 && pattern === null;
}

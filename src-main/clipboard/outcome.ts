// What became of one change, and the safe way to ask the planner: shared by every source.
// Never let a planner's fault read on.
import type { ClipFormat } from '../../src-shared/clip';
import type { ReadPlan, SkipReason } from './port';

export type Outcome =
  | { readonly type: 'content'; readonly formats: readonly ClipFormat[] }
  | { readonly type: 'skipped'; readonly reason: SkipReason };

export function skipped(reason: SkipReason): Outcome {
  return { type: 'skipped', reason };
}

/** Runs the planner. One that throws has not decided, and what is not decided is not read. */
export function decide(plan: () => ReadPlan): ReadPlan {
  try {
    return plan();
  } catch {
    return { type: 'skip', reason: 'secret' };
  }
}

// What became of one change, and the safe ways to ask the planner and to tell the listener: shared by every source.
// Never let a planner's fault read on, and never let a listener's fault silence the source.
import type { OfferedNames } from '../../src-shared/capture-log';
import { MAX_FORMAT_NAME_CHARS, MAX_LOGGED_NAMES } from '../../src-shared/limits';
import { errorFields, log } from '../log';
import type { ClipboardEvent, FormatReport, ReadFormat, ReadPlan, SkipReason } from './port';

export type Outcome =
  | {
      readonly type: 'content';
      readonly formats: readonly ReadFormat[];
      readonly report: readonly FormatReport[];
    }
  | { readonly type: 'skipped'; readonly reason: SkipReason; readonly report: readonly FormatReport[] };

export function skipped(reason: SkipReason, report: readonly FormatReport[] = []): Outcome {
  return { type: 'skipped', reason, report };
}

/** The offered names as the capture log has them. */
export function toLoggedNames(names: readonly string[]): OfferedNames {
  const sane = names.filter((name) => name.length <= MAX_FORMAT_NAME_CHARS);
  return { names: sane.slice(0, MAX_LOGGED_NAMES), count: names.length };
}

/** Runs the planner. One that throws has not decided, and what is not decided is not read. */
export function decide(plan: () => ReadPlan): ReadPlan {
  try {
    return plan();
  } catch {
    return { type: 'skip', reason: 'secret' };
  }
}

/** Tells of one event. Where the listener throws, that event is lost and logged; the next ones are told all the same. */
export function tell(listener: ((event: ClipboardEvent) => void) | null, event: ClipboardEvent): void {
  try {
    listener?.(event);
  } catch (error) {
    log.error('clipboard.event-lost', errorFields(error));
  }
}

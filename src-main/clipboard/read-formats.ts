// Reads the formats of one copy by its plan, one after the other, for every clipboard source: what is kept, what ends it.
// Never let a format that fails lose those that were read before it, and never keep one without its lead.
import { MAX_CLIP_BYTES } from '../../src-shared/limits';
import { type Outcome, skipped } from './outcome';
import type { FormatReport, PlannedFormat, PlannedTarget, ReadFormat } from './port';

/** What a source got for one target. */
export type Answer =
  | { readonly type: 'value'; readonly bytes: Uint8Array; readonly sha256: Uint8Array }
  /** `bytes`: of 'too-large', as FormatReport has it. */
  | {
      readonly type: 'failed';
      readonly reason: 'refused' | 'too-large' | 'timed-out' | 'superseded';
      readonly bytes: number | null;
    };

/** Asks for one target, with the deadline of its format. Settles whatever the owner does; must not throw. */
export type Ask = (target: PlannedTarget, limits: AskLimits) => Promise<Answer>;

export interface AskLimits {
  readonly maxBytes: number;
  readonly answerMs: number;
}

/**
 * Asks for each format of the plan in turn. The first that has content leads: where one before it was too large or came too late,
 * nothing is kept, for the rest would be a fragment of the copy. Those after it are kept as far as they come. Whoever let us wait
 * too long is asked for nothing more.
 */
export async function readFormats(plan: readonly PlannedFormat[], ask: Ask): Promise<Outcome> {
  const formats: ReadFormat[] = [];
  const report: FormatReport[] = [];
  let room = MAX_CLIP_BYTES;
  let ended = false;
  let empty = false;
  for (const format of plan) {
    const { mime } = format;
    if (ended || (format.standIn && formats.length > 0)) {
      report.push({ mime, outcome: 'not-asked', bytes: null });
      continue;
    }
    const answer = await askInTurn(format, room, ask);
    if (answer.type === 'value') {
      const { bytes, sha256 } = answer;
      const size = bytes.byteLength;
      report.push({ mime, outcome: size === 0 ? 'empty' : 'kept', bytes: size });
      if (size === 0) empty = true;
      else formats.push({ mime, bytes, sha256 });
      room -= size;
      continue;
    }
    report.push({ mime, outcome: answer.reason, bytes: answer.bytes });
    if (answer.reason === 'refused') continue;
    if (formats.length === 0) return skipped(answer.reason, [...report, ...unasked(plan, report.length)]);
    if (answer.reason !== 'too-large') ended = true;
  }
  if (formats.length > 0) return { type: 'content', formats, report };
  return skipped(empty ? 'empty' : 'refused', report);
}

/** The format under the first of its names that is not refused. */
async function askInTurn(format: PlannedFormat, room: number, ask: Ask): Promise<Answer> {
  const limits = { maxBytes: Math.min(format.maxBytes, room), answerMs: format.answerMs };
  for (const target of format.targets) {
    const answer = await ask(target, limits);
    if (answer.type === 'value' || answer.reason !== 'refused') return answer;
  }
  return { type: 'failed', reason: 'refused', bytes: null };
}

function unasked(plan: readonly PlannedFormat[], from: number): FormatReport[] {
  return plan.slice(from).map(({ mime }) => ({ mime, outcome: 'not-asked', bytes: null }));
}

// Keeps the history within its limits and gives the freed storage back: in small steps, when nothing else is going on.
// Never delete a pinned clip, and never hold the event loop for longer than one step.
import { limitsOf, type RetentionSettings } from '../../src-shared/retention-settings';
import { type ExcessClip, MAX_FOUND, type RetentionPolicy } from './excess';
import type { ClipStore } from './types';

/** The user's limits as findExcess() takes them. */
export function policyOf({ all, kinds }: RetentionSettings): RetentionPolicy {
  const entries = Object.entries(kinds).map(([kind, limits]) => [kind, limitsOf(limits)]);
  return { all: limitsOf(all), kinds: Object.fromEntries(entries) as RetentionPolicy['kinds'] };
}

const FIRST_LOOK_MS = 60_000;
/** By age, clips fall out without anybody doing anything. */
const LOOK_EVERY_MS = 60 * 60_000;
/** New clips after which it is worth a look, at most once in LOOK_REST_MS. */
const LOOK_AFTER_CLIPS = 100;
const LOOK_REST_MS = 60_000;

/** Two steps stand this far apart, and this long after the last change from elsewhere. */
const STEP_EVERY_MS = 50;
const QUIET_MS = 1_000;
/** The disk is being written to: seldom for longer. */
const BUSY_MS = 250;

/** What goes in one step: 64 to 140 µs a clip, and the time to overwrite its content. */
const STEP_CLIPS = 20;
const STEP_BYTES = 2 * 1024 * 1024;

export interface RetentionParts {
  /** Off the main thread; see findExcess(). */
  readonly findExcess: () => Promise<readonly ExcessClip[]>;
  /** Tells when the limits were changed; a look follows a minute later, in which a slip of the pen can be mended. */
  readonly onPolicyChange?: ((listener: () => void) => () => void) | undefined;
  /** True while a write would have to wait. */
  readonly busy?: () => boolean;
  /** After storage was given back: the file shrinks with the next checkpoint. */
  readonly touch: () => void;
  readonly onError: (error: unknown) => void;
}

/** @returns what stops it. */
export function keepWithinLimits(
  store: Pick<ClipStore, 'onChange' | 'deleteExcess' | 'giveBack'>,
  { findExcess, onPolicyChange, busy, touch, onError }: RetentionParts,
): () => void {
  let timer: NodeJS.Timeout | null = null;
  let work: readonly ExcessClip[] = [];
  /** The look has found as much as one may: there is more. */
  let full = false;
  let added = 0;
  let lastLook = performance.now();
  let lastChange = 0;
  let ours = false;
  let looking = false;
  let policies = 0;
  let stopped = false;

  function arm(ms: number, act: () => void): void {
    if (timer !== null) clearTimeout(timer);
    if (!stopped) timer = setTimeout(act, ms).unref();
  }

  async function look(): Promise<void> {
    looking = true;
    added = 0;
    lastLook = performance.now();
    const policy = policies;
    try {
      const found = await findExcess();
      // What was found by other limits is not to go by them; the look at the new ones is set.
      if (policy === policies) {
        work = found;
        full = found.length >= MAX_FOUND;
      }
    } catch (error) {
      if (!stopped) onError(error);
    }
    looking = false;
    if (policy !== policies) return;
    // Also where nothing is too much: the trash has freed storage, too.
    arm(STEP_EVERY_MS, step);
  }

  function step(): void {
    const quiet = performance.now() - lastChange >= QUIET_MS;
    if (!quiet || busy?.() === true) {
      arm(quiet ? BUSY_MS : QUIET_MS, step);
      return;
    }
    let more = false;
    ours = true;
    try {
      if (work.length > 0) {
        const clips = takeStep(work);
        work = work.slice(clips.length);
        store.deleteExcess(clips);
        more = true;
      } else if (full) {
        full = false;
        void look();
        return;
      } else {
        more = store.giveBack();
        touch();
      }
    } catch (error) {
      // A full disk cannot delete either; the next look finds what is still too much.
      work = [];
      full = false;
      onError(error);
    } finally {
      ours = false;
    }
    arm(more ? STEP_EVERY_MS : LOOK_EVERY_MS, more ? step : () => void look());
  }

  const unsubscribe = store.onChange((change) => {
    if (ours) return;
    lastChange = performance.now();
    const before = added;
    if (change.type === 'stored' && change.isNew) added += 1;
    if (change.type === 'imported') added += change.added;
    if (before >= LOOK_AFTER_CLIPS || added < LOOK_AFTER_CLIPS || looking || work.length > 0) return;
    arm(Math.max(LOOK_REST_MS - (performance.now() - lastLook), 0), () => void look());
  });
  const unlisten = onPolicyChange?.(() => {
    policies += 1;
    work = [];
    full = false;
    arm(LOOK_REST_MS, () => void look());
  });
  arm(FIRST_LOOK_MS, () => void look());
  return () => {
    stopped = true;
    unsubscribe();
    unlisten?.();
    if (timer !== null) clearTimeout(timer);
  };
}

function takeStep(clips: readonly ExcessClip[]): readonly ExcessClip[] {
  let bytes = 0;
  const end = clips.findIndex(({ size }, index) => {
    bytes += size;
    return index > 0 && (index >= STEP_CLIPS || bytes > STEP_BYTES);
  });
  return end === -1 ? clips : clips.slice(0, end);
}

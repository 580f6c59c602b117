// Which clips are too many, too old or too large together: found by one walk over the history, off the main thread.
// Never count or name a pinned clip: it stays whatever the limits are.
import type { Database } from 'better-sqlite3';
import type { ClipKind } from '../../src-shared/clip';

/** null = no limit. */
export interface RetentionLimits {
  /** Since the last use. */
  readonly maxAgeMs: number | null;
  readonly maxClips: number | null;
  readonly maxBytes: number | null;
}

/** Limits of the whole history, and of single kinds within it. */
export interface RetentionPolicy {
  readonly all: RetentionLimits;
  readonly kinds: Partial<Readonly<Record<ClipKind, RetentionLimits>>>;
}

/** A clip that is to go, as it stood when it was found. */
export interface ExcessClip {
  readonly id: number;
  /** ClipSummary.order: a clip that was used since stands elsewhere, and stays. */
  readonly order: number;
  readonly size: number;
}

/** Clips that one look finds at most: the next one finds the rest. */
export const MAX_FOUND = 20_000;

class Scope {
  readonly #limits: RetentionLimits;
  readonly #oldest: number;
  #clips = 0;
  #bytes = 0;
  #over = false;

  constructor(limits: RetentionLimits, now: number) {
    this.#limits = limits;
    this.#oldest = limits.maxAgeMs === null ? 0 : (now - limits.maxAgeMs) * 1_000;
  }

  /** Clips come newest first. @returns false where this one is beyond the limits; then all after it are, too. */
  take(order: number, size: number): boolean {
    if (this.#over) return false;
    this.#clips += 1;
    this.#bytes += size;
    const { maxClips, maxBytes } = this.#limits;
    this.#over =
      order < this.#oldest ||
      (maxClips !== null && this.#clips > maxClips) ||
      (maxBytes !== null && this.#bytes > maxBytes);
    return !this.#over;
  }
}

/**
 * @param now milliseconds since the epoch.
 * @returns oldest first, MAX_FOUND at most.
 * @throws SqliteError
 */
export function findExcess(db: Database, policy: RetentionPolicy, now: number): ExcessClip[] {
  const all = new Scope(policy.all, now);
  const kinds = new Map<string, Scope>();
  for (const [kind, limits] of Object.entries(policy.kinds)) kinds.set(kind, new Scope(limits, now));
  const rows = db
    .prepare(
      'SELECT id, last_used, size, kind FROM clip_models WHERE pin_order IS NULL ORDER BY last_used DESC',
    )
    .raw()
    .iterate() as IterableIterator<[id: number, order: number, size: number, kind: string]>;
  let found: ExcessClip[] = [];
  for (const [id, order, size, kind] of rows) {
    // What goes by its kind does not count against the whole.
    if ((kinds.get(kind)?.take(order, size) ?? true) && all.take(order, size)) continue;
    found.push({ id, order, size });
    if (found.length >= 2 * MAX_FOUND) found = found.slice(-MAX_FOUND);
  }
  return found.slice(-MAX_FOUND).reverse();
}

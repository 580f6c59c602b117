// Clips that are kept for a time only: when the next one goes, and that it does, trash included, whether the machine slept or not.
// Never open a transaction here: the writer (clip-dao.ts) does. Never let one go that is pinned: its user wants to keep it.
import type { Database, Statement } from 'better-sqlite3';
import { MAX_SECRET_MINUTES } from '../../src-shared/secret-rules';
import { type Durability, LOOK_AGAIN_MS } from './durability';
import type { ClipStore } from './types';

/** A time further ahead than any rule gives means that the clock was set back. */
const FURTHEST_MS = MAX_SECRET_MINUTES * 60_000;

/** Timers stand still while the machine sleeps: a clip is gone this long after it woke up at the latest. */
const LOOK_EVERY_MS = 10_000;

/** Clips that go in one step: the event loop is not held for longer than it takes to overwrite them. */
const STEP_CLIPS = 10;
const NEXT_STEP_MS = 20;

const OVER = 'expires_at IS NOT NULL AND (expires_at <= ? OR expires_at > ?)';

function prepareAll(db: Database) {
  const plucked = (sql: string) => db.prepare(sql).pluck() as unknown;
  return {
    over: plucked(
      `SELECT id FROM clip_models WHERE ${OVER} AND pin_order IS NULL ORDER BY expires_at LIMIT ?`,
    ) as Statement<[number, number, number], number>,
    dropFromTrash: db.prepare(
      `DELETE FROM clip_trash WHERE id IN (SELECT id FROM clip_trash WHERE ${OVER} LIMIT ?)`,
    ),
    next: plucked(
      `SELECT min(expires_at) FROM (
         SELECT expires_at FROM clip_models WHERE expires_at IS NOT NULL AND pin_order IS NULL
         UNION ALL SELECT expires_at FROM clip_trash WHERE expires_at IS NOT NULL)`,
    ) as Statement<[], number | null>,
    set: db.prepare('UPDATE clip_models SET masked = ?, expires_at = ?, preview = ?, kind = ? WHERE id = ?'),
    forget: db.prepare('DELETE FROM clip_search WHERE clip_id = ?'),
  };
}

/** The statements; every method is a part of the caller's transaction. Times are milliseconds since the epoch. */
export class Expiry {
  readonly #sql: ReturnType<typeof prepareAll>;

  constructor(db: Database) {
    this.#sql = prepareAll(db);
  }

  /** At most `limit` clips of the history whose time is over; deleting them is the caller's. */
  over(now: number, limit: number): number[] {
    return this.#sql.over.all(now * 1_000, (now + FURTHEST_MS) * 1_000, limit);
  }

  /** @returns how many of the trash went. */
  dropFromTrash(now: number, limit: number): number {
    return this.#sql.dropFromTrash.run(now * 1_000, (now + FURTHEST_MS) * 1_000, limit).changes;
  }

  /** When the next clip goes; null where none does. */
  next(): number | null {
    const at = this.#sql.next.get() ?? null;
    return at === null ? null : Math.ceil(at / 1_000);
  }

  /** Makes a stored clip a secret, or no longer one; its search text is gone and is the caller's to give again. */
  set(
    id: number,
    to: {
      readonly masked: boolean;
      readonly expiresAt: number | null;
      readonly preview: string;
      readonly kind: string;
    },
  ): void {
    this.#sql.set.run(to.masked ? 1 : 0, toMicros(to.expiresAt), to.preview, to.kind, id);
    this.#sql.forget.run(id);
  }
}

/** A time as its column has it. */
export function toMicros(expiresAt: number | null): number | null {
  return expiresAt === null ? null : expiresAt * 1_000;
}

/**
 * Takes out of a copy of the history what is kept for a time only: the copy would keep it longer. Nothing of it is left in the file but
 * what the search index still has to take out; see finishRemovals().
 * @param db a writing connection to the copy, which may have an older schema: then nothing in it is kept for a time.
 * @returns how many clips of the history are gone from it.
 */
export function dropExpiring(db: Database): number {
  const column = "SELECT 1 FROM pragma_table_info('clip_models') WHERE name = 'expires_at'";
  if (db.prepare(column).get() === undefined) return 0;
  db.pragma('foreign_keys=ON');
  db.pragma('secure_delete=ON');
  // One of the same content that was deleted before it became a secret is no less of one.
  db.prepare(
    `DELETE FROM clip_trash WHERE expires_at IS NOT NULL
       OR content_hash IN (SELECT content_hash FROM clip_models WHERE expires_at IS NOT NULL)`,
  ).run();
  return db.prepare('DELETE FROM clip_models WHERE expires_at IS NOT NULL').run().changes;
}

/**
 * Ends clips when their time is over, in small steps, those first at once whose time was over before.
 * @param told after each step that ended something: the WAL must be emptied for the bytes to be gone.
 * @param busy true for a moment in which a write would wait.
 * @param now milliseconds since the epoch.
 * @returns what stops it.
 */
export function keepExpired(
  store: Pick<ClipStore, 'onChange' | 'dropExpired' | 'nextExpiry'>,
  told: Durability['touch'],
  onError: (error: unknown) => void,
  busy: () => boolean,
  now: () => number = Date.now,
): () => void {
  let timer: NodeJS.Timeout | null = null;
  let due = 0;

  /** A look that comes sooner stays: whatever is copied meanwhile, what is over goes in time. */
  function arm(ms: number): void {
    const at = performance.now() + ms;
    if (timer !== null) {
      if (due <= at) return;
      clearTimeout(timer);
    }
    due = at;
    timer = setTimeout(step, ms).unref();
  }

  function step(): void {
    timer = null;
    if (busy()) {
      arm(LOOK_AGAIN_MS);
      return;
    }
    try {
      const gone = store.dropExpired(STEP_CLIPS);
      if (gone > 0) told();
      const next = store.nextExpiry();
      if (gone === STEP_CLIPS) arm(NEXT_STEP_MS);
      else if (next !== null) arm(Math.min(Math.max(next - now(), NEXT_STEP_MS), LOOK_EVERY_MS));
    } catch (error) {
      onError(error);
      arm(LOOK_EVERY_MS);
    }
  }

  const unsubscribe = store.onChange((change) => {
    // What is imported stays: no export holds a clip that goes by itself.
    if (change.type === 'deleted' || change.type === 'imported') return;
    if (change.clip.expiresAt === undefined) return;
    arm(Math.min(Math.max(change.clip.expiresAt - now(), NEXT_STEP_MS), LOOK_EVERY_MS));
  });
  step();
  return () => {
    unsubscribe();
    if (timer !== null) clearTimeout(timer);
  };
}

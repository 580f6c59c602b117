// Deleted clips with all that is needed to put them back where they were, until they are really gone.
// Never open a transaction here: the writer (clip-dao.ts) does, around everything that belongs together.
import type { Database, Statement } from 'better-sqlite3';
import { TRASH_MS } from '../../src-shared/limits';
import { type Durability, LOOK_AGAIN_MS } from './durability';
import type { ClipStore } from './types';

const KEPT_COLUMNS =
  'id, content_hash, kind, preview, size, created_at, use_count, pin_order, source_app, formats, masked, expires_at';

/** Large payloads stay in their files: only the name moves. */
const PAYLOAD_COLUMNS = 'clip_id, mime, bytes, file, file_size';

const IMAGE_COLUMNS = 'clip_id, waiting, tries, pixels, thumbnail';

/** How often the trash is looked through: a clip is gone this long after its time at the latest. */
const LOOK_EVERY_MS = 30_000;

/** Clips that go in one step: the event loop is not held for longer than it takes to overwrite them. */
const STEP_CLIPS = 10;

function prepareAll(db: Database) {
  return {
    put: db.prepare(
      `INSERT INTO clip_trash (${KEPT_COLUMNS}, last_used, deleted_at, folded)
       SELECT ${KEPT_COLUMNS}, last_used, ?, (SELECT folded FROM clip_search WHERE clip_id = clip_models.id)
       FROM clip_models WHERE id = ?`,
    ),
    putPayloads: db.prepare(
      `INSERT INTO clip_trash_payloads (${PAYLOAD_COLUMNS})
       SELECT ${PAYLOAD_COLUMNS} FROM clip_payloads WHERE clip_id = ? ORDER BY id`,
    ),
    putImage: db.prepare(
      `INSERT INTO clip_trash_images (${IMAGE_COLUMNS}) SELECT ${IMAGE_COLUMNS} FROM clip_images WHERE clip_id = ?`,
    ),
    find: db.prepare<[number], { contentHash: Buffer; order: number }>(
      'SELECT content_hash AS contentHash, last_used AS "order" FROM clip_trash WHERE id = ?',
    ),
    takeOut: db.prepare(
      `INSERT INTO clip_models (${KEPT_COLUMNS}, last_used) SELECT ${KEPT_COLUMNS}, ? FROM clip_trash WHERE id = ?`,
    ),
    takeOutPayloads: db.prepare(
      `INSERT INTO clip_payloads (${PAYLOAD_COLUMNS})
       SELECT ${PAYLOAD_COLUMNS} FROM clip_trash_payloads WHERE clip_id = ? ORDER BY id`,
    ),
    takeOutSearch: db.prepare(
      `INSERT INTO clip_search (clip_id, folded)
       SELECT id, folded FROM clip_trash WHERE id = ? AND folded IS NOT NULL`,
    ),
    // Where its picture was copied anew meanwhile, in other bytes, it is looked at again, and joined with that one.
    takeOutImage: db.prepare(
      `INSERT OR REPLACE INTO clip_images (${IMAGE_COLUMNS})
       SELECT clip_id, max(waiting, EXISTS (SELECT 1 FROM clip_images WHERE pixels = old.pixels)), 0, pixels, thumbnail
       FROM clip_trash_images AS old WHERE clip_id = ?`,
    ),
    giveFormats: db.prepare(
      `INSERT INTO clip_payloads (${PAYLOAD_COLUMNS})
       SELECT ?, mime, bytes, file, file_size FROM clip_trash_payloads
       WHERE clip_id = ? AND mime NOT IN (SELECT mime FROM clip_payloads WHERE clip_id = ?) ORDER BY id`,
    ),
    given: db
      .prepare<[number], string>('SELECT mime FROM clip_payloads WHERE clip_id = ? ORDER BY id')
      .pluck() as Statement<[number], string>,
    join: db.prepare(
      `UPDATE clip_models SET
         formats = ?,
         size = (SELECT sum(coalesce(file_size, length(bytes))) FROM clip_payloads WHERE clip_id = clip_models.id),
         created_at = min(clip_models.created_at, clip_trash.created_at),
         use_count = clip_models.use_count + clip_trash.use_count,
         pin_order = coalesce(clip_models.pin_order, clip_trash.pin_order),
         source_app = coalesce(clip_trash.source_app, clip_models.source_app)
       FROM clip_trash WHERE clip_models.id = ? AND clip_trash.id = ?`,
    ),
    drop: db.prepare('DELETE FROM clip_trash WHERE id = ?'),
    dropOld: db.prepare(
      `DELETE FROM clip_trash WHERE id IN (SELECT id FROM clip_trash WHERE deleted_at < ? OR deleted_at > ? LIMIT ?)`,
    ),
  };
}

/** The trash's statements; every method is a part of the caller's transaction. */
export class Trash {
  readonly #sql: ReturnType<typeof prepareAll>;

  constructor(db: Database) {
    this.#sql = prepareAll(db);
  }

  /**
   * Copies a clip into the trash; deleting it is the caller's.
   * @param now milliseconds since the epoch.
   * @returns false where there is no such clip.
   */
  put(id: number, now: number): boolean {
    if (this.#sql.put.run(now * 1_000, id).changes === 0) return false;
    this.#sql.putPayloads.run(id);
    this.#sql.putImage.run(id);
    return true;
  }

  /** What decides where a clip of the trash goes back to; null where there is none. */
  find(id: number): { readonly contentHash: Buffer; readonly order: number } | null {
    return this.#sql.find.get(id) ?? null;
  }

  /** Puts a clip back under its id, with everything but its place as it was. */
  takeOut(id: number, order: number): void {
    this.#sql.takeOut.run(order, id);
    this.#sql.takeOutPayloads.run(id);
    this.#sql.takeOutSearch.run(id);
    this.#sql.takeOutImage.run(id);
    this.drop(id);
  }

  /**
   * Gives what a clip of the trash had to the one of the same content that was stored meanwhile: formats that this one lacks, the pin,
   * the count of uses, the first copy and its program.
   * @param formats of the one that stays, primary first.
   */
  giveTo(id: number, heir: number, formats: readonly string[]): void {
    this.#sql.giveFormats.run(heir, id, heir);
    const more = this.#sql.given.all(heir).filter((mime) => !formats.includes(mime));
    this.#sql.join.run(JSON.stringify([...formats, ...more]), heir, id);
    this.drop(id);
  }

  drop(id: number): void {
    this.#sql.drop.run(id);
  }

  /**
   * Ends at most `limit` clips whose time is over. One that was deleted far in the future counts as such: the clock was set back.
   * @param now milliseconds since the epoch.
   * @returns how many went.
   */
  dropOld(now: number, limit: number): number {
    return this.#sql.dropOld.run((now - TRASH_MS) * 1_000, (now + TRASH_MS) * 1_000, limit).changes;
  }
}

/**
 * Empties the trash of what is over its time, now and then, in small steps.
 * @param told after each step that ended something: the WAL must be emptied for the bytes to be gone.
 * @param busy true for a moment in which a write would wait.
 * @returns what stops it.
 */
export function keepTrashEmpty(
  store: Pick<ClipStore, 'emptyTrash'>,
  told: Durability['touch'],
  onError: (error: unknown) => void,
  busy: () => boolean,
): () => void {
  let next: NodeJS.Timeout | null = null;

  function later(ms: number): void {
    next = setTimeout(step, ms).unref();
  }

  function step(): void {
    if (busy()) {
      later(LOOK_AGAIN_MS);
      return;
    }
    let gone = 0;
    try {
      gone = store.emptyTrash(STEP_CLIPS);
    } catch (error) {
      onError(error);
    }
    if (gone > 0) told();
    later(gone === STEP_CLIPS ? 20 : LOOK_EVERY_MS);
  }

  later(1_000);
  return () => {
    if (next !== null) clearTimeout(next);
  };
}

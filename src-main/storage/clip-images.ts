// What is made of image clips: which of them wait for it, their thumbnails, and which of them are the same picture in other bytes.
// Never open a transaction here: the writer (clip-dao.ts) does. Never join two clips without losing nothing but the later bytes.
import type { Database, Statement } from 'better-sqlite3';
import type { MadeImage } from '../../src-shared/clip';
import { parseFormats } from './rows';

/** A clip that has come to stand for another one. */
export interface JoinedClips {
  readonly kept: number;
  readonly gone: number;
}

/** An image that was begun this often, and never came to an end, is left alone: it may be what ended the app. */
const MAX_TRIES = 2;

/** Ids of clips that were joined into others lately, for whoever still holds one: a click, a script. */
const MAX_REMEMBERED = 1_000;

interface TwinRow {
  readonly id: number;
  readonly order: number;
  readonly createdAt: number;
  readonly uses: number;
  readonly pinOrder: number | null;
  readonly sourceApp: string | null;
  readonly formats: string;
  readonly expiresAt: number | null;
}

function prepareAll(db: Database) {
  const plucked = (sql: string) => db.prepare(sql).pluck() as unknown;
  return {
    waiting: plucked(
      'SELECT clip_id FROM clip_images WHERE waiting = 1 ORDER BY clip_id DESC LIMIT 1',
    ) as Statement<[], number>,
    isWaiting: plucked('SELECT waiting FROM clip_images WHERE clip_id = ?') as Statement<[number], number>,
    begin: db.prepare(
      `UPDATE clip_images SET tries = tries + 1, waiting = tries < ${MAX_TRIES} WHERE clip_id = ? AND waiting = 1`,
    ),
    keep: db.prepare('UPDATE clip_images SET waiting = 0, pixels = ?, thumbnail = ? WHERE clip_id = ?'),
    thumbnail: plucked('SELECT thumbnail FROM clip_images WHERE clip_id = ?') as Statement<
      [number],
      Buffer | null
    >,
    twins: db.prepare<[Uint8Array], TwinRow>(
      `SELECT id, last_used AS "order", created_at AS createdAt, use_count AS uses, pin_order AS pinOrder,
         source_app AS sourceApp, formats, expires_at AS expiresAt
       FROM clip_images JOIN clip_models ON id = clip_id WHERE pixels = ? ORDER BY created_at, id`,
    ),
    knownBytes: plucked('SELECT clip_id FROM clip_image_twins WHERE content_hash = ?') as Statement<
      [Uint8Array],
      number
    >,
    // Anew, not by UPDATE: their ids say their order, and what is added comes after what is there.
    takeFormats: db.prepare(
      `INSERT INTO clip_payloads (clip_id, mime, bytes, file, file_size)
       SELECT $kept, mime, bytes, file, file_size FROM clip_payloads
       WHERE clip_id = $gone AND mime NOT IN (SELECT mime FROM clip_payloads WHERE clip_id = $kept) ORDER BY id`,
    ),
    rememberBytes: db.prepare(
      `INSERT OR REPLACE INTO clip_image_twins (content_hash, clip_id)
       SELECT content_hash, $kept FROM clip_models WHERE id = $gone`,
    ),
    takeTwins: db.prepare('UPDATE clip_image_twins SET clip_id = $kept WHERE clip_id = $gone'),
    remove: db.prepare('DELETE FROM clip_models WHERE id = ?'),
    update: db.prepare(
      `UPDATE clip_models SET created_at = ?, use_count = ?, pin_order = ?, source_app = ?, formats = ?, expires_at = ?,
         size = (SELECT sum(coalesce(file_size, length(bytes))) FROM clip_payloads WHERE clip_id = clip_models.id)
       WHERE id = ?`,
    ),
    move: db.prepare('UPDATE clip_models SET last_used = ? WHERE id = ?'),
  };
}

/** The statements; every method that writes is a part of the caller's transaction. */
export class ClipImages {
  readonly #sql: ReturnType<typeof prepareAll>;
  readonly #joined = new Map<number, number>();

  constructor(db: Database) {
    this.#sql = prepareAll(db);
  }

  /** The newest image that nothing was made of yet; null where there is none. */
  waiting(): number | null {
    return this.#sql.waiting.get() ?? null;
  }

  isWaiting(id: number): boolean {
    return this.#sql.isWaiting.get(id) === 1;
  }

  /** Counts the try. @returns false where it does not wait, or is not tried any more */
  begin(id: number): boolean {
    return this.#sql.begin.run(id).changes > 0 && this.isWaiting(id);
  }

  thumbnail(id: number): Buffer | null {
    return this.#sql.thumbnail.get(id) ?? null;
  }

  /**
   * Keeps what was made of an image; where an older clip has the same picture, the later one becomes it.
   * @returns the two then; null where it is the only one, or gone meanwhile
   */
  keep(id: number, { thumbnail, pixels }: MadeImage): JoinedClips | null {
    if (this.#sql.keep.run(pixels, thumbnail, id).changes === 0 || pixels === null) return null;
    const [kept, gone] = this.#sql.twins.all(pixels);
    if (kept === undefined || gone === undefined) return null;
    this.#join(kept, gone);
    return { kept: kept.id, gone: gone.id };
  }

  /** The clip whose picture these bytes are, though its own are others. */
  knownBytes(contentHash: Uint8Array): number | null {
    return this.#sql.knownBytes.get(contentHash) ?? null;
  }

  /** After COMMIT: whoever asks for the one that is gone means the other from now on. */
  remember({ kept, gone }: JoinedClips): void {
    this.#joined.set(gone, kept);
    const [oldest] = this.#joined.keys();
    if (this.#joined.size > MAX_REMEMBERED && oldest !== undefined) this.#joined.delete(oldest);
  }

  /** The clip that an id means now. */
  now(id: number): number {
    let now = id;
    // Ids only lead to clips that were there before, so this ends.
    for (let next = this.#joined.get(now); next !== undefined; next = this.#joined.get(now)) now = next;
    return now;
  }

  /** As if the later one had been known for the earlier when it was copied. */
  #join(kept: TwinRow, gone: TwinRow): void {
    const ids = { kept: kept.id, gone: gone.id };
    this.#sql.takeFormats.run(ids);
    this.#sql.rememberBytes.run(ids);
    this.#sql.takeTwins.run(ids);
    this.#sql.remove.run(gone.id);
    const has = parseFormats(kept.formats);
    const formats = [...has, ...parseFormats(gone.formats).filter((mime) => !has.includes(mime))];
    // Whoever stored last decides how long it stays, as where the bytes are the same.
    const { expiresAt } = kept.id > gone.id ? kept : gone;
    this.#sql.update.run(
      kept.createdAt,
      kept.uses + gone.uses,
      kept.pinOrder ?? gone.pinOrder,
      kept.sourceApp ?? gone.sourceApp,
      JSON.stringify(formats),
      expiresAt,
      kept.id,
    );
    if (gone.order < kept.order) return;
    // Down first: see ClipMerge.
    this.#sql.move.run(0, kept.id);
    this.#sql.move.run(gone.order, kept.id);
  }
}

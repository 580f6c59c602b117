// Clips from another history joined with this one: by content, each at its own place in time.
// Never open a transaction here: the writer (clip-dao.ts) does. Never make a clip older, less used or unpinned.
import type { Database } from 'better-sqlite3';
import type { ClipFormat, ImportedClip } from '../../src-shared/clip';
import type { PlacedFormat } from './payload-store';
import { parseFormats } from './rows';

/** What became of one clip. */
export type MergeOutcome = 'added' | 'updated' | 'unchanged';

/** A clip whose large payloads lie in their files, as far as it lacks() them. */
export interface PlacedImport extends ImportedClip {
  readonly payloads: readonly PlacedFormat[];
}

/** What the merge needs of its writer. */
export interface MergeParts {
  /** Microseconds since the epoch. */
  readonly now: () => number;
  /** `order`, or the next place above it where no clip stands. */
  readonly freeOrder: (order: number) => number;
  /** The next place at the top. */
  readonly nextOrder: () => number;
  readonly insertContent: (id: number, payloads: readonly PlacedFormat[], searchText: string) => void;
}

interface KnownRow {
  readonly id: number;
  readonly size: number;
  readonly createdAt: number;
  readonly order: number;
  readonly useCount: number;
  readonly pinOrder: number | null;
  readonly sourceApp: string | null;
  readonly formats: string;
}

function prepareAll(db: Database) {
  const known = `SELECT id, size, created_at AS createdAt, last_used AS "order", use_count AS useCount, pin_order AS pinOrder,
    source_app AS sourceApp, formats FROM clip_models`;
  return {
    byHash: db.prepare<[Uint8Array], KnownRow>(`${known} WHERE content_hash = ?`),
    byTwin: db.prepare<[Uint8Array], KnownRow>(
      `${known} WHERE id = (SELECT clip_id FROM clip_image_twins WHERE content_hash = ?)`,
    ),
    insert: db.prepare(
      `INSERT INTO clip_models (content_hash, kind, preview, size, created_at, last_used, use_count, pin_order, source_app, formats, masked)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
    update: db.prepare(
      `UPDATE clip_models SET size = ?, created_at = ?, use_count = ?, pin_order = ?, source_app = ?, formats = ? WHERE id = ?`,
    ),
    move: db.prepare('UPDATE clip_models SET last_used = ? WHERE id = ?'),
    pinTaken: db.prepare<[number], number>('SELECT 1 FROM clip_models WHERE pin_order = ?'),
  };
}

/** A place at or soon above `from`, in ever longer steps: a million clips may claim the same moment. */
export function firstFree(from: number, isTaken: (place: number) => boolean): number {
  let free = from;
  for (let step = 1; isTaken(free); step *= 2) free += step;
  return free;
}

/** The merge's statements; every method is a part of the caller's transaction. */
export class ClipMerge {
  readonly #sql: ReturnType<typeof prepareAll>;
  readonly #parts: MergeParts;

  constructor(db: Database, parts: MergeParts) {
    this.#sql = prepareAll(db);
    this.#parts = parts;
  }

  /**
   * Adds a clip that is not here, or joins it with the one of the same content: formats that it lacked, the later use, the
   * higher count, the earlier first copy, a pin. Whether it is masked, and when it goes, is what it is here. The second time the
   * same clip changes nothing.
   */
  merge(clip: PlacedImport): MergeOutcome {
    const known = this.#known(clip);
    if (known !== undefined) return this.#join(known, clip);
    // A clock that ran ahead elsewhere must not push what is copied here into the future.
    const order = this.#parts.freeOrder(Math.min(clip.order, this.#parts.now()));
    const { lastInsertRowid } = this.#sql.insert.run(
      clip.contentHash,
      clip.kind,
      clip.preview,
      clip.size,
      Math.min(clip.createdAt, order),
      order,
      clip.useCount,
      clip.pinOrder === null ? null : this.#freePin(clip.pinOrder),
      clip.sourceApp,
      JSON.stringify(clip.payloads.map(({ mime }) => mime)),
      clip.secret === undefined ? 0 : 1,
    );
    this.#parts.insertContent(Number(lastInsertRowid), clip.payloads, clip.searchText);
    return 'added';
  }

  /** Payloads that merge() would store; all that is asked of a clip is its content. */
  lacks(clip: ImportedClip): readonly ClipFormat[] {
    const known = this.#known(clip);
    return known === undefined ? clip.payloads : lackedBy(known, clip.payloads);
  }

  /** The clip with this content; of an image also the one that these bytes were found to be another encoding of. */
  #known({ contentHash, kind }: ImportedClip): KnownRow | undefined {
    return (
      this.#sql.byHash.get(contentHash) ?? (kind === 'image' ? this.#sql.byTwin.get(contentHash) : undefined)
    );
  }

  #join(known: KnownRow, clip: PlacedImport): MergeOutcome {
    const has = parseFormats(known.formats);
    const lacked = lackedBy(known, clip.payloads);
    const createdAt = Math.min(known.createdAt, clip.createdAt);
    const useCount = Math.max(known.useCount, clip.useCount);
    const pins = known.pinOrder === null && clip.pinOrder !== null;
    const sourceApp = known.sourceApp ?? clip.sourceApp;
    const moves = clip.order > known.order && clip.order <= this.#parts.now();
    const changes =
      lacked.length > 0 ||
      pins ||
      createdAt !== known.createdAt ||
      useCount !== known.useCount ||
      sourceApp !== known.sourceApp;
    if (!changes && !moves) return 'unchanged';
    if (changes) {
      const formats = [...has, ...lacked.map(({ mime }) => mime)];
      const size = lacked.reduce((sum, { bytes }) => sum + bytes.byteLength, known.size);
      const pinOrder = pins ? this.#freePin(clip.pinOrder) : known.pinOrder;
      this.#sql.update.run(size, createdAt, useCount, pinOrder, sourceApp, JSON.stringify(formats), known.id);
      if (lacked.length > 0) this.#parts.insertContent(known.id, lacked, '');
    }
    if (moves) {
      // Down first: the search index follows clips that move down by trigger, and those that move up it expects at the top.
      this.#sql.move.run(0, known.id);
      this.#sql.move.run(this.#parts.freeOrder(clip.order), known.id);
    }
    return 'updated';
  }

  #freePin(pinOrder: number): number {
    if (pinOrder > this.#parts.now()) return this.#parts.nextOrder();
    return firstFree(pinOrder, (place) => this.#sql.pinTaken.get(place) !== undefined);
  }
}

function lackedBy<Format extends ClipFormat>(
  known: KnownRow,
  payloads: readonly Format[],
): readonly Format[] {
  const has = parseFormats(known.formats);
  return payloads.filter(({ mime }) => !has.includes(mime));
}

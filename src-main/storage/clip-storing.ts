// How a copy becomes a clip's rows: a new clip, or what a known one gains by it.
// Never open a transaction here: the writer (clip-dao.ts) does. Never drop a format because a later copy has none of its kind.

import type { Database } from 'better-sqlite3';
import { type ClipSummary, HTML_MIME, type NewClip, RTF_MIME } from '../../src-shared/clip';
import { ClipsteadError } from '../../src-shared/errors';
import { said } from '../../src-shared/i18n/said';
import type { ClipImages } from './clip-images';
import type { ClipSql } from './clip-sql';
import { type Expiry, toMicros } from './expiry';
import type { PayloadRow, PlacedClip, PlacedFormat } from './payload-store';
import { parseFormats, type SummaryRow, secretOf, toSummary } from './rows';
import type { Stored } from './types';

/** What the words of a clip without text are taken from. */
const WORDED = [HTML_MIME, RTF_MIME];

function prepareAll(db: Database) {
  return {
    rowOf: db
      .prepare('SELECT bytes, file, file_size, id FROM clip_payloads WHERE clip_id = ? AND mime = ?')
      .raw(),
    drop: db.prepare('DELETE FROM clip_payloads WHERE id = ?'),
    /** A payload never changes its file (migration 4), so that no count of names can go wrong; it keeps its place by its id. */
    putBack: db.prepare(
      'INSERT INTO clip_payloads (id, clip_id, mime, bytes, file, file_size) VALUES (?, ?, ?, ?, ?, ?)',
    ),
    folded: db.prepare<[number], Buffer>('SELECT folded FROM clip_search WHERE clip_id = ?').pluck(),
    derive: db.prepare('UPDATE clip_models SET kind = ?, preview = ? WHERE id = ?'),
    forget: db.prepare('DELETE FROM clip_search WHERE clip_id = ?'),
  };
}

/** Every method is a part of the caller's transaction. */
export class ClipStoring {
  readonly #sql: ClipSql;
  readonly #own: ReturnType<typeof prepareAll>;
  readonly #expiry: Expiry;
  readonly #images: ClipImages;

  constructor(db: Database, sql: ClipSql, expiry: Expiry, images: ClipImages) {
    this.#sql = sql;
    this.#own = prepareAll(db);
    this.#expiry = expiry;
    this.#images = images;
  }

  /** @param order its place at the top, in microseconds. @throws ClipsteadError 'bad-request' for a clip without formats */
  store(clip: PlacedClip, order: number): Stored {
    if (clip.payloads.length === 0) throw new ClipsteadError('bad-request', said('noFormat'));
    const twin = clip.kind === 'image' ? this.#images.knownBytes(clip.contentHash) : null;
    const same = twin === null ? undefined : this.#sql.byId.get(twin);
    if (same !== undefined) return { clip: this.#storeAgain(clip, order, toSummary(same)), isNew: false };
    const createdAt = Math.floor(order / 1_000);
    const formats = JSON.stringify(clip.payloads.map(({ mime }) => mime));
    const { changes, lastInsertRowid } = this.#sql.insert.run(
      clip.contentHash,
      clip.kind,
      clip.preview,
      clip.size,
      createdAt * 1_000,
      order,
      clip.sourceApp,
      formats,
      clip.secret === undefined ? 0 : 1,
      toMicros(clip.secret?.expiresAt ?? null),
    );
    if (changes === 0) {
      const known = toSummary(this.#sql.byHash.get(clip.contentHash) as SummaryRow);
      return { clip: this.#storeAgain(clip, order, known), isNew: false };
    }
    const id = Number(lastInsertRowid);
    this.insertContent(id, clip.payloads, clip.searchText);
    const { kind, preview, size, sourceApp } = clip;
    const times = { createdAt, lastUsed: createdAt, order };
    const summary = {
      id,
      kind,
      preview,
      size,
      ...times,
      pinned: false,
      sourceApp,
      formats: parseFormats(formats),
    };
    return { clip: { ...summary, ...secretOf(clip) }, isNew: true };
  }

  insertContent(id: number, payloads: readonly PlacedFormat[], searchText: string): void {
    for (const { mime, bytes, file } of payloads) {
      if (file === null) this.#sql.insertPayload.run(id, mime, bytes);
      else this.#sql.insertFile.run(id, mime, file, bytes.byteLength);
    }
    if (searchText !== '') this.#sql.insertSearch.run(id, Buffer.from(searchText));
  }

  /**
   * Moves the known clip to the top, adds the formats that it lacked, and has those that it had as they were copied last:
   * the same words can come with other markup. What this copy did not bring stays.
   */
  #storeAgain(clip: PlacedClip, order: number, known: ClipSummary): ClipSummary {
    this.#sql.toTop.run(order, clip.sourceApp, known.id);
    this.#setSecret(known, clip);
    const added: PlacedFormat[] = [];
    const changed: string[] = [];
    let { size } = known;
    for (const format of clip.payloads) {
      // The first one is what the clip is: it has the same hash, or is the same picture.
      if (format.mime === known.formats[0]) continue;
      if (!known.formats.includes(format.mime)) {
        added.push(format);
        size += format.bytes.byteLength;
        continue;
      }
      const grown = this.#replace(known.id, format);
      if (grown === null) continue;
      size += grown;
      changed.push(format.mime);
    }
    if (added.length > 0 || changed.length > 0) {
      this.insertContent(known.id, added, '');
      const formats = [...known.formats, ...added.map(({ mime }) => mime)];
      this.#sql.setFormats.run(JSON.stringify(formats), size, known.id);
      if (WORDED.some((mime) => changed.includes(mime))) this.#deriveAnew(known, clip);
    }
    return toSummary(this.#sql.byId.get(known.id) as SummaryRow);
  }

  /** Puts a format in the place of what the clip has of it. @returns by how much the clip grows; null where it is the same. */
  #replace(id: number, { mime, bytes, file }: PlacedFormat): number | null {
    const row = this.#own.rowOf.get(id, mime) as [...PayloadRow, rowId: number] | undefined;
    if (row === undefined) return null;
    const [hadBytes, hadFile, hadSize, rowId] = row;
    if (isSame(hadBytes, hadFile, { bytes, file })) return null;
    this.#own.drop.run(rowId);
    if (file === null) this.#own.putBack.run(rowId, id, mime, bytes, null, null);
    else this.#own.putBack.run(rowId, id, mime, new Uint8Array(), file, bytes.byteLength);
    return bytes.byteLength - (hadSize ?? hadBytes.byteLength);
  }

  /** A clip without text is found by the words of its markup, which is another now. */
  #deriveAnew(known: ClipSummary, { kind, preview, searchText, secret }: NewClip): void {
    const folded = this.#own.folded.get(known.id);
    if (secret !== undefined || (folded ?? Buffer.alloc(0)).equals(Buffer.from(searchText))) return;
    this.#own.derive.run(kind, preview, known.id);
    this.#own.forget.run(known.id);
    this.insertContent(known.id, [], searchText);
  }

  /** Whoever stores last decides: what a rule takes for a secret now becomes one, what is stored as any other clip is one. */
  #setSecret(known: ClipSummary, { secret, preview, kind, searchText }: NewClip): void {
    const masked = secret !== undefined;
    const expiresAt = secret?.expiresAt ?? null;
    if (masked === (known.masked === true) && expiresAt === (known.expiresAt ?? null)) return;
    this.#expiry.set(known.id, { masked, expiresAt, preview, kind });
    this.insertContent(known.id, [], searchText);
  }
}

/** Files by their names, so that none is read. */
function isSame(
  hadBytes: Buffer,
  hadFile: Buffer | null,
  { bytes, file }: Omit<PlacedFormat, 'mime'>,
): boolean {
  if (file === null) return hadFile === null && hadBytes.equals(bytes);
  return hadFile === null ? hadBytes.equals(bytes) : hadFile.equals(file);
}

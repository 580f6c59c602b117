// The one writer of the history: every method is one transaction, and a method that returns has committed.
// Never open a transaction before the files that it names are on the disk.

import type { Database } from 'better-sqlite3';
import type {
  Clip,
  ClipSummary,
  HistoryChange,
  ImportedClip,
  MadeImage,
  NewClip,
} from '../../src-shared/clip';
import { ClipsteadError } from '../../src-shared/errors';
import { said } from '../../src-shared/i18n/said';
import { errorFields, log } from '../log';
import { ChangeTeller } from './change-teller';
import { Details } from './clip-details';
import { ClipImages, type JoinedClips } from './clip-images';
import { ClipMerge, firstFree } from './clip-merge';
import { type ClipSql, prepareClipSql } from './clip-sql';
import { ClipStoring } from './clip-storing';
import { checkpoint, copyTo, giveBack, letGo, MappedParts } from './database-care';
import type { ExcessClip } from './excess';
import { Expiry } from './expiry';
import { storageError } from './failures';
import { deleteMany, restoreMany } from './many';
import { isLarge, type PayloadRow, PayloadStore, type PlacedClip, type Placement } from './payload-store';
import { type SummaryRow, toSummary } from './rows';
import { SearchIndex } from './search-index';
import { Trash } from './trash';
import type { ClipDetails, ClipStore, MergeResult, Stored } from './types';

function noSuchClip(id: number): ClipsteadError {
  return new ClipsteadError('no-such-clip', said('noSuchClip', String(id)));
}

/** How many clips a change is of. */
function clipsOf(change: HistoryChange): number {
  if (change.type === 'deleted') return change.ids.length;
  return change.type === 'imported' ? change.added + change.updated : 1;
}

/** The writer on a connection that openStore() has set up; see ClipStore for what each method does. */
export class ClipDao implements ClipStore {
  /** Worked on when idle (search-indexer.ts); no method here touches it. */
  readonly searchIndex: SearchIndex;
  /** Kept free of what nothing names (payload-sweep.ts). */
  readonly payloadFiles: PayloadStore;
  readonly #db: Database;
  readonly #now: () => number;
  readonly #refusal: ClipsteadError | null;
  readonly #sql: ClipSql;
  readonly #trash: Trash;
  readonly #storing: ClipStoring;
  readonly #merge: ClipMerge;
  readonly #images: ClipImages;
  readonly #details: Details;
  readonly #expiry: Expiry;
  readonly #teller = new ChangeTeller();
  readonly #mapped: MappedParts;
  #lastOrder: number;
  #free: () => Promise<void> | null = () => null;
  /** Counting a million rows takes long enough to be felt in the event loop: once, then kept up to date. */
  #count: number | null = null;

  /**
   * @param db open, with pragmas set and the schema up to date.
   * @param now milliseconds since the epoch.
   * @param refusal thrown by every method that writes: the connection is read-only.
   */
  constructor(db: Database, now: () => number = Date.now, refusal: ClipsteadError | null = null) {
    this.#db = db;
    this.#mapped = new MappedParts(db);
    this.#refusal = refusal;
    this.#now = now;
    this.#sql = prepareClipSql(db);
    this.searchIndex = new SearchIndex(db);
    this.payloadFiles = new PayloadStore(db);
    this.#trash = new Trash(db);
    this.#details = new Details(db);
    this.#expiry = new Expiry(db);
    this.#images = new ClipImages(db);
    this.#storing = new ClipStoring(db, this.#sql, this.#expiry, this.#images);
    this.#merge = new ClipMerge(db, {
      now: () => Math.floor(now()) * 1_000,
      freeOrder: (order) => this.#freeOrder(order),
      nextOrder: () => this.#nextOrder(),
      insertContent: (id, payloads, searchText) => this.#storing.insertContent(id, payloads, searchText),
    });
    this.#lastOrder = this.#sql.lastOrder.get() as number;
  }

  /** What the methods that return promises wait for right before each commit; see History.free(). */
  waitFor(free: () => Promise<void> | null): void {
    this.#free = free;
  }

  store(clip: NewClip): Stored {
    this.#mayWrite();
    return this.#commit(this.payloadFiles.placeNow(clip));
  }

  async storeAsync(clip: NewClip): Promise<Stored> {
    this.#mayWrite();
    const placement = await this.payloadFiles.place(clip);
    await this.#free();
    return this.#commit(placement);
  }

  storeMany(clips: readonly NewClip[]): void {
    this.#mayWrite();
    const placements: Placement[] = [];
    try {
      for (const clip of clips) placements.push(this.payloadFiles.placeNow(clip));
      this.#write((changes) => {
        for (const { clip } of placements) changes.push({ type: 'stored', ...this.#storeOne(clip) });
      });
    } finally {
      for (const { files } of placements) this.payloadFiles.settle(files);
    }
  }

  async merge(clips: readonly ImportedClip[], forMs: number): Promise<MergeResult> {
    this.#mayWrite();
    const until = performance.now() + forMs;
    const [first] = clips;
    const placement =
      first !== undefined && this.#needsFiles(first) ? await this.payloadFiles.place(first) : null;
    try {
      await this.#free();
      const result = this.#write((changes) => {
        const counts = { taken: 0, added: 0, updated: 0, unchanged: 0 };
        for (const clip of clips) {
          const placed = clip === first ? placement?.clip.payloads : undefined;
          if (counts.taken > 0 && (performance.now() >= until || this.#needsFiles(clip))) break;
          counts.taken += 1;
          const payloads = placed ?? clip.payloads.map((format) => ({ ...format, file: null }));
          counts[this.#merge.merge({ ...clip, payloads })] += 1;
        }
        const { taken, added, updated } = counts;
        if (added + updated > 0) changes.push({ type: 'imported', added, updated });
        return { taken, added, updated };
      });
      this.#read(() => this.searchIndex.giveUpIfScattered());
      return result;
    } finally {
      this.payloadFiles.settle(placement?.files ?? []);
    }
  }

  has(id: number): boolean {
    return this.#read(() => this.#sql.has.get(this.#images.now(id)) !== undefined);
  }

  use(id: number): ClipSummary {
    return this.#write((changes) => {
      const now = this.#images.now(id);
      if (this.#sql.toTop.run(this.#nextOrder(), null, now).changes === 0) throw noSuchClip(id);
      const clip = this.#summary(now);
      changes.push({ type: 'used', clip });
      return clip;
    });
  }

  get(id: number): Clip | null {
    return this.#read(() => {
      const row = this.#rowById(id);
      if (row === undefined) return null;
      const payloads = this.#rowsOf(row[0]).map(([bytes, file, size, , mime]) => ({
        mime,
        bytes: this.payloadFiles.readNow(bytes, file, size),
      }));
      return { summary: toSummary(row), payloads };
    });
  }

  details(id: number): ClipDetails | null {
    return this.#read(() => this.#details.of(this.#images.now(id)));
  }

  payload(id: number, mime?: string): Uint8Array | null {
    return this.#read(() => {
      const row = this.#rowOf(id, mime);
      return row === undefined ? null : this.payloadFiles.readNow(...row);
    });
  }

  async read(id: number): Promise<Clip | null> {
    try {
      const row = this.#rowById(id);
      if (row === undefined) return null;
      const payloads = this.#rowsOf(row[0]).map(async ([bytes, file, size, , mime]) => ({
        mime,
        bytes: await this.payloadFiles.read(bytes, file, size),
      }));
      return { summary: toSummary(row), payloads: await Promise.all(payloads) };
    } catch (error) {
      throw storageError(error);
    }
  }

  async readPayload(id: number, mime?: string): Promise<Uint8Array | null> {
    try {
      const row = this.#rowOf(id, mime);
      return row === undefined ? null : await this.payloadFiles.read(...row);
    } catch (error) {
      throw storageError(error);
    }
  }

  delete(ids: readonly number[]): void {
    const unique = [...new Set(ids.map((id) => this.#images.now(id)))];
    if (unique.length === 0) return;
    this.#write((changes) => {
      for (const id of unique) {
        if (!this.#trash.put(id, this.#now())) throw noSuchClip(id);
        this.#sql.remove.run(id);
      }
      changes.push({ type: 'deleted', ids: unique });
    });
  }

  restore(id: number): ClipSummary {
    return this.#write((changes) => {
      const now = this.#images.now(id);
      const deleted = this.#trash.find(now);
      if (deleted === null) throw noSuchClip(id);
      const same = this.#sql.byHash.get(deleted.contentHash);
      if (same !== undefined) {
        const { id: heir, formats } = toSummary(same);
        this.#trash.giveTo(now, heir, formats);
        const clip = this.#summary(heir);
        changes.push({ type: 'stored', clip, isNew: false });
        return clip;
      }
      this.#trash.takeOut(now, this.#freeOrder(deleted.order));
      const clip = this.#summary(now);
      changes.push({ type: 'restored', clip });
      return clip;
    });
  }

  deleteMany(ids: readonly number[]): Promise<void> {
    return deleteMany(this, ids, () => this.#free());
  }

  restoreMany(ids: readonly number[]): Promise<void> {
    return restoreMany(this, ids, () => this.#free());
  }

  emptyTrash(limit: number): number {
    return this.#write(() => this.#trash.dropOld(this.#now(), limit));
  }

  dropExpired(limit: number): number {
    return this.#write((changes) => {
      const ids = this.#expiry.over(this.#now(), limit);
      for (const id of ids) this.#sql.remove.run(id);
      if (ids.length > 0) changes.push({ type: 'deleted', ids });
      return ids.length + this.#expiry.dropFromTrash(this.#now(), limit - ids.length);
    });
  }

  nextExpiry(): number | null {
    return this.#read(() => this.#expiry.next());
  }

  setPinned(id: number, pinned: boolean): ClipSummary {
    return this.#write((changes) => this.#pin(this.#images.now(id), pinned, changes));
  }

  togglePinned(ids: readonly number[]): void {
    this.#write((changes) => {
      const rows = ids
        .map((id) => this.#rowById(id))
        .filter((row) => row !== undefined)
        .map(toSummary);
      const pinned = !rows.every((row) => row.pinned);
      for (const { id } of rows) this.#pin(id, pinned, changes);
      if (rows.length === 0) throw noSuchClip(ids[0] ?? 0);
    });
  }

  #pin(id: number, pinned: boolean, changes: HistoryChange[]): ClipSummary {
    const { pin, unpin } = this.#sql;
    // Pins are numbered by the same clock as the history, so that one that is restored never shares another's place.
    const moved = (pinned ? pin.run(this.#nextOrder(), id) : unpin.run(id)).changes > 0;
    const clip = this.#summary(id);
    if (moved) changes.push({ type: 'pinned', clip });
    return clip;
  }

  count(): number {
    this.#count ??= this.#read(() => this.#sql.count.get() as number);
    return this.#count;
  }

  onChange(listener: (change: HistoryChange) => void): () => void {
    return this.#teller.onChange(listener);
  }

  nextImage(): number | null {
    return this.#read(() => this.#images.waiting());
  }

  beginImage(id: number): boolean {
    return this.#write(() => this.#images.begin(id));
  }

  keepImage(id: number, made: MadeImage): void {
    let joined: JoinedClips | null = null;
    this.#write(
      (changes) => {
        joined = this.#images.keep(id, made);
        if (joined === null) return;
        const { kept, gone } = joined;
        changes.push({ type: 'joined', clip: this.#summary(kept), gone });
      },
      () => joined !== null && this.#images.remember(joined),
    );
  }

  thumbnail(id: number): { readonly waiting: boolean; readonly bytes: Uint8Array | null } {
    return this.#read(() => {
      const now = this.#images.now(id);
      return { waiting: this.#images.isWaiting(now), bytes: this.#images.thumbnail(now) };
    });
  }

  checkpoint(): void {
    if (this.#refusal === null) checkpoint(this.#db, 'PASSIVE');
  }

  catchUp(): void {
    try {
      // Any read begins with that look.
      this.has(0);
    } catch (error) {
      log.warn('storage.not-caught-up', errorFields(error));
    }
  }

  deleteExcess(clips: readonly ExcessClip[]): void {
    this.#write((changes) => {
      const ids = clips
        .filter(({ id, order }) => this.#sql.removeUnused.run(id, order).changes > 0)
        .map(({ id }) => id);
      if (ids.length > 0) changes.push({ type: 'deleted', ids });
    });
  }

  /** A step of the index has ended. */
  indexed(): void {
    this.#mapped.used(1);
  }

  letGo(): void {
    this.#read(() => letGo(this.#db));
  }

  giveBack(): boolean {
    return this.#refusal === null && this.#read(() => giveBack(this.#db));
  }

  copyTo(file: string): Promise<number> {
    return copyTo(this.#db, file, () => this.count());
  }

  close(): void {
    this.end();
  }

  /** close(). @returns false where the checkpoint failed: what was committed may still be in the WAL. */
  end(): boolean {
    if (!this.#db.open) return true;
    const whole = this.#refusal !== null || checkpoint(this.#db, 'TRUNCATE');
    this.#db.close();
    return whole;
  }

  #mayWrite(): void {
    if (this.#refusal !== null) throw this.#refusal;
  }

  /** Stores a clip whose files stand, and lets those files go that it did not come to name. */
  #commit({ clip, files }: Placement): Stored {
    try {
      return this.#write((changes) => {
        const stored = this.#storeOne(clip);
        changes.push({ type: 'stored', ...stored });
        return stored;
      });
    } finally {
      this.payloadFiles.settle(files);
    }
  }

  /** Runs `work` in a transaction, then tells its changes; on any error nothing of it is left and the next write can go on. */
  #write<T>(work: (changes: HistoryChange[]) => T, committed: () => void = () => {}): T {
    this.#mayWrite();
    const changes: HistoryChange[] = [];
    let result: T;
    try {
      this.#sql.begin.run();
      result = work(changes);
      this.#sql.commit.run();
    } catch (error) {
      this.#rollBack();
      throw storageError(error);
    }
    this.#mapped.used(changes.reduce((clips, change) => clips + clipsOf(change), 0));
    committed();
    for (const change of changes) this.#countChange(change);
    this.#teller.tell(changes);
    return result;
  }

  #rollBack(): void {
    // SQLite rolls back by itself on some errors (a full disk is one): https://sqlite.org/lang_transaction.html
    if (!this.#db.open || !this.#db.inTransaction) return;
    try {
      this.#sql.rollback.run();
    } catch (error) {
      log.error('storage.rollback-failed', errorFields(error));
    }
  }

  #read<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw storageError(error);
    }
  }

  #countChange(change: HistoryChange): void {
    if (this.#count === null) return;
    if (change.type === 'restored' || (change.type === 'stored' && change.isNew)) this.#count += 1;
    if (change.type === 'imported') this.#count += change.added;
    if (change.type === 'deleted') this.#count -= change.ids.length;
    if (change.type === 'joined') this.#count -= 1;
  }

  /** Whether merging the clip writes files. */
  #needsFiles(clip: ImportedClip): boolean {
    // Most are small, which is seen without a look into the database.
    return isLarge(clip) && this.#read(() => isLarge({ payloads: this.#merge.lacks(clip) }));
  }

  #storeOne(clip: PlacedClip): Stored {
    return this.#storing.store(clip, this.#nextOrder());
  }

  #summary(id: number): ClipSummary {
    const row = this.#sql.byId.get(id);
    if (row === undefined) throw noSuchClip(id);
    return toSummary(row);
  }

  #rowById(id: number): SummaryRow | undefined {
    return this.#sql.byId.get(this.#images.now(id));
  }

  #rowOf(id: number, mime: string | undefined): PayloadRow | undefined {
    const now = this.#images.now(id);
    return mime === undefined ? this.#sql.primaryPayload.get(now) : this.#sql.payload.get(now, mime);
  }

  /** Primary format first. */
  #rowsOf(id: number) {
    return this.#sql.payloads.all(id).sort((a, b) => a[3] - b[3]);
  }

  /** The next place at the top, in microseconds: strictly rising even within one millisecond and when the clock is set back. */
  #nextOrder(): number {
    this.#lastOrder = Math.max(Math.floor(this.#now()) * 1_000, this.#lastOrder + 1);
    return this.#lastOrder;
  }

  /** `order`, or a free place above it: a clip stored after a restart with the clock set back may stand there. */
  #freeOrder(order: number): number {
    const free = firstFree(order, (place) => this.#sql.orderTaken.get(place) !== undefined);
    this.#lastOrder = Math.max(this.#lastOrder, free);
    return free;
  }
}

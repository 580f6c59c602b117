// What storage offers to the rest: the one writer, which is synchronous and small, and the readers, which are not.
import type {
  Clip,
  ClipFormat,
  ClipSnippet,
  ClipSummary,
  HistoryChange,
  HistoryPage,
  ImportedClip,
  MadeImage,
  NewClip,
} from '../../src-shared/clip';
import type { ExcessClip } from './excess';

/** What storing a clip came to. */
export interface Stored {
  readonly clip: ClipSummary;
  readonly isNew: boolean;
}

/** What a merge() did. */
export interface MergeResult {
  /** Clips that it came to; the others are left for the next call. */
  readonly taken: number;
  /** Of them: new here; known, and changed. The rest was here as it is. */
  readonly added: number;
  readonly updated: number;
}

/** A clip without its content: its row, how often it was stored and used, and its formats, primary first, with their bytes. */
export interface ClipDetails {
  readonly summary: ClipSummary;
  readonly uses: number;
  readonly formats: readonly { readonly mime: string; readonly size: number }[];
}

/** A clip with all that is known of it but what follows from its content. Times are microseconds since the epoch. */
export interface WholeClip {
  readonly createdAt: number;
  readonly order: number;
  readonly useCount: number;
  readonly pinOrder: number | null;
  readonly sourceApp: string | null;
  /** What lists show in place of the content of a clip that a rule took for a secret; null for any other. */
  readonly masked: string | null;
  /** Primary first; never empty. */
  readonly formats: readonly ClipFormat[];
}

/** The single writer. Every call is one transaction; a call that returns has committed. Failing writes throw ClipsteadError 'storage-failed'. */
export interface ClipStore {
  /**
   * Inserts the clip, or moves the one with the same hash to the top (merging formats that it lacked). Payloads over
   * INLINE_PAYLOAD_BYTES are written into files first, which holds this thread: see storeAsync().
   */
  store(clip: NewClip): Stored;
  /** store() with large payloads hashed in slices and written by other threads; `payloads` must not change until it resolves. */
  storeAsync(clip: NewClip): Promise<Stored>;
  /** Like store() for many, in one transaction. */
  storeMany(clips: readonly NewClip[]): void;
  /**
   * Joins clips of another history with this one, in their order, until `forMs` are over; at least one. Of clips that need files only
   * the first one is taken, and its files are written as storeAsync() does. Doing it twice is doing it once.
   */
  merge(clips: readonly ImportedClip[], forMs: number): Promise<MergeResult>;
  has(id: number): boolean;
  /** Moves a clip to the top and counts the use. @throws ClipsteadError 'no-such-clip' */
  use(id: number): ClipSummary;
  /**
   * The whole clip, null where there is none. Large payloads are read from their files, which holds this thread: see read().
   * @throws ClipsteadError 'storage-failed' where a payload's file is gone or is not what was stored
   */
  get(id: number): Clip | null;
  /** What is known of a clip; null where there is none. Reads no payload. */
  details(id: number): ClipDetails | null;
  /** One payload's exact bytes; null where the clip or the format does not exist. Without `mime` the primary one. Throws like get(). */
  payload(id: number, mime?: string): Uint8Array | null;
  /** get() with large payloads read in slices between which this thread goes on. */
  read(id: number): Promise<Clip | null>;
  /** payload() in the same way. */
  readPayload(id: number, mime?: string): Promise<Uint8Array | null>;
  /**
   * Deletes all of `ids` or none: they go into the trash, for TRASH_MS. Many hold this thread: see deleteMany().
   * @throws ClipsteadError 'no-such-clip' naming the first id that does not exist
   */
  delete(ids: readonly number[]): void;
  /**
   * Puts a clip of the trash back: same id, formats, place, pin. Where the same content was stored meanwhile, that one stays,
   * gets the formats and the pin that it lacks, and is returned.
   * @throws ClipsteadError 'no-such-clip' where its time is over
   */
  restore(id: number): ClipSummary;
  /** delete() in steps between which this thread goes on; see many.ts. */
  deleteMany(ids: readonly number[]): Promise<void>;
  /** restore() in the same way. */
  restoreMany(ids: readonly number[]): Promise<void>;
  /** Ends at most `limit` clips of the trash whose time is over. @returns how many; a checkpoint takes them out of the WAL. */
  emptyTrash(limit: number): number;
  /**
   * Deletes at most `limit` clips for good whose `expiresAt` is over, of the history and of the trash; pinned ones stay.
   * @returns how many; a checkpoint takes them out of the WAL.
   */
  dropExpired(limit: number): number;
  /** When the next clip's time is over, milliseconds since the epoch; null where none has one. */
  nextExpiry(): number | null;
  /** Pins (last in the pins' order) or unpins; moves nothing in the history. @throws ClipsteadError 'no-such-clip' */
  setPinned(id: number, pinned: boolean): ClipSummary;
  /**
   * Pins those that are not pinned yet, in their order; where all are, unpins them. Those that are gone are passed over.
   * @throws ClipsteadError 'no-such-clip' where all are gone
   */
  togglePinned(ids: readonly number[]): void;
  /** The newest image clip that nothing was made of yet; null where there is none. */
  nextImage(): number | null;
  /** Counts a try at an image. @returns false where nothing is to be made of it (any more) */
  beginImage(id: number): boolean;
  /**
   * Keeps what was made of an image. Where an older clip has the same pixels, that one takes the later one's place, uses and formats
   * that it lacked, and the later one is gone; whoever still asks for it by its id is given the other, as long as this runs.
   */
  keepImage(id: number, made: MadeImage): void;
  /** A clip's thumbnail; `waiting`: it is still to be made. */
  thumbnail(id: number): { readonly waiting: boolean; readonly bytes: Uint8Array | null };
  count(): number;
  /** Listeners run after COMMIT, in commit order. @returns a function that stops listening. */
  onChange(listener: (change: HistoryChange) => void): () => void;
  /**
   * Brings every committed write onto the disk now, on this thread, which it may hold for tens of milliseconds: only for moments
   * after which there may be no other (suspend). durability.ts does it without holding this thread up.
   */
  checkpoint(): void;
  /**
   * Takes note of what another connection has done to the WAL, which the next call would otherwise do: where that one has begun it anew,
   * SQLite gives up all pages that it has cached and mapped, 6 ms for 16 MB. Never throws.
   */
  catchUp(): void;
  /** Deletes clips for good, past the trash, but for those that were pinned or used since they were found. */
  deleteExcess(clips: readonly ExcessClip[]): void;
  /** Gives back the memory that the connection keeps to be quick; for when nobody has used it for a while. */
  letGo(): void;
  /** Gives some of the freed storage back to the disk. @returns true where there is more to give back. */
  giveBack(): boolean;
  /**
   * Copies all that this connection sees into an existing empty file, in steps between which this thread goes on.
   * @returns the number of clips in it.
   */
  copyTo(file: string): Promise<number>;
  /** Checkpoints the WAL and closes. */
  close(): void;
}

export interface PageRequest {
  /** The search box's text; '' = everything. */
  readonly query: string;
  /** Cursor: only clips whose `order` is below; null = from the top. */
  readonly after: number | null;
  readonly limit: number;
  /** Pinned clips among the others at their own place in time, or left out. */
  readonly pinned: 'include' | 'exclude';
}

/**
 * The searched part of a clip's words, from the beginnings of its formats, the primary one first: capture's searchableText(), which
 * whoever opens a reader brings along.
 */
export type SearchedTextOf = (formats: readonly ClipFormat[]) => string;

export interface FoundSnippet {
  readonly id: number;
  readonly snippet: ClipSnippet;
}

/**
 * A read-only view of the history off the main thread. Sees every write that committed before the call. A newer request
 * is served before an older one that is still searching. Calls reject with ClipsteadError 'storage-failed'.
 */
export interface HistoryReader {
  /** @param signal aborts a search that nobody waits for any more; the promise then rejects with the signal's reason. */
  page(request: PageRequest, signal?: AbortSignal): Promise<HistoryPage>;
  /** Snippets for rows that come into view: a page brings those of its first rows only. */
  snippets(query: string, ids: readonly number[]): Promise<readonly FoundSnippet[]>;
  /** All pinned clips in their own order. */
  pinned(): Promise<readonly ClipSummary[]>;
  count(): Promise<number>;
  close(): Promise<void>;
}

// What the command line can make the running app do: the port that the app fills.
// Types only; never let SQL or a window handle cross it, nor a path but that of an export.
import type { ClipSummary } from '../../src-shared/clip';
import type {
  CliAdded,
  CliExported,
  CliImported,
  CliLog,
  CliProgress,
  CliRules,
  CliStats,
  CliStatus,
} from './protocol';

type Awaitable<T> = T | Promise<T>;

interface TransferOptions {
  readonly onProgress: (progress: CliProgress) => void;
  readonly signal: AbortSignal;
}

/**
 * Calls arrive parsed and in range. A ClipsteadError thrown or rejected with reaches the user as it is;
 * anything else as 'internal' without its message.
 */
export interface CliActions {
  status(): Awaitable<CliStatus>;
  stats(): Awaitable<CliStats>;
  /** Clips that match `query` ('' = all, pinned ones at their place in time), newest first, at most `limit`. */
  list(request: { readonly query: string; readonly limit: number }): Awaitable<readonly ClipSummary[]>;
  /** The exact bytes of a clip's format (without `mime` its primary one); null where either does not exist. */
  payload(id: number, mime?: string): Awaitable<Uint8Array | null>;
  /** Puts the clip on the clipboard. @throws ClipsteadError 'no-such-clip' */
  copy(id: number): Awaitable<void>;
  /** Stores a text, exactly these bytes (1 to MAX_TEXT_BYTES), on top of the history. */
  add(bytes: Uint8Array): Awaitable<CliAdded>;
  /** Deletes all of `ids` (each one once) or none. @throws ClipsteadError 'no-such-clip' */
  delete(ids: readonly number[]): Awaitable<unknown>;
  /** @throws ClipsteadError 'no-such-clip' */
  setPinned(id: number, pinned: boolean): Awaitable<unknown>;
  /** @param path absolute. @throws ClipsteadError 'cancelled' after the signal */
  exportTo(path: string, options: TransferOptions & { readonly force: boolean }): Promise<CliExported>;
  /** Likewise. */
  importFrom(path: string, options: TransferOptions): Promise<CliImported>;
  /** Pauses for so many milliseconds; null = until resumed. */
  pause(forMs: number | null): Awaitable<void>;
  resume(): Awaitable<void>;
  ignoreNext(ignore: boolean): Awaitable<void>;
  captureLog(): Awaitable<CliLog>;
  rules(): Awaitable<CliRules>;
  /** The picker: on the screen (where it is already, it stays), away, or the other of the two. */
  show(): Awaitable<void>;
  hide(): Awaitable<void>;
  toggle(): Awaitable<void>;
  /** Called after the client has its answer; the client waits for this process to end. */
  quit(): Awaitable<void>;
}

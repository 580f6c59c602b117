// How large the history is and where its bytes lie, as the command line and a window show it.
// Never a text, a preview or a file name: numbers, kinds and names of formats only.
import type { ClipKind } from './clip';

interface Files {
  readonly files: number;
  readonly bytes: number;
}

/** Times are whole milliseconds since the epoch, sizes bytes. */
export interface HistoryStats {
  readonly clips: number;
  /** Content of all clips. */
  readonly bytes: number;
  readonly pinned: number;
  /** The first copy of the clip that has been here longest; null where there is none. */
  readonly oldest: number | null;
  /** Largest first. */
  readonly kinds: readonly { readonly kind: ClipKind; readonly clips: number; readonly bytes: number }[];
  /** Largest first, MAX_STATS_FORMATS at most. */
  readonly formats: readonly { readonly mime: string; readonly clips: number; readonly bytes: number }[];
  /** The ten largest clips. */
  readonly largest: readonly {
    readonly id: number;
    readonly kind: ClipKind;
    readonly size: number;
    readonly lastUsed: number;
  }[];
  readonly database: {
    readonly bytes: number;
    readonly walBytes: number;
    /** Within `bytes`: free pages, which the next clips take. */
    readonly freeBytes: number;
    /** Within `bytes`: what search looks things up in. */
    readonly indexBytes: number;
  };
  readonly payloadFiles: Files;
  readonly backups: Files & { readonly newest: number | null };
  /** Deleted clips that can still be brought back. */
  readonly trash: { readonly clips: number; readonly bytes: number };
}

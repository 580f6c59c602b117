// What a clip is, as every part of the product sees it. Types only; nothing here knows where clips are kept.
import type { TextRange } from './text-matches';

/** What a clip holds, as its row and its icon tell it. */
export const CLIP_KINDS = ['text', 'link', 'color', 'code', 'path', 'image', 'files'] as const;
export type ClipKind = (typeof CLIP_KINDS)[number];

/** The MIME type under which a clip's text stands, whatever the platform called it. UTF-8. */
export const TEXT_MIME = 'text/plain';

export const HTML_MIME = 'text/html';
export const RTF_MIME = 'text/rtf';

/**
 * Lists of files: the file managers' own, whose first line is "copy" or "cut" and whose others are URIs, then RFC 2483's,
 * which may hold links too.
 */
export const FILE_LIST_MIMES: readonly string[] = [
  'x-special/gnome-copied-files',
  'x-special/mate-copied-files',
  'text/uri-list',
];

/** Between files' names and their folder in a preview: an em space, which previewOf() leaves in no name. */
export const FOLDER_GAP = '\u2003';

/** One clipboard format of a clip: its MIME type and the bytes exactly as they were copied. */
export interface ClipFormat {
  readonly mime: string;
  readonly bytes: Uint8Array;
}

/** A format on its way into the history, with the SHA-256 (32 bytes) of its bytes where whoever read it has made it already. */
export interface HashedFormat extends ClipFormat {
  readonly sha256?: Uint8Array;
}

/** A clip as lists show it: no payload. */
export interface ClipSummary {
  readonly id: number;
  readonly kind: ClipKind;
  /**
   * The text's beginning, at most PREVIEW_CHARS characters, white space folded and line ends shown (previewOf()); of files their
   * names so, and behind FOLDER_GAP the folder in which all of them lie; of an image its format and pixels ("PNG 1920 × 1080").
   */
  readonly preview: string;
  /** Bytes of all formats together. */
  readonly size: number;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /** Milliseconds since the epoch. */
  readonly lastUsed: number;
  /** Place in the history: `last_used` in microseconds, unique and rising; the keyset cursor of a page. */
  readonly order: number;
  readonly pinned: boolean;
  /** The program that the clip was copied from; null where the system did not tell. */
  readonly sourceApp: string | null;
  /** MIME types that the clip holds, primary first. */
  readonly formats: readonly string[];
  /** Only where it is: a rule found a secret, so the preview is dots and a name, and the content is not searched. */
  readonly masked?: true;
  /** Milliseconds since the epoch; only where the clip goes by itself then, unless it is pinned. */
  readonly expiresAt?: number;
  /** Where the query stands in the preview; only in the results of a search, and only where it does. */
  readonly matches?: readonly TextRange[];
  /** The part of the text that matched; only in the results of a search, where the preview does not show all of it. */
  readonly snippet?: ClipSnippet;
  /** The text matched where the preview does not show it, and the page brought no snippet: it is to be asked for. */
  readonly deeper?: true;
}

/** A part of a clip's text around a match. */
export interface ClipSnippet {
  /** One line: each white space and control character stands as a space. */
  readonly text: string;
  /** Where the query stands in `text`. */
  readonly matches: readonly TextRange[];
  /** Where the match begins in the clip's whole text, in UTF-16 units. */
  readonly at: number;
}

/** A whole clip: what a list shows, and its payloads. */
export interface Clip {
  readonly summary: ClipSummary;
  readonly payloads: readonly ClipFormat[];
}

/** A clip on its way into storage: all that is derived from the payloads is derived already. */
export interface NewClip {
  /** SHA-256 (32 bytes) over the primary payload: the clip's identity. null = storage hashes a large payload as it writes its file. */
  readonly contentHash: Uint8Array | null;
  readonly kind: ClipKind;
  readonly preview: string;
  /** The folded text that is searched (see fold() in search-query.ts); empty where there is none. */
  readonly searchText: string;
  readonly size: number;
  readonly sourceApp: string | null;
  /** Primary first; never empty. */
  readonly payloads: readonly HashedFormat[];
  /** Only of a secret: `preview` and `searchText` tell nothing of it. expiresAt: milliseconds since the epoch; null = it stays. */
  readonly secret?: { readonly expiresAt: number | null };
}

/** A clip that comes from another history, with what that one knew of it. Times are microseconds since the epoch. */
export interface ImportedClip extends NewClip {
  readonly contentHash: Uint8Array;
  readonly createdAt: number;
  /** The last use: its place in time. */
  readonly order: number;
  readonly useCount: number;
  /** Rises in the order of the pins; null = not pinned. */
  readonly pinOrder: number | null;
}

/** What was made of an image clip by decoding it. */
export interface MadeImage {
  /** A small WebP or PNG; null where there is none. */
  readonly thumbnail: Uint8Array | null;
  /** 32 bytes: the same for two images only where they look the same; null where it is not to be compared. */
  readonly pixels: Uint8Array | null;
}

/** One page of the history, newest first. */
export interface HistoryPage {
  readonly clips: readonly ClipSummary[];
  /**
   * Cursor of the next page (give it as `after`), null at the end. A search that ran out of its time gives a page with
   * fewer rows than asked for, even none, and the cursor from which the next one goes on.
   */
  readonly next: number | null;
}

/** What a committed write did. Leaves storage only after COMMIT. */
export type HistoryChange =
  | { readonly type: 'stored'; readonly clip: ClipSummary; readonly isNew: boolean }
  | { readonly type: 'used'; readonly clip: ClipSummary }
  | { readonly type: 'pinned'; readonly clip: ClipSummary }
  | { readonly type: 'restored'; readonly clip: ClipSummary }
  /** Two clips turned out to be the same picture: `gone` is now `clip`. */
  | { readonly type: 'joined'; readonly clip: ClipSummary; readonly gone: number }
  | { readonly type: 'imported'; readonly added: number; readonly updated: number }
  | { readonly type: 'deleted'; readonly ids: readonly number[] };

// The language of the command line's socket: one JSON line, then exactly as many bytes as it announces; the same both ways.
// One request a connection. Never import a library here: the client's start waits for every module.
import type { CaptureEvent } from '../../src-shared/capture-log';
import type { CapturePolicy } from '../../src-shared/capture-policy';
import type { ClipSummary } from '../../src-shared/clip';
import { ClipsteadError, ERROR_CODES, type ErrorCode, type WireError } from '../../src-shared/errors';
import type { HistoryStats } from '../../src-shared/history-stats';
import { CLI_LINE_BYTES } from '../../src-shared/limits';

/** Raised when a client and an app of different versions would misunderstand each other; both refuse any other number. */
export const PROTOCOL_VERSION = 1;

/** What a client may ask for. The bytes to add follow the line as its body. */
export type CliRequest =
  | {
      readonly verb:
        | 'status'
        | 'add'
        | 'resume'
        | 'ignore-next'
        | 'log'
        | 'rules'
        | 'show'
        | 'hide'
        | 'toggle'
        | 'quit';
    }
  | { readonly verb: 'stats' }
  /** `forMs: null` = until resumed. */
  | { readonly verb: 'pause'; readonly forMs: number | null }
  | { readonly verb: 'list'; readonly query: string; readonly limit: number }
  | { readonly verb: 'get'; readonly id: number; readonly format: string | null }
  | { readonly verb: 'copy'; readonly id: number }
  | { readonly verb: 'delete'; readonly ids: readonly number[] }
  | { readonly verb: 'set-pinned'; readonly id: number; readonly pinned: boolean }
  // Paths are absolute: the app's working folder is another one.
  | { readonly verb: 'export'; readonly path: string; readonly force: boolean }
  | { readonly verb: 'import'; readonly path: string };

/**
 * What can take minutes: lines may come before the answer that have `progress` instead of `ok`, as a sign of life, and whatever the
 * client sends after its request cancels it.
 */
export const LONG_VERBS = ['stats', 'export', 'import'] as const;
export type LongVerb = (typeof LONG_VERBS)[number];

/** What a line before the answer tells, as its member `progress`. */
export interface CliProgress {
  readonly done: number;
  readonly total: number;
}

/** What `export --json` prints. */
export interface CliExported {
  readonly file: string;
  readonly clips: number;
  readonly bytes: number;
  /** Clips whose content could not be read. */
  readonly leftOut: number;
  /** Clips that are kept for a time only, and are not in the file. */
  readonly expiring: number;
}

/** What `import --json` prints. */
export interface CliImported {
  readonly added: number;
  readonly updated: number;
  readonly unchanged: number;
  /** Clips that are too large. */
  readonly leftOut: number;
}

/** What `stats --json` prints. */
export interface CliStats extends HistoryStats {
  /** Copies that could not be written yet and are in memory. */
  readonly waiting: number;
}

/** What `status --json` prints. */
export interface CliStatus {
  readonly version: string;
  readonly pid: number;
  readonly capturing: boolean;
  /** When the pause ends by itself, milliseconds since the epoch; null = it does not, or there is none. */
  readonly pausedUntil: number | null;
  /** The next copy is to be ignored. */
  readonly ignoringNext: boolean;
  /** The clipboard source's name, for example "x11-xfixes". */
  readonly source: string;
  readonly clips: number;
  /** Copies since the start that came too quickly one after the other to be read, or whose program did not give them out in time. */
  readonly missed: number;
  readonly dbPath: string;
  /** Electron's version. */
  readonly electron: string;
}

/** A clip as `list --json` and `search --json` print it. Times are whole milliseconds since the epoch. */
export interface CliClip extends Omit<ClipSummary, 'order' | 'masked' | 'expiresAt'> {
  readonly masked: boolean;
  readonly expiresAt: number | null;
}

/** What `log --json` prints: oldest first. */
export type CliLog = readonly CaptureEvent[];

/** What `rules --json` prints. */
export type CliRules = CapturePolicy;

/** What `add --json` prints. */
export interface CliAdded {
  readonly id: number;
  /** False where the same content was in the history already; it is on top now. */
  readonly isNew: boolean;
}

/** A whole message: the line's object without its two framing members, and the bytes after it. */
export interface Frame {
  readonly head: Readonly<Record<string, unknown>>;
  readonly body: Buffer;
}

/**
 * The line that opens a message.
 * @param bodyBytes how many bytes will follow it.
 * @throws ClipsteadError 'bad-request' where the line is longer than CLI_LINE_BYTES.
 */
export function encodeHead(head: object, bodyBytes: number): Buffer {
  const line = Buffer.from(`${JSON.stringify({ clipstead: PROTOCOL_VERSION, body: bodyBytes, ...head })}\n`);
  if (line.byteLength > CLI_LINE_BYTES) {
    throw new ClipsteadError('bad-request', 'That is too much for one command; split it into several.');
  }
  return line;
}

/** Puts a message together from the pieces in which a socket delivers it. Holds no more memory than has arrived. */
export class FrameDecoder {
  readonly #maxBodyBytes: number;
  readonly #more: boolean;
  #chunks: Uint8Array[] = [];
  #bytes = 0;
  #head: Frame['head'] | null = null;
  #bodyBytes = 0;
  #rest: Uint8Array = new Uint8Array();

  /**
   * @param maxBodyBytes the longest body that is taken.
   * @param more whether another message may follow: what push() has taken of it stands in `rest`, and goes into the next push().
   */
  constructor(maxBodyBytes: number, more = false) {
    this.#maxBodyBytes = maxBodyBytes;
    this.#more = more;
  }

  /** Bytes behind the message that push() has just returned. */
  get rest(): Uint8Array {
    return this.#rest;
  }

  /**
   * Takes the next piece.
   * @returns the message once it is whole, null before.
   * @throws ClipsteadError 'bad-request' where the bytes break the rules, 'refused' where the version is another one.
   * After a throw, or a whole message where no more may follow, the decoder must not be used again.
   */
  push(chunk: Uint8Array): Frame | null {
    let rest = chunk;
    if (this.#head === null) {
      const end = chunk.indexOf(10);
      const lineBytes = this.#bytes + (end < 0 ? chunk.byteLength : end + 1);
      if (lineBytes > CLI_LINE_BYTES) throw broken();
      this.#keep(end < 0 ? chunk : chunk.subarray(0, end));
      if (end < 0) return null;
      this.#readHead(this.#take());
      rest = chunk.subarray(end + 1);
    }
    this.#keep(rest);
    if (this.#bytes > this.#bodyBytes && !this.#more) throw broken();
    if (this.#bytes < this.#bodyBytes || this.#head === null) return null;
    const head = this.#head;
    const whole = this.#take();
    this.#head = null;
    this.#rest = whole.subarray(this.#bodyBytes);
    return { head, body: whole.subarray(0, this.#bodyBytes) };
  }

  #keep(piece: Uint8Array): void {
    if (piece.byteLength === 0) return;
    this.#chunks.push(piece);
    this.#bytes += piece.byteLength;
  }

  #take(): Buffer {
    const whole = Buffer.concat(this.#chunks, this.#bytes);
    this.#chunks = [];
    this.#bytes = 0;
    return whole;
  }

  #readHead(line: Uint8Array): void {
    let parsed: unknown;
    try {
      parsed = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(line));
    } catch {
      throw broken();
    }
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw broken();
    const { clipstead, body, ...head } = parsed as Record<string, unknown>;
    if (typeof clipstead !== 'number') throw broken();
    if (clipstead !== PROTOCOL_VERSION) {
      throw new ClipsteadError(
        'refused',
        'The running Clipstead is another version than this command; quit it from its tray menu and start it again.',
      );
    }
    if (typeof body !== 'number' || !Number.isSafeInteger(body) || body < 0) throw broken();
    if (body > this.#maxBodyBytes) {
      throw new ClipsteadError('bad-request', `At most ${this.#maxBodyBytes} bytes fit into one clip.`);
    }
    this.#head = head;
    this.#bodyBytes = body;
  }
}

/** The error that a reply's line carries, null where it carries none that makes sense. */
export function readWireError(value: unknown): WireError | null {
  if (typeof value !== 'object' || value === null) return null;
  const { code, message } = value as Record<string, unknown>;
  const known = (ERROR_CODES as readonly unknown[]).includes(code);
  return known && typeof message === 'string' ? { code: code as ErrorCode, message } : null;
}

function broken(): ClipsteadError {
  return new ClipsteadError('bad-request', 'That is not a Clipstead command.');
}

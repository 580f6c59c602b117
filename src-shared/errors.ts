// Errors that cross a boundary (IPC, the CLI's socket): a code that programs read and one plain line that people read.
// Never put clip content into a message.
import { inEnglish } from './i18n/english';
import { type Said, said } from './i18n/said';

export const ERROR_CODES = [
  'no-such-clip',
  'bad-request',
  'refused',
  'busy',
  'not-running',
  'storage-failed',
  'not-possible-here',
  'cancelled',
  'internal',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/** An error with a code; `message` is one line in plain words, in English, that names what to do. */
export class ClipsteadError extends Error {
  readonly code: ErrorCode;
  /** What can be worded in other languages; null for what only the command line says. */
  readonly said: Said | null;

  constructor(code: ErrorCode, message: Said | string, options?: ErrorOptions) {
    super(typeof message === 'string' ? message : inEnglish(message), options);
    this.name = 'ClipsteadError';
    this.code = code;
    this.said = typeof message === 'string' ? null : message;
  }
}

/** An error as it crosses a boundary. */
export interface WireError {
  readonly code: ErrorCode;
  readonly message: string;
}

/** An error as it crosses from one thread to another: it can still be worded in any language. */
export interface ThreadError extends WireError {
  readonly said: Said | null;
}

/** What may cross: a ClipsteadError as it is, anything else as 'internal' without its message (it could quote content). */
export function toWireError(error: unknown): WireError {
  const { code, message } = crossing(error);
  return { code, message };
}

/** toWireError() for another thread of ours. */
export function toThreadError(error: unknown): ThreadError {
  const { code, message, said } = crossing(error);
  return { code, message, said };
}

/** The error that another thread has thrown. */
export function fromThreadError({ code, message, said }: ThreadError): ClipsteadError {
  return new ClipsteadError(code, said ?? message);
}

/** What may be told of an error. */
export function crossing(error: unknown): ClipsteadError {
  return error instanceof ClipsteadError ? error : new ClipsteadError('internal', said('somethingWrong'));
}

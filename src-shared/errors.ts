// Errors that cross a boundary (IPC, the CLI's socket): a code that programs read and one plain line that people read.
// Never put clip content into a message.

export const ERROR_CODES = [
  'no-such-clip',
  'bad-request',
  'refused',
  'not-running',
  'storage-failed',
  'not-possible-here',
  'cancelled',
  'internal',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/** An error with a code; `message` is one line in plain words that names what to do. */
export class ClipsteadError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ClipsteadError';
    this.code = code;
  }
}

/** An error as it crosses a boundary. */
export interface WireError {
  readonly code: ErrorCode;
  readonly message: string;
}

/** What may cross: a ClipsteadError as it is, anything else as 'internal' without its message (it could quote content). */
export function toWireError(error: unknown): WireError {
  if (error instanceof ClipsteadError) return { code: error.code, message: error.message };
  return { code: 'internal', message: 'Something went wrong inside Clipstead; its log names the place.' };
}

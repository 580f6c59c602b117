// Contents through pipes: one read with its caps and deadlines, one written to a program that may be slow.
// Never let the program at the other end hold anything up: each pipe goes at its own pace and ends by its own deadline.
import { createHash } from 'node:crypto';
import { Socket } from 'node:net';
import { MAX_DRAIN_BYTES, REQUESTOR_IDLE_MS } from '../../../src-shared/limits';
import { closeFd } from './unix-socket';

export type PipeContent =
  | { readonly type: 'value'; readonly bytes: Uint8Array; readonly sha256: Uint8Array }
  /** `size`: of 'too-large', all that came until the end or until it was given up. */
  | {
      readonly type: 'failed';
      readonly reason: 'refused' | 'too-large' | 'timed-out' | 'superseded';
      readonly size: number | null;
    };

export interface PipeReading {
  readonly content: Promise<PipeContent>;
  /** Gives it up, where it is not all here yet. */
  abandon(reason: 'timed-out' | 'superseded'): void;
}

/**
 * Reads a pipe to its end and closes it.
 * @param answerMs longest wait for the first bytes, and between two parts
 */
export function readPipe(fd: number, maxBytes: number, answerMs: number): PipeReading {
  const chunks: Buffer[] = [];
  const hash = createHash('sha256');
  let size = 0;
  let settle: (content: PipeContent) => void = () => {};
  const content = new Promise<PipeContent>((resolve) => {
    settle = resolve;
  });
  const pipe = new Socket({ fd, readable: true, writable: false });
  const end = (value: PipeContent): void => {
    clearTimeout(timer);
    pipe.destroy();
    settle(value);
  };
  const abandon = (reason: 'timed-out' | 'superseded'): void => {
    if (size > maxBytes) end({ type: 'failed', reason: 'too-large', size });
    else end({ type: 'failed', reason, size: null });
  };
  const timer = setTimeout(() => {
    // Where this thread itself was held up, the answer may lie in the pipe already.
    setImmediate(() => abandon('timed-out'));
  }, answerMs);
  pipe.on('data', (chunk: Buffer) => {
    timer.refresh();
    size += chunk.length;
    if (size > maxBytes) {
      // Counted for the capture log, and so that an honest owner comes to its end.
      chunks.length = 0;
      if (size > MAX_DRAIN_BYTES) end({ type: 'failed', reason: 'too-large', size });
      return;
    }
    chunks.push(chunk);
    hash.update(chunk);
  });
  pipe.on('end', () => {
    if (size > maxBytes) end({ type: 'failed', reason: 'too-large', size });
    else end({ type: 'value', bytes: join(chunks, size), sha256: new Uint8Array(hash.digest()) });
  });
  pipe.on('error', () => end({ type: 'failed', reason: 'refused', size: null }));
  return { content, abandon };
}

/** Writes all bytes into a pipe and closes it; a program that takes nothing for REQUESTOR_IDLE_MS gets no more. */
export function writePipe(fd: number, bytes: Uint8Array): void {
  let pipe: Socket;
  try {
    pipe = new Socket({ fd, readable: false, writable: true });
  } catch {
    // Neither a pipe nor a socket: no program that pastes hands such over.
    closeFd(fd);
    return;
  }
  pipe.on('error', () => pipe.destroy());
  pipe.setTimeout(REQUESTOR_IDLE_MS, () => pipe.destroy());
  pipe.end(bytes);
}

/** A memory of its own: only such can go to another thread without a copy. */
function join(chunks: readonly Buffer[], size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

// Runs a command line in this process, as main does, with streams that remember what was written.
import { connect } from 'node:net';
import { Readable, Writable } from 'node:stream';
import { runCli } from '../client';
import { parseCommandLine } from '../command-line';

export interface Outcome {
  readonly code: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** Collects everything that is written to it, slowly enough that a writer that doesn't wait loses its end. */
function collector() {
  const chunks: Buffer[] = [];
  const stream = new Writable({
    highWaterMark: 16 * 1024,
    write(chunk: Buffer, _encoding, done) {
      setImmediate(() => {
        chunks.push(chunk);
        done();
      });
    },
  });
  return { stream, bytes: () => Buffer.concat(chunks) };
}

/** @param words as a user types them behind `clipstead`. */
export async function runWords(
  words: readonly string[],
  options: {
    readonly stdin?: readonly Uint8Array[];
    readonly idleMs?: number;
    /** Standard error is a terminal. */
    readonly terminal?: boolean;
    /** Ctrl+C. */
    readonly interrupt?: AbortSignal;
  } = {},
): Promise<Outcome> {
  const invocation = parseCommandLine(['clipstead', ...words], { defaultApp: false });
  if (invocation.type !== 'cli') throw new Error('this starts the app');
  const stdout = collector();
  const stderr = collector();
  const code = await runCli(invocation, {
    stdin: Readable.from(options.stdin ?? []),
    stdout: stdout.stream,
    stderr: Object.assign(stderr.stream, { isTTY: options.terminal === true }),
    onInterrupt(listener) {
      options.interrupt?.addEventListener('abort', listener, { once: true });
      return () => options.interrupt?.removeEventListener('abort', listener);
    },
    ...(options.idleMs === undefined ? {} : { idleMs: options.idleMs }),
  });
  return { code, stdout: stdout.bytes(), stderr: stderr.bytes().toString() };
}

/** Writes raw bytes to a socket; resolves with all that came back when the server closes. */
export function sendRaw(path: string, ...pieces: Uint8Array[]): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(path);
    let reply = '';
    socket.setEncoding('utf8');
    socket.on('data', (text) => {
      reply += text;
    });
    socket.on('error', () => {});
    socket.once('close', () => resolve(reply));
    for (const piece of pieces) socket.write(piece);
  });
}

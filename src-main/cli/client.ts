// The command line's side of the socket: asks the running app, prints its answer, gives the exit code.
// Its start time is part of every command: it must import nothing but Node's own modules and small shared ones.
import { dirname } from 'node:path';
import type { Writable } from 'node:stream';
import { version } from '../../package.json';
import { ClipsteadError, type ErrorCode } from '../../src-shared/errors';
import { CLI_IDLE_MS, MAX_TEXT_BYTES } from '../../src-shared/limits';
import { resolveDataDir, socketPaths } from '../paths';
import type { CliInvocation } from './command-line';
import { HELP } from './help';
import { oneLine, renderClips, renderLog, renderRules, renderStatus, toJson } from './output';
import { requirePrivateFolder } from './private-folder';
import {
  type CliAdded,
  type CliClip,
  type CliLog,
  type CliRequest,
  type CliRules,
  type CliStatus,
  encodeHead,
  type Frame,
  FrameDecoder,
  readWireError,
} from './protocol';
import { connectTo, isAlive, meansNobody } from './socket';

/** What a command exits with; docs/cli.md lists them. */
const EXIT = { done: 0, noSuchClip: 1, badUsage: 2, notRunning: 3, failed: 4 } as const;

/** More than any answer: no format that is kept is larger. Ends a reply from a broken app. */
const MAX_REPLY_BYTES = 1024 * 1024 * 1024;

/** What a command reads from and writes to. */
export interface CliIo {
  readonly stdin: AsyncIterable<Uint8Array | string>;
  readonly stdout: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  readonly stderr: Writable;
  /** How long the app may make no progress; only tests give it. */
  readonly idleMs?: number;
}

/** Standard streams, looked up when used: making process.stdin costs time that most commands need not spend. */
const standardIo: CliIo = {
  get stdin() {
    return process.stdin;
  },
  get stdout() {
    return process.stdout;
  },
  get stderr() {
    return process.stderr;
  },
};

/**
 * Runs one command to its end.
 * @returns the exit code (EXIT); all output was handed to the system by then. Does not throw.
 */
export async function runCli(invocation: CliInvocation, io: CliIo = standardIo): Promise<number> {
  // Without a listener a closed pipe would end the process with a stack.
  io.stdout.on('error', () => {});
  io.stderr.on('error', () => {});
  try {
    await run(invocation, io);
    return EXIT.done;
  } catch (error) {
    const { code, message } = explain(error);
    await write(io.stderr, `clipstead: ${oneLine(message)}\n`).catch(() => {});
    return EXIT_OF[code];
  }
}

const EXIT_OF: Readonly<Record<ErrorCode, number>> = {
  'no-such-clip': EXIT.noSuchClip,
  'bad-request': EXIT.badUsage,
  'not-running': EXIT.notRunning,
  refused: EXIT.failed,
  'storage-failed': EXIT.failed,
  'not-possible-here': EXIT.failed,
  internal: EXIT.failed,
};

function explain(error: unknown): { code: ErrorCode; message: string } {
  if (error instanceof ClipsteadError) return error;
  const code = (error as NodeJS.ErrnoException | null)?.code;
  return { code: 'internal', message: `It failed (${code ?? 'unknown error'}); try again.` };
}

async function run({ command, dataDir, json }: CliInvocation, io: CliIo): Promise<void> {
  switch (command.type) {
    case 'wrong':
      throw new ClipsteadError('bad-request', command.message);
    case 'help':
      return write(io.stdout, HELP);
    case 'version':
      return write(io.stdout, `clipstead ${version}\n`);
    case 'add': {
      const bytes = command.text === null ? await readAll(io.stdin) : Buffer.from(command.text);
      requireAddable(bytes.byteLength);
      const added = parseJson<CliAdded>(await ask({ verb: 'add' }, bytes, dataDir, io));
      return write(io.stdout, json ? toJson(added) : `${added.id}\n`);
    }
    case 'ask': {
      const answer = await ask(command.request, new Uint8Array(), dataDir, io);
      return write(io.stdout, show(command.request, answer, json, io));
    }
  }
}

function show(request: CliRequest, answer: Buffer, json: boolean, io: CliIo): string | Uint8Array {
  if (request.verb === 'get') return answer;
  if (json) return toJson(parseJson(answer));
  if (request.verb === 'status') return renderStatus(parseJson<CliStatus>(answer));
  if (request.verb === 'log') return renderLog(parseJson<CliLog>(answer));
  if (request.verb === 'rules') return renderRules(parseJson<CliRules>(answer));
  if (request.verb === 'list') {
    const columns = io.stdout.isTTY ? (io.stdout.columns ?? null) : null;
    return renderClips(parseJson<readonly CliClip[]>(answer), { now: Date.now(), columns });
  }
  return '';
}

/** @returns the answer's bytes. @throws ClipsteadError the app's own, or 'not-running'. */
async function ask(
  request: CliRequest,
  body: Uint8Array,
  dataDir: string | null,
  io: CliIo,
): Promise<Buffer> {
  const head = encodeHead(request, body.byteLength);
  const folder = resolveDataDir(dataDir);
  const app = await connectToApp(socketPaths(folder));
  if (app === null) {
    throw new ClipsteadError(
      'not-running',
      `Clipstead is not running with the data folder ${folder}; start it with "clipstead" first.`,
    );
  }
  const { socket } = app;
  const reply = await new Promise<Frame>((resolve, reject) => {
    const decoder = new FrameDecoder(MAX_REPLY_BYTES);
    const waitForEnd = request.verb === 'quit';
    let frame: Frame | null = null;
    socket.setTimeout(io.idleMs ?? CLI_IDLE_MS, () => {
      socket.destroy();
      const state = frame === null ? 'did not answer' : 'is still quitting';
      reject(new ClipsteadError('internal', `Clipstead ${state}; look at its window or its log.`));
    });
    // The app may refuse before it has read everything: writing fails then, while its answer still arrives. 'close' decides.
    socket.on('error', () => {});
    socket.on('data', (chunk: Buffer) => {
      try {
        frame = decoder.push(chunk) ?? frame;
      } catch (error) {
        socket.destroy();
        reject(asReplyError(error));
      }
      if (frame !== null && !waitForEnd) socket.destroy();
    });
    socket.once('close', () => {
      if (frame !== null) resolve(frame);
      else reject(new ClipsteadError('internal', 'Clipstead closed the connection; try again.'));
    });
    socket.cork();
    socket.write(head);
    if (body.byteLength > 0) socket.write(body);
    socket.uncork();
  });
  if (reply.head.ok === true) {
    if (request.verb === 'quit' && (await isAlive(app.path))) {
      throw new ClipsteadError('internal', 'Clipstead did not quit; look at its window or its log.');
    }
    return reply.body;
  }
  const error = readWireError(reply.head.error);
  throw error === null ? notUnderstood() : new ClipsteadError(error.code, error.message);
}

async function connectToApp(paths: readonly string[]) {
  for (const path of paths) {
    try {
      if (process.platform !== 'win32') requirePrivateFolder(dirname(path));
      return { socket: await connectTo(path), path };
    } catch (error) {
      if (error instanceof ClipsteadError) throw error;
      if (meansNobody(error)) continue;
      const code = (error as NodeJS.ErrnoException).code;
      const why = code === 'EACCES' || code === 'EPERM' ? 'its socket belongs to another user' : code;
      throw new ClipsteadError('internal', `Clipstead can't be reached: ${why}.`);
    }
  }
  return null;
}

/** A reply that breaks the rules is the app's fault, not the user's. */
function asReplyError(error: unknown): unknown {
  return error instanceof ClipsteadError && error.code === 'bad-request' ? notUnderstood() : error;
}

function notUnderstood(): ClipsteadError {
  return new ClipsteadError('internal', "Clipstead's answer makes no sense; restart it.");
}

/** Answers come from our own app over a private socket, so their shape is not proved again. */
function parseJson<T>(bytes: Buffer): T {
  try {
    return JSON.parse(bytes.toString()) as T;
  } catch {
    throw notUnderstood();
  }
}

async function readAll(stdin: CliIo['stdin']): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const piece of stdin) {
    const chunk = Buffer.from(piece as Uint8Array);
    bytes += chunk.byteLength;
    if (bytes > MAX_TEXT_BYTES) break;
    chunks.push(chunk);
  }
  requireAddable(bytes);
  return Buffer.concat(chunks);
}

function requireAddable(bytes: number): void {
  if (bytes === 0) throw new ClipsteadError('bad-request', 'there is nothing to add: the text is empty');
  if (bytes > MAX_TEXT_BYTES) {
    const most = MAX_TEXT_BYTES / 1024 / 1024;
    throw new ClipsteadError('bad-request', `that text is too large; a clip holds at most ${most} MB`);
  }
}

/** Resolves when the system has taken all of `data`, or when nobody reads any more (`clipstead list | head -1`). */
function write(stream: Writable, data: string | Uint8Array): Promise<void> {
  if (data.length === 0) return Promise.resolve();
  return new Promise((resolve, reject) => {
    stream.write(data, (error) => {
      if (!error || ['EPIPE', 'ECONNRESET'].includes((error as NodeJS.ErrnoException).code ?? '')) resolve();
      else reject(new ClipsteadError('internal', 'the output could not be written; is the disk full?'));
    });
  });
}

// The command line's side of the socket: asks the running app, prints its answer, gives the exit code.
// Its start time is part of every command: it must import nothing but Node's own modules and small shared ones.
import { dirname, resolve } from 'node:path';
import type { Writable } from 'node:stream';
import { version } from '../../package.json';
import { ClipsteadError, type ErrorCode } from '../../src-shared/errors';
import { CLI_IDLE_MS, MAX_TEXT_BYTES } from '../../src-shared/limits';
import { resolveDataDir, socketPaths } from '../paths';
import type { CliInvocation } from './command-line';
import { HELP } from './help';
import { oneLine, renderClips, renderLog, renderRules, renderStatus, toJson } from './output';
import { renderExported, renderImported, renderProgress, renderStats } from './output-history';
import { requirePrivateFolder } from './private-folder';
import {
  type CliAdded,
  type CliClip,
  type CliExported,
  type CliImported,
  type CliLog,
  type CliProgress,
  type CliRequest,
  type CliRules,
  type CliStats,
  type CliStatus,
  encodeHead,
  type Frame,
  FrameDecoder,
  LONG_VERBS,
  readWireError,
} from './protocol';
import { connectTo, isAlive, meansNobody } from './socket';

/** What a command exits with; docs/cli.md lists them. 130 is what shells give to a command that Ctrl+C ended. */
const EXIT = {
  done: 0,
  noSuchClip: 1,
  badUsage: 2,
  notRunning: 3,
  failed: 4,
  cancelled: 130,
} as const;

/** More than any answer: no format that is kept is larger. Ends a reply from a broken app. */
const MAX_REPLY_BYTES = 1024 * 1024 * 1024;

/** What a command reads from and writes to. */
export interface CliIo {
  readonly stdin: AsyncIterable<Uint8Array | string>;
  readonly stdout: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  readonly stderr: Writable & { readonly isTTY?: boolean };
  /** Calls the listener once when the user presses Ctrl+C, instead of ending the process. @returns what takes it away again */
  readonly onInterrupt: (listener: () => void) => () => void;
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
  onInterrupt(listener) {
    process.once('SIGINT', listener);
    return () => process.off('SIGINT', listener);
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
  busy: EXIT.failed,
  'storage-failed': EXIT.failed,
  'not-possible-here': EXIT.failed,
  cancelled: EXIT.cancelled,
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
    case 'export':
    case 'import': {
      const path = resolve(command.path);
      const request: CliRequest =
        command.type === 'import' ? { verb: 'import', path } : { verb: 'export', path, force: command.force };
      const answer = await askLong(request, dataDir, io);
      return write(io.stdout, show(request, answer, json, io));
    }
    case 'ask': {
      const { request } = command;
      const long = (LONG_VERBS as readonly string[]).includes(request.verb);
      const answer = long
        ? await askLong(request, dataDir, io)
        : await ask(request, new Uint8Array(), dataDir, io);
      return write(io.stdout, show(request, answer, json, io));
    }
  }
}

function show(request: CliRequest, answer: Buffer, json: boolean, io: CliIo): string | Uint8Array {
  if (request.verb === 'get') return answer;
  if (json) return toJson(parseJson(answer));
  if (request.verb === 'status') return renderStatus(parseJson<CliStatus>(answer));
  if (request.verb === 'stats') return renderStats(parseJson<CliStats>(answer));
  if (request.verb === 'export') return renderExported(parseJson<CliExported>(answer));
  if (request.verb === 'import') return renderImported(parseJson<CliImported>(answer));
  if (request.verb === 'log') return renderLog(parseJson<CliLog>(answer));
  if (request.verb === 'rules') return renderRules(parseJson<CliRules>(answer));
  if (request.verb === 'list') {
    const columns = io.stdout.isTTY ? (io.stdout.columns ?? null) : null;
    return renderClips(parseJson<readonly CliClip[]>(answer), { now: Date.now(), columns });
  }
  return '';
}

/** ask() for what takes long: shows its progress on a terminal, and Ctrl+C cancels it; the answer then says what became of it. */
async function askLong(request: CliRequest, dataDir: string | null, io: CliIo): Promise<Buffer> {
  const line = io.stderr.isTTY === true ? io.stderr : null;
  let shown = false;
  let interrupted = false;
  let cancel: (() => void) | null = null;
  const release = io.onInterrupt(() => {
    interrupted = true;
    cancel?.();
  });
  const onProgress = ({ done, total }: CliProgress, send: (bytes: Uint8Array) => void) => {
    // The app has read the request by now: what comes behind it is not taken for a part of it.
    if (cancel === null && interrupted) send(CANCEL);
    cancel = () => send(CANCEL);
    if (line === null || total === 0) return;
    line.write(`\r\u001b[K${renderProgress(request.verb, done, total)}`);
    shown = true;
  };
  try {
    return await ask(request, new Uint8Array(), dataDir, io, onProgress);
  } finally {
    release();
    if (shown) line?.write('\r\u001b[K');
  }
}

const CANCEL = encodeHead({ verb: 'cancel' }, 0);

/** Told of each sign of life, with what sends more to the app. */
type OnProgress = (progress: CliProgress, send: (bytes: Uint8Array) => void) => void;

/** @returns the answer's bytes. @throws ClipsteadError the app's own, or 'not-running'. */
async function ask(
  request: CliRequest,
  body: Uint8Array,
  dataDir: string | null,
  io: CliIo,
  onProgress: OnProgress | null = null,
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
    const decoder = new FrameDecoder(MAX_REPLY_BYTES, onProgress !== null);
    const tell = (progress: CliProgress) => onProgress?.(progress, (bytes) => socket.write(bytes));
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
        frame = nextAnswer(decoder, chunk, tell) ?? frame;
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

/** The answer, once it is whole; signs of life before it are told. */
function nextAnswer(
  decoder: FrameDecoder,
  chunk: Uint8Array,
  tell: (progress: CliProgress) => void,
): Frame | null {
  for (let piece = chunk; ; piece = decoder.rest) {
    const frame = decoder.push(piece);
    if (frame === null || frame.head.progress === undefined) return frame;
    const { done, total } = frame.head.progress as CliProgress;
    if (typeof done === 'number' && typeof total === 'number') tell({ done, total });
    if (decoder.rest.byteLength === 0) return null;
  }
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

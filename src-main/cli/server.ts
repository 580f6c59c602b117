// The socket on which the running app takes commands from its own user.
// Whatever arrives is hostile until parsed; it must never stop the app, hold it up or reach its log.
import { createServer, type Socket } from 'node:net';
import { isAbsolute } from 'node:path';
import { z } from 'zod';
import type { ClipSummary } from '../../src-shared/clip';
import { ClipsteadError, toWireError } from '../../src-shared/errors';
import { giveUpBytes } from '../../src-shared/give-up-bytes';
import {
  CLI_IDLE_MS,
  MAX_PAGE_ROWS,
  MAX_PAUSE_MS,
  MAX_QUERY_CHARS,
  MAX_TEXT_BYTES,
} from '../../src-shared/limits';
import type { CliActions } from './actions';
import { listenAtFirst } from './listen';
import {
  type CliClip,
  type CliProgress,
  type CliRequest,
  encodeHead,
  type Frame,
  FrameDecoder,
  LONG_VERBS,
  type LongVerb,
} from './protocol';

/** Connections at a time; further ones are closed at once. A shell loop that runs a hundred commands at a time fits. */
const MAX_CONNECTIONS = 256;

/** Bytes of unfinished requests held at a time, all connections together. */
const MAX_PENDING_BYTES = 4 * MAX_TEXT_BYTES;

/** How often a client is told of an export's or import's progress; it gives up after CLI_IDLE_MS without a word. */
const PROGRESS_EVERY_MS = 200;

const MAX_PATH_CHARS = 4_096;

const path = z
  .string()
  .max(MAX_PATH_CHARS)
  .refine((text) => isAbsolute(text) && !text.includes('\0'));
const id = z.number().int().positive();
const requestSchema = z.discriminatedUnion('verb', [
  z.strictObject({
    verb: z.enum([
      'status',
      'add',
      'resume',
      'ignore-next',
      'log',
      'rules',
      'show',
      'hide',
      'toggle',
      'quit',
    ]),
  }),
  z.strictObject({ verb: z.literal('stats') }),
  z.strictObject({ verb: z.literal('pause'), forMs: z.number().int().min(1).max(MAX_PAUSE_MS).nullable() }),
  z.strictObject({
    verb: z.literal('list'),
    query: z.string().max(MAX_QUERY_CHARS),
    limit: z.number().int().min(1).max(MAX_PAGE_ROWS),
  }),
  z.strictObject({ verb: z.literal('get'), id, format: z.string().min(1).max(255).nullable() }),
  z.strictObject({ verb: z.literal('copy'), id }),
  z.strictObject({ verb: z.literal('delete'), ids: z.array(id).min(1) }),
  z.strictObject({ verb: z.literal('set-pinned'), id, pinned: z.boolean() }),
  z.strictObject({ verb: z.literal('export'), path, force: z.boolean() }),
  z.strictObject({ verb: z.literal('import'), path }),
]) satisfies z.ZodType<CliRequest>;

export interface CliServerOptions {
  /** From socketPaths(): the first one that can be made is used. */
  readonly socketPaths: readonly string[];
  readonly actions: CliActions;
  /** Told of faults of our own (never of a client's), for the log: log the error's fields, not its message. */
  readonly onError: (error: unknown) => void;
  /** How long a connection may make no progress; only tests give it. */
  readonly idleMs?: number;
}

export interface CliServer {
  /** Where it listens. */
  readonly path: string;
  /**
   * Stops listening, removes the socket and drops all connections but those of `quit`: their clients wait for the end of
   * this process, and keep it from ending no longer.
   */
  close(): Promise<void>;
}

/**
 * Starts taking commands. The folder is made private (0700) before the socket is made (0600), so that nobody else can ever
 * connect; the socket of an app that died is replaced, one of an app that lives is not.
 * @throws ClipsteadError 'refused' where a live app listens there already, or the folder is not safe;
 * the system's error where no path works.
 */
export async function startCliServer(options: CliServerOptions): Promise<CliServer> {
  const sockets = new Set<Socket>();
  const quitting = new Set<Socket>();
  const service = new Service(options, quitting);
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => {
      sockets.delete(socket);
      quitting.delete(socket);
    });
    service.serve(socket);
  });
  server.maxConnections = MAX_CONNECTIONS;

  const path = await listenAtFirst(server, options.socketPaths);
  server.on('error', options.onError);
  return {
    path,
    close: async () => {
      server.close();
      for (const socket of sockets) {
        if (quitting.has(socket)) socket.unref();
        else socket.destroy();
      }
    },
  };
}

/** Answers connections: each one gets one request, one answer, and is closed. */
class Service {
  readonly #options: CliServerOptions;
  readonly #quitting: Set<Socket>;
  readonly #idleMs: number;
  /** What ends a client's export or import. */
  readonly #cancels = new Map<Socket, () => void>();
  #pendingBytes = 0;

  constructor(options: CliServerOptions, quitting: Set<Socket>) {
    this.#options = options;
    this.#quitting = quitting;
    this.#idleMs = options.idleMs ?? CLI_IDLE_MS;
  }

  serve(socket: Socket): void {
    const decoder = new FrameDecoder(MAX_TEXT_BYTES);
    let received = 0;
    let open = true;
    const release = () => {
      if (open) this.#pendingBytes -= received;
      open = false;
    };

    socket.setTimeout(this.#idleMs, () => socket.destroy());
    // A client may vanish at any moment; 'close' follows and frees what it held.
    socket.on('error', () => {});
    socket.once('close', release);
    socket.on('data', (chunk: Buffer) => {
      received += chunk.byteLength;
      if (!open) {
        // The answer is on its way. What a client still sends is read and dropped, so that it gets to reading, but not for ever.
        if (received > 2 * MAX_TEXT_BYTES) socket.destroy();
        this.#cancels.get(socket)?.();
        return;
      }
      this.#pendingBytes += chunk.byteLength;
      try {
        if (this.#pendingBytes > MAX_PENDING_BYTES) {
          throw new ClipsteadError('refused', 'Clipstead is busy with other commands; try again.');
        }
        const frame = decoder.push(chunk);
        if (frame === null) return;
        release();
        void this.#answer(socket, frame);
      } catch (error) {
        release();
        this.#fail(socket, error);
      }
    });
  }

  async #answer(socket: Socket, frame: Frame): Promise<void> {
    // The app's own time must not count as the client's idleness.
    socket.setTimeout(0);
    try {
      const request = parseRequest(frame);
      if (request.verb === 'quit') return this.#quit(socket);
      const body = isLong(request)
        ? await this.#runLong(socket, request)
        : await this.#run(request, frame.body);
      send(socket, { ok: true }, body, this.#idleMs, (error) => {
        // Where it is not flushed, the system may be reading it still.
        if (error == null) giveUpBytes(body);
      });
      socket.end();
    } catch (error) {
      this.#fail(socket, error);
    }
  }

  /** @returns the answer's bytes: JSON, or a clip's own. */
  async #run(
    request: Exclude<CliRequest, { verb: 'quit' } | LongRequest>,
    body: Buffer,
  ): Promise<Uint8Array> {
    const { actions } = this.#options;
    switch (request.verb) {
      case 'status':
        return json(await actions.status());
      case 'list':
        return json((await actions.list({ query: request.query, limit: request.limit })).map(toCliClip));
      case 'get':
        return await payload(actions, request.id, request.format);
      case 'add': {
        const { id, isNew } = await actions.add(body);
        return json({ id, isNew });
      }
      case 'copy':
        await actions.copy(request.id);
        return json({});
      case 'delete':
        await actions.delete([...new Set(request.ids)]);
        return json({});
      case 'set-pinned':
        await actions.setPinned(request.id, request.pinned);
        return json({});
      case 'pause':
        await actions.pause(request.forMs);
        return json({});
      case 'resume':
        await actions.resume();
        return json({});
      case 'ignore-next':
        await actions.ignoreNext(true);
        return json({});
      case 'log':
        return json(await actions.captureLog());
      case 'rules':
        return json(await actions.rules());
      case 'show':
      case 'hide':
      case 'toggle':
        await actions[request.verb]();
        return json({});
    }
    throw new ClipsteadError('bad-request', 'That is not a Clipstead command.');
  }

  /** What can take long: tells of its progress until it ends; anything that the client sends, and its going away, cancels it. */
  async #runLong(socket: Socket, request: LongRequest): Promise<Uint8Array> {
    const { actions } = this.#options;
    const controller = new AbortController();
    const cancel = () => controller.abort();
    this.#cancels.set(socket, cancel);
    socket.once('close', cancel);
    const { signal } = controller;
    let progress: CliProgress = { done: 0, total: 0 };
    const onProgress = (now: CliProgress) => {
      progress = now;
    };
    const telling = setInterval(() => socket.write(encodeHead({ progress }, 0)), PROGRESS_EVERY_MS);
    try {
      if (request.verb === 'stats') return json(await Promise.race([actions.stats(), rejectOn(signal)]));
      if (request.verb === 'import') {
        const result = await actions.importFrom(request.path, { signal, onProgress });
        const { added, updated, unchanged, leftOut } = result;
        return json({ added, updated, unchanged, leftOut });
      }
      const result = await actions.exportTo(request.path, { force: request.force, signal, onProgress });
      const { file, clips, bytes, leftOut, expiring } = result;
      return json({ file, clips, bytes, leftOut, expiring });
    } finally {
      clearInterval(telling);
      socket.off('close', cancel);
      this.#cancels.delete(socket);
    }
  }

  /** Answers first, then quits; the connection stays open until the process ends, which is what the client waits for. */
  #quit(socket: Socket): void {
    this.#quitting.add(socket);
    const quit = async () => {
      try {
        await this.#options.actions.quit();
      } catch (error) {
        this.#options.onError(error);
        socket.destroy();
      }
    };
    send(socket, { ok: true }, json({}), 0, () => void quit());
  }

  #fail(socket: Socket, error: unknown): void {
    const wire = toWireError(error);
    if (wire.code === 'internal') this.#options.onError(error);
    if (socket.destroyed) return;
    send(socket, { ok: false, error: wire }, new Uint8Array(), this.#idleMs);
    socket.end();
  }
}

/** Never resolves. */
function rejectOn(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const cancel = () => reject(new ClipsteadError('cancelled', 'It was cancelled.'));
    signal.addEventListener('abort', cancel, { once: true });
  });
}

type LongRequest = Extract<CliRequest, { verb: LongVerb }>;

function isLong(request: CliRequest): request is LongRequest {
  return (LONG_VERBS as readonly string[]).includes(request.verb);
}

function parseRequest({ head, body }: Frame): CliRequest {
  const parsed = requestSchema.safeParse(head);
  // zod's own message could quote what was sent.
  if (!parsed.success) throw new ClipsteadError('bad-request', 'That is not a Clipstead command.');
  if (parsed.data.verb === 'add' && body.byteLength === 0) {
    throw new ClipsteadError('bad-request', 'An empty text makes no clip.');
  }
  if (parsed.data.verb !== 'add' && body.byteLength > 0) {
    throw new ClipsteadError('bad-request', 'That is not a Clipstead command.');
  }
  return parsed.data;
}

async function payload(actions: CliActions, id: number, format: string | null): Promise<Uint8Array> {
  const bytes = format === null ? await actions.payload(id) : await actions.payload(id, format);
  if (bytes !== null) return bytes;
  throw new ClipsteadError(
    'no-such-clip',
    format === null
      ? `There is no clip ${id}; "clipstead list" shows the ids.`
      : `There is no clip ${id} with that format; "clipstead list --json" shows what each holds.`,
  );
}

/** Writes a message; `flushed` runs when the client's side has it, or, with an error, is gone. */
function send(
  socket: Socket,
  head: object,
  body: Uint8Array,
  idleMs: number,
  flushed: (error?: Error | null) => void = () => {},
): void {
  socket.setTimeout(idleMs);
  socket.cork();
  socket.write(encodeHead(head, body.byteLength));
  socket.write(body, flushed);
  socket.uncork();
}

function json(value: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(value));
}

/** Names every member, so that nothing that storage may add to a summary leaves unseen. */
function toCliClip(clip: ClipSummary): CliClip {
  return {
    id: clip.id,
    kind: clip.kind,
    preview: clip.preview,
    size: clip.size,
    createdAt: Math.trunc(clip.createdAt),
    lastUsed: Math.trunc(clip.lastUsed),
    pinned: clip.pinned,
    sourceApp: clip.sourceApp,
    formats: clip.formats,
    masked: clip.masked === true,
    expiresAt: clip.expiresAt ?? null,
  };
}

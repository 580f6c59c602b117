// Decodes images in a sandboxed process of its own, which is there while there is work: whatever an image does to its decoder, it
// finds one image there and no history, and when the process ends all memory is given back.
// Never give it two images at once, and never believe what comes back without a look at it.
import { type Session, session, WebContentsView } from 'electron';
import type { MadeImage } from '../../src-shared/clip';
import {
  DECODER_ORIGIN,
  DECODER_SCHEME,
  JOB_HEADER,
  JOB_PATH,
  PIXELS_HEADER,
  RESULT_PATH,
} from '../../src-shared/decoder-protocol';
import { DECODE_MS, MAX_THUMBNAIL_BYTES } from '../../src-shared/limits';
import { errorFields, log } from '../log';
import { rendererAnswer } from './app-protocol';
import { streamOf } from './byte-stream';
import { denyInSession } from './lockdown';

const POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'";
const HEADERS = {
  'content-security-policy': POLICY,
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
} as const;

/** Decodes images away from this process. */
export interface ImageDecoder {
  /** One at a time. @returns null where it did not come to an end: the image may be what ended it */
  decode(image: { readonly mime: string; readonly bytes: Uint8Array }): Promise<MadeImage | null>;
  /** Nothing is to be decoded for some time: gives back what it holds. */
  rest(): void;
}

interface Job {
  readonly number: number;
  readonly mime: string;
  /** Null once it was handed out. */
  bytes: Uint8Array | null;
  readonly done: (made: MadeImage | null) => void;
}

/** The scheme's privileges, for protocol.registerSchemesAsPrivileged(). */
export const decoderScheme = {
  scheme: DECODER_SCHEME,
  privileges: { standard: true, secure: true, supportFetchAPI: true },
};

/** @param folder the built renderer. Call once the app is ready; no process is started yet. */
export function createImageDecoder(folder: string): ImageDecoder {
  let view: WebContentsView | null = null;
  let job: Job | null = null;
  /** The process that asks for an image, until there is one. */
  let idle: ((answer: Response) => void) | null = null;
  let deadline: NodeJS.Timeout | undefined;
  let jobs = 0;
  let ours: Session | null = null;

  /** In memory only; the window's session knows nothing of it, and it nothing of the window's. */
  function ownSession(): Session {
    if (ours !== null) return ours;
    ours = session.fromPartition('decoder', { cache: false });
    denyInSession(ours, (url) => url.startsWith(`${DECODER_ORIGIN}/`));
    ours.protocol.handle(DECODER_SCHEME, async (request) => {
      const { pathname } = new URL(request.url);
      if (pathname === RESULT_PATH && request.method === 'POST') return takeResult(request);
      if (pathname === JOB_PATH) return nextJob();
      return rendererAnswer(folder, request, DECODER_ORIGIN, HEADERS);
    });
    return ours;
  }

  function open(): void {
    view = new WebContentsView({
      webPreferences: {
        session: ownSession(),
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        spellcheck: false,
        backgroundThrottling: false,
      },
    });
    const { webContents } = view;
    webContents.on('render-process-gone', (_event, details) => {
      if (view?.webContents !== webContents) return;
      log.warn('images.decoder-gone', { reason: details.reason });
      close();
    });
    webContents.loadURL(`${DECODER_ORIGIN}/decoder.html`).catch((error: unknown) => {
      if (view?.webContents !== webContents) return;
      log.error('images.decoder-not-loaded', { code: (error as { code?: string }).code });
      close();
    });
  }

  /** Ends the process; what it was to decode is not decoded. */
  function close(): void {
    const { webContents } = view ?? {};
    view = null;
    // Its question stays without an answer: nobody is there to take one.
    idle = null;
    finish(null);
    if (webContents !== undefined && !webContents.isDestroyed()) webContents.close();
  }

  function finish(made: MadeImage | null): void {
    clearTimeout(deadline);
    const done = job?.done;
    job = null;
    done?.(made);
  }

  function nextJob(): Promise<Response> {
    return new Promise((resolve) => {
      idle = resolve;
      handOut();
    });
  }

  function handOut(): void {
    const ask = idle;
    if (ask === null || job?.bytes == null) return;
    idle = null;
    const { bytes, mime, number } = job;
    job.bytes = null;
    const headers = { ...HEADERS, 'content-type': mime, [JOB_HEADER]: String(number) };
    ask(new Response(streamOf(bytes), { headers }));
  }

  async function takeResult(request: Request): Promise<Response> {
    try {
      const { headers } = request;
      const body = await bodyOf(request);
      if (job === null || headers.get(JOB_HEADER) !== String(job.number)) return answer(409);
      const pixels = headers.get(PIXELS_HEADER) ?? '';
      finish({
        thumbnail: body.byteLength === 0 ? null : body,
        pixels: /^[\da-f]{64}$/.test(pixels) ? Buffer.from(pixels, 'hex') : null,
      });
      return answer(204);
    } catch (error) {
      log.warn('images.result-refused', errorFields(error));
      close();
      return answer(400);
    }
  }

  return {
    decode({ mime, bytes }) {
      if (job !== null) return Promise.reject(new Error('the decoder takes one image at a time'));
      return new Promise((resolve) => {
        job = { number: ++jobs, mime, bytes, done: resolve };
        deadline = setTimeout(() => {
          log.warn('images.decoder-too-slow', { size: bytes.byteLength });
          view?.webContents.forcefullyCrashRenderer();
          close();
        }, DECODE_MS);
        if (view === null) open();
        else handOut();
      });
    },
    rest: close,
  };
}

/** @throws where there is more than a thumbnail may have */
async function bodyOf({ body }: Request): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > MAX_THUMBNAIL_BYTES) throw new Error('too large for a thumbnail');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function answer(status: number): Response {
  return new Response(null, { status, headers: HEADERS });
}

// The app:// protocol: serves the built renderer, and nothing else, with the content security policy on every answer.
// Never serve a file outside the renderer's folder.
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { protocol } from 'electron';
import type { Language } from '../../src-shared/i18n/languages';
import { PAYLOAD_SCHEME } from '../../src-shared/payload-url';
import { rendererFile } from '../ipc/renderer-file';
import { decoderScheme } from './image-decoder';

const SCHEME = 'app';
const ORIGIN = 'app://clipstead';

/** The picker's page in a language, which it reads from its address. @param devUrl the development server's, which has the page then */
export function pageAddress(language: Language, devUrl: string | undefined): string {
  const address = new URL(devUrl ?? `${ORIGIN}/index.html`);
  address.searchParams.set('language', language);
  return address.href;
}

/** Whether a URL is one of our own pages; in development those of its server are too. */
export function mayLoad(url: string, devUrl: string | undefined): boolean {
  if (url.startsWith(`${ORIGIN}/`)) return true;
  return devUrl !== undefined && (url.startsWith(devUrl) || url.startsWith(devUrl.replace(/^http/, 'ws')));
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

const HEADERS = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    // The preview's frame inherits this policy, and what a page was copied with stands in its elements' attributes. In our own
    // page nobody can write one: trusted types take no HTML.
    "style-src-attr 'unsafe-inline'",
    `img-src 'self' ${PAYLOAD_SCHEME}:`,
    "font-src 'self'",
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    // One policy, made once: what the sanitiser gives to the preview's frame, and the address of our worker.
    'trusted-types clip-preview',
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-store',
} as const;

/** Must run before the app is ready, once (https://www.electronjs.org/docs/latest/api/protocol). */
export function registerSchemes(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, codeCache: true } },
    { scheme: PAYLOAD_SCHEME, privileges: { standard: true, secure: true } },
    decoderScheme,
  ]);
}

/** @param folder the built renderer. Call once the app is ready. */
export function serveRenderer(folder: string): void {
  protocol.handle(SCHEME, (request) => rendererAnswer(folder, request, ORIGIN, HEADERS));
}

/** A file of the renderer, to whoever may ask for them at `origin`. @param headers of every answer, refusals too. */
export async function rendererAnswer(
  folder: string,
  { url, method }: Pick<Request, 'url' | 'method'>,
  origin: string,
  headers: Readonly<Record<string, string>>,
): Promise<Response> {
  const file = rendererFile(folder, url, origin);
  const type = file === null ? undefined : CONTENT_TYPES[extname(file)];
  const notFound = () => new Response('', { status: 404, headers });
  if (file === null || type === undefined || method !== 'GET') return notFound();
  try {
    return new Response(await readFile(file), { headers: { ...headers, 'content-type': type } });
  } catch {
    return notFound();
  }
}

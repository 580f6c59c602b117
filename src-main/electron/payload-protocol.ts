// The clipstead:// protocol: images of clips, and their thumbnails, to be shown by the picker's window.
// Never serve anything that its window would run or lay out, and never an image that was not judged by its header.
import { protocol } from 'electron';
import { PAYLOAD_SCHEME, readPayloadUrl, readThumbnailUrl } from '../../src-shared/payload-url';
import { errorFields, log } from '../log';
import { streamOf } from './byte-stream';

const HEADERS = {
  // Opened as a page it would be a picture and nothing more.
  'content-security-policy': "default-src 'none'; sandbox",
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
} as const;

type Image = { readonly mime: string; readonly bytes: Uint8Array };

export interface PayloadParts {
  /** null where the clip has no such image or it must not be unpacked. */
  readonly image: (id: number, mime: string) => Promise<Image | null>;
  /** Waits for one that is still to be made; null where there is none. */
  readonly thumbnail: (id: number) => Promise<Image | null>;
}

/** Call once the app is ready. */
export function servePayloads({ image, thumbnail }: PayloadParts): void {
  protocol.handle(PAYLOAD_SCHEME, async ({ method, url }) => {
    try {
      const found = method === 'GET' ? await find(url) : null;
      if (found === null) return notFound();
      return new Response(streamOf(found.bytes), { headers: { ...HEADERS, 'content-type': found.mime } });
    } catch (error) {
      log.error('payload.failed', errorFields(error));
      return notFound();
    }
  });

  async function find(url: string): Promise<Image | null> {
    const small = readThumbnailUrl(url);
    if (small !== null) return thumbnail(small);
    const wanted = readPayloadUrl(url);
    return wanted === null ? null : image(wanted.id, wanted.mime);
  }
}

function notFound(): Response {
  return new Response('', { status: 404, headers: HEADERS });
}

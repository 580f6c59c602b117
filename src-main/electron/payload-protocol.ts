// The clipstead:// protocol: images of clips, to be shown by the picker's window.
// Never serve anything that its window would run or lay out, and never an image that was not judged by its header.
import { protocol } from 'electron';
import { PAYLOAD_SCHEME, readPayloadUrl } from '../../src-shared/payload-url';
import { errorFields, log } from '../log';

const HEADERS = {
  // Opened as a page it would be a picture and nothing more.
  'content-security-policy': "default-src 'none'; sandbox",
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
} as const;

/** @param imageOf null where the clip has no such image or it must not be unpacked. Call once the app is ready. */
export function servePayloads(
  imageOf: (
    id: number,
    mime: string,
  ) => Promise<{ readonly mime: string; readonly bytes: Uint8Array } | null>,
): void {
  protocol.handle(PAYLOAD_SCHEME, async (request) => {
    const wanted = request.method === 'GET' ? readPayloadUrl(request.url) : null;
    if (wanted === null) return notFound();
    try {
      const image = await imageOf(wanted.id, wanted.mime);
      if (image === null) return notFound();
      // Buffers are never shared memory, which a Response would not take.
      const body = image.bytes as Uint8Array<ArrayBuffer>;
      return new Response(body, { headers: { ...HEADERS, 'content-type': image.mime } });
    } catch (error) {
      log.error('payload.failed', errorFields(error));
      return notFound();
    }
  });
}

function notFound(): Response {
  return new Response('', { status: 404, headers: HEADERS });
}

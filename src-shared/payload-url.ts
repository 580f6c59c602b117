// Addresses of clips' images: what the window writes is what main reads.
// Never import the contract's schemas here: the window would carry the library that they are made with.

/** The scheme of clips' images: the window may show them and nothing else may be asked for there. */
export const PAYLOAD_SCHEME = 'clipstead';
const PAYLOAD_ORIGIN = `${PAYLOAD_SCHEME}://payload`;
const THUMBNAIL_ORIGIN = `${PAYLOAD_SCHEME}://thumbnail`;

/** Where the window finds a clip's image. */
export function payloadUrl(id: number, mime: string): string {
  return `${PAYLOAD_ORIGIN}/${id}/${mime}`;
}

/** The clip and the format that a payload's URL names; null for any other URL. */
export function readPayloadUrl(url: string): { readonly id: number; readonly mime: string } | null {
  const found = /^clipstead:\/\/payload\/([1-9]\d{0,15})\/(image\/[a-z\d.+-]{1,40})$/.exec(url);
  return found === null ? null : { id: Number(found[1]), mime: found[2] ?? '' };
}

/** Where the window finds an image clip's thumbnail; asking for it makes it where it is not made yet. */
export function thumbnailUrl(id: number): string {
  return `${THUMBNAIL_ORIGIN}/${id}`;
}

/** The clip that a thumbnail's URL names; null for any other URL. */
export function readThumbnailUrl(url: string): number | null {
  const found = /^clipstead:\/\/thumbnail\/([1-9]\d{0,15})$/.exec(url);
  return found === null ? null : Number(found[1]);
}

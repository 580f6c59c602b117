// An HTML clip's words, where it came without plain text, and the part of it that is worth showing. Linear in its length.
// Never take a result for safe: "<b>" may stand in the words, and anything in what is shown, which is sanitised where it is.
import { decodeUpTo } from '../../src-shared/searched-text';

/** The part that is looked at: browsers send a page's styles before its words. */
const READ_BYTES = 128 * 1024;
const SHOWN_BYTES = 1024 * 1024;

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};

/** Elements whose content nobody reads, and what ends them. */
const UNREAD: ReadonlyMap<string, RegExp> = new Map(
  ['head', 'style', 'script', 'title', 'template'].map((name) => [name, new RegExp(`</${name}`, 'gi')]),
);
/** Elements that end a line. */
const LINES = /^\/?(?:br|p|div|li|tr|h[1-6]|ul|ol|table|blockquote|pre)$/;

/** @returns the text between the tags, entities resolved; '' where there is none. */
export function textOfHtml(bytes: Uint8Array): string {
  const html = decoded(bytes, READ_BYTES);
  let text = '';
  for (let at = 0; at < html.length; ) {
    const open = html.indexOf('<', at);
    text += html.slice(at, open < 0 ? html.length : open);
    const close = open < 0 ? -1 : endOfTag(html, open);
    if (close < 0) break;
    at = close;
    if (LINES.test(tagName(html, open))) text += '\n';
    at = endOfUnread(html, open, close) ?? close;
  }
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,6}));/gi, entity).trim();
}

/**
 * The HTML without comments and without what is never seen, so that a document's first megabyte of styles does not take the
 * place of its words.
 * @param chars UTF-16 units of the result at most
 * @param tags start and end tags of it at most
 */
export function shownHtml(
  bytes: Uint8Array,
  chars: number,
  tags: number,
): { readonly html: string; readonly cut: boolean } {
  const source = decoded(bytes, SHOWN_BYTES);
  let html = '';
  let at = 0;
  let left = tags;
  while (at < source.length && html.length <= chars && left > 0) {
    const open = source.indexOf('<', at);
    html += source.slice(at, open < 0 ? source.length : open);
    const close = open < 0 ? -1 : endOfTag(source, open);
    if (close < 0) {
      at = source.length;
      break;
    }
    at = close;
    if (source.startsWith('<!--', open)) continue;
    const end = endOfUnread(source, open, close);
    if (end === null) html += source.slice(open, close);
    else at = end;
    left -= 1;
  }
  const cut = at < source.length || html.length > chars || bytes.byteLength > SHOWN_BYTES;
  return { html: html.slice(0, chars), cut };
}

/** Where the unread element whose tag is from `open` to `close` has its end tag; null where it is read. */
function endOfUnread(html: string, open: number, close: number): number | null {
  const unread = UNREAD.get(tagName(html, open));
  if (unread === undefined) return null;
  unread.lastIndex = close;
  // One that never ends has nothing behind it.
  return unread.exec(html)?.index ?? html.length;
}

/** With its slash where it is an end tag; '' where it is no element's. */
function tagName(html: string, open: number): string {
  return /^\/?[a-z][a-z\d]*/i.exec(html.slice(open + 1, open + 16))?.[0].toLowerCase() ?? '';
}

/** Where what follows the tag or comment at `open` begins; -1 where it never ends. */
function endOfTag(html: string, open: number): number {
  const comment = html.startsWith('<!--', open);
  const end = html.indexOf(comment ? '-->' : '>', open);
  return end < 0 ? -1 : end + (comment ? 3 : 1);
}

/** UTF-8, or UTF-16 where a byte order mark says so: Firefox wrote that on X11 for many years. */
function decoded(bytes: Uint8Array, limit: number): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) {
    return new TextDecoder('utf-16le').decode(bytes.subarray(0, limit));
  }
  return decodeUpTo(bytes, limit);
}

function entity(whole: string, decimal: string, hex: string, name: string): string {
  if (name !== undefined) return NAMED[name.toLowerCase()] ?? whole;
  const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
}

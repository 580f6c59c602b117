// The words of an HTML clip that came without plain text: for its row and for search. Linear in its length.
// Never hand its result to anything that shows HTML: it is a text, and "<b>" may stand in it.
import { decodeUpTo } from '../../src-shared/searched-text';

/** The part that is looked at: browsers send a page's styles before its words. */
const READ_BYTES = 128 * 1024;

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
  const html = decoded(bytes);
  let text = '';
  for (let at = 0; at < html.length; ) {
    const open = html.indexOf('<', at);
    text += html.slice(at, open < 0 ? html.length : open);
    const close = open < 0 ? -1 : endOfTag(html, open);
    if (close < 0) break;
    at = close;
    const name = /^\/?[a-z][a-z\d]*/i.exec(html.slice(open + 1, open + 16))?.[0].toLowerCase() ?? '';
    if (LINES.test(name)) text += '\n';
    const unread = UNREAD.get(name);
    if (unread === undefined) continue;
    unread.lastIndex = at;
    // One that never ends has nothing behind it.
    at = unread.exec(html)?.index ?? html.length;
  }
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,6}));/gi, entity).trim();
}

/** Where what follows the tag or comment at `open` begins; -1 where it never ends. */
function endOfTag(html: string, open: number): number {
  const comment = html.startsWith('<!--', open);
  const end = html.indexOf(comment ? '-->' : '>', open);
  return end < 0 ? -1 : end + (comment ? 3 : 1);
}

/** UTF-8, or UTF-16 where a byte order mark says so: Firefox wrote that on X11 for many years. */
function decoded(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) {
    return new TextDecoder('utf-16le').decode(bytes.subarray(0, READ_BYTES));
  }
  return decodeUpTo(bytes, READ_BYTES);
}

function entity(whole: string, decimal: string, hex: string, name: string): string {
  if (name !== undefined) return NAMED[name.toLowerCase()] ?? whole;
  const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
}

// XML with a line for each element, indented: to be read, never to be pasted.
// Pure. Never repair: what is not well nested is not made pretty.
import { MAX_TRANSFORMED_CHARS } from '../../src-shared/limits';

/** Comments, CDATA sections, processing instructions and declarations, tags; and the text between them. */
const TOKENS =
  /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>|<![^>]*>|<\/?[^\s<>/!?][^<>]*>|[^<]+/g;
/** Deeper than anybody reads; each level costs its indent on every line. */
const MAX_DEPTH = 100;

/** @returns null where the text is no well-nested XML, or would grow beyond all measure */
export function prettyXml(text: string): string | null {
  const source = text.trim();
  if (!source.startsWith('<') || !source.endsWith('>')) return null;
  const open: string[] = [];
  let out = '';
  let at = 0;
  /** Since the last start tag there was text only: its end tag stays on the line. */
  let inline = true;
  const line = (depth: number) => {
    if (out !== '') out += `\n${'  '.repeat(depth)}`;
  };
  for (const { 0: token, index } of source.matchAll(TOKENS)) {
    if (index !== at) return null;
    at += token.length;
    if (out.length > MAX_TRANSFORMED_CHARS || open.length > MAX_DEPTH) return null;
    const name = /^<\/?([^\s<>/]+)/.exec(token)?.[1] ?? '';
    if (token.startsWith('</')) {
      if (open.pop() !== name) return null;
      if (!inline) line(open.length);
      out += token;
      inline = false;
    } else if (!token.startsWith('<')) {
      const words = token.trim();
      if (words === '') continue;
      if (!inline) line(open.length);
      out += words;
    } else {
      line(open.length);
      out += token;
      const opens = /^<[^!?]/.test(token) && !token.endsWith('/>');
      if (opens) open.push(name);
      inline = opens;
    }
  }
  return at === source.length && open.length === 0 ? out : null;
}

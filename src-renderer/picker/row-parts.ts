// What of a row's text stands out and what stands back: the host of a link, a file's name, the words of code.
// Pure. Never change what is shown, only cut it into parts; and never take longer than one look at each character.
import type { ClipKind } from '../../src-shared/clip';
import { linkHost } from './link-host';

/** How a part looks: 'soft' stands back, the others are those of the preview's code. */
type PartLook = 'soft' | 'comment' | 'string' | 'number' | 'keyword';

/** A part of a text, in order; the parts together are the text. */
export interface RowPart {
  readonly text: string;
  /** null = as the row is. */
  readonly look: PartLook | null;
}

/** @param shown a row's text as it is shown */
export function rowParts(kind: ClipKind, shown: string): readonly RowPart[] {
  if (kind === 'link') return linkParts(shown);
  if (kind === 'path') return pathParts(shown);
  return kind === 'code' ? codeParts(shown) : [{ text: shown, look: null }];
}

const part = (text: string, look: RowPart['look']): RowPart[] => (text === '' ? [] : [{ text, look }]);

/** The host stands out, where what would be asked is what is written. */
function linkParts(shown: string): RowPart[] {
  const [, scheme = '', authority = '', rest = ''] =
    /^(\s*[a-z][a-z0-9+.-]*:\/\/)([^/\\?#\s]*)(.*)$/is.exec(shown) ?? [];
  // Whoever stands before an @ is not asked.
  const at = authority.lastIndexOf('@') + 1;
  const host = authority.slice(at);
  if (!isAsWritten(shown, host)) return part(shown, null);
  return [...part(scheme + authority.slice(0, at), 'soft'), ...part(host, null), ...part(rest, 'soft')];
}

/** Whether a link asks the host that is written in it, letter by letter: look-alikes and odd spellings do not. */
function isAsWritten(shown: string, host: string): boolean {
  return host !== '' && linkHost(shown) === host.toLowerCase();
}

/** @returns the host that a link would ask, where the row does not show it */
export function hiddenHost(shown: string): string | null {
  const [first] = linkParts(shown);
  return first?.look === 'soft' ? null : linkHost(shown);
}

/** The name stands out from its folder. */
function pathParts(shown: string): RowPart[] {
  const end = shown.replace(/[\\/]+$/, '').length;
  if (end === 0) return part(shown, null);
  const name = Math.max(shown.lastIndexOf('/', end - 1), shown.lastIndexOf('\\', end - 1)) + 1;
  return [...part(shown.slice(0, name), 'soft'), ...part(shown.slice(name), null)];
}

/** Comments of most languages, texts, numbers and words; a line's end is the sign that rows have for it. */
const TOKEN =
  /(?<comment>(?<!:)\/\/[^⏎]*|\/\*(?:[^*]|\*(?!\/))*(?:\*\/)?|(?:#|--) [^⏎]*)|(?<string>"(?:[^"\\⏎]|\\.)*"?|'(?:[^'\\⏎]|\\.)*'|`(?:[^`\\]|\\.)*`?)|(?<number>\b\d[\w.]*)|(?<word>[a-z_$][\w$]*)/giu;

const KEYWORDS = new Set(
  `abstract and as async await begin break by case catch class const continue create def default defer del delete do
  drop elif else end enum except export extends false fi final finally fn for from func function go group if impl
  implements import in include insert interface into is join lambda let limit local match mod module mut namespace new nil
  none not null or order override package pass private protected pub public raise readonly require return select self static
  struct super switch table then this throw throws trait true try type typeof undefined union unsigned update use using values var
  void where while with yield`.split(/\s+/),
);

function codeParts(shown: string): RowPart[] {
  const parts: RowPart[] = [];
  let plain = 0;
  for (const { index, groups, 0: text } of shown.matchAll(TOKEN)) {
    const look = lookOf(groups ?? {}, text);
    if (look === null) continue;
    parts.push(...part(shown.slice(plain, index), null), { text, look });
    plain = index + text.length;
  }
  return [...parts, ...part(shown.slice(plain), null)];
}

function lookOf(
  { comment, string, number }: Record<string, string | undefined>,
  text: string,
): PartLook | null {
  if (comment !== undefined) return 'comment';
  if (string !== undefined) return 'string';
  if (number !== undefined) return 'number';
  return KEYWORDS.has(text.toLowerCase()) ? 'keyword' : null;
}

// What a text is, and the line that stands for it in a list. Pure, linear in the text's length, blind beyond its first part.
// Never guess boldly: a text that might be something else is text.
import type { ClipKind } from './clip';
import { PREVIEW_CHARS } from './limits';

/** The part of a text that tells its kind, and that is looked at for a preview. */
const JUDGED_CHARS = 4_096;
/** Lines of it that are judged for code. */
const JUDGED_LINES = 40;

const LINK = /^(?:https?|ftps?|sftp|ssh|wss?|magnet|mailto|tel|git):(?:\/\/)?[^\s<>"]+$/i;
const COLOR =
  /^(?:#(?:[\da-f]{3,4}|[\da-f]{6}|[\da-f]{8})|(?:rgb|hsl|hwb|lab|lch|oklab|oklch)a?\([\d\s.,%/+-]{3,60}(?:deg|rad|turn)?[\d\s.,%/+-]{0,40}\))$/i;
const UNIX_PATH = /^(?:~|\.{1,2}|file:\/\/)?(?:\/[^/\n\0]+)+\/?$/;
const WINDOWS_PATH = /^(?:[a-z]:\\|\\\\[^\\\n\0]+\\)[^\n\0<>"|?*]*$/i;
/** A path with a space in it could be prose; with a file name's ending after it, it is a path. */
const FILE_ENDING = /\.[a-z\d]{1,8}$/i;

/** A longer line is not judged: no pattern below takes more than the square of this in steps, whatever the line. */
const JUDGED_LINE_CHARS = 300;
/** Lines that hardly stand anywhere but in code. They meet trimmed lines. */
const CODE_LINES: readonly RegExp[] = [
  /^#!\//,
  /^#include\s*[<"]/,
  /^(?:export\s+)?(?:default\s+)?(?:async\s+)?function\b[\s*]*\w*\s*\(/,
  /^(?:export\s+)?(?:const|let|var)\s+[\w${[][^=]{0,80}=/,
  /^(?:import|export)\s.*\sfrom\s+['"]/,
  /^from\s+[\w.]+\s+import\s+[\w*(]/,
  /^import\s+(?:static\s+)?(?:\w+\.[\w.*]+;?|\w+\s+as\s+\w+|\w+;)$/,
  /^(?:async\s+)?def\s+\w+\s*\(.*:$/,
  /^(?:export\s+|public\s+|abstract\s+|final\s+)*(?:class|interface|struct|enum|trait|impl)\s+\w[\w<>,:()\s]{0,100}[{:]$/,
  /^(?:public|private|protected|static|pub|fn|func)\s[^(]*\(.*[{;]$/,
  /^(?:if|for|while|switch|else if|elif|catch)\s*\(.*\)\s*\{?$/,
  /^(?:SELECT\s.+\sFROM|INSERT\s+INTO|UPDATE\s.+\sSET|CREATE\s+(?:TABLE|INDEX|VIEW))\s/,
  /^<(?:!DOCTYPE|\?xml|html|head|body|div|span|script|style|svg|template)\b/i,
  /^[\w.$]+\(.*\);$/,
  /^(?:return|throw|await|yield)\b.*;$/,
  /^[\w.$\]['"]+\s*(?:[+\-*/|&]?=)\s.*;$/,
  /^\$?(?:sudo|git|npm|npx|docker|kubectl|curl|apt-get|cargo|pip)\s+(?:-|\w+\s+-|[a-z]+-[a-z])/,
];
const BRACKET_LINE = /^[)\]}]+[;,)]*$|[{[(]$/;
const JSON_START = /^(?:\{\s*"[^"\n]*"\s*:|\[\s*(?:\{\s*"|"[^"\n]*"\s*,|\[))/;

/** What a text is; 'text' unless its form says otherwise plainly. Looks at its first 4,096 characters only. */
export function kindOfText(text: string): ClipKind {
  const whole = text.length <= JUDGED_CHARS;
  const head = text.slice(0, JUDGED_CHARS).trim();
  if (head === '') return 'text';
  if (whole && !head.includes('\n')) {
    if (COLOR.test(head)) return 'color';
    if (LINK.test(head)) return 'link';
    if (isPath(head)) return 'path';
  }
  return isCode(head) ? 'code' : 'text';
}

function isPath(line: string): boolean {
  const windows = WINDOWS_PATH.test(line);
  if (!windows && (!UNIX_PATH.test(line) || !/.\/./.test(line))) return false;
  return !/\s/.test(line) || FILE_ENDING.test(line);
}

function isCode(head: string): boolean {
  if (JSON_START.test(head)) return true;
  const lines = head
    .split('\n', JUDGED_LINES)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const strong = lines.filter(isCodeLine).length;
  const brackets = lines.filter((line) => BRACKET_LINE.test(line)).length;
  if (lines.length === 1) return strong === 1;
  // A line of code in a letter does not make it code; a third of the lines does.
  return strong > 0 && (strong + brackets) * 3 >= lines.length;
}

function isCodeLine(line: string): boolean {
  return line.length <= JUDGED_LINE_CHARS && CODE_LINES.some((pattern) => pattern.test(line));
}

/** Any of them ends a line: LF, CR, VT, FF, NEL, and Unicode's own line and paragraph separators. */
const LINE_END = /[\n\r\v\f\u0085\u2028\u2029]/;
/** Characters that turn or hide what stands beside them (Unicode UAX #9; zero-width and invisible ones). */
const HIDDEN = /[\u00ad\u200b\u202a-\u202e\u2060-\u206f\ufeff]/;
const SHOWN = /[^\s\u0085\u00ad\u200b\u202a-\u202e\u2060-\u206f\ufeff]/;

/**
 * Marks that take no room of their own and so pile up on their letter, above the row and below it (Unicode general category
 * Mn or Me). Spacing ones (Mc), such as Burmese and Devanagari vowels, make the line longer and not higher.
 */
const PILED = /[\p{Mn}\p{Me}]/u;
/** What leaves the next mark on the same letter: spacing marks and invisible characters, such as joiners. */
const SAME_LETTER = /[\p{Mc}\p{Cf}]/u;
/** As many as a letter of a living script has: Hebrew with shin dot, dagesh, vowel and accent. */
const MAX_PILED = 4;

/** How a line end shows between two lines with something on them; as in other lists of clips. */
const LINE_END_SIGN = ' ⏎ ';

/**
 * What stands for a text in a list: its beginning, white space folded into single spaces and line ends shown as ⏎, at most
 * PREVIEW_CHARS UTF-16 units and never half a surrogate pair. Control characters show as their signs (U+2400 and on) or as
 * U+FFFD; of the marks piled on a letter the first MAX_PILED stay; bidirectional embeddings, overrides and isolates and zero-width spaces are left out, so that a preview cannot look
 * like another text.
 * @returns '' for a text with nothing to show.
 */
export function previewOf(text: string): string {
  let preview = '';
  let gap = '';
  let piled = 0;
  const first = text.search(SHOWN);
  if (first < 0) return '';
  const end = Math.min(text.length, first + JUDGED_CHARS);
  for (let at = first; at < end; ) {
    const char = String.fromCodePoint(text.codePointAt(at) ?? 0);
    at += char.length;
    if (LINE_END.test(char)) {
      gap = LINE_END_SIGN;
      continue;
    }
    if (HIDDEN.test(char)) continue;
    if (/\s/.test(char)) {
      gap ||= ' ';
      continue;
    }
    if (PILED.test(char)) {
      piled += 1;
      if (piled > MAX_PILED) continue;
    } else if (!SAME_LETTER.test(char)) piled = 0;
    const more = `${gap}${shownAs(char)}`;
    if (preview.length + more.length > PREVIEW_CHARS) break;
    preview += more;
    gap = '';
  }
  return preview;
}

function shownAs(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  if (code === 0x7f) return '\u2421';
  const isControl = code > 0x7f && code < 0xa0;
  const isLoneSurrogate = code >= 0xd800 && code <= 0xdfff;
  return isControl || isLoneSurrogate ? '\ufffd' : char;
}

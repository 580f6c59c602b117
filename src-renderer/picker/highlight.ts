// A text of a row cut into pieces, so that what the query matched can be marked.
// Pure. Never change what is shown, only cut it into pieces (and make control characters visible).
import type { TextRange } from '../../src-shared/text-matches';

/** A piece of a text, in order; the pieces together are the text. */
export interface Piece {
  readonly text: string;
  readonly match: boolean;
}

// Graphemes, so that no mark cuts an emoji or a letter from its accents.
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

// biome-ignore lint/suspicious/noControlCharactersInRegex: the range is "all of ASCII"
const ASCII = /^[\x00-\x7f]*$/;

/** The ranges widened to whole graphemes, none touching another, none beyond the text. */
function wholeRanges(text: string, ranges: readonly TextRange[]): TextRange[] {
  const ascii = ASCII.test(text);
  const out: [number, number][] = [];
  for (const range of ranges) {
    const start = Math.min(range[0], text.length);
    const end = Math.min(range[1], text.length);
    if (end <= start) continue;
    const whole = ascii
      ? { from: start, to: end }
      : { from: edge(text, start, 0), to: edge(text, end - 1, 1) };
    const last = out.at(-1);
    if (last !== undefined && whole.from <= last[1]) last[1] = Math.max(last[1], whole.to);
    else out.push([whole.from, whole.to]);
  }
  return out;
}

/** Where the grapheme around `at` begins (0) or ends (1). */
function edge(text: string, at: number, which: 0 | 1): number {
  const around = graphemes.segment(text).containing(at);
  return around === undefined ? at : around.index + which * around.segment.length;
}

/** Characters that surely fit into a row's width before its end is cut; a first match behind them is moved up. */
const SEEN_CHARS = 60;
/** What is left standing before a match that was moved up. */
const LEAD_CHARS = 20;

/**
 * Cuts a text at its matches.
 * @param ranges where they stand, in order
 * @returns pieces that together are the text; where the first match stands too far right to be seen, what is before it is
 *   shortened to an ellipsis and some characters
 */
export function highlight(text: string, ranges: readonly TextRange[]): Piece[] {
  const matches = wholeRanges(text, ranges);
  const first = matches[0]?.[0] ?? 0;
  const from = first > SEEN_CHARS ? leadStart(text, first) : 0;
  const pieces: Piece[] = [];
  const add = (part: string, match: boolean) => {
    if (part !== '') pieces.push({ text: part, match });
  };
  let at = from;
  for (const [start, end] of matches) {
    add((at === from && from > 0 ? '…' : '') + text.slice(at, start), false);
    add(text.slice(start, end), true);
    at = end;
  }
  add(text.slice(at), false);
  return pieces;
}

/** Where the lead before a match begins: at a word's start where there is one, never inside a grapheme. */
function leadStart(text: string, match: number): number {
  const from = match - LEAD_CHARS;
  const space = text.slice(from, match).search(/\s\S/u);
  return space === -1 ? edge(text, from, 0) : from + space + 1;
}

/**
 * What would not be seen, made visible: control characters (C0 and DEL) as the pictures that Unicode has for them (U+2400 to
 * U+2421), so that a terminal escape is not swallowed; direction overrides (U+202D, U+202E), which would show "exe.png" for
 * what is pasted as "gnp.exe", as U+FFFD. As long as the text itself.
 */
export function legible(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  return text.replace(/[\x00-\x1f\x7f\u202d\u202e]/g, (c) => {
    if (c === '\x7f') return '\u2421';
    return c < '\x20' ? String.fromCharCode(0x2400 + c.charCodeAt(0)) : '\ufffd';
  });
}

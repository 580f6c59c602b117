// Which parts of a preview match the query, found on the folded text and mapped back to the text as it is shown.
// Pure. Never change what is shown, only cut it into pieces (and make control characters visible).
import { fold } from '../../src-shared/search-query';

/** A piece of a text, in order; the pieces together are the text. */
export interface Piece {
  readonly text: string;
  readonly match: boolean;
}

/** A folded text, and for each of its UTF-16 units the part of the original that it came from. */
interface Folded {
  readonly text: string;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

// Graphemes, so that no mark cuts an emoji or a letter from its accents.
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

function foldWithPlaces(text: string): Folded {
  let folded = '';
  const starts: number[] = [];
  const ends: number[] = [];
  for (const { segment, index } of graphemes.segment(text)) {
    const piece = fold(segment);
    folded += piece;
    for (let i = 0; i < piece.length; i += 1) {
      starts.push(index);
      ends.push(index + segment.length);
    }
  }
  return { text: folded, starts, ends };
}

/** Where the words stand in the text: [start, end) in UTF-16 units, in order, none touching another. */
function matchesOf(text: string, words: readonly string[]): (readonly [number, number])[] {
  const folded = foldWithPlaces(text);
  const hits: [number, number][] = [];
  for (const word of words) {
    if (word === '') continue;
    for (let from = folded.text.indexOf(word); from !== -1; from = folded.text.indexOf(word, from + 1)) {
      hits.push([folded.starts[from] ?? 0, folded.ends[from + word.length - 1] ?? text.length]);
    }
  }
  hits.sort(([a], [b]) => a - b);
  const merged: [number, number][] = [];
  for (const hit of hits) {
    const last = merged.at(-1);
    if (last !== undefined && hit[0] <= last[1]) last[1] = Math.max(last[1], hit[1]);
    else merged.push(hit);
  }
  return merged;
}

/** Characters that surely fit into a row's width before its end is cut; a first match behind them is moved up. */
const SEEN_CHARS = 60;
/** What is left standing before a match that was moved up. */
const LEAD_CHARS = 20;

/**
 * Cuts a text at its matches.
 * @param words folded words as queryWords() gives them
 * @returns pieces that together are the text; where the first match stands too far right to be seen, what is before it is
 *   shortened to an ellipsis and some characters
 */
export function highlight(text: string, words: readonly string[]): Piece[] {
  const matches = words.length === 0 ? [] : matchesOf(text, words);
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
  return space === -1 ? (graphemes.segment(text).containing(from)?.index ?? from) : from + space + 1;
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

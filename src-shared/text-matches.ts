// Where folded needles stand in a text as it is shown: found in the folded text, mapped back to the text's own places.
// Pure. Never cut a character from its marks: a range covers whole ones.
import { fold } from './search-query';

/** [start, end) in UTF-16 units. */
export type TextRange = readonly [start: number, end: number];

/** A text folded with, for each UTF-16 unit of the folded text, the part of the text that it came from. */
interface Places {
  readonly folded: string;
  /** Null where the folded text has the text's own places. */
  readonly starts: readonly number[] | null;
  readonly ends: readonly number[] | null;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: the range is "all of ASCII"
const ASCII = /^[\x00-\x7f]*$/;
/** A character and the marks on it. */
const CHARACTER = /.\p{M}*/suy;
/** https://www.unicode.org/charts/PDF/U0300.pdf: no mark has a lower code. */
const FIRST_MARK = 0x300;

const known = new Map<string, string>();
const MAX_KNOWN = 4_096;

/** Texts repeat their characters, and folding one costs a microsecond. */
function foldCharacter(character: string): string {
  let folded = known.get(character);
  if (folded === undefined) {
    folded = fold(character);
    if (known.size >= MAX_KNOWN) known.clear();
    known.set(character, folded);
  }
  return folded;
}

/** For each UTF-16 unit: 0 = not known yet, MANY, or the one unit that it folds to wherever it stands. */
const units = new Uint16Array(0x10000);
const MANY = 0xffff;

function foldedUnit(code: number): number {
  const known = units[code] as number;
  if (known !== 0) return known;
  const character = String.fromCharCode(code);
  const folded = fold(character);
  // Marks belong to the character before them, halves of a pair to each other; NUL is not told from "not known yet".
  const alone = folded.length === 1 && folded !== '\0' && !/[\p{M}\p{Cs}]/u.test(character);
  const unit = alone ? folded.charCodeAt(0) : MANY;
  units[code] = unit;
  return unit;
}

/** Longer texts are mostly looked at in blocks; what is passed as arguments has to fit on the stack. */
const MAX_UNITS = 512;
const unitsOut: number[] = [];

/** The folded text where each unit of the text folds to one: it has the text's own places. Else null. */
export function foldByUnits(text: string): string | null {
  if (ASCII.test(text)) return text.toLowerCase();
  if (text.length > MAX_UNITS) return null;
  unitsOut.length = text.length;
  for (let at = 0; at < text.length; at++) {
    const unit = foldedUnit(text.charCodeAt(at));
    if (unit === MANY) return null;
    unitsOut[at] = unit;
  }
  return String.fromCharCode(...unitsOut);
}

/** @param plain what foldByUnits() made of it. */
function foldWithPlaces(text: string, plain: string | null): Places {
  if (plain !== null) return { folded: plain, starts: null, ends: null };
  let folded = '';
  const starts: number[] = [];
  const ends: number[] = [];
  const take = (piece: string, start: number, end: number) => {
    folded += piece;
    for (let i = 0; i < piece.length; i++) {
      starts.push(start);
      ends.push(end);
    }
  };
  for (let at = 0; at < text.length; ) {
    const code = text.charCodeAt(at);
    // Most characters of most texts; what comes after may be a mark on it.
    if (code < 0x80 && !(text.charCodeAt(at + 1) >= FIRST_MARK)) {
      take(code >= 0x41 && code <= 0x5a ? String.fromCharCode(code + 0x20) : text.charAt(at), at, at + 1);
      at += 1;
      continue;
    }
    CHARACTER.lastIndex = at;
    const character = CHARACTER.exec(text)?.[0] ?? text.charAt(at);
    take(foldCharacter(character), at, at + character.length);
    at += character.length;
  }
  return { folded, starts, ends };
}

/** Ranges in order, none touching another. */
function merged(ranges: TextRange[]): TextRange[] {
  ranges.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const out: [number, number][] = [];
  for (const [start, end] of ranges) {
    const last = out.at(-1);
    if (last !== undefined && start <= last[1]) last[1] = Math.max(last[1], end);
    else out.push([start, end]);
  }
  return out;
}

/**
 * All places of all needles.
 * @param needles folded, none empty.
 * @param plain what foldByUnits() makes of the text, where that is known already.
 * @returns ranges in order, none touching another, and the needles that stand nowhere.
 */
export function findMatches(
  text: string,
  needles: readonly string[],
  plain = foldByUnits(text),
): { readonly ranges: readonly TextRange[]; readonly missing: readonly string[] } {
  // Without the places it is quicker.
  const whole = plain ?? fold(text);
  if (!needles.some((needle) => whole.includes(needle))) return { ranges: [], missing: needles };
  const { folded, starts, ends } = foldWithPlaces(text, plain);
  const ranges: TextRange[] = [];
  const missing: string[] = [];
  for (const needle of needles) {
    let at = folded.indexOf(needle);
    if (at === -1) missing.push(needle);
    for (; at !== -1; at = folded.indexOf(needle, at + 1)) {
      const end = at + needle.length;
      ranges.push([starts?.[at] ?? at, ends?.[end - 1] ?? end]);
    }
  }
  return { ranges: merged(ranges), missing };
}

/** Characters that are folded at a time: a match mostly stands early in a long text. */
const BLOCK_CHARS = 256;

const MARKS = /\p{M}*/uy;

/** Where the marks end that stand at `at`: a block may have ended between them and their character. */
function endOfMarks(text: string, at: number): number {
  if (!(text.charCodeAt(at) >= FIRST_MARK)) return at;
  MARKS.lastIndex = at;
  return at + (MARKS.exec(text)?.[0].length ?? 0);
}

/** The first place of a folded needle; null where it stands nowhere. */
export function firstMatch(text: string, needle: string): TextRange | null {
  // Blocks overlap, so that a needle that crosses an edge stands in one: a character folds to one at least, or to none with
  // its marks, and a few of those do not matter where the overlap is larger by as much again.
  const overlap = needle.length * 2 + 64;
  for (let from = 0; from < text.length; from += BLOCK_CHARS) {
    const block = text.slice(from, from + BLOCK_CHARS + overlap);
    const plain = foldByUnits(block);
    if (!(plain ?? fold(block)).includes(needle)) continue;
    const { folded, starts, ends } = foldWithPlaces(block, plain);
    const at = folded.indexOf(needle);
    if (at === -1) continue;
    const end = at + needle.length;
    return [from + (starts?.[at] ?? at), endOfMarks(text, from + (ends?.[end - 1] ?? end))];
  }
  // Marks without end between two letters of it: the whole text at once, then.
  const whole = findMatches(text, [needle]).ranges[0];
  return whole ?? null;
}

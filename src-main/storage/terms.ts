// The terms under which the index holds a folded text, and what a text must have of them where a needle is a part of it.
// Pure. Never change what they are without a migration that builds the index anew.

/** Characters of a gram. */
const GRAM = 3;

/** Stands before a gram, so that no word is one. It is white space: it can't be in a term. */
const GRAM_MARK = '\u0085';

/** Longer runs of letters are no words that anybody looks for: data in base 64, mostly. UTF-16 units. */
const WORD_UNITS = 24;

const BREAK = 0;
const LETTER = 1;
/** Part of a run with letters that makes no word of it. */
const OTHER = 2;
const SYMBOL = 3;
const UNKNOWN = 4;

const SPACE = /[\s\p{Cc}]/u;
/** Scripts that put no space between words. */
const UNSPACED =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}\p{sc=Tibetan}]/u;

const classes = new Uint8Array(0x10000).fill(UNKNOWN);

function classOf(code: number): number {
  const known = code < 0x10000 ? (classes[code] as number) : UNKNOWN;
  if (known !== UNKNOWN) return known;
  const character = String.fromCodePoint(code);
  let found = SYMBOL;
  if (SPACE.test(character)) found = BREAK;
  else if (/\p{N}/u.test(character) || UNSPACED.test(character)) found = OTHER;
  else if (/[\p{L}\p{M}]/u.test(character)) found = LETTER;
  if (code < 0x10000) classes[code] = found;
  return found;
}

/** A run of letters and digits, or one of symbols, between white space and runs of the other kind. */
interface Run {
  readonly start: number;
  readonly end: number;
  /** Such a run has the characters before and after it in its grams: they tell which runs stand side by side. */
  readonly symbols: boolean;
  /** Letters alone, in a script that parts its words, and not too many: indexed whole. Other runs are indexed by their grams. */
  readonly word: boolean;
}

function* runsOf(text: string): Generator<Run> {
  let start = 0;
  let kind = BREAK;
  let word = true;
  for (let at = 0; at <= text.length; ) {
    const code = at === text.length ? 0 : (text.codePointAt(at) as number);
    const found = classOf(code);
    const next = found === OTHER ? LETTER : found;
    if (next !== kind) {
      if (kind !== BREAK) {
        const symbols = kind === SYMBOL;
        yield { start, end: at, symbols, word: word && !symbols && at - start <= WORD_UNITS };
      }
      start = at;
      kind = next;
      word = true;
    }
    if (found === OTHER) word = false;
    at += code > 0xffff ? 2 : 1;
  }
}

/** Characters on either side of a run of symbols that its grams tell of: with them, what is typed up to a symbol is a gram already. */
const NEIGHBOURS = GRAM - 1;

/** The part of the text whose grams tell of the run. */
function spanOf(text: string, { start, end, symbols }: Run): readonly [from: number, to: number] {
  if (!symbols) return [start, end];
  let from = start;
  for (let i = 0; i < NEIGHBOURS && from > 0 && classOf(text.charCodeAt(from - 1)) !== BREAK; i++) {
    from -= isLowSurrogate(text.charCodeAt(from - 1)) ? 2 : 1;
  }
  let to = end;
  for (let i = 0; i < NEIGHBOURS && to < text.length; i++) {
    const code = text.codePointAt(to) as number;
    if (classOf(code) === BREAK) break;
    to += code > 0xffff ? 2 : 1;
  }
  return [from, to];
}

/** A symbol of ASCII alone is in most texts. */
const PLAIN_SYMBOL = /^[!-~]$/;

/**
 * Adds the different pieces of GRAM characters of a run, with a pause after every `breath` characters. With `ends` also the shorter ends,
 * so that every piece that is shorter than a gram is the beginning of one; but for a plain symbol.
 */
function* addGrams(
  text: string,
  run: Run,
  ends: boolean,
  grams: Set<string>,
  breath: number,
): Generator<undefined, void> {
  const [from, to] = spanOf(text, run);
  const starts: number[] = [];
  let count = 0;
  for (let at = from; at < to; ) {
    count += 1;
    if (count % breath === 0) yield;
    const size = (text.codePointAt(at) as number) > 0xffff ? 2 : 1;
    starts.push(at);
    at += size;
    if (starts.length === GRAM) {
      grams.add(GRAM_MARK + text.slice(starts[0], at));
      starts.shift();
    }
  }
  if (!ends) return;
  for (const start of starts) {
    // The characters after a run of symbols are not the run's.
    if (start >= run.end) continue;
    const piece = text.slice(start, to);
    if (!run.symbols || !PLAIN_SYMBOL.test(piece)) grams.add(GRAM_MARK + piece);
  }
}

/**
 * Adds the terms of a text in their order: its words, and the grams of what is no word.
 * @param breath characters after which it pauses: 64 KB that are all grams take 20 ms. The end of a run is looked for without a pause.
 */
export function* addTerms(folded: string, terms: Set<string>, breath: number): Generator<undefined, void> {
  let paused = 0;
  for (const run of runsOf(folded)) {
    if (run.end - paused >= breath) {
      yield;
      paused = run.start;
    }
    if (run.word) terms.add(folded.slice(run.start, run.end));
    else yield* addGrams(folded, run, true, terms, breath);
  }
}

/** The terms of a text, each once. */
export function indexedTerms(folded: string): string[] {
  const terms = new Set<string>();
  finish(addTerms(folded, terms, Number.POSITIVE_INFINITY));
  return [...terms];
}

function finish(work: Iterator<unknown>): void {
  while (work.next().done !== true);
}

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}

export function isWord(term: string): boolean {
  return !term.startsWith(GRAM_MARK);
}

/** One run of a needle: what a text that has the needle must have. */
export interface Need {
  readonly text: string;
  /** Whether the text's run begins, or ends, where the needle's does. */
  readonly begins: boolean;
  readonly ends: boolean;
  /** A word of the text may have it. */
  readonly word: boolean;
  /** Else the text has all of these; null = the run is too short to say. */
  readonly grams: readonly string[] | null;
}

/** What a text must have where `needle` is a part of it. */
export function needsOf(needle: string): Need[] {
  // What has no UTF-8 form stands in the database as U+FFFD.
  const text = Buffer.from(needle).toString();
  const needs: Need[] = [];
  for (const run of runsOf(text)) {
    const begins = run.start > 0;
    const ends = run.end < text.length;
    const grams = new Set<string>();
    finish(addGrams(text, run, false, grams, Number.POSITIVE_INFINITY));
    const [from, to] = spanOf(text, run);
    const piece = text.slice(from, to);
    if (run.symbols && PLAIN_SYMBOL.test(piece)) continue;
    // White space or another run stands behind it: it is one of the shorter ends.
    if (grams.size === 0 && to < text.length) grams.add(GRAM_MARK + piece);
    needs.push({ text: piece, begins, ends, word: run.word, grams: grams.size === 0 ? null : [...grams] });
  }
  return needs;
}

/** The terms from and up to which all grams that begin with `piece` stand. */
export function gramRange(piece: string): readonly [from: string, to: string] {
  return [GRAM_MARK + piece, GRAM_MARK + piece + '\u{10ffff}'.repeat(GRAM)];
}

/** What grams that begin with `piece` begin with; null for one character, which too many do. */
export function gramPrefix(piece: string): string | null {
  return [...piece].length > 1 ? GRAM_MARK + piece : null;
}

/** Terms as the index takes them. */
export function termList(terms: readonly string[]): string {
  return terms.join(' ');
}

/** A term in an FTS5 expression: https://sqlite.org/fts5.html#full_text_query_syntax */
export function quoteTerm(term: string): string {
  return `"${term.replaceAll('"', '""')}"`;
}

// What a text can be turned into before it is pasted. Pure, and the same for the live preview and for the whole text.
// Never lose a character silently: what a text cannot be turned into is a refusal, not a guess.
import { MAX_TRANSFORMED_CHARS } from './limits';

export const TRANSFORMS = [
  'upper',
  'lower',
  'title',
  'trim',
  'join-lines',
  'sort-lines',
  'unique-lines',
  'json-pretty',
  'json-minify',
  'url-encode',
  'url-decode',
  'base64-encode',
  'base64-decode',
  'sha256',
  'sha1',
  'sha512',
  'slug',
] as const;
export type Transform = (typeof TRANSFORMS)[number];

/** Why a text cannot be turned: it is no JSON, no Base64 of a text, or what it becomes is beyond MAX_TRANSFORMED_CHARS. */
export type Refusal = 'not-json' | 'not-base64' | 'too-large';
export type Transformed =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly why: Refusal };

/** How much there is of a text. */
export interface TextCount {
  /** As people count them: an emoji or a letter with its accents is one (Unicode UAX #29). */
  readonly characters: number;
  readonly words: number;
  readonly lines: number;
  /** In UTF-8. */
  readonly bytes: number;
}

/** Turns a text. Never throws and never rejects. */
export async function transform(name: Transform, text: string): Promise<Transformed> {
  try {
    const turned = await turn(name, text);
    return turned.length > MAX_TRANSFORMED_CHARS ? refused('too-large') : { ok: true, text: turned };
  } catch (error) {
    if (error instanceof Refused) return refused(error.why);
    // V8's word for a string beyond its own limit.
    if (error instanceof RangeError) return refused('too-large');
    throw error;
  }
}

class Refused extends Error {
  readonly why: Refusal;
  constructor(why: Refusal) {
    super(why);
    this.why = why;
  }
}

function refused(why: Refusal): Transformed {
  return { ok: false, why };
}

function turn(name: Transform, text: string): string | Promise<string> {
  switch (name) {
    case 'upper':
      return text.toUpperCase();
    case 'lower':
      return text.toLowerCase();
    case 'title':
      return titleCase(text);
    case 'trim':
      return text.trim();
    case 'join-lines':
      return linesOf(text)
        .lines.map((line) => line.trim())
        .filter((line) => line !== '')
        .join(' ');
    case 'sort-lines':
      return withLines(text, (lines) => lines.toSorted(collator.compare));
    case 'unique-lines':
      return withLines(text, (lines) => [...new Set(lines)]);
    case 'json-pretty':
      return formatJson(text, '  ');
    case 'json-minify':
      return formatJson(text, '');
    case 'url-encode':
      return encodeURIComponent(wellFormed(text));
    case 'url-decode':
      return text.replace(/(?:%[\da-f]{2})+/gi, decodedOrSame);
    case 'base64-encode':
      return toBase64(encoder.encode(text));
    case 'base64-decode':
      return fromBase64(text);
    case 'sha256':
      return digest('SHA-256', text);
    case 'sha1':
      return digest('SHA-1', text);
    case 'sha512':
      return digest('SHA-512', text);
    case 'slug':
      return slug(text);
  }
}

const encoder = new TextEncoder();
/** Numbers by their value, letters as a dictionary has them; the same on every machine. */
const collator = new Intl.Collator('en', { numeric: true });
const words = new Intl.Segmenter('en', { granularity: 'word' });
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

function titleCase(text: string): string {
  let titled = '';
  for (const { segment, isWordLike } of words.segment(text)) {
    if (isWordLike !== true) {
      titled += segment;
      continue;
    }
    const first = String.fromCodePoint(segment.codePointAt(0) ?? 0);
    titled += inTitle(first) + segment.slice(first.length).toLowerCase();
  }
  return titled;
}

/** A letter as it begins a title's word: of those that are two in one ("ß", "ﬁ", "ǆ") the first alone is large (Unicode, 3.13). */
function inTitle(letter: string): string {
  const digraph = DIGRAPHS.find((forms) => (forms as readonly string[]).includes(letter));
  if (digraph !== undefined) return digraph[1];
  const large = [...letter.toUpperCase()];
  // "ŉ" begins with a sign that has no case.
  const first = large.findIndex((part) => part.toLowerCase() !== part);
  return large.map((part, at) => (at <= first ? part : part.toLowerCase())).join('');
}

/** Letters that have a form for titles: small, title, large. */
const DIGRAPHS = [
  ['ǆ', 'ǅ', 'Ǆ'],
  ['ǉ', 'ǈ', 'Ǉ'],
  ['ǌ', 'ǋ', 'Ǌ'],
  ['ǳ', 'ǲ', 'Ǳ'],
] as const;

/** Lines without their ends, the first of the line ends, and whether the last line has one. */
function linesOf(text: string): { readonly lines: string[]; readonly end: string; readonly closed: boolean } {
  const end = /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
  const lines = text.split(/\r\n|\n|\r/);
  const closed = lines.length > 1 && lines.at(-1) === '';
  if (closed) lines.pop();
  return { lines, end, closed };
}

/** Line ends stay what they are, and a last line without one stays without. */
function withLines(text: string, change: (lines: readonly string[]) => readonly string[]): string {
  const { lines, end, closed } = linesOf(text);
  return change(lines).join(end) + (closed ? end : '');
}

/**
 * JSON with other white space: numbers and strings stay as they are written, since a number of 20 digits or a key that stands
 * twice would not survive JSON.parse().
 * @param indent '' puts everything on one line
 */
function formatJson(text: string, indent: string): string {
  const source = text.replace(/^\ufeff/, '').trim();
  try {
    JSON.parse(source);
  } catch {
    throw new Refused('not-json');
  }
  // What has been checked consists of these tokens and white space.
  const tokens = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;
  const pretty = indent !== '';
  let out = '';
  let depth = 0;
  let last = '';
  const newLine = () => `\n${indent.repeat(depth)}`;
  for (const [token] of source.matchAll(tokens)) {
    const closes = token === '}' || token === ']';
    if (closes) depth -= 1;
    const opened = last === '{' || last === '[';
    if (pretty && ((opened && !closes) || last === ',' || (closes && !opened))) out += newLine();
    out += token;
    if (pretty && token === ':') out += ' ';
    if (token === '{' || token === '[') depth += 1;
    last = token;
    if (out.length > MAX_TRANSFORMED_CHARS) throw new Refused('too-large');
  }
  return out;
}

/** Halves of surrogate pairs have no bytes in UTF-8. */
function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd');
}

function decodedOrSame(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}

/** Bytes that are one string's worth of arguments: more would overflow the stack. */
const CHUNK = 8_192;

function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += CHUNK) {
    binary += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  }
  return btoa(binary);
}

/** RFC 4648: both alphabets, with white space in it and with or without its padding. */
function fromBase64(text: string): string {
  const plain = text.replace(/\s/g, '').replace(/=+$/, '').replaceAll('-', '+').replaceAll('_', '/');
  if (!/^[a-z\d+/]*$/i.test(plain) || plain.length % 4 === 1) throw new Refused('not-base64');
  const bytes = Uint8Array.from(atob(plain), (char) => char.charCodeAt(0));
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Refused('not-base64');
  }
}

async function digest(algorithm: string, text: string): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest(algorithm, encoder.encode(text)));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Letters that Unicode does not take apart. */
const LATIN: Readonly<Record<string, string>> = {
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ß: 'ss',
  ı: 'i',
};

/** Accents go where they are accents; elsewhere a mark makes another letter (か, が) or is a vowel. */
function slug(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/([\p{Script=Latin}\p{Script=Greek}])\p{Mn}+/gu, '$1')
    .normalize('NFC')
    .toLowerCase()
    .replace(/[æœøłđðþßı]/g, (letter) => LATIN[letter] ?? letter)
    .replace(/['’]/g, '')
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, '-')
    .replace(/^-|-$/g, '');
}

/** Counts a text. Linear, but slow: some 10 MB a second. */
export function countText(text: string): TextCount {
  let characters = 0;
  for (const _ of graphemes.segment(text)) characters += 1;
  let wordCount = 0;
  for (const { isWordLike } of words.segment(text)) if (isWordLike === true) wordCount += 1;
  const lines = text === '' ? 0 : linesOf(text).lines.length;
  return { characters, words: wordCount, lines, bytes: encoder.encode(text).length };
}

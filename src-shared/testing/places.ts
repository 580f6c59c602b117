// Where needles stand in a text, found the slow and plain way; and random texts that make it hard. For tests only.
// Never share code with what it judges, but for fold(): what folding means is said there.
import { fold } from '../search-query';
import type { TextRange } from '../text-matches';
import { pick } from './random';

/** Accents in one piece and in two, letters whose folding is longer, pairs, marks that stay and marks that go, right to left. */
const PARTS = [
  ...[
    'a',
    'B',
    'ab',
    's',
    'SS',
    'ss',
    'ß',
    'ẞ',
    'İ',
    'i',
    'ı',
    'ﬁ',
    'fi',
    'ﬃ',
    'f',
    'É',
    'é',
    'e\u0301',
    'E\u0323\u0301',
  ],
  ...[
    'ŉ',
    'ǆ',
    '½',
    '…',
    '.',
    'Σ',
    'ς',
    'σ',
    '😀',
    '👩‍💻',
    '𝒜',
    'a',
    '日',
    '한',
    'ㄱ',
    '\u1112\u1161',
    'か\u3099',
    'が',
  ],
  ...[
    'שלום',
    'של',
    'ם\u05b8',
    'محمد',
    'مد',
    '\u0645\u064e',
    'ﷺ',
    'का',
    'क',
    'कि',
    '\u20dd',
    '\u0301',
    '\u0327',
    ' ',
    ' ',
    '\n',
    '\0',
    '\u00a0',
  ],
];

export function randomText(random: () => number, most: number): string {
  return Array.from({ length: 1 + Math.floor(random() * most) }, () => pick(random, PARTS)).join('');
}

/** Characters with their marks, as [start, end). */
function charactersOf(text: string): TextRange[] {
  const characters: [number, number][] = [];
  let at = 0;
  for (const point of text) {
    const last = characters.at(-1);
    if (last !== undefined && /^\p{M}$/u.test(point)) last[1] += point.length;
    else characters.push([at, at + point.length]);
    at += point.length;
  }
  return characters;
}

/** Something to look for, folded: mostly what stands in the text, in whole characters or in a part of what they fold to. */
export function randomNeedle(random: () => number, text: string): string {
  const characters = charactersOf(text);
  const from = Math.floor(random() * characters.length);
  const to = Math.min(from + 1 + Math.floor(random() * 4), characters.length);
  const part = text.slice(characters[from]?.[0], characters[to - 1]?.[1]);
  let needle = fold(random() < 0.8 ? part : randomText(random, 3));
  if (random() < 0.3) needle = [...needle].slice(Math.floor(random() * 2)).join('');
  return needle === '' ? 'a' : needle;
}

/** Every stretch of whole characters whose folding has the needle, and would not without its first or its last character. */
export function occurrences(text: string, needle: string): TextRange[] {
  const characters = charactersOf(text);
  const found: TextRange[] = [];
  for (const [index, [start, firstEnd]] of characters.entries()) {
    const head = fold(text.slice(start, firstEnd)).length;
    let before = 0;
    for (const [, end] of characters.slice(index)) {
      const folded = fold(text.slice(start, end));
      for (let at = folded.indexOf(needle); at !== -1; at = folded.indexOf(needle, at + 1)) {
        if (at < head && at + needle.length > before) found.push([start, end]);
      }
      before = folded.length;
      if (before > head + needle.length) break;
    }
  }
  return found;
}

export function placesOf(text: string, needles: readonly string[]): TextRange[] {
  const covered = new Array<boolean>(text.length).fill(false);
  for (const [start, end] of needles.flatMap((needle) => occurrences(text, needle))) {
    covered.fill(true, start, end);
  }
  const places: [number, number][] = [];
  for (let at = 0; at < text.length; at++) {
    if (covered[at] !== true) continue;
    const last = places.at(-1);
    if (last !== undefined && last[1] === at) last[1] = at + 1;
    else places.push([at, at + 1]);
  }
  return places;
}

// What a found clip shows of the match: its places in the preview, or a part of the text where the preview lacks it.
// Never read a whole payload: matches lie in the searched part of the text.
import type { Database, Statement } from 'better-sqlite3';
import { type ClipSnippet, type ClipSummary, TEXT_MIME } from '../../src-shared/clip';
import { SEARCHED_BYTES } from '../../src-shared/limits';
import { searchedText } from '../../src-shared/searched-text';
import { findMatches, firstMatch, foldByUnits, type TextRange } from '../../src-shared/text-matches';
import { folderOf } from './files';
import { beginningOf } from './payload-files';
import { findPattern, type SearchPlan } from './search-plan';

/** UTF-16 units before and after the match in a snippet: with it, as much as a row of the list shows. */
const LEAD_CHARS = 32;
const TAIL_CHARS = 120;

/** The searched part of clips' texts, as they were copied. */
export class Texts {
  readonly #dir: string;
  readonly #text: Statement<[number, number, string], { bytes: Buffer; file: Buffer | null }>;

  constructor(db: Database) {
    this.#dir = folderOf(db);
    this.#text = db.prepare(
      'SELECT substr(bytes, 1, ?) AS bytes, file FROM clip_payloads WHERE clip_id = ? AND mime = ?',
    );
  }

  /** '' where the clip has no text, or its file is gone. */
  of(id: number): string {
    const row = this.#text.get(SEARCHED_BYTES + 1, id, TEXT_MIME);
    if (row === undefined) return '';
    return searchedText(row.file === null ? row.bytes : beginningOf(this.#dir, row.file, SEARCHED_BYTES + 1));
  }
}

/** Previews folded: a clip that is kept from one letter to the next is looked into for each. They go when it goes. */
const previews = new WeakMap<ClipSummary, string | null>();

function foldedPreview(clip: ClipSummary): string | null {
  let folded = previews.get(clip);
  if (folded === undefined) {
    folded = foldByUnits(clip.preview);
    previews.set(clip, folded);
  }
  return folded;
}

/** The clip with the places of the query in what is shown of it; without `texts` in its preview only, and told where that is not all. */
export function withMatches(clip: ClipSummary, plan: SearchPlan, texts: Texts | null): ClipSummary {
  if (!plan.text) return clip;
  const { needles, pattern } = plan;
  const found = findMatches(clip.preview, needles, foldedPreview(clip));
  const ranges: TextRange[] = [...found.ranges];
  const patternPlace = pattern && findPattern(pattern, clip.preview);
  if (patternPlace && needles.length === 0) ranges.push(patternPlace);
  const shown = found.missing.length === 0 && (pattern === null || patternPlace !== null);
  const snippet = shown || texts === null ? null : snippetOf(texts.of(clip.id), plan, found.missing[0]);
  const matches = ranges.filter(([start, end]) => end > start);
  return {
    ...clip,
    ...(matches.length === 0 ? {} : { matches }),
    ...(snippet === null ? {} : { snippet }),
    ...(!shown && texts === null ? { deeper: true as const } : {}),
  };
}

/** Null where the text is no longer there, or is not what was searched. */
function snippetOf(
  text: string,
  { needles, pattern }: SearchPlan,
  missing: string | undefined,
): ClipSnippet | null {
  const place = missing === undefined ? pattern && findPattern(pattern, text) : firstMatch(text, missing);
  if (place === null) return null;
  const [at, end] = place;
  const from = wholeFrom(text, Math.max(0, at - LEAD_CHARS));
  const part = text.slice(
    from,
    wholeFrom(text, Math.min(text.length, Math.min(end, at + TAIL_CHARS) + TAIL_CHARS)),
  );
  const matches = [...findMatches(part, needles).ranges];
  if (missing === undefined && end > at && needles.length === 0) {
    matches.push([at - from, Math.min(end - from, part.length)]);
  }
  return { text: part.replace(/[\s\p{Cc}]/gu, ' '), matches, at };
}

/** `at`, or the place behind it where it would cut a surrogate pair. */
function wholeFrom(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff ? at + 1 : at;
}

// What a found clip shows of the match: its places in the preview, or a part of the text where the preview lacks it.
// Never read a whole payload: matches lie in the searched part of the text.
import type { Database, Statement } from 'better-sqlite3';
import { type ClipFormat, type ClipSnippet, type ClipSummary, TEXT_MIME } from '../../src-shared/clip';
import { SEARCHED_BYTES } from '../../src-shared/limits';
import { fold } from '../../src-shared/search-query';
import { searchedText } from '../../src-shared/searched-text';
import { findMatches, firstMatch, foldByUnits, type TextRange } from '../../src-shared/text-matches';
import { folderOf } from './files';
import { PatternRun } from './pattern';
import { beginningOf } from './payload-files';
import type { Pace } from './search-pace';
import type { SearchPlan } from './search-plan';
import type { SearchedTextOf } from './types';

/** UTF-16 units before and after the match in a snippet: with it, as much as a row of the list shows. */
const LEAD_CHARS = 32;
const TAIL_CHARS = 120;

/** What is read of a format other than text: its words come after styles, fonts and colours. */
const FORMAT_BYTES = 1024 * 1024 + 1;

type FormatRow = [mime: string, bytes: Buffer, file: Buffer | null];

/** Whoever has clips' texts. */
export type TextSource = Pick<Texts, 'of'>;

/** The searched part of clips' texts, as they were copied. */
export class Texts {
  readonly #dir: string;
  readonly #textOf: SearchedTextOf;
  readonly #primary: Statement<[number, number], FormatRow>;
  readonly #formats: Statement<[number, number], FormatRow>;
  readonly #folded: Statement<[number], Buffer>;

  constructor(db: Database, textOf: SearchedTextOf) {
    this.#dir = folderOf(db);
    this.#textOf = textOf;
    const formats = (sql: string) =>
      db.prepare(sql).raw() as unknown as Statement<[number, number], FormatRow>;
    // By the lowest id first, which is what the clip is; what is not searched has no text here either.
    this.#primary = formats(
      `SELECT mime, substr(bytes, 1, ?), file FROM clip_payloads
       WHERE id = (SELECT min(id) FROM clip_payloads WHERE clip_id = (SELECT clip_id FROM clip_search WHERE clip_id = ?))`,
    );
    this.#formats = formats(
      'SELECT mime, substr(bytes, 1, ?), file FROM clip_payloads WHERE clip_id = ? ORDER BY id',
    );
    this.#folded = db
      .prepare('SELECT folded FROM clip_search WHERE clip_id = ?')
      .pluck() as unknown as Statement<[number], Buffer>;
  }

  /** Null where the clip is gone, or is not searched: it is a secret, or has no words. '' where the text's file is gone. */
  of(id: number): string | null {
    const primary = this.#primary.get(SEARCHED_BYTES + 1, id);
    if (primary === undefined) return null;
    if (primary[0] !== TEXT_MIME) return this.#wordsOf(id);
    return searchedText(this.#beginning(primary, SEARCHED_BYTES + 1));
  }

  /**
   * The words of files or markup. Where they are read otherwise now than when they were stored, or their file is gone, as they were
   * folded then: that is what they are found by.
   */
  #wordsOf(id: number): string {
    const folded = (this.#folded.get(id) ?? Buffer.alloc(0)).toString();
    const formats = this.#formats
      .all(FORMAT_BYTES, id)
      .map((row): ClipFormat => ({ mime: row[0], bytes: this.#beginning(row, FORMAT_BYTES) }));
    const words = this.#textOf(formats);
    return fold(words) === folded ? words : folded;
  }

  #beginning([, bytes, file]: FormatRow, limit: number): Uint8Array {
    return file === null ? bytes : beginningOf(this.#dir, file, limit);
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
export function withMatches(clip: ClipSummary, plan: SearchPlan, texts: TextSource | null): ClipSummary {
  if (!plan.text) return clip;
  const { ranges, missing } = findMatches(clip.preview, plan.needles, foldedPreview(clip));
  const [first] = missing;
  const text = first === undefined || texts === null ? null : texts.of(clip.id);
  const place = text === null || first === undefined ? null : firstMatch(text, first);
  return shown(
    clip,
    ranges,
    first === undefined,
    text !== null && place !== null ? snippetOf(text, plan, place) : null,
    texts,
  );
}

/**
 * withMatches() for a plan with a pattern, in steps. Where its time is up, what was not looked for is left for later, as in a row
 * without `texts`.
 */
export function* withPattern(
  clip: ClipSummary,
  plan: SearchPlan,
  texts: TextSource | null,
  pace: Pace,
): Generator<undefined, ClipSummary> {
  const { ranges, missing } = findMatches(clip.preview, plan.needles, foldedPreview(clip));
  const inPreview = yield* placeOf(clip.preview, plan, pace);
  const places = inPreview !== null && plan.needles.length === 0 ? [inPreview] : ranges;
  const whole = missing.length === 0 && inPreview !== null;
  if (whole || texts === null || pace.isSpent()) return shown(clip, places, whole, null, null);
  const text = texts.of(clip.id);
  if (text === null) return shown(clip, places, whole, null, texts);
  const [first] = missing;
  const place = first === undefined ? yield* placeOf(text, plan, pace) : firstMatch(text, first);
  if (place === null && pace.isSpent()) return shown(clip, places, whole, null, null);
  return shown(clip, places, whole, place === null ? null : snippetOf(text, plan, place), texts);
}

/** Null where the pattern stands nowhere, and where the time was up before that was known. */
function* placeOf(text: string, { pattern }: SearchPlan, pace: Pace): Generator<undefined, TextRange | null> {
  if (pattern === null) return null;
  const run = new PatternRun(pattern, text);
  while (!run.go(pace.isOver)) {
    if (pace.isSpent()) return null;
    yield* pace.pause();
  }
  return run.place;
}

function shown(
  clip: ClipSummary,
  ranges: readonly TextRange[],
  whole: boolean,
  snippet: ClipSnippet | null,
  texts: TextSource | null,
): ClipSummary {
  const matches = ranges.filter(([start, end]) => end > start);
  return {
    ...clip,
    ...(matches.length === 0 ? {} : { matches }),
    ...(snippet === null ? {} : { snippet }),
    ...(!whole && texts === null ? { deeper: true as const } : {}),
  };
}

/** The part of a text around the place that was found, with all that the query marks in it. */
function snippetOf(text: string, { needles }: SearchPlan, [at, end]: TextRange): ClipSnippet {
  const from = wholeFrom(text, Math.max(0, at - LEAD_CHARS));
  const part = text.slice(from, wholeFrom(text, Math.min(end, at + TAIL_CHARS) + TAIL_CHARS));
  const matches = [...findMatches(part, needles).ranges];
  if (needles.length === 0 && end > at) matches.push([at - from, Math.min(end - from, part.length)]);
  return { text: part.replace(/[\s\p{Cc}]/gu, ' '), matches, at };
}

/** Marks that one character may have before it is cut. */
const MAX_MARKS = 24;

/** `at`, or the place behind it where it would cut a surrogate pair, or a character from its marks. */
function wholeFrom(text: string, at: number): number {
  const code = text.charCodeAt(at);
  const behind = code >= 0xdc00 && code <= 0xdfff ? at + 1 : at;
  return behind + (/^\p{M}*/u.exec(text.slice(behind, behind + MAX_MARKS))?.[0].length ?? 0);
}

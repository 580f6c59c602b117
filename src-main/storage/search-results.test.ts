// What a found clip shows of its matches, against the slow and plain way: in its preview, and in the part of a long text that its row
// shows. Random texts, words, phrases and patterns.

import { describe, expect, it } from 'vitest';
import type { ClipSummary } from '../../src-shared/clip';
import { previewOf } from '../../src-shared/clip-kind';
import { fold, formatQuery, parseQuery, type QueryTerm, queryNeedles } from '../../src-shared/search-query';
import { occurrences, placesOf, randomNeedle, randomText } from '../../src-shared/testing/places';
import { pick, randomFrom } from '../../src-shared/testing/random';
import type { TextRange } from '../../src-shared/text-matches';
import { Pace } from './search-pace';
import { planSearch } from './search-plan';
import { withMatches, withPattern } from './search-results';

function clipWith(text: string): ClipSummary {
  return {
    id: 1,
    kind: 'text',
    preview: previewOf(text),
    size: text.length,
    createdAt: 0,
    lastUsed: 0,
    order: 1,
    pinned: false,
    sourceApp: null,
    formats: ['text/plain'],
  };
}

/** What a row shows of a text for a query, all of it looked for. */
function shownFor(text: string, terms: readonly QueryTerm[]) {
  const plan = planSearch(parseQuery(formatQuery(terms)), 'include');
  const texts = { of: () => text };
  if (plan.pattern === null) return withMatches(clipWith(text), plan, texts);
  const steps = withPattern(clipWith(text), plan, texts, new Pace(() => 0, 1));
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}

/** Where a row's snippet stands in its text; -1 where it is no part of it. */
function standsAt(text: string, snippet: { readonly text: string; readonly at: number }): number {
  const plain = text.replace(/[\s\p{Cc}]/gu, ' ');
  for (let from = Math.max(0, snippet.at - 32); from <= snippet.at; from++) {
    if (plain.startsWith(snippet.text, from)) return from;
  }
  return -1;
}

const covers = (ranges: readonly TextRange[], at: number, end: number) =>
  ranges.some(([from, to]) => from <= at && end <= to);

/** A text of up to a few hundred characters, mostly with what is looked for far from its beginning. */
function longText(random: () => number): string {
  const pieces = Array.from({ length: 1 + Math.floor(random() * 5) }, () =>
    random() < 0.5
      ? randomText(random, 40)
      : pick(random, ['lorem ipsum ', 'x', 'שלום עולם ', '日本語 ']).repeat(Math.floor(random() * 40)),
  );
  return pieces.join('');
}

describe('a row', () => {
  it('marks every word and phrase that it shows, and nothing else, in random texts', () => {
    const random = randomFrom(20_261_129);
    let [inPreview, deep] = [0, 0];
    for (let round = 0; round < 4_000; round++) {
      const text = longText(random);
      const terms = Array.from({ length: 1 + Math.floor(random() * 2) }, (): QueryTerm => {
        const needle = randomNeedle(
          random,
          text.slice(Math.floor(random() * text.length)).replace(/^[\udc00-\udfff]/u, ''),
        );
        return { type: 'phrase', text: needle.trim() === '' ? 'a' : needle };
      });
      const needles = queryNeedles(parseQuery(formatQuery(terms)));
      if (needles.length === 0 || !needles.every((needle) => fold(text).includes(needle))) continue;
      const { preview, matches = [], snippet } = shownFor(text, terms);
      expect([text, needles, matches]).toEqual([text, needles, placesOf(preview, needles)]);
      inPreview += matches.length;
      const missing = needles.find((needle) => !fold(preview).includes(needle));
      expect([text, needles, snippet === undefined]).toEqual([text, needles, missing === undefined]);
      if (missing === undefined || snippet === undefined) continue;
      const [first] = occurrences(text, missing);
      expect([text, needles, snippet.at]).toEqual([text, needles, first?.[0]]);
      const from = standsAt(text, snippet);
      const part = text.slice(from, from + snippet.text.length);
      expect([text, needles, from >= 0]).toEqual([text, needles, true]);
      expect([text, part, snippet.matches]).toEqual([text, part, placesOf(part, needles)]);
      expect([text, part, covers(snippet.matches, snippet.at - from, (first?.[1] ?? 0) - from)]).toEqual([
        text,
        part,
        true,
      ]);
      // Whole characters on either side.
      expect([text, part, /^[\p{M}\udc00-\udfff]/u.test(part) && from > 0]).toEqual([text, part, false]);
      expect([text, part, /^[\p{M}\udc00-\udfff]/u.test(text.slice(from + part.length))]).toEqual([
        text,
        part,
        false,
      ]);
      deep += 1;
    }
    expect(inPreview).toBeGreaterThan(3_000);
    expect(deep).toBeGreaterThan(400);
  });

  it('marks the first place of a pattern, in its preview or in the part that it shows, in random texts', () => {
    const random = randomFrom(20_261_130);
    let [inPreview, deep] = [0, 0];
    const parts = [
      'a',
      's+',
      '[ßﬁ]',
      '.',
      'é',
      'e.',
      '[a-z]{2}',
      '(ab|ss|日)',
      '😀',
      'ל',
      '\\d',
      'm ip',
      '[^a-z ]',
    ];
    for (let round = 0; round < 2_000; round++) {
      const text = `${longText(random)}${random() < 0.3 ? 'ab😀é1' : ''}`;
      const pattern = Array.from({ length: 1 + Math.floor(random() * 2) }, () => pick(random, parts)).join(
        '',
      );
      const flags = pick(random, ['', 's']);
      const own = new RegExp(pattern, `u${flags}`);
      const inText = own.exec(text);
      if (inText === null) continue;
      const { preview, matches, snippet } = shownFor(text, [{ type: 'regex', pattern, flags }]);
      const shown = own.exec(preview);
      const wanted = shown === null ? undefined : [[shown.index, shown.index + shown[0].length]];
      expect([text, pattern, matches]).toEqual([text, pattern, wanted]);
      expect([text, pattern, snippet === undefined]).toEqual([text, pattern, shown !== null]);
      inPreview += shown === null ? 0 : 1;
      if (snippet === undefined) continue;
      expect([text, pattern, snippet.at]).toEqual([text, pattern, inText.index]);
      const from = standsAt(text, snippet);
      const start = inText.index - from;
      expect([text, pattern, snippet.matches]).toEqual([text, pattern, [[start, start + inText[0].length]]]);
      deep += 1;
    }
    expect(inPreview).toBeGreaterThan(700);
    expect(deep).toBeGreaterThan(60);
  });
});

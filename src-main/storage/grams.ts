// The trigrams of a folded text, as the index holds them and a search asks for them.
// Pure. Never change what they are without a migration that builds the index anew.

/**
 * The different runs of three characters of a text that hold no white space and no control character (half of all runs
 * hold a space, and no word that is looked for does), in the order of the text. With the last two and the last one of each
 * run of such characters, so that every piece of one or two characters is the beginning of one of them.
 */
export function indexedGrams(folded: string): string[] {
  return [...collect(folded, true)];
}

/** The trigrams that a text must have where `needle` is a part of it; none where its words are shorter. */
export function gramsOf(needle: string): string[] {
  // What has no UTF-8 form stands in the database as U+FFFD.
  return [...collect(Buffer.from(needle).toString(), false)];
}

function collect(text: string, ends: boolean): Set<string> {
  const grams = new Set<string>();
  // The beginnings of the last two characters of the run that is under way; -1 where it has not as many.
  let before = -1;
  let last = -1;
  for (let at = 0; at < text.length; ) {
    const code = text.charCodeAt(at);
    const size = code >= 0xd800 && code <= 0xdbff ? 2 : 1;
    if (code <= 0x20 || code === 0x7f) {
      if (ends) addEnds(grams, text, before, last, at);
      before = -1;
      last = -1;
    } else {
      if (before !== -1) grams.add(text.slice(before, at + size));
      before = last;
      last = at;
    }
    at += size;
  }
  if (ends) addEnds(grams, text, before, last, text.length);
  return grams;
}

function addEnds(grams: Set<string>, text: string, before: number, last: number, end: number): void {
  if (before !== -1) grams.add(text.slice(before, end));
  if (last !== -1) grams.add(text.slice(last, end));
}

/** What no trigram holds. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is meant
export const GRAM_BREAK = /[\x00-\x20\x7f]+/;

/** The list as the index takes it. */
export function gramList(grams: readonly string[]): string {
  return grams.join(' ');
}

/** An FTS5 expression that all of `grams` must be there: https://sqlite.org/fts5.html#full_text_query_syntax */
export function matchAll(grams: readonly string[]): string {
  return grams.map((gram) => `"${gram.replaceAll('"', '""')}"`).join(' AND ');
}

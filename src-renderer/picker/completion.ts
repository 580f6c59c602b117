// What an operator that is being typed could become.
// Pure. Never complete a word: letters alone are what is looked for.
import { CLIP_KINDS } from '../../src-shared/clip';

/** Operators, each with the values that can be known beforehand. */
const OPERATORS: Readonly<Record<string, readonly string[]>> = {
  type: CLIP_KINDS,
  app: [],
  before: [],
  after: [],
  is: ['pinned'],
  size: ['>1mb', '>100kb', '<1kb'],
};

/** A name is completed from this many letters on: shorter ones are words. */
const NAME_LETTERS = 3;
const MAX_COMPLETIONS = 6;

export interface CompletionSources {
  /** Programs that clips at hand came from. */
  readonly apps: readonly string[];
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** One way in which the text can go on: the whole text with its last word completed; what it is shown as. */
export interface Completion {
  readonly text: string;
  /** The completed word. */
  readonly word: string;
}

/** @param text the search box's text, the caret behind its last letter. @returns the most likely first */
export function completionsOf(text: string, sources: CompletionSources): readonly Completion[] {
  const word = /\S+$/u.exec(text)?.[0] ?? '';
  const head = text.slice(0, text.length - word.length);
  // Inside a phrase or a pattern a colon is a colon.
  if (word === '' || /(^|\s)["/]/u.test(text)) return [];
  return wordsFor(word.toLowerCase(), sources)
    .filter((full) => full !== word.toLowerCase())
    .slice(0, MAX_COMPLETIONS)
    .map((full) => ({ word: full, text: `${head}${full}${full.endsWith(':') ? '' : ' '}` }));
}

function wordsFor(word: string, { apps, now }: CompletionSources): readonly string[] {
  const colon = word.indexOf(':');
  if (colon === -1) {
    const names = Object.keys(OPERATORS).filter((name) => name.startsWith(word));
    return word.length < NAME_LETTERS ? [] : names.map((name) => `${name}:`);
  }
  const name = word.slice(0, colon);
  const typed = word.slice(colon + 1);
  if (!Object.hasOwn(OPERATORS, name)) return [];
  const values =
    name === 'app' ? appValues(apps) : name === 'before' || name === 'after' ? dates(now) : OPERATORS[name];
  return (values ?? [])
    .filter((value) => value.toLowerCase().startsWith(typed))
    .map((value) => `${name}:${value}`);
}

/** As app: takes them: with a space in it, a name is quoted. */
function appValues(apps: readonly string[]): readonly string[] {
  const names = [...new Set(apps.map((app) => app.toLowerCase()))];
  return names
    .filter((app) => app !== '')
    .map((app) => (/[\s"]/u.test(app) ? `"${app.replaceAll('"', '""')}"` : app));
}

/** Today, this month, this year, in local time. */
function dates(now: number): readonly string[] {
  const date = new Date(now);
  const two = (n: number) => String(n).padStart(2, '0');
  const year = String(date.getFullYear());
  const month = `${year}-${two(date.getMonth() + 1)}`;
  return [`${month}-${two(date.getDate())}`, month, year];
}

// Words that go with a number, and texts inside sentences that are read the other way. Pure.
// Never guess a plural by a number's size: Intl knows each language's rules.
import type { Language, PLURALS } from './languages';

/** A form for each plural category that the language has. */
export type Forms<L extends Language> = Readonly<Record<(typeof PLURALS)[L][number], string>>;

/** @returns a function that chooses the form that goes with a count */
export function countedIn<L extends Language>(language: L): (count: number, forms: Forms<L>) => string {
  let rules: Intl.PluralRules | undefined;
  return (count, forms) => {
    rules ??= new Intl.PluralRules(language);
    return (forms as Readonly<Partial<Record<Intl.LDMLPluralRule, string>>>)[rules.select(count)] ?? '';
  };
}

/** A text that may be of another direction than the sentence around it, kept apart from it (U+2068 and U+2069, UAX #9). */
export function isolated(text: string): string {
  return `\u2068${text}\u2069`;
}

// The languages that Clipstead speaks, how each counts, and which one a system's wishes come to. Pure.
// Never a word of a language here, not even its name: each has a file of its own.

export const LANGUAGES = ['en', 'de', 'es', 'zh-CN', 'ja', 'ar'] as const;
/** A BCP 47 tag; Intl writes numbers, dates and plurals by it. */
export type Language = (typeof LANGUAGES)[number];

/** What `language` in the settings may be: a language, or the system's. */
export const LANGUAGE_CHOICES = ['system', ...LANGUAGES] as const;
export type LanguageChoice = (typeof LANGUAGE_CHOICES)[number];

/** The plural categories of each language (CLDR, Language Plural Rules); a test holds them against those of Intl. */
export const PLURALS = {
  en: ['one', 'other'],
  de: ['one', 'other'],
  es: ['one', 'many', 'other'],
  'zh-CN': ['other'],
  ja: ['other'],
  ar: ['zero', 'one', 'two', 'few', 'many', 'other'],
} as const satisfies Record<Language, readonly Intl.LDMLPluralRule[]>;

export function isLanguage(tag: string): tag is Language {
  return (LANGUAGES as readonly string[]).includes(tag);
}

/** The language of a choice. @param wishes the system's: tags, the dearest first */
export function languageOf(choice: LanguageChoice, wishes: readonly string[]): Language {
  return choice === 'system' ? bestLanguage(wishes) : choice;
}

/**
 * The first of the wished languages that there is, English where there is none.
 * @param wishes tags of BCP 47 or an environment's (de_AT.UTF-8), the dearest first
 */
function bestLanguage(wishes: readonly string[]): Language {
  for (const wish of wishes) {
    const found = ours(wish);
    if (found !== null) return found;
  }
  return 'en';
}

function ours(tag: string): Language | null {
  let locale: Intl.Locale;
  try {
    locale = new Intl.Locale(tag.replace(/[.@].*$/, '').replaceAll('_', '-')).maximize();
  } catch {
    // "C", "POSIX" and what else stands in an environment.
    return null;
  }
  // Chinese is written in two scripts; ours is the simplified one.
  if (locale.language === 'zh') return locale.script === 'Hans' ? 'zh-CN' : null;
  return isLanguage(locale.language) ? locale.language : null;
}

/** Which way a language is read: 'rtl' mirrors the window. */
export function directionOf(language: Language): 'ltr' | 'rtl' {
  return language === 'ar' ? 'rtl' : 'ltr';
}

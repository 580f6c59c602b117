// Which language's words are in use: that of the page's address. Only its file is loaded, before anything is shown.
// Never import a language file anywhere else.
import { directionOf, isLanguage, type Language } from '../../src-shared/i18n/languages';
import type { Words } from './en';

const FILES: Readonly<Record<Language, () => Promise<Words>>> = {
  en: async () => (await import('./en')).en,
  de: async () => (await import('./de')).de,
  es: async () => (await import('./es')).es,
  'zh-CN': async () => (await import('./zh-CN')).zhCN,
  ja: async () => (await import('./ja')).ja,
  ar: async () => (await import('./ar')).ar,
};

/** The locale that numbers, dates and plurals are written in (BCP 47). */
export const locale: Language = languageOfPage();

/** Which way it is read. */
export const direction = directionOf(locale);

export const words: Words = await FILES[locale]();

/** Main names the language in the address of the page; where there is no page (tests in Node) it is English. */
function languageOfPage(): Language {
  const named = typeof location === 'undefined' ? null : new URLSearchParams(location.search).get('language');
  return named !== null && isLanguage(named) ? named : 'en';
}

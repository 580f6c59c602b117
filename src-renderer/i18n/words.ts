// Which language's words are in use.
// Never import a language file anywhere else.
import { en, type Words } from './en';

export const words: Words = en;

/** The locale that numbers, dates and plurals are written in (BCP 47). */
export const locale = 'en';

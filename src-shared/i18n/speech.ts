// What main says, in one language: its file is loaded when it is wanted, English is there from the start.
// Never word a message before it has come to whoever shows it: the command line and the log say it in English.
import type { Language } from './languages';
import { en, type Messages } from './messages/en';
import { type Said, wordingIn } from './said';

const FILES: Readonly<Record<Language, () => Promise<Messages>>> = {
  en: async () => en,
  de: async () => (await import('./messages/de')).de,
  es: async () => (await import('./messages/es')).es,
  'zh-CN': async () => (await import('./messages/zh-CN')).zhCN,
  ja: async () => (await import('./messages/ja')).ja,
  ar: async () => (await import('./messages/ar')).ar,
};

export interface Speech {
  /** By which Intl writes. */
  readonly language: Language;
  /** A message in this language. */
  readonly say: (message: Said) => string;
}

export const english: Speech = { language: 'en', say: wordingIn(en, 'en') };

export async function speechIn(language: Language): Promise<Speech> {
  return { language, say: wordingIn(await FILES[language](), language) };
}

// Messages in English: for the command line, for whoever reads an error in a program, and until another language is loaded.
// Never use it for what is shown where the language is known.
import { en } from './messages/en';
import { type Said, wordingIn } from './said';

let word: ((message: Said) => string) | undefined;

export function inEnglish(message: Said): string {
  word ??= wordingIn(en, 'en');
  return word(message);
}

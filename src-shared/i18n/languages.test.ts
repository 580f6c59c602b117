// Which language a system's wishes come to, and that each language counts as Intl says.
import { expect, test } from 'vitest';
import { countedIn } from './counted';
import { directionOf, LANGUAGES, languageOf, PLURALS } from './languages';

test.each([
  [['de-AT', 'en-US'], 'de'],
  [['fr-FR', 'es-MX', 'en'], 'es'],
  [['zh-Hans-CN'], 'zh-CN'],
  [['zh-SG'], 'zh-CN'],
  [['zh'], 'zh-CN'],
  [['zh-TW', 'ja-JP'], 'ja'],
  [['ar-EG'], 'ar'],
  [['de_DE.UTF-8'], 'de'],
  [['ca@valencia', 'es_ES@euro'], 'es'],
  [['C', 'POSIX', ''], 'en'],
  [['fr', 'pt-BR'], 'en'],
  [[], 'en'],
])('a system that wishes for %j gets %s', (wishes, language) => {
  expect(languageOf('system', wishes)).toBe(language);
});

test('a language that was chosen is what it is, whatever the system wishes', () => {
  expect(languageOf('ja', ['de'])).toBe('ja');
});

test('Arabic alone is read from right to left', () => {
  expect(LANGUAGES.filter((language) => directionOf(language) === 'rtl')).toEqual(['ar']);
});

test.each(LANGUAGES)('%s has the plural categories that Intl has', (language) => {
  const { pluralCategories } = new Intl.PluralRules(language).resolvedOptions();
  expect([...PLURALS[language]].sort()).toEqual([...pluralCategories].sort());
});

test.each([
  [0, 'zero'],
  [1, 'one'],
  [2, 'two'],
  [5, 'few'],
  [11, 'many'],
  [100, 'other'],
])('in Arabic %d takes the form "%s"', (count, form) => {
  const counted = countedIn('ar');
  const forms = { zero: 'zero', one: 'one', two: 'two', few: 'few', many: 'many', other: 'other' };
  expect(counted(count, forms)).toBe(form);
});

// Every language says all that English says, with every piece in it, in every plural form.
import { expect, test } from 'vitest';
import type { Language } from '../../src-shared/i18n/languages';
import { LANGUAGES } from '../../src-shared/i18n/languages';
import { compare, type Tree } from '../../src-shared/i18n/testing/compare';
import { ar } from './ar';
import { de } from './de';
import { en, type Words } from './en';
import { es } from './es';
import { ja } from './ja';
import { zhCN } from './zh-CN';

const words: Readonly<Record<Language, Words>> = { en, de, es, 'zh-CN': zhCN, ja, ar };
const tree = (language: Language) => words[language] as unknown as Tree;

test.each(LANGUAGES.filter((language) => language !== 'en'))('%s has every word', (language) => {
  expect(compare(tree('en'), tree(language), language)).toEqual([]);
});

test.each([
  ['en', 'Ctrl', '1 clip', '3 clips'],
  ['de', 'Strg', '1 Eintrag', '3 Einträge'],
  ['es', 'Ctrl', '1 elemento', '3 elementos'],
  ['zh-CN', 'Ctrl', '1 个条目', '3 个条目'],
  ['ja', 'Ctrl', '1 件', '3 件'],
  ['ar', 'Ctrl', 'عنصر واحد', '3 عناصر'],
] as const)('%s: "%s", "%s", "%s"', (language, control, one, three) => {
  expect(words[language].keyControl).toBe(control);
  expect(words[language].clips('1', 1)).toBe(one);
  expect(words[language].clips('3', 3)).toBe(three);
});

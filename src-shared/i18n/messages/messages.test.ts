// Every language says all that English says, with every piece in it, in every plural form; and a message is worded with what it carries.
import { expect, test } from 'vitest';
import { LANGUAGES, type Language } from '../languages';
import { said } from '../said';
import { english, speechIn } from '../speech';
import { compare, type Tree } from '../testing/compare';
import { ar } from './ar';
import { de } from './de';
import { en, type Messages } from './en';
import { es } from './es';
import { ja } from './ja';
import { zhCN } from './zh-CN';

const messages: Readonly<Record<Language, Messages>> = { en, de, es, 'zh-CN': zhCN, ja, ar };
const tree = (language: Language) => messages[language] as unknown as Tree;

test.each(LANGUAGES.filter((language) => language !== 'en'))('%s has every message', (language) => {
  expect(compare(tree('en'), tree(language), language)).toEqual([]);
});

test.each(LANGUAGES)('what is said in %s is what its file has', async (language) => {
  const { say } = await speechIn(language);
  expect(say(said('trayQuit'))).toBe(messages[language].trayQuit);
});

test('a message carries numbers, moments and other messages', async () => {
  const at = new Date(2026, 0, 2, 15, 4).getTime();
  const restored = said('restored', said('historyEmpty'), { at }, 12_345);
  expect(english.say(restored)).toMatch(
    /^The history’s file was empty: .* of Jan 2, 2026, 3:04\sPM with 12,345 clips\./u,
  );
  const { say } = await speechIn('de');
  expect(say(said('copiesGivenUp', said('copiesStored', 1), 2))).toBe(
    'Der Verlauf lässt sich wieder schreiben: 1 Kopie aus dem Arbeitsspeicher gespeichert. 2 frühere Kopien konnten nicht gehalten werden und sind verloren.',
  );
});

// The check of the languages itself: each way in which a language can be wrong is found, and a right one passes.
import { expect, test } from 'vitest';
import { countedIn } from '../counted';
import { compare, type Tree } from './compare';

const counted = countedIn('en');
const gezaehlt = countedIn('de');

const english: Tree = {
  name: 'Nothing was copied yet',
  around: ['No clip holds “', '”.'],
  group: { '\n': 'a new line', deep: { count: 'Count' } },
  open: (name: string) => `Open ${name}`,
  clips: (n: string, count: number) => counted(count, { one: `${n} clip`, other: `${n} clips` }),
  deleted: (n: string, count: number) => counted(count, { one: 'Clip deleted', other: `${n} clips deleted` }),
};
const german: Tree = {
  name: 'Noch nichts kopiert',
  around: ['Kein Eintrag enthält „', '“.'],
  group: { '\n': 'eine neue Zeile', deep: { count: 'Zählen' } },
  open: (name: string) => `${name} öffnen`,
  clips: (n: string, count: number) => gezaehlt(count, { one: `${n} Eintrag`, other: `${n} Einträge` }),
  deleted: (n: string, count: number) =>
    gezaehlt(count, { one: 'Eintrag gelöscht', other: `${n} Einträge gelöscht` }),
};

test('a language that says all of it passes', () => {
  expect(compare(english, german, 'de')).toEqual([]);
});

test.each([
  ['a key that is missing', { name: undefined }, 'name is missing'],
  ['a key of a group that is missing', { group: { '\n': 'x', deep: {} } }, 'group.deep.count is missing'],
  ['a key too many', { more: 'mehr' }, 'more is not in English'],
  ['an empty text', { name: ' ' }, 'name is empty'],
  ['pieces of which nothing is left', { around: ['', ''] }, 'around is empty'],
  ['fewer pieces', { around: ['Nichts'] }, 'around is another thing than in English'],
  ['a text for a sentence', { open: 'öffnen' }, 'open is another thing than in English'],
  ['English that was left standing', { name: 'Nothing was copied yet' }, 'name is not translated'],
  ['a piece that is dropped', { open: () => 'öffnen' }, 'open drops name for 100'],
  ['a number that is dropped where it is one of many', { clips: () => 'Einträge' }, 'clips drops n for 100'],
  [
    'a plural form that is missing',
    { clips: (n: string, count: number) => (count === 1 ? `${n} Eintrag` : '') },
    'clips is empty for 0',
  ],
  [
    'a piece that is not there',
    { open: (_: string, more?: string) => `${_} ${more}` },
    'open puts something wrong into its sentence: ⟦0⟧ undefined',
  ],
])('%s is found', (_, change, problem) => {
  const wrong = Object.fromEntries(
    Object.entries({ ...german, ...change }).filter(([, value]) => value !== undefined),
  ) as Tree;
  expect(compare(english, wrong, 'de')).toContain(problem);
});

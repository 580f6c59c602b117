// The text of RTF as programs write it, and of what is broken or hostile.
import { expect, test } from 'vitest';
import { textOfRtf } from './rtf-text';

const text = (rtf: string) => textOfRtf(Buffer.from(rtf, 'latin1'));

test.each([
  ['plain', String.raw`{\rtf1\ansi Hello \b bold\b0  world\par second}`, 'Hello bold world\nsecond'],
  [
    'tables of fonts, colours and styles are no text',
    String.raw`{\rtf1{\fonttbl{\f0\fswiss Helvetica;}}{\colortbl;\red1\green2\blue3;}{\*\generator X;}\f0\fs24 words}`,
    'words',
  ],
  ['line ends in the source are none in the text', '{\\rtf1 one\r\n two\\\nthree}', 'one two\nthree'],
  ['escapes', String.raw`{\rtf1 \{a\\b\}\~c\_d\tab e}`, '{a\\b}\u00a0c-d\te'],
  ['the code page: Western', String.raw`{\rtf1\ansi\ansicpg1252 Gr\'fc\'dfe \'80}`, 'Grüße €'],
  ['the code page: Cyrillic', String.raw`{\rtf1\ansi\ansicpg1251 \'cf\'f0\'e8}`, 'При'],
  ['the code page: two bytes a character', String.raw`{\rtf1\ansi\ansicpg932 \'93\'fa\'96\'7b}`, '日本'],
  ['Unicode with its fallbacks', String.raw`{\rtf1\uc1\u8364?\u-10179?\u-8704? end}`, '€😀 end'],
  ['fallbacks of two characters, ended with their group', String.raw`{\rtf1{\uc2\u8364 EU}x\u233?y}`, '€xéy'],
  ['signs', String.raw`{\rtf1 a\emdash b\rquote s\bullet }`, 'a—b’s•'],
  ['cells and rows', String.raw`{\rtf1\trowd one\cell two\cell\row three\cell\row}`, 'one\ttwo\t\nthree'],
  [
    'pictures and fields: what is shown, not what they are made of',
    String.raw`{\rtf1 see {\field{\*\fldinst HYPERLINK "http://x"}{\fldrslt here}}{\pict\pngblip 89504e47}}`,
    'see here',
  ],
  ['binary data is skipped by its length', '{\\rtf1 a{\\pict\\bin4 {{}}}b}', 'ab'],
])('%s', (_, rtf, expected) => {
  expect(text(rtf)).toBe(expected);
});

test.each([
  ['no RTF', 'hello'],
  ['nothing', ''],
  ['groups without end', '{\\rtf1 '.padEnd(100_000, '{')],
  ['a length beyond the end', '{\\rtf1\\bin99999999 secret}'],
  ['a negative length', '{\\rtf1\\bin-99 }'],
])('%s has no text, and an end', (_, rtf) => {
  expect(text(rtf)).toBe('');
});

test('what is broken still gives what was read', () => {
  expect(text('{\\rtf1 cut off in the {\\b middle')).toBe('cut off in the middle');
  expect(text("{\\rtf1 a\\'zz b}}}} after")).toBe('a b');
});

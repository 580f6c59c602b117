// What is made visible of a text, and what is left as it is because it is meant so.
import { describe, expect, test } from 'vitest';
import { hostileTexts } from '../testing/hostile';
import { blocksOf, visibleParts } from './visible-text';

/** Signs in brackets, visible spaces in angle brackets. */
const shown = (text: string, spaces = false) =>
  visibleParts(text, spaces)
    .map(({ kind, text }) => (kind === 'text' ? text : kind === 'sign' ? `[${text}]` : `<${text}>`))
    .join('');

describe('what would hide or turn is a sign', () => {
  test.each([
    ['a bidirectional override', 'invoice\u202egpj.exe', 'invoice[RLO]gpj.exe'],
    [
      'embeddings and isolates',
      '\u202aa\u202b\u202c\u2066b\u2067\u2068\u2069',
      '[LRE]a[RLE][PDF][LRI]b[RLI][FSI][PDI]',
    ],
    ['direction marks', 'a\u200eb\u200f\u061c', 'a[LRM]b[RLM][ALM]'],
    ['nothing between letters', 'pay\u200bpal\u2060\ufeff\u00ad', 'pay[ZWSP]pal[WJ][BOM][SHY]'],
    ['joiners where nothing joins', 'a\u200db\u200c', 'a[ZWJ]b[ZWNJ]'],
    ['a terminal escape', '\u001b[31mred\u0007\u0000', '[ESC][31mred[BEL][NUL]'],
    ['controls of the second set, delete', '\u0085\u009b\u007f', '[U+0085][U+009B][DEL]'],
    ['a return without a line feed', 'safe\rrm -rf', 'safe[CR]rm -rf'],
    ['separators', 'a\u2028b\u2029c', 'a[LS]\nb[PS]\nc'],
    ['fillers', '\u3164\u115f\u2800', '[U+3164][U+115F][U+2800]'],
    ['tags without a flag', 'hi\u{e0069}\u{e006e}', 'hi[U+E0069][U+E006E]'],
    ['selectors of nothing', 'a\ufe0f\u{e0101}', 'a[U+FE0F]'],
    ['half a pair of surrogates', 'a\ud83db', 'a[U+D83D]b'],
    ['an invisible multiplication', '2\u2062x', '2[U+2062]x'],
  ])('%s', (_, text, expected) => {
    expect(shown(text)).toBe(expected);
  });
});

test.each([
  ['families, flags and keys of emoji', '👩‍👩‍👧 🏴󠁧󠁢󠁥󠁮󠁧󠁿 ❤️ 1️⃣ 👍🏽 🏳️‍🌈'],
  ['Persian with its non-joiners', 'می‌خواهم'],
  ['Hindi with a joiner', 'क्‍ष'],
  ['accents and Hebrew points', 'é ñ̃ שִׁ'],
  ['a variant of a Han character', '葛\u{e0100}'],
  ['spaces, tabs and line ends', 'a b\tc\nd\u00a0e\u3000f'],
])('%s stay as they are', (_, text) => {
  expect(shown(text)).toBe(text);
});

test('a Windows line end is one, and shows as two signs where white space is shown', () => {
  expect(shown('a\r\nb')).toBe('a\nb');
  expect(shown(' a\t\r\nb\n\u00a0\u2003', true)).toBe('<·>a<→>\t[CR]<↵>\nb<↵>\n<NBSP><U+2003>');
});

test('marks that pile up are counted', () => {
  const piled = `e${'\u0301'.repeat(30)}x`;
  expect(shown(piled)).toBe(`e${'\u0301'.repeat(8)}[+22]x`);
});

test('a text of nothing but signs has a hundred that say what they are', () => {
  expect(shown('\0'.repeat(150))).toBe(`${'[NUL]'.repeat(100)}${'▯'.repeat(50)}`);
});

test('signs tell which character they are', () => {
  expect(visibleParts('\u202e', false)).toEqual([{ kind: 'sign', text: 'RLO', code: 'U+202E' }]);
});

test.each(hostileTexts())('%s: a block of it is few parts, and no more is looked at', (_, text) => {
  for (const { start, end } of blocksOf(text.slice(0, 100_000))) {
    expect(visibleParts(text.slice(start, end), false).length).toBeLessThanOrEqual(220);
  }
});

describe('blocks', () => {
  const whole = (text: string) =>
    blocksOf(text)
      .map(({ start, end }) => text.slice(start, end))
      .join('');

  test.each([
    ['nothing', ''],
    ['a short text', 'a\nb'],
    ['lines', `${'x'.repeat(99)}\n`.repeat(100)],
    ['one long line', 'x'.repeat(100_000)],
    ['emoji in one line', '👩‍👩‍👧'.repeat(2_000)],
    ['marks in one run', `a${'\u0301'.repeat(10_000)}`],
  ])('of %s are the text, and none is too long or cuts a character', (_, text) => {
    expect(whole(text)).toBe(text);
    for (const { start, end } of blocksOf(text)) {
      expect(end - start).toBeGreaterThan(0);
      expect(end - start).toBeLessThanOrEqual(1_000);
      expect(/^[\udc00-\udfff\u200d]/.test(text.slice(start, end))).toBe(false);
    }
  });

  test('end where lines end', () => {
    const text = `${'x'.repeat(700)}\n${'y'.repeat(700)}\n`;
    expect(blocksOf(text)).toEqual([
      { start: 0, end: 701 },
      { start: 701, end: 1_402 },
    ]);
  });
});

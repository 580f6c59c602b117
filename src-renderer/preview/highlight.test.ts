// Code in its colours, and how spans meet blocks.
import { describe, expect, test } from 'vitest';
import { MAX_HIGHLIGHTED_CHARS } from '../../src-shared/limits';
import { stretchesOf } from './code-spans';
import { highlightCode } from './highlight';

const classes = (text: string) =>
  highlightCode(text).map((span) => [text.slice(span.start, span.end), span.class]);

test('keywords, strings, numbers and comments have their places in the text as it is', () => {
  const code = 'const a = "<b>&\'";\n// x < y && "z"\nreturn a + 42;\nfunction f() { let é🙂 = null; }\n';
  expect(classes(code)).toEqual(
    expect.arrayContaining([
      ['const', 'keyword'],
      ['"<b>&\'"', 'string'],
      ['// x < y && "z"', 'comment'],
      ['return', 'keyword'],
      ['42', 'number'],
      ['f', 'name'],
    ]),
  );
});

test.each([
  ['json', '{"a": [1, true], "b": "x"}', ['"a"', 'type']],
  ['python', 'def f(x):\n    """doc"""\n    return None  # why\n', ['# why', 'comment']],
  ['sql', "SELECT id, name FROM clips WHERE kind = 'text' ORDER BY id;", ["'text'", 'string']],
  ['xml', '<?xml version="1.0"?><a b="c">text</a>', ['"c"', 'string']],
])('%s', (_, code, span) => {
  expect(classes(code)).toContainEqual(span);
});

test('what is no code has no spans, and a long code has them in its first part only', () => {
  expect(highlightCode('')).toEqual([]);
  const spans = highlightCode('const a = 1;\n'.repeat(20_000));
  expect(spans.length).toBeGreaterThan(1_000);
  expect(spans.every(({ end }) => end <= MAX_HIGHLIGHTED_CHARS)).toBe(true);
});

describe('stretches of a block', () => {
  const spans = [
    { start: 2, end: 4, class: 'keyword' },
    { start: 6, end: 9, class: 'string' },
  ] as const;

  test.each([
    [{ start: 0, end: 10 }, ['01', '23:keyword', '45', '678:string', '9']],
    [{ start: 3, end: 7 }, ['3:keyword', '45', '6:string']],
    [{ start: 4, end: 6 }, ['45']],
    [{ start: 9, end: 9 }, []],
  ])('%j', (block, expected) => {
    const stretches = stretchesOf('0123456789', block, spans);
    expect(stretches.map((each) => (each.class ? `${each.text}:${each.class}` : each.text))).toEqual(
      expected,
    );
  });
});

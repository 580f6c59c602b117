// What a text is taken for, and the line that stands for it.
// Never assert a time here; what must be fast is proved by being linear: sizes that a worse than linear way would not end on.
import { describe, expect, test } from 'vitest';
import { kindOfText, previewOf } from './clip-kind';
import { PREVIEW_CHARS } from './limits';

describe('kindOfText', () => {
  test.each([
    'https://example.org',
    '  https://example.org/a?b=c#d\n',
    'http://localhost:3000/x',
    'HTTPS://EXAMPLE.ORG',
    'mailto:someone@example.org',
    'ftp://example.org/file',
    'magnet:?xt=urn:btih:abc',
  ])('link: %s', (text) => expect(kindOfText(text)).toBe('link'));

  test.each([
    '#fff',
    '#FFA07A',
    '#ffa07a80',
    '#1234',
    'rgb(255, 0, 0)',
    'rgba(255 0 0 / 50%)',
    'hsl(120deg, 100%, 50%)',
    'oklch(0.7 0.1 200)',
  ])('color: %s', (text) => expect(kindOfText(text)).toBe('color'));

  test.each([
    '/usr/bin/env',
    '/home/user/a file.txt',
    '~/notes/todo.md',
    './src/main.ts',
    '../up/here',
    'file:///home/user/x.pdf',
    'C:\\Users\\me\\file.txt',
    '\\\\server\\share\\folder',
    '/etc/ssh/',
  ])('path: %s', (text) => expect(kindOfText(text)).toBe('path'));

  test.each([
    'const x = 1;',
    'function add(a, b) {\n  return a + b;\n}',
    'import { x } from "./y";',
    '#include <stdio.h>\nint main(void) {\n  return 0;\n}',
    '#!/bin/sh\nset -e\necho hi',
    'def f(x):\n    return x + 1',
    'SELECT id FROM clips WHERE id = 1',
    'from os import path\nimport sys as s',
    'import java.util.List;',
    '{"a": 1, "b": [1, 2]}',
    '[{"a": 1}]',
    '<div class="x">\n  hello\n</div>',
    'class A {\n  b() {\n  }\n}',
    'git commit -m "x"',
    'console.log(1);',
  ])('code: %s', (text) => expect(kindOfText(text)).toBe('code'));

  test.each([
    '',
    '   \n ',
    'hello world',
    'see https://example.org for more',
    'https://example.org and more',
    'https://a.org\nhttps://b.org',
    '#hashtag',
    '#12345',
    '#1 thing to do',
    'rgb of the sky',
    '/help',
    '/ and /',
    'and/or',
    '// a comment',
    'C: is full',
    'Dear all,\n\nlet us meet; I will bring cake (and tea).\n\nBest,\nAnn',
    'if you (really) want to\nthen do so',
    'I return to you the keys; thank you.',
    'the class of 2020:',
    'import taxes are rising',
    'select a seat from the plan',
    'function follows form',
    '12:30 - 13:00',
    '[1] See the appendix',
    '{curly} prose',
    '/usr/bin is where programs lie',
    'javascript:alert(1)',
    'a\0b',
  ])('text: %j', (text) => expect(kindOfText(text)).toBe('text'));

  test('a line of code in a long letter does not make it code', () => {
    const letter = Array.from({ length: 20 }, (_, n) => `This is sentence number ${n} of the letter.`);
    expect(kindOfText([...letter, 'const x = 1;', ...letter].join('\n'))).toBe('text');
  });

  test('a text beyond the judged part is no link, path or colour', () => {
    expect(kindOfText(`https://example.org/${'x'.repeat(5_000)}`)).toBe('text');
    expect(kindOfText(`/a/${'x'.repeat(5_000)}`)).toBe('text');
  });

  test.each([
    ['one line of letters', 'a'.repeat(1_000_000)],
    ['spaces', ' '.repeat(1_000_000)],
    ['slashes', '/'.repeat(1_000_000)],
    ['brackets', '('.repeat(1_000_000)],
    ['keywords', 'public '.repeat(200_000)],
    ['half a JSON', '{"a'.repeat(300_000)],
    ['line ends', '\n'.repeat(1_000_000)],
    ['numbers in a colour', `rgb(${'1 '.repeat(500_000)}`],
  ])('ends on a megabyte of %s', (_, text) => {
    expect(['text', 'code']).toContain(kindOfText(text));
    expect(['text', 'code']).toContain(kindOfText(text.slice(0, 4_000)));
  });
});

describe('previewOf', () => {
  test.each([
    ['plain', 'plain'],
    ['  leading and   inner\t\tspace  ', 'leading and inner space'],
    ['\n\n  \n second\nthird', 'second ⏎ third'],
    ['a \n\n\t b', 'a ⏎ b'],
    ['ends\n', 'ends'],
    ['crlf\r\nnext', 'crlf ⏎ next'],
    ['old mac\rnext', 'old mac ⏎ next'],
    ['one\u2028two', 'one ⏎ two'],
    ['no\u00a0break', 'no break'],
    ['', ''],
    [' \n\t\r\n ', ''],
    ['\ufeffmarked', 'marked'],
    ['a\0b', 'a␀b'],
    ['\u001b[31mred', '␛[31mred'],
    ['del\u007f', 'del␡'],
    ['c1\u0090x', 'c1\ufffdx'],
    ['abc\u202etxt.exe', 'abctxt.exe'],
    ['\u2066iso\u2069lated', 'isolated'],
    ['zero\u200bwidth', 'zerowidth'],
    ['\u202e\n\u200b\nreal', 'real'],
    ['👩‍💻 at work', '👩‍💻 at work'],
    ['نص عربي', 'نص عربي'],
    ['lone \ud800 half', 'lone \ufffd half'],
  ])('%j → %j', (text, preview) => expect(previewOf(text)).toBe(preview));

  test.each([
    ['Arabic', 'اَلْحَمْدُ لِلَّٰهِ رَبِّ ٱلْعَٰلَمِينَ'],
    ['Hebrew, with accents', 'בְּרֵאשִׁ֖ית בָּרָ֣א אֱלֹהִ֑ים חֻשִּֽׁים'],
    ['Devanagari', 'ज़िंदगी क्षेत्र हिन्दुओं स्त्रियाँ'],
    ['Thai', 'ที่นี่ น้ำ ผู้ใหญ่'],
    ['Burmese', 'ကြွေးမြီ မြွေ'],
    ['Tibetan', 'བསྒྲུབས་ སྤྱི་'],
    ['Khmer', 'ស្ត្រី ញ៉ាំ'],
    ['Vietnamese, decomposed', 'Việt Nam, Nguyễn'.normalize('NFD')],
    ['emoji', '1️⃣ 🏳️‍🌈 👩🏽‍❤️‍👨🏻 🏴󠁧󠁢󠁳󠁣󠁴󠁿'],
  ])('leaves %s as it is', (_, text) => expect(previewOf(text)).toBe(text));

  test('keeps four of the marks piled on a letter, whatever stands between them', () => {
    const pile = (n: number) => '\u0300\u0316\u20dd\u0489\u0345'.repeat(n);
    expect(previewOf(`a${pile(50)}b${pile(2)}c\u0301d`)).toBe(
      'a\u0300\u0316\u20dd\u0489b\u0300\u0316\u20dd\u0489c\u0301d',
    );
    expect(previewOf(`a${'\u0301\u200d'.repeat(9)}`).match(/\u0301/g)).toHaveLength(4);
    expect(previewOf(`a${'\u0301\u0903'.repeat(9)}`).match(/\u0301/g)).toHaveLength(4);
    expect(previewOf(`a ${pile(3)}`)).toHaveLength(6);
  });

  test('is cut at PREVIEW_CHARS and never inside a surrogate pair', () => {
    expect(previewOf('x'.repeat(1_000_000))).toBe('x'.repeat(PREVIEW_CHARS));
    const odd = previewOf(`x${'👩'.repeat(1_000)}`);
    expect(odd).toBe(`x${'👩'.repeat((PREVIEW_CHARS - 2) / 2)}`);
    expect(Buffer.from(odd).toString()).toBe(odd);
  });

  test('a word that does not fit whole is cut, not left out', () => {
    expect(previewOf(`short ${'y'.repeat(500)}`)).toHaveLength(PREVIEW_CHARS);
  });

  test('ends on megabytes of nothing to show', () => {
    for (const nothing of [' ', '\n', '\u202e', '\u200b\n', '\t\r\n']) {
      expect(previewOf(nothing.repeat(1_000_000))).toBe('');
    }
  });
});

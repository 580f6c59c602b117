// The words of HTML as browsers and offices put it on the clipboard.
// Never more than its words: styles and scripts are no text.
import { expect, test } from 'vitest';
import { shownHtml, textOfHtml } from './html-text';

const text = (html: string | Uint8Array) => textOfHtml(Buffer.from(html));

test.each([
  ['tags go, their content stays', '<p>Hello <b>bold</b> world</p>', 'Hello bold world'],
  ['lines end where they are shown to end', '<div>one</div><div>two<br>three</div>', 'one\n\ntwo\nthree'],
  [
    'styles, scripts, titles and comments are no text',
    '<html><head><title>t</title><style>p > b {}</style></head><body><!-- StartFragment --><script>if (a < b) x()</script>yes<!-- > --></body>',
    'yes',
  ],
  [
    'entities',
    '&lt;a&gt; &amp;amp; &#252;&#xFC; &nbsp;x &bogus; &#0; &#9999999;',
    '<a> &amp; üü  x &bogus; &#0; &#9999999;',
  ],
  ['an open tag at the end', 'text <a href="', 'text'],
  ['a style that never ends', 'before<style>p {}', 'before'],
  ['an image alone has no words', '<meta charset="utf-8"><img src="https://example.org/x.png">', ''],
  ['nothing', '', ''],
])('%s', (_, html, expected) => {
  expect(text(html)).toBe(expected);
});

test('UTF-16 with its mark is read as that', () => {
  expect(text(Buffer.from('\ufeff<b>für</b>', 'utf16le'))).toBe('für');
});

test('a malicious one is read in linear time: in another it would take minutes', () => {
  expect(text('<'.repeat(1_000_000))).toBe('');
  expect(text('<!--'.repeat(300_000))).toBe('');
  expect(text('<style>'.repeat(200_000))).toBe('');
  expect(text('<b>&lt;'.repeat(200_000))).toMatch(/^<{1000}/);
});

test.each([
  [
    'what is never seen goes',
    '<html><head><style>p{}</style></head><body><!--StartFragment--><p style="color:red">a <b>b</b></p><script>x()</script></body>',
    '<html></head><body><p style="color:red">a <b>b</b></p></script></body>',
  ],
  ['what is cut off in a tag', 'a<b>c</b><img src="', 'a<b>c</b>'],
  ['what is no HTML at all', '1 < 2 and 3', '1 '],
])('of HTML that is shown, %s', (_, html, shown) => {
  expect(shownHtml(Buffer.from(html), 1_000, 100)).toEqual({ html: shown, cut: false });
});

test('HTML is shown up to a limit', () => {
  expect(shownHtml(Buffer.from(`<style>${'x'.repeat(500_000)}</style><b>word</b> more`), 11, 100)).toEqual({
    html: '</style><b>',
    cut: true,
  });
  expect(shownHtml(Buffer.from('<b>word</b>'), 11, 100)).toEqual({ html: '<b>word</b>', cut: false });
  expect(shownHtml(Buffer.from('<b>one</b><i>two'), 100, 2)).toEqual({ html: '<b>one</b>', cut: true });
});

// The frame's height: more for more lines, little for little, and never without end.
import { expect, test } from 'vitest';
import { frameHeight } from './frame-height';

test.each([
  ['', 28],
  ['word', 51],
  ['<b>one</b> <i>line</i>', 51],
  ['<p>one</p><p>two</p>', 122],
  ['<ul><li>a<li>b<li>c</ul>', 121],
  [`<p>${'x'.repeat(420)}</p>`, 282],
  ['<pre>a\nb\nc</pre>', 121],
  ['<table><tr><td>a</td>\n<td>b</td></tr>\n<tr><td>c</td><td>d</td></tr></table>', 86],
  ['<table border="1" cellpadding="6"><tr><td>a</td><td>b</td></tr></table>', 69],
  [`<table><tr><td>${'x'.repeat(50)}</td><td>${'y'.repeat(50)}</td></tr></table>`, 126],
])('%s', (html, height) => {
  expect(frameHeight(html)).toBe(height);
});

test('has an end', () => {
  expect(frameHeight('<p>x'.repeat(100_000))).toBe(30_000);
});

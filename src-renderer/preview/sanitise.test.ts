// What is left of copied HTML: its looks, and nothing that runs, loads, links or hides. In jsdom; e2e does it in the app.
import { JSDOM } from 'jsdom';
import { describe, expect, test } from 'vitest';
import { hostileHtml } from '../testing/hostile';
import { createSanitiser } from './sanitise';

const { window } = new JSDOM('');
const sanitise = createSanitiser(window, null);

const TRAP = 'http://127.0.0.1:9/trap';
const corpus = hostileHtml(TRAP, 'parent.RAN=1');

const ALLOWED_ATTRIBUTES = new Set(
  'align alt bgcolor border cellpadding cellspacing color colspan dir lang reversed rowspan start style type valign value'.split(
    ' ',
  ),
);
const FORBIDDEN = new Set(
  (
    'applet area audio base body button canvas dialog embed fencedframe form frame frameset head html iframe input isindex ' +
    'keygen layer link map marquee math meta noscript object option param picture portal script select slot source style svg ' +
    'template textarea title track video xmp plaintext noembed noframes'
  ).split(' '),
);

/** Everything in the result, as a browser would read it once more. */
function elementsOf(html: string): Element[] {
  return [...new window.DOMParser().parseFromString(`<body>${html}`, 'text/html').body.querySelectorAll('*')];
}

test('the corpus is large, and each of it is something of its own', () => {
  expect(corpus.length).toBeGreaterThanOrEqual(150);
  expect(new Set(corpus).size).toBe(corpus.length);
});

test.each(corpus.map((html, n) => [n, html]))('hostile HTML %i', (_, html) => {
  const result = sanitise(html);
  for (const element of elementsOf(result)) {
    expect(FORBIDDEN.has(element.localName)).toBe(false);
    for (const { name, value } of element.attributes) {
      expect(ALLOWED_ATTRIBUTES.has(name), name).toBe(true);
      expect(value).not.toMatch(/trap|javascript:|parent\.RAN|url\(|expression|position|fixed|@import/i);
    }
  }
  // What a browser makes of it does not change when it is read again: nothing wakes up in a second reading.
  expect(sanitise(result)).toBe(result);
});

describe('looks stay', () => {
  test.each([
    ['<b>bold</b> <i>it</i> <u>u</u> <code>x</code>', '<b>bold</b> <i>it</i> <u>u</u> <code>x</code>'],
    ['<h2>T</h2><ul><li>a</li></ul>', '<h2>T</h2><ul><li>a</li></ul>'],
    ['<table><tbody><tr><td colspan="2">a</td></tr></tbody></table>', null],
    ['<table border="1" cellpadding="6" cellspacing="0"><tbody><tr><td>a</td></tr></tbody></table>', null],
    ['<table border=""><tbody><tr><td>a</td></tr></tbody></table>', null],
    ['<p dir="rtl" lang="he">x</p>', null],
    ['<font color="#ff0000">x</font>', null],
    ['<a href="https://example.org">link</a>', '<a>link</a>'],
    ['<img src="https://example.org/x.png" alt="A cat">', '<img alt="A cat">'],
    ['<p class="x" id="y" title="z">x</p>', '<p>x</p>'],
  ])('%s', (html, expected) => {
    expect(sanitise(html)).toBe(expected ?? html);
  });

  test.each([
    ['color: rgb(255, 0, 0)', /color: rgb\(255, 0, 0\)/],
    ['font-weight: bold; font-style: italic', /font-style: italic.*font-weight: bold/],
    ['font-family: "Fira Code", monospace; font-size: 15px', /font-family: .*Fira Code.*font-size: 15px/],
    ['text-align: center', /text-align: center/],
  ])('style %s', (style, expected) => {
    expect(sanitise(`<p style='${style}'>x</p>`)).toMatch(expected);
  });

  test.each([
    'font-size: 1px',
    'font-size: 500px',
    'font-size: 0',
    'margin-top: -500px',
    'padding-left: 9000px',
    'display: none',
    'visibility: hidden',
    'opacity: 0',
    'position: fixed',
    'transform: scale(50)',
    'text-indent: -9999px',
  ])('but not style %s', (style) => {
    expect(sanitise(`<p style="${style}">x</p>`)).toBe('<p>x</p>');
  });

  test.each([
    'border="4000"',
    'border="1e9"',
    'border="-1"',
    'cellpadding="49"',
    'cellpadding="50%"',
    'cellspacing="9999"',
    'cellspacing="6px"',
  ])('nor a table with %s', (attribute) => {
    const table = (with_: string) => `<table${with_}><tbody><tr><td>a</td></tr></tbody></table>`;
    expect(sanitise(table(` ${attribute}`))).toBe(table(''));
  });

  test('nor a border around anything else', () => {
    expect(sanitise('<img border="40" alt="A cat"><p cellpadding="3">x</p>')).toBe(
      '<img alt="A cat"><p>x</p>',
    );
  });
});

describe('what would be slow to lay out', () => {
  const depthOf = (html: string) => {
    let deepest = 0;
    for (const element of elementsOf(html)) {
      let depth = 0;
      for (let at: Element | null = element; at !== null; at = at.parentElement) depth += 1;
      deepest = Math.max(deepest, depth);
    }
    return deepest;
  };

  test('is flattened beyond a depth, and its words stay', () => {
    const result = sanitise(`${'<div>'.repeat(300)}deep`);
    expect(depthOf(result)).toBeLessThan(70);
    expect(result).toContain('deep');
  });

  test('tables in tables', () => {
    const result = sanitise(`${'<table><tr><td>'.repeat(30)}deep`);
    expect(result.match(/<table/g)?.length).toBe(6);
    expect(result).toContain('deep');
  });

  test('very many elements', () => {
    const result = sanitise('<b>x</b>'.repeat(2_500));
    expect(result.match(/<b>/g)?.length).toBe(2_000);
    expect(result.replace(/<\/?b>/g, '')).toBe('x'.repeat(2_500));
  });

  test('cells over thousands of rows', () => {
    expect(
      sanitise('<table><tbody><tr><td colspan="999" rowspan="60000">x</td></tr></tbody></table>'),
    ).toContain('<td colspan="100" rowspan="100">');
  });
});

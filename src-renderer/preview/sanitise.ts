// From HTML as it was copied to HTML that looks like it and does nothing: no script, no load, no link, nothing hidden.
// Never loosen the lists for one page that looks wrong: what is copied is shown as text too.
import DOMPurify, { type WindowLike } from 'dompurify';

const TAGS = (
  'a abbr address article aside b bdi bdo blockquote br caption center cite code col colgroup dd del dfn div dl dt em ' +
  'figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark nav ol p pre q rp rt ruby s samp ' +
  'section small span strike strong sub sup table tbody td tfoot th thead tr tt u ul var wbr'
).split(' ');

/** No address among them: an image shows its alternative text, a link is words. */
const ATTRIBUTES =
  'align alt bgcolor border cellpadding cellspacing color colspan dir lang reversed rowspan start style type valign value'.split(
    ' ',
  );

/** How a text looks. What moves, covers, hides or loads is not among them. */
const PROPERTIES = (
  'background-color color direction font-family font-size font-style font-variant-caps font-weight list-style-type ' +
  'margin-bottom margin-top padding-bottom padding-left padding-right padding-top text-align text-decoration-line ' +
  'text-transform vertical-align white-space-collapse text-wrap-mode white-space ' +
  ['top', 'right', 'bottom', 'left']
    .flatMap((side) => ['color', 'style', 'width'].map((part) => `border-${side}-${part}`))
    .join(' ')
).split(' ');

/** Words, numbers with units, colours, names in quotes; no function but those of colours. */
const VALUE = /^(?!.*(?:url|image|var|env|attr|expression|calc)\s*\()[\w\s#.,%"'()/+-]{1,200}$/i;
/** The largest length in CSS pixels that a style may ask for: room around a word, not a way to push it out of sight. */
const MAX_LENGTH_PX = 48;
const MIN_FONT_PX = 7;
const UNITS: Readonly<Record<string, number>> = {
  px: 1,
  pt: 4 / 3,
  pc: 16,
  em: 16,
  rem: 16,
  cm: 38,
  mm: 3.8,
  in: 96,
};

/** What a layout takes grows with these faster than with the length of the HTML. */
const MAX_DEPTH = 60;
const MAX_TABLES = 6;
const MAX_ELEMENTS = 2_000;
const MAX_SPAN = 100;

/** A trusted types policy (W3C Trusted Types). What it makes are no strings, but stand where the DOM's types want some. */
export interface HtmlPolicy {
  createHTML(html: string): string;
  createScriptURL(url: string): string;
}

/**
 * @param window the page's own, or a test's.
 * @param policy what the browser asks for where a string is parsed as HTML; null where it does not ask.
 * @returns a function from HTML of any kind to the content of a body.
 */
export function createSanitiser(window: WindowLike, policy: HtmlPolicy | null) {
  const purify = DOMPurify(window);
  const config = {
    ALLOWED_TAGS: TAGS,
    ALLOWED_ATTR: ATTRIBUTES,
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    RETURN_DOM: true,
    ...(policy === null ? {} : { TRUSTED_TYPES_POLICY: policy as never }),
  } as const;
  return (html: string): string => {
    const body = purify.sanitize(html, config) as unknown as HTMLElement;
    limit(body);
    return body.innerHTML;
  };
}

/** Takes from sanitised elements what would be slow or would hide something; adds nothing but styles that it has read. */
function limit(body: HTMLElement): void {
  let elements = 0;
  const walk = (parent: Element, depth: number, tables: number) => {
    for (const element of [...parent.children]) {
      elements += 1;
      const inTables = tables + (element.tagName === 'TABLE' ? 1 : 0);
      if (elements > MAX_ELEMENTS || depth > MAX_DEPTH || inTables > MAX_TABLES) {
        element.replaceWith(element.textContent ?? '');
        continue;
      }
      restyle(element as HTMLElement);
      for (const name of ['bgcolor', 'color']) {
        if (!/^#?\w{1,40}$/.test(element.getAttribute(name) ?? 'none')) element.removeAttribute(name);
      }
      for (const name of ['border', 'cellpadding', 'cellspacing']) {
        // Of a table alone: around an image it would be a frame with nothing in it.
        if (element.tagName !== 'TABLE' || !isModestWidth(element.getAttribute(name) ?? '0'))
          element.removeAttribute(name);
      }
      for (const name of ['colspan', 'rowspan']) {
        if (Number(element.getAttribute(name)) > MAX_SPAN) element.setAttribute(name, String(MAX_SPAN));
      }
      walk(element, depth + 1, inTables);
    }
  };
  walk(body, 1, 0);
}

function restyle(element: HTMLElement): void {
  if (!element.hasAttribute('style')) return;
  const kept: string[] = [];
  for (const property of PROPERTIES) {
    const value = element.style.getPropertyValue(property).trim();
    if (value !== '' && VALUE.test(value) && isModest(property, value)) kept.push(`${property}: ${value}`);
  }
  if (kept.length === 0) element.removeAttribute('style');
  else element.setAttribute('style', kept.join('; '));
}

/** Whether an attribute asks for whole pixels (HTML, rules for parsing non-negative integers) and not for many. */
function isModestWidth(value: string): boolean {
  return /^\d{0,2}$/.test(value) && Number(value) <= MAX_LENGTH_PX;
}

function isModest(property: string, value: string): boolean {
  for (const [, number, unit = ''] of value.matchAll(/(-?\d*\.?\d+(?:e[+-]?\d+)?)(%|[a-z]+)?/gi)) {
    const size = Number(number) * (UNITS[unit.toLowerCase()] ?? 1);
    if (property === 'font-size') {
      const pixels = unit === '%' ? (size * 16) / 100 : size;
      if (pixels < MIN_FONT_PX || pixels > MAX_LENGTH_PX) return false;
    } else if (/^(?:margin|padding|border-\w+-width|vertical)/.test(property)) {
      if (unit === '%' || size < 0 || size > MAX_LENGTH_PX) return false;
    }
  }
  return true;
}

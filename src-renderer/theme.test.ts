// One visual language: every style sheet but theme.css takes its colours, type, radii, times and space from theme.css.
// Never an exception for a file: what is missing becomes a token.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = import.meta.dirname;
const files = (ending: RegExp) =>
  readdirSync(root, { recursive: true })
    .map(String)
    .filter((name) => ending.test(name));
const read = (name: string) => readFileSync(join(root, name), 'utf8');
const theme = read('theme.css');

/** Colours that are no colours of ours: the desktop's own in forced-colors, and what takes over another one. */
const SYSTEM = /\b(?:CanvasText|Canvas|HighlightText|Highlight|currentcolor|transparent)\b/g;
const COLOR =
  /#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color|color-mix|light-dark)\(|\b(?:black|white|red|green|blue|yellow|gr[ae]y|silver|orange|purple|pink)\b/i;

interface Rule {
  readonly what: string;
  readonly properties: RegExp;
  readonly bad: RegExp;
}

const RULES: readonly Rule[] = [
  { what: 'a colour', properties: /./, bad: COLOR },
  { what: 'a size of type', properties: /^(?:font|font-size|line-height)$/, bad: /\d/ },
  { what: 'a weight', properties: /^font-weight$/, bad: /./ },
  { what: 'a radius', properties: /radius$/, bad: /\d/ },
  { what: 'a time', properties: /^(?:animation|transition)/, bad: /\d/ },
  { what: 'a shadow', properties: /shadow$/, bad: /\d/ },
  // Hairlines are one pixel everywhere.
  {
    what: 'space',
    properties: /^(?:padding|margin|gap|row-gap|column-gap|inset|scroll-margin)/,
    bad: /\b(?!0\b|1px\b)\d+(?:\.\d+)?px\b/,
  },
];

/** What of a style sheet is not the theme's, one line each. */
function foreign(sheet: string): string[] {
  const plain = sheet.replace(/\/\*[\s\S]*?\*\//g, '');
  const found: string[] = [];
  for (const [, property = '', value = ''] of plain.matchAll(/([\w-]+)\s*:\s*([^;{}]+);/g)) {
    // A token's own name may hold digits and colours' names; calc() may halve one.
    const said = value.replace(/var\(--[\w-]+\)/g, '').replace(SYSTEM, '');
    for (const { what, properties, bad } of RULES) {
      if (properties.test(property) && bad.test(said)) found.push(`${what} in ${property}: ${value}`);
    }
  }
  return found;
}

describe('the theme', () => {
  test.each(files(/(?<!theme)\.css$/))('%s has nothing of its own', (name) => {
    expect(foreign(read(name))).toEqual([]);
  });

  test.each([
    'color: #fff;',
    'background: rgb(0 0 0 / 8%);',
    'color: white;',
    'background: color-mix(in srgb, var(--text) 22%, transparent);',
    'font-size: 13px;',
    'font: 400 12px / 1 var(--font);',
    'line-height: 1.5;',
    'font-weight: 600;',
    'border-radius: 3px;',
    'border-radius: 50%;',
    'animation: rise 120ms ease-out;',
    'transition: opacity 0.2s;',
    'box-shadow: 0 1px 2px var(--line);',
    'padding: 0 10px;',
    'margin-inline-start: 44px;',
    'gap: 6px;',
  ])('%s is found', (declaration) => {
    expect(foreign(`.a:hover {\n  ${declaration}\n}`)).toHaveLength(1);
  });

  test.each([
    'color: var(--text);',
    'background: none;',
    'outline: 1px solid CanvasText;',
    'font: var(--type-small);',
    'border-radius: var(--radius);',
    'animation: rise var(--motion-fast) ease-out both;',
    'padding: 0 var(--space-2);',
    'padding-inline: calc(var(--side) - var(--space-2));',
    'margin: 0 1px;',
    'height: 48px;',
  ])('%s is the theme’s', (declaration) => {
    expect(foreign(`/* 13px #fff */ .a { ${declaration} }`)).toEqual([]);
  });

  test('every token that is used is there, and every one that is there is used', () => {
    const sheets = files(/\.css$/)
      .map(read)
      .join('\n');
    const made = new Set([...theme.matchAll(/^\s*(--[\w-]+):/gm)].map(([, name]) => name));
    const used = new Set([...sheets.matchAll(/var\((--[\w-]+)/g)].map(([, name]) => name));
    expect([...used].filter((name) => !made.has(name))).toEqual([]);
    expect([...made].filter((name) => !used.has(name))).toEqual([]);
  });

  test('no element carries a colour of its own but that of a clip', () => {
    const found = files(/\.tsx$/).filter((name) => /#[0-9a-f]{3,8}\b["'`]/i.test(read(name)));
    expect(found).toEqual([]);
  });
});

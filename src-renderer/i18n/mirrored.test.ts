// The style sheets say start and end, never left and right: a language that is read from right to left mirrors all of them.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const sheets = readdirSync(root, { recursive: true })
  .map(String)
  .filter((file) => file.endsWith('.css'));

/** Lines of a style sheet that name a side, and boxes whose sides differ. */
function sided(css: string): string[] {
  const lines = css.replaceAll(/\/\*.*?\*\//gs, '').split('\n');
  return lines.filter((line) => {
    const [, values] = /^\s*(?:padding|margin|inset|border-width|border-radius): ([^;]+);/.exec(line) ?? [];
    const four = values?.match(/(?:[\w-]+\([^)]*\)|\S)+/g);
    return /\b(?:left|right)\b/.test(line) || (four?.length === 4 && four[1] !== four[3]);
  });
}

test('no style sheet names a side', () => {
  expect(sheets.length).toBeGreaterThan(5);
  expect(sheets.flatMap((file) => sided(readFileSync(join(root, file), 'utf8')))).toEqual([]);
});

test.each([
  '  margin-left: 4px;',
  '  left: 0;',
  '  padding: 0 var(--space-4) 0 20px;',
  '  text-align: right;',
])('"%s" is found', (line) => expect(sided(line)).toEqual([line]));

test.each([
  '  margin-inline-start: 4px;',
  '  padding: 1px 2px 3px 2px;',
  '/* on the left */',
  '  inset: 0 0 36px;',
])('"%s" is none', (line) => expect(sided(line)).toEqual([]));

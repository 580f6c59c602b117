// Parts of a code that are shown in a colour of their own: how they are named, and how they meet what is shown of a text.
// Pure.
import type { Block } from './visible-text';

/** As theme.css colours them. */
export const CODE_CLASSES = [
  'comment',
  'keyword',
  'string',
  'number',
  'name',
  'type',
  'added',
  'removed',
] as const;
export type CodeClass = (typeof CODE_CLASSES)[number];

/** [start, end) in UTF-16 units of the whole text. */
export interface CodeSpan {
  readonly start: number;
  readonly end: number;
  readonly class: CodeClass;
}

/** highlight.js's scopes (https://highlightjs.readthedocs.io/en/latest/css-classes-reference.html) by what they are shown as. */
const CLASSES: Readonly<Record<string, CodeClass>> = {
  comment: 'comment',
  quote: 'comment',
  doctag: 'comment',
  keyword: 'keyword',
  'selector-tag': 'keyword',
  literal: 'keyword',
  meta: 'keyword',
  'template-tag': 'keyword',
  operator: 'keyword',
  string: 'string',
  regexp: 'string',
  char: 'string',
  link: 'string',
  'template-variable': 'string',
  number: 'number',
  symbol: 'number',
  bullet: 'number',
  title: 'name',
  name: 'name',
  section: 'name',
  'selector-id': 'name',
  'selector-class': 'name',
  attr: 'type',
  attribute: 'type',
  property: 'type',
  type: 'type',
  built_in: 'type',
  variable: 'type',
  addition: 'added',
  deletion: 'removed',
};

/** @param name a class attribute of highlight.js, "hljs-title function_". @returns null for what is shown like any text */
export function codeClassOf(name: string): CodeClass | null {
  return CLASSES[/^hljs-(\S+)/.exec(name)?.[1] ?? ''] ?? null;
}

/** A stretch of a block with one class or none. */
export interface Stretch {
  readonly text: string;
  readonly class: CodeClass | null;
}

/** A block of the text cut where its spans begin and end. @param spans in order, none overlapping */
export function stretchesOf(text: string, { start, end }: Block, spans: readonly CodeSpan[]): Stretch[] {
  const stretches: Stretch[] = [];
  let at = start;
  for (const span of spans) {
    if (span.end <= start) continue;
    if (span.start >= end) break;
    const from = Math.max(span.start, start);
    const to = Math.min(span.end, end);
    if (from > at) stretches.push({ text: text.slice(at, from), class: null });
    stretches.push({ text: text.slice(from, to), class: span.class });
    at = to;
  }
  if (at < end) stretches.push({ text: text.slice(at, end), class: null });
  return stretches;
}

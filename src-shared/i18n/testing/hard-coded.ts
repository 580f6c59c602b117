// Finds words of people that stand in the code instead of a language's file. For tests only.
// Never guess from how a line looks: the source is parsed.
import { parseSync } from 'vite';

interface Node {
  readonly type: string;
  readonly start: number;
  readonly [member: string]: unknown;
}

/** Attributes that are read by people: by eye, or by a screen reader. */
const READ = new Set([
  'alt',
  'aria-description',
  'aria-label',
  'aria-placeholder',
  'aria-roledescription',
  'aria-valuetext',
  'label',
  'placeholder',
  'title',
]);

/** Members of objects whose text is shown: menus, dialogs, notifications, notices. */
const SHOWN = new Set([
  'body',
  'buttonLabel',
  'detail',
  'label',
  'message',
  'text',
  'title',
  'toolTip',
  'why',
]);

/** Calls whose first text is shown. */
const SHOWING = /(?:^|\.)(?:setToolTip|setTitle|showErrorBox|notify|tell|onTrouble|failed|refuse)$/;

/** Calls whose texts nobody but a developer or the system reads. */
const TECHNICAL = /^(?:log\.\w+|Error|TypeError|RangeError|process\.std\w+\.write|require|import)$/;

/**
 * @param file its name tells whether it is JSX
 * @param source its text
 * @returns what is hard-coded, "line: words" each
 */
export function hardCoded(file: string, source: string): string[] {
  const { program, errors } = parseSync(file, source);
  if (errors.length > 0) throw new Error(`${file} cannot be parsed`);
  const found: string[] = [];
  const add = (node: Node, words: string) => {
    const line = source.slice(0, node.start).split('\n').length;
    found.push(`${line}: ${words.trim().slice(0, 60)}`);
  };

  function visit(node: Node): void {
    if (node.type === 'JSXText') {
      if (/\p{L}{2}/u.test(String(node.value))) add(node, String(node.value));
      return;
    }
    if (node.type === 'JSXAttribute') {
      const name = nameOf(node.name as Node);
      if (READ.has(name)) report(node.value as Node | null);
      else if (name !== 'className') visitAll(node);
      return;
    }
    if (node.type === 'JSXExpressionContainer') report(node.expression as Node);
    if (node.type === 'Property' && SHOWN.has(nameOf(node.key as Node))) report(node.value as Node);
    if (node.type === 'CallExpression' || node.type === 'NewExpression') {
      const called = nameOf(node.callee as Node);
      if (TECHNICAL.test(called)) return;
      if (called === 'ClipsteadError') report((node.arguments as Node[])[1] ?? null);
      else if (SHOWING.test(called)) for (const argument of node.arguments as Node[]) report(argument);
    }
    if (isText(node) && isSentence(textOf(node))) add(node, textOf(node));
    visitAll(node);
  }

  function visitAll(node: Node): void {
    for (const value of Object.values(node)) {
      for (const each of Array.isArray(value) ? value : [value]) if (isNode(each)) visit(each);
    }
  }

  /** What an expression may come to, where it is shown. */
  function report(node: Node | null): void {
    if (node === null) return;
    if (isText(node)) {
      if (isWords(textOf(node)) && !isSentence(textOf(node))) add(node, textOf(node));
      return;
    }
    const parts = {
      ConditionalExpression: [node.consequent, node.alternate],
      LogicalExpression: [node.left, node.right],
      JSXExpressionContainer: [node.expression],
    }[node.type];
    for (const part of parts ?? []) report(part as Node);
  }

  visit(program as unknown as Node);
  return found;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';
}

/** 'log.info' of a call, 'title' of a key. */
function nameOf(node: Node): string {
  if (node.type === 'MemberExpression')
    return `${nameOf(node.object as Node)}.${nameOf(node.property as Node)}`;
  if (node.type === 'ThisExpression') return 'this';
  return String(node.name ?? node.value ?? '');
}

function isText(node: Node): boolean {
  return (node.type === 'Literal' && typeof node.value === 'string') || node.type === 'TemplateLiteral';
}

function textOf(node: Node): string {
  if (node.type === 'Literal') return String(node.value);
  const quasis = node.quasis as readonly { readonly value: { readonly cooked: string } }[];
  return quasis.map(({ value }) => value.cooked).join('…');
}

/** Something that is read: a capital letter or more than one word, and no key, code or name that is the same in every language. */
function isWords(text: string): boolean {
  const words = text.replaceAll('Clipstead', '').trim();
  return (
    /\p{L}{2}/u.test(words) && /^\p{Lu}|\p{L}\s+\S/u.test(words) && !/^(?:Ctrl|Shift|Alt|Mod)\+/.test(words)
  );
}

const SQL = /^\s*(?:--|(?:SELECT|INSERT|UPDATE|DELETE|CREATE)\s)/;

/** A sentence or its beginning, wherever it stands: "The history was damaged", "the window has gone." */
function isSentence(text: string): boolean {
  if (SQL.test(text)) return false;
  return (
    /(?:^|\s)\p{Lu}[\p{Ll}’']+(?: [\p{L}\d’']+){2}/u.test(text) ||
    /\p{L}+(?: [\p{L}\d’']+){2,}.*[.!?]$/u.test(text)
  );
}

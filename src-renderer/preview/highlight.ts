// Which parts of a code are keywords, strings, comments and so on. Runs in the text worker: a grammar can take its time.
// Never put a grammar's HTML into a page: it is read here, and only names and places leave.
import hljs from 'highlight.js/lib/core';
import bash from 'highlight.js/lib/languages/bash';
import c from 'highlight.js/lib/languages/c';
import cpp from 'highlight.js/lib/languages/cpp';
import csharp from 'highlight.js/lib/languages/csharp';
import css from 'highlight.js/lib/languages/css';
import diff from 'highlight.js/lib/languages/diff';
import dockerfile from 'highlight.js/lib/languages/dockerfile';
import go from 'highlight.js/lib/languages/go';
import ini from 'highlight.js/lib/languages/ini';
import java from 'highlight.js/lib/languages/java';
import javascript from 'highlight.js/lib/languages/javascript';
import json from 'highlight.js/lib/languages/json';
import kotlin from 'highlight.js/lib/languages/kotlin';
import lua from 'highlight.js/lib/languages/lua';
import php from 'highlight.js/lib/languages/php';
import python from 'highlight.js/lib/languages/python';
import ruby from 'highlight.js/lib/languages/ruby';
import rust from 'highlight.js/lib/languages/rust';
import sql from 'highlight.js/lib/languages/sql';
import swift from 'highlight.js/lib/languages/swift';
import typescript from 'highlight.js/lib/languages/typescript';
import xml from 'highlight.js/lib/languages/xml';
import yaml from 'highlight.js/lib/languages/yaml';
import { MAX_HIGHLIGHTED_CHARS } from '../../src-shared/limits';
import { type CodeClass, type CodeSpan, codeClassOf } from './code-spans';

const languages = {
  bash,
  c,
  cpp,
  csharp,
  css,
  diff,
  dockerfile,
  go,
  ini,
  java,
  javascript,
  json,
  kotlin,
  lua,
  php,
  python,
  ruby,
  rust,
  sql,
  swift,
  typescript,
  xml,
  yaml,
};
for (const [name, language] of Object.entries(languages)) hljs.registerLanguage(name, language);

/** The part of a text that its language is guessed from: guessing takes every grammar's time. */
const GUESSED_CHARS = 3_000;

/**
 * @param known its language, where that is known
 * @returns spans in order, none touching the part behind MAX_HIGHLIGHTED_CHARS
 */
export function highlightCode(text: string, known: 'json' | 'xml' | null = null): CodeSpan[] {
  const shown = text.slice(0, MAX_HIGHLIGHTED_CHARS);
  const language = known ?? hljs.highlightAuto(shown.slice(0, GUESSED_CHARS)).language;
  if (language === undefined) return [];
  return readSpans(hljs.highlight(shown, { language, ignoreIllegals: true }).value);
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#x27;': "'",
};

/** Reads what highlight.js writes: its text escaped, and spans with a class, nested. The innermost class that is shown counts. */
function readSpans(html: string): CodeSpan[] {
  const spans: { start: number; end: number; class: CodeClass }[] = [];
  const open: (CodeClass | null)[] = [];
  let at = 0;
  for (const [token, name] of html.matchAll(/<span class="([^"]*)">|<\/span>|&[#\w]+;|[^<&]+/g)) {
    if (name !== undefined) open.push(codeClassOf(name) ?? open.at(-1) ?? null);
    else if (token === '</span>') open.pop();
    else {
      const length = (ENTITIES[token] ?? token).length;
      const kind = open.at(-1);
      const last = spans.at(-1);
      if (kind != null && last?.end === at && last.class === kind) last.end += length;
      else if (kind != null) spans.push({ start: at, end: at + length, class: kind });
      at += length;
    }
  }
  return spans;
}

// The plain text that every match of a pattern contains: what lets the index help a pattern.
// Pure. Never name a text that a match might lack: where the pattern is not simple, say less.

/** Shorter ones are no help. */
const MIN_LITERAL = 3;

/** Characters that stand for themselves in RE2 syntax; only ASCII, whose folding is its lower case wherever it stands. */
const PLAIN = /^[A-Za-z0-9 _\-:@,;=<>~`'"!%&#/]$/;
/** What a backslash makes plain: punctuation. A letter or digit after it means something else. */
const ESCAPED = /^[!-/:-@[-`{-~]$/;

/**
 * @param pattern in RE2 syntax (https://github.com/google/re2/wiki/Syntax)
 * @returns texts that stand in every match, blind to case; none where that is not plain to see
 */
export function patternLiterals(pattern: string): string[] {
  const literals: string[] = [];
  let run = '';
  const endRun = () => {
    if (run.length >= MIN_LITERAL) literals.push(run);
    run = '';
  };
  let at = 0;
  while (at < pattern.length) {
    const char = pattern.charAt(at);
    const next = pattern.charAt(at + 1);
    let literal: string | null = null;
    if (char === '|') return [];
    if (char === '(') {
      endRun();
      const end = groupEnd(pattern, at);
      if (end === -1 || /^\(\?[a-zA-Z-]*\)/.test(pattern.slice(at, end))) return [];
      at = end;
    } else if (char === '[') {
      endRun();
      const end = classEnd(pattern, at);
      if (end === -1) return [];
      at = end;
    } else if (char === '\\') {
      // \Q…\E quotes; \x, \p and octals take more characters: rare enough to give up on.
      if (/[QExpPC0-9]/.test(next) || next === '') return [];
      if (ESCAPED.test(next)) literal = next;
      else endRun();
      at += 2;
    } else {
      if (PLAIN.test(char)) literal = char;
      else endRun();
      at += 1;
    }
    const repeated = /^[?*+{]/.test(pattern.slice(at));
    if (literal !== null && (!repeated || pattern.charAt(at) === '+')) run += literal;
    if (repeated) {
      endRun();
      const count = /^\{[\d,]*\}/.exec(pattern.slice(at));
      at += count?.[0].length ?? 1;
      if (pattern.charAt(at) === '?') at += 1;
    }
  }
  endRun();
  return literals;
}

/** The place behind the class that opens at `at`; -1 where that is not simple. */
function classEnd(pattern: string, at: number): number {
  let i = at + 1;
  if (pattern.charAt(i) === '^') i += 1;
  if (pattern.charAt(i) === ']') i += 1;
  for (; i < pattern.length; i++) {
    const char = pattern.charAt(i);
    if (char === '\\') i += 1;
    else if (char === '[') return -1;
    else if (char === ']') return i + 1;
  }
  return -1;
}

/** The place behind the group that opens at `at`; -1 where it does not close. */
function groupEnd(pattern: string, at: number): number {
  let depth = 0;
  for (let i = at; i < pattern.length; i++) {
    const char = pattern.charAt(i);
    if (char === '\\') {
      if (/[QE]/.test(pattern.charAt(i + 1))) return -1;
      i += 1;
    } else if (char === '[') {
      const end = classEnd(pattern, i);
      if (end === -1) return -1;
      i = end - 1;
    } else if (char === '(') depth += 1;
    else if (char === ')') {
      depth -= 1;
      if (depth === 0) return i + 1;
    }
  }
  return -1;
}

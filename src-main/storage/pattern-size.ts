// How large a pattern gets when its repetitions are written out, before anybody writes them out: that alone can take seconds.
// Pure, and a rough reading. Never trust it for more than that: what is compiled is measured again.

/**
 * @param pattern in RE2 syntax (https://github.com/google/re2/wiki/Syntax)
 * @returns about as many as it would have instructions
 */
export function patternSize(pattern: string): number {
  /** What stands before each open group. */
  const before: number[] = [];
  let size = 0;
  /** Of it the last thing: what a repetition repeats. */
  let last = 0;
  const take = (more: number) => {
    last = more;
    size += more;
  };
  for (let at = 0; at < pattern.length; ) {
    const char = pattern.charAt(at);
    const count = char === '{' ? /^\{(\d+)(?:,(\d*))?\}/.exec(pattern.slice(at, at + 16)) : null;
    if (count !== null) {
      const most = Math.max(Number(count[1]), count[2] === '' ? Number(count[1]) + 1 : Number(count[2] ?? 0));
      size += last * (most - 1);
      last *= most;
      at += count[0].length;
      continue;
    }
    if (char === '(') {
      before.push(size);
      size = 0;
    } else if (char === ')') {
      const group = size + 2;
      size = before.pop() ?? 0;
      take(group);
    } else take(1);
    at = char === '[' ? classEnd(pattern, at) : at + (char === '\\' ? 2 : 1);
  }
  return before.reduce((sum, each) => sum + each, size);
}

/** The place behind the class that opens at `at`; the next one where it does not close. */
function classEnd(pattern: string, at: number): number {
  const found = /^\[\^?\]?(?:\[:\^?[a-z]+:\]|\\.|[^\\\]])*\]/su.exec(pattern.slice(at));
  return at + (found?.[0].length ?? 1);
}

// A text cut into what can be shown as it is and what would hide, turn or pile up: that is shown as signs.
// Pure. Never leave a character out: every one is in a part, in order.

export interface TextPart {
  /** 'sign' stands for a character that is not shown itself, 'space' for white space that is made visible. */
  readonly kind: 'text' | 'sign' | 'space';
  /** What is shown. */
  readonly text: string;
  /** Of signs and spaces: which character it is, "U+202E". */
  readonly code?: string;
}

/** The C0 controls' own names (ECMA-48), which fonts have letters for where they lack the pictures. */
const CONTROLS =
  'NUL SOH STX ETX EOT ENQ ACK BEL BS HT LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US'.split(
    ' ',
  );

/** What a sign shows of a character that has a name of few letters; others show their code. */
const NAMES: Readonly<Record<string, string>> = {
  'U+007F': 'DEL',
  'U+00AD': 'SHY',
  'U+034F': 'CGJ',
  'U+061C': 'ALM',
  'U+180E': 'MVS',
  'U+200B': 'ZWSP',
  'U+200C': 'ZWNJ',
  'U+200D': 'ZWJ',
  'U+200E': 'LRM',
  'U+200F': 'RLM',
  'U+2028': 'LS',
  'U+2029': 'PS',
  'U+202A': 'LRE',
  'U+202B': 'RLE',
  'U+202C': 'PDF',
  'U+202D': 'LRO',
  'U+202E': 'RLO',
  'U+2060': 'WJ',
  'U+2066': 'LRI',
  'U+2067': 'RLI',
  'U+2068': 'FSI',
  'U+2069': 'PDI',
  'U+FEFF': 'BOM',
};

/** More marks than this on one letter are counted, not shown: they would grow over the lines around. No living script has more. */
const MAX_MARKS = 8;

/**
 * What is looked at one by one: controls, format characters and separators (Cc, Cf, Zl, Zp), halves of surrogate pairs, white
 * space, fillers that look like nothing, and runs of marks (selectors of variants are marks too).
 */
const SPECIAL = /\r\n|[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Zs}\p{Cs}\u115f\u1160\u2800\u3164\uffa0]|\p{M}+/gu;

/** Signs of one block of a text that say which character they are; a text of nothing else would take long to lay out. */
const MAX_SIGNS = 100;
/** What stands for each of the others. */
const PLAIN_SIGN = '▯';

/** @param spaces whether white space and line ends are shown as signs too */
export function visibleParts(text: string, spaces: boolean): TextPart[] {
  const parts: TextPart[] = [];
  let plain = '';
  let at = 0;
  let signs = 0;
  const add = (part: TextPart) => {
    if (part.kind === 'sign') signs += 1;
    if (part.kind === 'text' || signs > MAX_SIGNS) {
      plain += part.kind === 'sign' ? PLAIN_SIGN : part.text;
      return;
    }
    if (plain !== '') parts.push({ kind: 'text', text: plain });
    plain = '';
    parts.push(part);
  };
  for (const { 0: found, index } of text.matchAll(SPECIAL)) {
    plain += text.slice(at, index);
    at = index + found.length;
    for (const part of shownAs(found, text, index, spaces)) add(part);
  }
  plain += text.slice(at);
  if (plain !== '') parts.push({ kind: 'text', text: plain });
  return parts;
}

function codeOf(char: string): string {
  return `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

function plainText(text: string): TextPart {
  return { kind: 'text', text };
}

function sign(char: string): TextPart {
  const point = char.codePointAt(0) ?? 0;
  const code = codeOf(char);
  return { kind: 'sign', text: CONTROLS[point] ?? NAMES[code] ?? code, code };
}

function space(text: string, char: string): TextPart {
  return { kind: 'space', text, code: codeOf(char) };
}

const LINE_END = plainText('\n');

function shownAs(found: string, text: string, index: number, spaces: boolean): readonly TextPart[] {
  switch (found) {
    case '\r\n':
      return spaces ? [sign('\r'), space('↵', '\n'), LINE_END] : [LINE_END];
    case '\n':
      return spaces ? [space('↵', '\n'), LINE_END] : [LINE_END];
    case '\t':
      return spaces ? [space('→', '\t'), plainText('\t')] : [plainText('\t')];
    case ' ':
      return [spaces ? space('·', ' ') : plainText(' ')];
    case '\u2028':
    case '\u2029':
      return [sign(found), LINE_END];
  }
  if (/^\p{Zs}$/u.test(found)) {
    return [spaces ? space(found === '\u00a0' ? 'NBSP' : codeOf(found), found) : plainText(found)];
  }
  if (/^\p{M}/u.test(found)) return marks(found, text, index);
  return [isAtHome(found, text, index) ? plainText(found) : sign(found)];
}

/** A run of marks: selectors that select nothing are signs, and so is what is too much for one letter. */
function marks(found: string, text: string, index: number): readonly TextPart[] {
  const parts: TextPart[] = [];
  let shown = '';
  let over = 0;
  let at = index;
  for (const mark of found) {
    if (SELECTOR.test(mark) && !isAtHome(mark, text, at)) {
      // One says it: a hundred would fill the screen.
      if (parts.length === 0) parts.push(sign(mark));
    } else if ([...shown].length < MAX_MARKS) shown += mark;
    else over += 1;
    at += mark.length;
  }
  const counted: TextPart = { kind: 'sign', text: `+${over}`, code: codeOf(found.slice(MAX_MARKS)) };
  return [plainText(shown), ...parts, ...(over > 0 ? [counted] : [])];
}

const SELECTOR = /^[\ufe00-\ufe0f\u{e0100}-\u{e01ef}\u180b-\u180d\u034f]$/u;
const JOINED = /[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{M}]$/u;
/** Scripts in which joiners and non-joiners change how a word is written. */
const JOINING =
  /[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{Script=Nko}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}]\p{M}?$/u;

/** Whether an invisible character does what it is for: it joins an emoji, shapes a word, chooses a variant. */
function isAtHome(char: string, text: string, index: number): boolean {
  const before = text.slice(Math.max(0, index - 4), index);
  const after = text.slice(index + char.length, index + char.length + 2);
  switch (char) {
    case '\u200d':
      return (JOINED.test(before) && /^\p{Extended_Pictographic}/u.test(after)) || JOINING.test(before);
    case '\u200c':
      return JOINING.test(before);
    case '\ufe0e':
    case '\ufe0f':
      return /[\p{Extended_Pictographic}\d#*]$/u.test(before);
  }
  if (/^[\u{e0100}-\u{e01ef}\ufe00-\ufe0d]$/u.test(char)) return /[\p{Script=Han}\p{S}]$/u.test(before);
  if (/^[\u180b-\u180d]$/.test(char)) return /\p{Script=Mongolian}$/u.test(before);
  // Flags of regions: a black flag, then letters that are tags.
  if (!/^[\u{e0020}-\u{e007f}]$/u.test(char)) return false;
  return /\u{1f3f4}[\u{e0020}-\u{e007e}]*$/u.test(text.slice(Math.max(0, index - 18), index));
}

/** A stretch of a text, [start, end) in UTF-16 units: what is put into the page at once. */
export interface Block {
  readonly start: number;
  readonly end: number;
}

/**
 * Longer blocks take longer to lay out than one wants to wait for, much longer where each space is a sign of its own; a line that is cut
 * here goes on in the next one.
 */
const BLOCK_CHARS = { usual: 1_000, withSpaces: 400 };
/** How far back a cut is moved so as to go through no character: longer than any emoji of one family. */
const WHOLE_CHARS = 40;

/** Cuts a text at line ends, and lines that are too long between two characters. @param spaces whether white space is shown as signs */
export function blocksOf(text: string, spaces = false): Block[] {
  const chars = spaces ? BLOCK_CHARS.withSpaces : BLOCK_CHARS.usual;
  const blocks: Block[] = [];
  for (let start = 0; start < text.length; ) {
    let end = Math.min(text.length, start + chars);
    if (end < text.length) {
      // Not looked for in the whole text: where it is one line, each look would go back to its beginning.
      const line = text.slice(start, end).lastIndexOf('\n');
      end = line >= 0 ? start + line + 1 : wholeBefore(text, end);
    }
    blocks.push({ start, end });
    start = end;
  }
  return blocks;
}

/** A place at or before `at` where a cut goes through no character, or through none of one's code points. */
function wholeBefore(text: string, at: number): number {
  for (let end = at; end > at - WHOLE_CHARS; end -= 1) {
    const isLow = /[\udc00-\udfff]/.test(text[end] ?? '');
    if (!isLow && text[end - 1] !== '\u200d' && !/^[\p{M}\u200d]/u.test(text.slice(end, end + 2))) return end;
  }
  return /[\udc00-\udfff]/.test(text[at] ?? '') ? at - 1 : at;
}

// A pattern, and looking for it in a text step by step: RE2 itself looks through a whole text at once, which for a large text and a
// pattern with many repetitions is seconds, and nothing can stop it.
// Never run it on what is large but through a PatternRun, and never compile what would take long to.
import { RE2JS } from 're2js';
import { ClipsteadError } from '../../src-shared/errors';
import { said } from '../../src-shared/i18n/said';
import { patternProblem } from '../../src-shared/pattern-problem';
import type { TextRange } from '../../src-shared/text-matches';
import { patternSize } from './pattern-size';

/** Instructions of a pattern. The longest searched text then takes a few seconds at the worst; usual patterns have ten to a hundred. */
export const MAX_PATTERN_SIZE = 2_500;

/**
 * Instructions times characters that RE2 may look through at once: milliseconds at the worst. That is most texts, and there it is
 * faster: it keeps which states follow each other.
 */
const AT_ONCE = 1 << 16;

/** Instructions that are tried between two looks at the clock: a fraction of a millisecond. */
export const TRIED_PER_LOOK = 4_096;

/** What an instruction does, by RE2's numbers for it (re2js, Inst); the tests hold every pattern against RE2 itself. */
const [ALT, ALT_MATCH, CAPTURE, EMPTY_WIDTH, MATCH, NOP, RUNE1, RUNE_ANY, RUNE_ANY_NOT_NL] = [
  1, 2, 3, 4, 6, 7, 9, 10, 11,
] as const;

/** What is true between two characters (re2js, Utils.EMPTY_…). */
const [BEGIN_LINE, END_LINE, BEGIN_TEXT, END_TEXT, WORD_BOUNDARY, NO_WORD_BOUNDARY] = [
  1, 2, 4, 8, 16, 32,
] as const;

interface Instruction {
  readonly op: number;
  readonly out: number;
  readonly arg: number;
  readonly runes: ArrayLike<number>;
  matchRune(rune: number): boolean;
}

/** Texts of which a match has one, or all (re2js, Prefilter). */
interface Needed {
  readonly type: number;
  readonly str: string;
  readonly subs: readonly Needed[];
}
const [ONE_TEXT, ALL, ANY] = [1, 2, 3] as const;

export interface Pattern {
  readonly re: RE2JS;
  readonly size: number;
  readonly start: number;
  readonly instructions: readonly Instruction[];
  /** What every match begins with, letter by letter; '' where that is not plain. */
  readonly prefix: string;
  readonly needed: Needed | null;
  /** For each instruction and each character of ASCII: 0 = not known yet, NO or YES. */
  readonly ascii: Uint8Array;
}

const NO = 1;
const YES = 2;

/**
 * Compiles a pattern, linear in the text's length whatever it is (RE2).
 * @param flags of "ims"
 * @throws ClipsteadError 'bad-request' in words that quote nothing.
 */
export function compilePattern(pattern: string, flags: string): Pattern {
  if (patternSize(pattern) > MAX_PATTERN_SIZE) throw refused(said('patternTooLarge'));
  let bits = 0;
  if (flags.includes('i')) bits |= RE2JS.CASE_INSENSITIVE;
  if (flags.includes('m')) bits |= RE2JS.MULTILINE;
  if (flags.includes('s')) bits |= RE2JS.DOTALL;
  let re: RE2JS;
  try {
    re = RE2JS.compile(pattern, bits);
  } catch (error) {
    throw refused(patternProblem(error), error);
  }
  const size = re.programSize();
  if (size > MAX_PATTERN_SIZE) throw refused(said('patternTooLarge'));
  const { prog, prefix, prefilter } = re.re2();
  const { inst: instructions, start } = prog as { inst: Instruction[]; start: number };
  const needed = prefilter as Needed | null;
  return { re, size, start, instructions, prefix: String(prefix), needed, ascii: new Uint8Array(size << 7) };
}

function refused(why: ReturnType<typeof said>, cause?: unknown): ClipsteadError {
  return new ClipsteadError('bad-request', said('patternNotSearched', why), { cause });
}

/** Whether the pattern stands in the text; null where the text is too large to look through at once. */
export function standsIn({ re, size }: Pattern, text: string): boolean | null {
  return size * text.length <= AT_ONCE ? re.test(text) : null;
}

function hasNeeded({ type, str, subs }: Needed, text: string): boolean {
  if (type === ONE_TEXT) return text.includes(str);
  if (type === ALL) return subs.every((sub) => hasNeeded(sub, text));
  return type !== ANY || subs.some((sub) => hasNeeded(sub, text));
}

/** Ways through the pattern that are open at one place of the text, the preferred one first. */
class Ways {
  readonly at: Int32Array;
  readonly starts: Int32Array;
  readonly #since: Int32Array;
  #round = 0;
  size = 0;

  constructor(instructions: number) {
    this.at = new Int32Array(instructions);
    this.starts = new Int32Array(instructions);
    this.#since = new Int32Array(instructions);
  }

  clear(): void {
    this.size = 0;
    this.#round += 1;
  }

  /** @returns false where it has been there already in this round */
  visit(instruction: number): boolean {
    if (this.#since[instruction] === this.#round) return false;
    this.#since[instruction] = this.#round;
    return true;
  }

  add(instruction: number, start: number): void {
    this.at[this.size] = instruction;
    this.starts[this.size] = start;
    this.size += 1;
  }
}

/**
 * One look for a pattern in one text: all ways through the pattern side by side, character by character, the leftmost and then the
 * preferred one winning. After Rob Pike's machine as Russ Cox describes it: https://swtch.com/~rsc/regexp/regexp2.html
 */
export class PatternRun {
  readonly #pattern: Pattern;
  readonly #text: string;
  readonly #anywhere: boolean;
  readonly #later: Int32Array;
  #now: Ways;
  #next: Ways;
  #at = 0;
  #tried = 0;
  #looked = 0;
  #place: TextRange | null = null;
  #done = false;

  /** @param anywhere it is enough to know whether the pattern stands in the text: the place found is not the first one. */
  constructor(pattern: Pattern, text: string, anywhere = false) {
    this.#pattern = pattern;
    this.#text = text;
    this.#anywhere = anywhere;
    this.#later = new Int32Array(pattern.size + 1);
    this.#now = new Ways(pattern.size);
    this.#next = new Ways(pattern.size);
    this.#now.clear();
    this.#next.clear();
    this.#done = pattern.needed !== null && !hasNeeded(pattern.needed, text);
  }

  /** Where the pattern stands first, once go() has said that it is done; an empty match counts. */
  get place(): TextRange | null {
    return this.#place;
  }

  /** Instructions that it has tried so far. */
  get tried(): number {
    return this.#tried;
  }

  /** Goes on until it is done, or until `isOver`, which is asked every TRIED_PER_LOOK tries. @returns whether it is done */
  go(isOver: () => boolean): boolean {
    while (!this.#done) {
      this.#step();
      if (this.#tried - this.#looked < TRIED_PER_LOOK) continue;
      this.#looked = this.#tried;
      if (!this.#done && isOver()) return false;
    }
    return true;
  }

  /** Takes one character. */
  #step(): void {
    const text = this.#text;
    const { prefix, start, instructions } = this.#pattern;
    if (this.#now.size === 0) {
      if (this.#place !== null) {
        this.#done = true;
        return;
      }
      if (prefix !== '') {
        const at = text.indexOf(prefix, this.#at);
        if (at === -1) {
          this.#done = true;
          return;
        }
        this.#at = at;
      }
    }
    const at = this.#at;
    if (this.#place === null) this.#follow(this.#now, start, at, contextAt(text, at));
    const rune = text.codePointAt(at) ?? -1;
    const behind = at + (rune > 0xffff ? 2 : 1);
    const context = contextAt(text, behind);
    const ways = this.#now;
    for (let i = 0; i < ways.size; i++) {
      const pc = ways.at[i] as number;
      const instruction = instructions[pc] as Instruction;
      if (instruction.op === MATCH) {
        this.#place = [ways.starts[i] as number, at];
        if (this.#anywhere) this.#done = true;
        // What is left is preferred less.
        break;
      }
      if (rune !== -1 && this.#takes(pc, instruction, rune)) {
        this.#follow(this.#next, instruction.out, ways.starts[i] as number, context);
      }
    }
    this.#tried += ways.size + 1;
    ways.clear();
    this.#now = this.#next;
    this.#next = ways;
    this.#at = behind;
    if (rune === -1) this.#done = true;
  }

  #takes(pc: number, instruction: Instruction, rune: number): boolean {
    if (instruction.op === RUNE_ANY) return true;
    if (instruction.op === RUNE_ANY_NOT_NL) return rune !== 0x0a;
    if (instruction.op === RUNE1) return instruction.runes[0] === rune;
    if (rune >= 0x80) return instruction.matchRune(rune);
    const { ascii } = this.#pattern;
    const place = (pc << 7) | rune;
    if (ascii[place] === 0) ascii[place] = instruction.matchRune(rune) ? YES : NO;
    return ascii[place] === YES;
  }

  /** Opens the ways from an instruction that take no character, as far as `context` lets them. */
  #follow(ways: Ways, from: number, start: number, context: number): void {
    const { instructions } = this.#pattern;
    const later = this.#later;
    later[0] = from;
    for (let waiting = 1; waiting > 0; ) {
      waiting -= 1;
      let pc = later[waiting] as number;
      // The instruction 0 is the one that fails.
      while (pc !== 0 && ways.visit(pc)) {
        this.#tried += 1;
        const { op, out, arg } = instructions[pc] as Instruction;
        if (op === ALT || op === ALT_MATCH) {
          later[waiting] = arg;
          waiting += 1;
          pc = out;
        } else if (op === NOP || op === CAPTURE) pc = out;
        else if (op === EMPTY_WIDTH) pc = (arg & ~context) === 0 ? out : 0;
        else {
          ways.add(pc, start);
          pc = 0;
        }
      }
    }
  }
}

/** What is true at a place of a text; RE2's words are of ASCII. */
function contextAt(text: string, at: number): number {
  const before = at > 0 ? text.charCodeAt(at - 1) : -1;
  const after = at < text.length ? text.charCodeAt(at) : -1;
  let context = isWordUnit(before) === isWordUnit(after) ? NO_WORD_BOUNDARY : WORD_BOUNDARY;
  if (before === -1) context |= BEGIN_TEXT | BEGIN_LINE;
  if (before === 0x0a) context |= BEGIN_LINE;
  if (after === -1) context |= END_TEXT | END_LINE;
  if (after === 0x0a) context |= END_LINE;
  return context;
}

function isWordUnit(unit: number): boolean {
  return (
    (unit >= 0x61 && unit <= 0x7a) ||
    (unit >= 0x41 && unit <= 0x5a) ||
    (unit >= 0x30 && unit <= 0x39) ||
    unit === 0x5f
  );
}

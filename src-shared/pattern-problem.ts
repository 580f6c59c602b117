// What is wrong with a pattern that RE2 does not take, to be said in any language.
// Never quote the pattern: it can be what the user looks for.
import { type Said, said } from './i18n/said';

/** By the code that RE2 gives an error (re2js, RE2JSException), at the beginning of its description. */
const PROBLEMS: readonly (readonly [description: string, problem: Said])[] = [
  ['invalid character class range', said('patternRange')],
  ['invalid character class', said('patternClass')],
  ['invalid escape', said('patternEscape')],
  ['invalid named capture', said('patternName')],
  ['duplicate capture group name', said('patternName')],
  ['invalid or unsupported', said('patternGroup')],
  ['invalid nested repetition', said('patternRepeatsRepeat')],
  ['invalid repeat count', said('patternRepeatCount')],
  ['missing argument to repetition', said('patternRepeatsNothing')],
  ['missing closing ]', said('patternNoBracket')],
  ['missing closing )', said('patternNoParenthesis')],
  ['unexpected )', said('patternParenthesis')],
  ['trailing backslash', said('patternBackslash')],
  ['expression nests too deeply', said('patternTooLarge')],
  ['expression too large', said('patternTooLarge')],
];

/** @param error what RE2JS.compile() has thrown */
export function patternProblem(error: unknown): Said {
  const description = (error as { getDescription?: () => string }).getDescription?.() ?? '';
  const known = PROBLEMS.find(([beginning]) => description.startsWith(beginning));
  return known?.[1] ?? said('patternNotUnderstood');
}

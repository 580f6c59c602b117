// Judges what was copied by the rules for secrets: which of them find something, and what the strictest of these says.
// Never let a fault or a lack of time pass a copy on: what could not be judged is not kept.

import { RE2JS } from 're2js';
import { type ClipFormat, TEXT_MIME } from '../../../src-shared/clip';
import { said } from '../../../src-shared/i18n/said';
import { SECRETS_MS } from '../../../src-shared/limits';
import { patternProblem } from '../../../src-shared/pattern-problem';
import { searchedText } from '../../../src-shared/searched-text';
import {
  type RuleAction,
  type RuleProblem,
  SECRET_RULES,
  type SecretRuleId,
  type SecretSettings,
} from '../../../src-shared/secret-rules';
import { SECRET_FORMS, type SecretForm, WHOLE_TEXT_FORMS } from './forms';

/** What is to become of a copy. */
export type Verdict =
  | { readonly type: 'keep' }
  /** `rule` is its id, or a user's name for it; `title` is what a masked clip is called. */
  | { readonly type: 'rule'; readonly rule: string; readonly title: string; readonly action: RuleAction }
  /** It could not be judged. */
  | { readonly type: 'failed'; readonly why: 'error' | 'too-slow' };

interface Rule {
  readonly id: string;
  readonly title: string;
  readonly action: RuleAction;
  readonly finds: (text: Text) => boolean;
}

/** A text and what several rules need of it, made once. */
interface Text {
  readonly text: string;
  readonly lower: string;
  /** Only plain text can be a code and nothing else. */
  readonly plain: boolean;
}

export interface SecretMatcher {
  /** What is wrong with the user's rules; the others apply. */
  readonly problems: readonly RuleProblem[];
  /** Looks through the first SEARCHED_BYTES of each text format. Does not throw. */
  judge(formats: readonly ClipFormat[]): Verdict;
}

/** @param clock milliseconds that never go back. */
export function createSecretMatcher(
  settings: SecretSettings,
  clock: () => number = () => performance.now(),
): SecretMatcher {
  const problems: RuleProblem[] = [];
  // Strictest first: the first that finds something decides.
  const rules = [...builtInRules(settings, problems), ...customRules(settings, problems)].sort(
    (a, b) => strictness(b.action) - strictness(a.action),
  );
  return {
    problems,
    judge(formats) {
      const deadline = clock() + SECRETS_MS;
      try {
        const texts = formats.filter(({ mime }) => isText(mime)).map(toText);
        for (const rule of rules) {
          if (clock() > deadline) return { type: 'failed', why: 'too-slow' };
          const { id, title, action } = rule;
          if (texts.some((text) => rule.finds(text))) return { type: 'rule', rule: id, title, action };
        }
        return { type: 'keep' };
      } catch {
        return { type: 'failed', why: 'error' };
      }
    },
  };
}

function isText(mime: string): boolean {
  return mime.startsWith('text/') || /^application\/(?:json|rtf|xml)/.test(mime);
}

function toText({ mime, bytes }: ClipFormat): Text {
  const text = searchedText(bytes);
  return { text, lower: text.toLowerCase(), plain: mime === TEXT_MIME };
}

/** Higher = less is left, for a shorter time. */
function strictness(action: RuleAction): number {
  if (action === 'never') return Number.POSITIVE_INFINITY;
  if (action === 'mask') return 0;
  return action === 'keep' ? -1 : 1 / action.minutes;
}

function builtInRules({ rules }: SecretSettings, problems: RuleProblem[]): Rule[] {
  const known = new Set<string>(SECRET_RULES.map(({ id }) => id));
  for (const id of Object.keys(rules).filter((each) => !known.has(each))) {
    problems.push({ rule: id, why: said('noSuchRule', [...known].join(', ')) });
  }
  return SECRET_RULES.map(({ id, title, action }) => ({
    id,
    title,
    action: Object.hasOwn(rules, id) ? (rules[id] as RuleAction) : action,
    finds: finderOf(id),
  })).filter(({ action }) => action !== 'keep');
}

function finderOf(rule: SecretRuleId): (text: Text) => boolean {
  const forms = SECRET_FORMS.filter((form) => form.rule === rule);
  const whole = WHOLE_TEXT_FORMS.filter((form) => form.rule === rule);
  return (text) =>
    forms.some((form) => holds(text, form)) || (text.plain && whole.some((form) => form.isReal(text.text)));
}

function holds({ text, lower }: Text, { hint, pattern, isReal }: SecretForm): boolean {
  if (!(pattern.ignoreCase ? lower : text).includes(hint)) return false;
  for (const match of text.matchAll(pattern)) {
    const value = match.groups?.value ?? match[1] ?? match[0];
    if (isReal === undefined || isReal(value, text, match.index + match[0].length)) return true;
  }
  return false;
}

function customRules({ custom }: SecretSettings, problems: RuleProblem[]): Rule[] {
  return custom.flatMap(({ name, pattern, action }) => {
    try {
      const compiled = RE2JS.compile(pattern);
      // An empty match would take every copy: nobody means that.
      if (compiled.test('')) {
        problems.push({ rule: name, why: said('ruleFindsNothing') });
        return [];
      }
      if (action === 'keep') return [];
      return [{ id: name, title: name, action, finds: ({ text }: Text) => compiled.test(text) }];
    } catch (error) {
      problems.push({ rule: name, why: said('rulePatternWrong', patternProblem(error)) });
      return [];
    }
  });
}

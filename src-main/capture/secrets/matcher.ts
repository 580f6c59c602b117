// Judges what was copied by the rules for secrets: which of them find something, and what the strictest of these says.
// Never let a fault or a lack of time pass a copy on: what could not be judged is not kept.

import { setImmediate as breathe } from 'node:timers/promises';
import { RE2JS } from 're2js';
import type { ClipFormat } from '../../../src-shared/clip';
import { said } from '../../../src-shared/i18n/said';
import { SECRETS_MS } from '../../../src-shared/limits';
import { patternProblem } from '../../../src-shared/pattern-problem';
import {
  type RuleAction,
  type RuleProblem,
  SECRET_RULES,
  type SecretRuleId,
  type SecretSettings,
} from '../../../src-shared/secret-rules';
import { FAR_FORMS, SECRET_FORMS, type SecretForm, WHOLE_TEXT_FORMS } from './forms';
import { type OwnRules, openOwnRules } from './own-rules';
import { farPiecesOf, isLong, isLongToRead, readView, type Text, type View, viewsOf } from './texts';

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
}

interface BuiltInRule extends Rule {
  readonly finds: (text: Text) => boolean;
  /** In a piece of a long text behind its beginning; null where it is not looked for there. */
  readonly findsFar: ((text: Text) => boolean) | null;
}

interface OwnRule extends Rule {
  readonly pattern: string;
}

export interface SecretMatcher {
  /** What is wrong with the user's rules; the others apply. */
  readonly problems: readonly RuleProblem[];
  /**
   * Looks through the first SEARCHED_BYTES of each text format, as it is and as its readers see it, and behind that for what its
   * issuer's own signs tell. At once, but for long texts and the user's own rules: one after the other, each copy after the last one's
   * verdict. Does not throw or reject.
   */
  judge(formats: readonly ClipFormat[]): Verdict | Promise<Verdict>;
  /** From now on nothing is judged, also what is being judged by the user's own rules. */
  close(): void;
}

export interface MatcherParts {
  /** Where the built rules-worker.js lies; it is started where there are own rules. */
  readonly workerUrl: URL;
  /** A copy could not be judged for this rule of the user's; null where none of them could be asked. */
  readonly onOwnRuleFailed: (rule: string | null) => void;
  /** Milliseconds that never go back. */
  readonly clock?: () => number;
  /** Instead of OWN_RULES_MS. */
  readonly answerMs?: number;
}

export function createSecretMatcher(settings: SecretSettings, parts: MatcherParts): SecretMatcher {
  const { workerUrl, onOwnRuleFailed, answerMs, clock = () => performance.now() } = parts;
  const problems: RuleProblem[] = [];
  const builtIn = builtInRules(settings, problems).sort(strictestFirst);
  const own = ownRules(settings, problems).sort(strictestFirst);
  const ownThread: OwnRules | null =
    own.length === 0
      ? null
      : openOwnRules({
          workerUrl,
          ...(answerMs === undefined ? {} : { answerMs }),
          patterns: own.map(({ pattern }) => pattern),
          onFailure: (at) => onOwnRuleFailed(at === null ? null : (own[at]?.id ?? null)),
        });

  let closed = false;

  /** @param near what is found in the beginnings of `views`; `rest` is still to be read. */
  async function judgeFurther(
    views: View[],
    rest: readonly ClipFormat[],
    near: Rule | null,
  ): Promise<Verdict> {
    let strictest = near;
    for (const format of rest) {
      const view = await readView(format);
      await breathe();
      strictest = builtIn.find((rule) => isStricter(rule, strictest) && rule.finds(view)) ?? strictest;
      views.push(view);
    }
    const count = own.filter((rule) => isStricter(rule, strictest)).length;
    const beginnings = views.map(({ text }) => text);
    const asked = count === 0 || views.length === 0 ? null : ownThread?.ask(beginnings, count);
    strictest = await strictestFar(builtIn, views, strictest);
    const found = (await asked) ?? null;
    if (typeof found === 'string') return { type: 'failed', why: found };
    const byOwn = found === null ? null : (own[found] ?? null);
    // Of equal ones a built-in one decides.
    return verdictOf(byOwn !== null && isStricter(byOwn, strictest) ? byOwn : strictest);
  }

  return {
    problems,
    judge(formats) {
      if (closed) return { type: 'failed', why: 'error' };
      const deadline = clock() + SECRETS_MS;
      try {
        const views = formats.flatMap(viewsOf);
        const rest = formats.filter(isLongToRead);
        let near: Rule | null = null;
        for (const rule of builtIn) {
          if (clock() > deadline) return { type: 'failed', why: 'too-slow' };
          near = views.some((view) => rule.finds(view)) ? rule : null;
          if (near !== null) break;
        }
        const isDecided =
          rest.length === 0 && !views.some(isLong) && !own.some((rule) => isStricter(rule, near));
        if (isDecided || views.length === 0) return verdictOf(near);
        return judgeFurther(views, rest, near).catch(() => ({ type: 'failed', why: 'error' }));
      } catch {
        return { type: 'failed', why: 'error' };
      }
    },
    close() {
      closed = true;
      ownThread?.close();
    },
  };
}

/** The strictest of `near` and what is found in long texts behind their beginnings, a piece in each turn of the event loop. */
async function strictestFar(
  rules: readonly BuiltInRule[],
  views: readonly View[],
  near: Rule | null,
): Promise<Rule | null> {
  let strictest = near;
  for (const view of views.filter(isLong)) {
    for (const piece of farPiecesOf(view)) {
      const left = rules.filter((rule) => rule.findsFar !== null && isStricter(rule, strictest));
      if (left.length === 0) return strictest;
      await breathe();
      strictest = left.find(({ findsFar }) => findsFar?.(piece)) ?? strictest;
    }
  }
  return strictest;
}

function verdictOf(rule: Rule | null): Verdict {
  if (rule === null) return { type: 'keep' };
  return { type: 'rule', rule: rule.id, title: rule.title, action: rule.action };
}

/** Higher = less is left, for a shorter time. */
function strictness({ action }: Rule): number {
  if (action === 'never') return Number.POSITIVE_INFINITY;
  if (action === 'mask') return 0;
  return action === 'keep' ? -1 : 1 / action.minutes;
}

function isStricter(rule: Rule, than: Rule | null): boolean {
  return than === null || strictness(rule) > strictness(than);
}

/** The first that finds something decides. */
function strictestFirst(a: Rule, b: Rule): number {
  return isStricter(b, a) ? 1 : isStricter(a, b) ? -1 : 0;
}

function builtInRules({ rules }: SecretSettings, problems: RuleProblem[]): BuiltInRule[] {
  const known = new Set<string>(SECRET_RULES.map(({ id }) => id));
  for (const id of Object.keys(rules).filter((each) => !known.has(each))) {
    problems.push({ rule: id, why: said('noSuchRule', [...known].join(', ')) });
  }
  return SECRET_RULES.map(({ id, title, action }) => ({
    id,
    title,
    action: Object.hasOwn(rules, id) ? (rules[id] as RuleAction) : action,
    finds: finderOf(id),
    findsFar: farFinderOf(id),
  })).filter(({ action }) => action !== 'keep');
}

function finderOf(rule: SecretRuleId): (text: Text) => boolean {
  const forms = SECRET_FORMS.filter((form) => form.rule === rule);
  const whole = WHOLE_TEXT_FORMS.filter((form) => form.rule === rule);
  return (text) =>
    forms.some((form) => holds(text, form)) || (text.plain && whole.some((form) => form.isReal(text.text)));
}

function farFinderOf(rule: SecretRuleId): ((text: Text) => boolean) | null {
  const forms = FAR_FORMS.filter((form) => form.rule === rule);
  return forms.length === 0 ? null : (text) => forms.some((form) => holds(text, form));
}

function holds({ text, lower, pairs }: Text, { hint, pattern, isReal }: SecretForm): boolean {
  if (!pattern.ignoreCase && pairs?.mayHold(hint) === false) return false;
  if (!(pattern.ignoreCase ? lower : text).includes(hint)) return false;
  for (const match of text.matchAll(pattern)) {
    const value = match.groups?.value ?? match[1] ?? match[0];
    if (isReal === undefined || isReal(value, text, match.index + match[0].length)) return true;
  }
  return false;
}

function ownRules({ custom }: SecretSettings, problems: RuleProblem[]): OwnRule[] {
  return custom.flatMap(({ name, pattern, action }) => {
    try {
      // An empty match would take every copy: nobody means that.
      if (RE2JS.compile(pattern).test('')) {
        problems.push({ rule: name, why: said('ruleFindsNothing') });
        return [];
      }
      if (action === 'keep') return [];
      return [{ id: name, title: name, action, pattern }];
    } catch (error) {
      problems.push({ rule: name, why: said('rulePatternWrong', patternProblem(error)) });
      return [];
    }
  });
}

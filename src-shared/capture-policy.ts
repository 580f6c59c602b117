// The whole capture policy as it is in force, for whoever shows it: the command line, the settings window. Pure.

import { PASSWORD_MANAGERS } from './app-rules';
import { inEnglish } from './i18n/english';
import { type Said, said } from './i18n/said';
import { type RuleAction, type RuleProblem, SECRET_RULES } from './secret-rules';
import type { Settings } from './settings';

export interface CapturePolicy {
  readonly rules: readonly {
    /** The id, as the settings take it; for a user's own rule its name. */
    readonly rule: string;
    /** What it finds; for a user's own rule its pattern. */
    readonly finds: string;
    readonly action: RuleAction;
    readonly own: boolean;
  }[];
  /** Rules that cannot be used, and why. */
  readonly problems: readonly { readonly rule: string; readonly text: string }[];
  readonly apps: {
    /** 'only' = none but `allowed`. */
    readonly mode: 'all-but' | 'only';
    /** Nothing is captured from these; the built-in ones too, where the user has not switched them off. */
    readonly denied: readonly string[];
    readonly allowed: readonly string[];
  };
}

/** @param problems from the matcher that was made of these settings. */
export function policyInForce(
  { secrets, apps }: Pick<Settings, 'secrets' | 'apps'>,
  problems: readonly RuleProblem[],
): CapturePolicy {
  const unusable = new Set(problems.map(({ rule }) => rule));
  const builtIn = SECRET_RULES.map(({ id, finds, action }) => ({
    rule: id as string,
    finds: finds as string,
    action: Object.hasOwn(secrets.rules, id) ? (secrets.rules[id] as RuleAction) : action,
    own: false,
  }));
  const own = secrets.custom
    .filter(({ name }) => !unusable.has(name))
    .map(({ name, pattern, action }) => ({ rule: name, finds: pattern, action, own: true }));
  return {
    rules: [...builtIn, ...own],
    problems: problems.map(({ rule, why }) => ({ rule, text: inEnglish(why) })),
    apps: {
      mode: apps.mode,
      denied: [...(apps.passwordManagers ? PASSWORD_MANAGERS : []), ...apps.denied],
      allowed: apps.allowed,
    },
  };
}

/** What is wrong with the rules, in one line; null where nothing is. */
export function problemLine(problems: readonly RuleProblem[]): Said | null {
  const [first, ...more] = problems;
  if (first === undefined) return null;
  const line = said('ruleNotInForce', first.rule, first.why);
  return more.length === 0 ? line : said('rulesNotInForce', line, more.length);
}

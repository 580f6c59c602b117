// The rules for secrets that hold now: others from one copy to the next, when the settings change.
// Never give a verdict by rules that hold no more: a copy that is being judged meanwhile is judged again.
import type { ClipFormat } from '../../../src-shared/clip';
import { type Said, said } from '../../../src-shared/i18n/said';
import type { RuleProblem, SecretSettings } from '../../../src-shared/secret-rules';
import { createSecretMatcher, type MatcherParts, type SecretMatcher, type Verdict } from './matcher';

export interface RulesInForce extends SecretMatcher {
  /** These hold from now on. */
  change(settings: SecretSettings): void;
}

/** @param tell one line in words, once for each of the user's rules: why a copy was not kept */
export function rulesInForce(
  settings: SecretSettings,
  workerUrl: URL,
  tell: (message: Said) => void,
  parts: Pick<MatcherParts, 'answerMs'> = {},
): RulesInForce {
  function make(from: SecretSettings): SecretMatcher {
    const told = new Set<string | null>();
    return createSecretMatcher(from, {
      ...parts,
      workerUrl,
      onOwnRuleFailed(rule) {
        if (told.has(rule)) return;
        told.add(rule);
        tell(rule === null ? said('ownRulesNotAsked') : said('ownRuleTooSlow', rule));
      },
    });
  }

  let matcher = make(settings);

  function judge(formats: readonly ClipFormat[]): Verdict | Promise<Verdict> {
    const asked = matcher;
    const verdict = asked.judge(formats);
    if (!(verdict instanceof Promise)) return verdict;
    return verdict.then((judged) => (matcher === asked ? judged : judge(formats)));
  }

  return {
    get problems(): readonly RuleProblem[] {
      return matcher.problems;
    },
    judge,
    change(changed) {
      const former = matcher;
      matcher = make(changed);
      former.close();
    },
    close: () => matcher.close(),
  };
}

// The policy as it is shown: the user's actions, the user's rules, and what is wrong.

import { expect, test } from 'vitest';
import { PASSWORD_MANAGERS } from './app-rules';
import { policyInForce, problemLine } from './capture-policy';
import { inEnglish } from './i18n/english';
import { said } from './i18n/said';
import { SECRET_RULES } from './secret-rules';
import { DEFAULT_SETTINGS } from './settings';

test('the defaults', () => {
  const policy = policyInForce(DEFAULT_SETTINGS, []);
  expect(policy.rules.map(({ rule, action }) => [rule, action])).toEqual(
    SECRET_RULES.map(({ id, action }) => [id, action]),
  );
  expect(policy.apps).toEqual({ mode: 'all-but', denied: PASSWORD_MANAGERS, allowed: [] });
});

test('what the user has changed, without the rules that cannot be used', () => {
  const custom = [
    { name: 'good', pattern: 'x', action: 'never' as const },
    { name: 'bad', pattern: '(', action: 'never' as const },
  ];
  const problems = [{ rule: 'bad', why: said('ruleFindsNothing') }];
  const apps = { mode: 'only' as const, passwordManagers: false, denied: ['d'], allowed: ['a'] };
  const policy = policyInForce({ secrets: { rules: { jwt: 'keep' }, custom }, apps }, problems);
  expect(policy.rules.find(({ rule }) => rule === 'jwt')?.action).toBe('keep');
  expect(policy.rules.filter(({ own }) => own)).toEqual([
    { rule: 'good', finds: 'x', action: 'never', own: true },
  ]);
  expect(policy.problems).toEqual([{ rule: 'bad', text: inEnglish(said('ruleFindsNothing')) }]);
  expect(policy.apps).toEqual({ mode: 'only', denied: ['d'], allowed: ['a'] });
});

test('problems in one line', () => {
  const problem = { rule: 'bad', why: said('ruleFindsNothing') };
  const line = (count: number) => {
    const told = problemLine(Array(count).fill(problem));
    return told && inEnglish(told);
  };
  expect(line(0)).toBeNull();
  expect(line(1)).toMatch(/^The rule “bad” for secrets is not in force. Its pattern finds/);
  expect(line(2)).toContain('1 more: "clipstead rules"');
});

// The rules for secrets as a user sees and changes them: what each finds, what happens to it, what is in the settings.
// Never a pattern here: how a rule recognises is capture's business (src-main/capture/secrets/).

import { z } from 'zod';
import type { Said } from './i18n/said';

/** The longest time that a secret may be kept for before it goes: a day. What is to stay longer is not one to be kept for a time. */
export const MAX_SECRET_MINUTES = 24 * 60;

/** The most rules of a user's own, and the longest pattern: each copy goes through all of them. */
const MAX_CUSTOM_RULES = 50;
const MAX_PATTERN_CHARS = 1_000;

export const ruleActionSchema = z.union(
  [
    /** As any other clip. */
    z.literal('keep'),
    /** Stored, shown as dots, not found by its content. */
    z.literal('mask'),
    /** Not stored. */
    z.literal('never'),
    /** As 'mask', and after this time really gone. */
    z.strictObject({ minutes: z.number().int().min(1).max(MAX_SECRET_MINUTES) }),
  ],
  `must be "keep", "mask", "never" or {"minutes": 1 to ${MAX_SECRET_MINUTES}}`,
);
export type RuleAction = z.infer<typeof ruleActionSchema>;

export interface SecretRule {
  readonly id: string;
  /** What a masked clip is called in the list. */
  readonly title: string;
  /** What it finds, for whoever decides about it. */
  readonly finds: string;
  readonly action: RuleAction;
}

/** The rules that are built in, with their default actions; docs/secrets.md gives the reasons. */
export const SECRET_RULES = [
  {
    id: 'private-key',
    title: 'Private key',
    finds: 'Private keys: PEM, OpenSSH, PGP, PuTTY, age, WireGuard, JWK and wallet keys.',
    action: 'never',
  },
  {
    id: 'otp-setup',
    title: 'Set-up of one-time codes',
    finds: 'Links that set up one-time codes (otpauth://).',
    action: 'never',
  },
  {
    id: 'cloud-key',
    title: 'Cloud key',
    finds: 'Keys of AWS, Google Cloud, Azure, DigitalOcean and other clouds, and of what runs there.',
    action: { minutes: 10 },
  },
  {
    id: 'api-token',
    title: 'Access token',
    finds:
      'Tokens of GitHub, GitLab, Slack, Stripe, Twilio, npm, PyPI, Telegram and some fifty other services.',
    action: { minutes: 10 },
  },
  { id: 'jwt', title: 'JSON Web Token', finds: 'JSON Web Tokens.', action: { minutes: 10 } },
  {
    id: 'card-number',
    title: 'Card number',
    finds: 'Numbers of payment cards, with or without spaces.',
    action: { minutes: 10 },
  },
  {
    id: 'one-time-code',
    title: 'One-time code',
    finds: 'Six to eight digits, where nothing else was copied.',
    action: { minutes: 10 },
  },
  {
    id: 'password',
    title: 'Password',
    finds: 'Passwords in addresses, in settings (password = "…") and in Authorization headers.',
    action: 'mask',
  },
] as const satisfies readonly SecretRule[];

export type SecretRuleId = (typeof SECRET_RULES)[number]['id'];

export const secretSettingsSchema = z.object({
  /** Other actions than the default ones, by the rule's id. An id that is unknown is reported and changes nothing. */
  rules: z.record(z.string().max(100), ruleActionSchema).default({}),
  /** The user's own rules. A pattern that RE2 does not take is reported, and the other rules apply all the same. */
  custom: z
    .array(
      z.strictObject({
        name: z.string().trim().min(1).max(100),
        /** RE2 syntax, https://github.com/google/re2/wiki/Syntax */
        pattern: z.string().min(1).max(MAX_PATTERN_CHARS),
        action: ruleActionSchema,
      }),
    )
    .max(MAX_CUSTOM_RULES)
    .default([]),
});
export type SecretSettings = z.infer<typeof secretSettingsSchema>;

/** One line that is wrong with a rule, for the user. */
export interface RuleProblem {
  readonly rule: string;
  readonly why: Said;
}

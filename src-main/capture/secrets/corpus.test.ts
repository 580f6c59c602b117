// How well the built-in rules tell secrets from ordinary texts: two corpora, counted.
// Never print a sample: a form's name and a count say enough.
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { TEXT_MIME } from '../../../src-shared/clip';
import { createSecretMatcher, type Verdict } from './matcher';
import { madeUpSecrets } from './testing/made-up';
import { ordinaryTexts } from './testing/ordinary';

const matcher = createSecretMatcher(
  { rules: {}, custom: [] },
  { workerUrl: new URL('file:///none'), onOwnRuleFailed: () => expect.unreachable() },
);
const judge = (text: string) => matcher.judge([{ mime: TEXT_MIME, bytes: Buffer.from(text) }]);
const named = (verdict: Verdict) => (verdict.type === 'rule' ? verdict.rule : verdict.type);
/** Of a short text, which is judged at once. */
const ruleOf = (text: string) => named(judge(text) as Verdict);

function counted(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

test('of made-up secrets in more than 20 forms at least 99 % are caught', () => {
  const secrets = madeUpSecrets(16);
  expect(new Set(secrets.map(({ form }) => form)).size).toBeGreaterThan(20);
  expect(secrets.length).toBeGreaterThan(1_000);
  const missed = secrets.filter(({ text }) => ruleOf(text) === 'keep');
  expect(
    missed.length / secrets.length,
    JSON.stringify(counted(missed.map(({ form }) => form))),
  ).toBeLessThanOrEqual(0.01);
});

test('each form is caught by its own rule, or by a stricter one', () => {
  const wrong = madeUpSecrets(8, 7)
    .filter(
      ({ rule, text }) => ![rule, 'keep', 'private-key', 'api-token', 'cloud-key'].includes(ruleOf(text)),
    )
    .map(({ form, text }) => `${form}: ${ruleOf(text)}`);
  expect(counted(wrong)).toEqual({});
});

test('of those with a sign of their own at least 99 % are caught behind 100 KB of a log too', async () => {
  const log = 'a line of a long log with a word or two in it\n'.repeat(2_300);
  const far = ['private-key', 'otp-setup', 'cloud-key', 'api-token', 'jwt'];
  const secrets = madeUpSecrets(4, 3).filter(({ rule }) => far.includes(rule));
  expect(secrets.length).toBeGreaterThan(150);
  const missed: string[] = [];
  for (const { form, text } of secrets) {
    if (named(await judge(`${log}${text}\n`)) === 'keep') missed.push(form);
  }
  expect(missed.length / secrets.length, JSON.stringify(counted(missed))).toBeLessThanOrEqual(0.01);
});

test('of ordinary texts fewer than 0.5 % are taken for secrets', () => {
  const texts = ordinaryTexts(6_000);
  expect(new Set(texts.map(({ text }) => text)).size).toBeGreaterThan(2_000);
  const taken = texts.filter(({ text }) => ruleOf(text) !== 'keep');
  expect(taken.length / texts.length, JSON.stringify(counted(taken.map(({ kind }) => kind)))).toBeLessThan(
    0.005,
  );
});

test('and of long ones, many of them one after the other, none', async () => {
  const taken: string[] = [];
  const texts = ordinaryTexts(6_000).filter(({ text }) => ruleOf(text) === 'keep');
  // What stands behind the first line of a key could be its body.
  const whole = texts.map(({ text }) => text).join(`\n${'and so on '.repeat(60)}\n`);
  for (let at = 0; at < whole.length; at += 300_000) {
    const rule = named(await judge(whole.slice(at, at + 300_000)));
    if (rule !== 'keep') taken.push(rule);
  }
  expect(counted(taken)).toEqual({});
});

test('of this project’s own sources and pages fewer than 0.5 % are taken for secrets, in pieces as people copy them', () => {
  const root = resolve(import.meta.dirname, '../../..');
  const files = ['src-main', 'src-renderer', 'src-shared', 'scripts', 'docs'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(ts|tsx|mjs|css|md)$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  const pieces = files
    // The rules' own tests are full of what looks like secrets.
    .filter((file) => !file.slice(root.length).includes('secret'))
    .flatMap((file) => {
      const lines = readFileSync(file, 'utf8').split('\n');
      return Array.from({ length: Math.ceil(lines.length / 10) }, (_, at) =>
        lines.slice(at * 10, at * 10 + 10).join('\n'),
      );
    });
  expect(pieces.length).toBeGreaterThan(1_000);
  const taken = pieces.map(ruleOf).filter((rule) => rule !== 'keep');
  expect(taken.length / pieces.length, JSON.stringify(counted(taken))).toBeLessThan(0.005);
});

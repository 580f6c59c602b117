// The user's own rules on their thread: what takes too long or dies keeps no copy, is told once, and ends nothing.
// Never wait for a time here: each step waits for the verdict itself.
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { TEXT_MIME } from '../../../src-shared/clip';
import { type Said, said } from '../../../src-shared/i18n/said';
import type { SecretSettings } from '../../../src-shared/secret-rules';
import { bundleForTests } from '../../storage/testing/bundle';
import { type RulesInForce, rulesInForce } from './rules-in-force';

const built = bundleForTests({ slow: 'src-main/capture/secrets/testing/slow-rules-worker.ts' });
const own = (...patterns: string[]): SecretSettings => ({
  rules: {},
  custom: patterns.map((pattern) => ({ name: `rule ${pattern}`, pattern, action: 'mask' })),
});
const NONE = own();
const STUCK = own('harmless', 'stuck?', 'last one');
const bytes = (text: string) => [{ mime: TEXT_MIME, bytes: Buffer.from(text) }];

let told: Said[];
let logged: string;
let rules: RulesInForce;
const start = (settings: SecretSettings, url = pathToFileURL(built('slow'))) => {
  rules = rulesInForce(settings, url, (message) => told.push(message), { answerMs: 150 });
  return rules;
};

beforeEach(() => {
  [told, logged] = [[], ''];
  vi.spyOn(process.stderr, 'write').mockImplementation((line) => {
    logged += String(line);
    return true;
  });
});
afterEach(() => {
  rules.close();
  vi.restoreAllMocks();
});

test('a rule that gets stuck keeps no copy, is told once by its name, and the next copies are judged', async () => {
  const { judge } = start(STUCK);
  expect(await judge(bytes('stuck with hunter2'))).toEqual({ type: 'failed', why: 'too-slow' });
  expect(told).toEqual([said('ownRuleTooSlow', 'rule stuck?')]);
  expect(await judge(bytes('the last one'))).toMatchObject({ rule: 'rule last one' });
  expect(await judge(bytes('stuck again'))).toEqual({ type: 'failed', why: 'too-slow' });
  expect(await judge(bytes('nothing'))).toEqual({ type: 'keep' });
  expect(told).toHaveLength(1);
});

test('a thread that dies keeps no copy, is told once, and the next copies are judged', async () => {
  const { judge } = start(own('dead?', 'last one'));
  for (const text of ['dead of hunter2', 'dead again']) {
    expect(await judge(bytes(text))).toEqual({ type: 'failed', why: 'error' });
  }
  expect(told).toEqual([said('ownRuleTooSlow', 'rule dead?')]);
  expect(await judge(bytes('the last one'))).toMatchObject({ rule: 'rule last one' });
  expect(logged).not.toContain('hunter2');
});

test('a thread that cannot start keeps no copy, and is told once', async () => {
  const { judge } = start(STUCK, new URL('file:///no/such/worker.js'));
  expect(await judge(bytes('a'))).toEqual({ type: 'failed', why: 'error' });
  expect(await judge(bytes('b'))).toEqual({ type: 'failed', why: 'error' });
  expect(told).toEqual([said('ownRulesNotAsked')]);
});

test('a copy that is being judged when the rules change is judged by the new ones', async () => {
  const { judge, change } = start(STUCK);
  const stricter = judge(bytes('stuck, but it is ACME-1'));
  change(own('ACME'));
  expect(await stricter).toMatchObject({ rule: 'rule ACME' });
  change(STUCK);
  const without = judge(bytes('stuck'));
  change(NONE);
  expect(await without).toEqual({ type: 'keep' });
  expect(told).toEqual([]);
});

test('once the rules have changed, a rule that gets stuck is told again', async () => {
  const { judge, change } = start(STUCK);
  await judge(bytes('stuck'));
  change(own('stuck?'));
  await judge(bytes('stuck'));
  expect(told).toHaveLength(2);
});

test('there is a thread only where there are own rules', async () => {
  const ended = vi.spyOn(Worker.prototype, 'terminate');
  // One that was started would say that it cannot.
  const { judge, change } = start(NONE, new URL('file:///no/such/worker.js'));
  expect(judge(bytes('stuck'))).toEqual({ type: 'keep' });
  rules.close();
  expect(ended).not.toHaveBeenCalled();
  start(STUCK);
  expect(await rules.judge(bytes('last one'))).toMatchObject({ type: 'rule' });
  rules.change(NONE);
  expect(ended).toHaveBeenCalledTimes(1);
  expect(rules.judge(bytes('last one'))).toEqual({ type: 'keep' });
  change(NONE);
});

test('once closed nothing is judged, also what is being judged', async () => {
  const { judge, close } = start(STUCK);
  const verdict = judge(bytes('stuck'));
  close();
  expect(await verdict).toEqual({ type: 'failed', why: 'error' });
  expect(judge(bytes('anything'))).toEqual({ type: 'failed', why: 'error' });
  expect(told).toEqual([]);
});

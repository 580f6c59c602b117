// Which action a copy gets: the user's over the default, the strictest of several, and nothing where judging fails.
// Never a real secret: all are made up.

import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { type ClipFormat, TEXT_MIME } from '../../../src-shared/clip';
import { FAR_BYTES, SEARCHED_BYTES } from '../../../src-shared/limits';
import { SECRET_RULES, type SecretSettings } from '../../../src-shared/secret-rules';
import { randomFrom } from '../../../src-shared/testing/random';
import { bundleForTests } from '../../storage/testing/bundle';
import { newClipFromText } from '../normalise';
import * as forms from './forms';
import { maskClip } from './mask';
import { createSecretMatcher, type SecretMatcher } from './matcher';
import { chars, madeUpSecrets } from './testing/made-up';

const HEX = '0123456789abcdef';
const token = `dapi${chars(randomFrom(3), HEX, 32)}`;
const CODE = '482 913';
const text = (value: string | Buffer, mime = TEXT_MIME): ClipFormat[] => [
  { mime, bytes: Buffer.from(value) },
];
const built = bundleForTests({ 'rules-worker': 'src-main/rules-worker.ts' });
const made: SecretMatcher[] = [];
const matcherOf = (settings: Partial<SecretSettings> = {}, clock = () => performance.now()) => {
  const workerUrl = pathToFileURL(built('rules-worker'));
  const parts = { workerUrl, onOwnRuleFailed: () => expect.unreachable(), clock };
  const matcher = createSecretMatcher({ rules: {}, custom: [], ...settings }, parts);
  made.push(matcher);
  return matcher;
};
const judge = (value: string | Buffer | ClipFormat[], settings: Partial<SecretSettings> = {}) =>
  matcherOf(settings).judge(typeof value === 'string' || Buffer.isBuffer(value) ? text(value) : value);

afterEach(() => {
  vi.restoreAllMocks();
  for (const matcher of made.splice(0)) matcher.close();
});

test('each rule has its default action', () => {
  for (const { id, title, action } of SECRET_RULES) {
    const sample = madeUpSecrets(1, 11).find(({ rule }) => rule === id)?.text ?? '';
    expect(judge(sample)).toEqual({ type: 'rule', rule: id, title, action });
  }
});

test('the user’s action goes before the default one; "keep" ends a rule', () => {
  expect(judge(CODE, { rules: { 'one-time-code': 'never' } })).toMatchObject({ action: 'never' });
  expect(judge(CODE, { rules: { 'one-time-code': { minutes: 2 } } })).toMatchObject({
    action: { minutes: 2 },
  });
  expect(judge(CODE, { rules: { 'one-time-code': 'keep' } })).toEqual({ type: 'keep' });
});

test('of several rules the strictest decides: never, the shorter time, the longer one, masked', async () => {
  const custom = (minutes: number) => [{ name: 'digits', pattern: '\\d', action: { minutes } }];
  expect(await judge(`${token} a1`, { custom: custom(3) })).toMatchObject({ rule: 'digits' });
  expect(await judge(`${token} a1`, { custom: custom(30) })).toMatchObject({ rule: 'cloud-key' });
  expect(await judge(token, { rules: { 'cloud-key': 'mask' }, custom: custom(30) })).toMatchObject({
    rule: 'digits',
  });
  expect(await judge(token, { rules: { 'cloud-key': 'never' }, custom: custom(1) })).toMatchObject({
    rule: 'cloud-key',
  });
});

test('a code is one only where nothing else was copied, and as text', () => {
  expect(judge(CODE)).toMatchObject({ rule: 'one-time-code' });
  expect(judge(`your code: ${CODE}`)).toEqual({ type: 'keep' });
  expect(judge(text(CODE, 'text/html'))).toEqual({ type: 'keep' });
});

test('each text format is looked through, others are not', () => {
  const html = [...text('nothing'), ...text(`<b>${token}</b>`, 'text/html')];
  expect(judge(html)).toMatchObject({ rule: 'cloud-key' });
  expect(judge(text(token, 'image/png'))).toEqual({ type: 'keep' });
  expect(judge([])).toEqual({ type: 'keep' });
});

test.each([
  ['in a page, with a tag in the middle', 'text/html', `<p>${token.slice(0, 3)}<b>${token.slice(3)}</b></p>`],
  ['in a page, in signs of its own', 'text/html', token.replace(/[A-Z]/g, (c) => `&#${c.charCodeAt(0)};`)],
  ['in rich text', 'text/rtf', `{\\rtf1\\ansi {\\b ${token.slice(0, 5)}}${token.slice(5)}\\par}`],
  ['in the name of a file', 'text/uri-list', `file:///home/a%20b/${token}.txt\r\n`],
  [
    'in a file manager’s list',
    'x-special/gnome-copied-files',
    `copy\nfile:///home/${token.replace('A', '%41')}`,
  ],
  ['in an address', 'text/plain', `https://example.org/?key=${token}&x=1`],
  ['in a line among others', 'text/plain', `one line\n  and ${token} in it\nanother`],
])('a secret %s is found', (_, mime, content) => {
  expect(judge(text(content, mime))).toMatchObject({ type: 'rule', rule: 'cloud-key' });
});

test.each([
  ['text/html', '<p>A page <b>without</b> one &amp; nothing else</p>'],
  ['text/rtf', '{\\rtf1\\ansi {\\b words} and no more\\par}'],
  ['text/uri-list', 'file:///home/a%20b/report%202026-11-26.pdf\r\n'],
  ['x-special/gnome-copied-files', 'cut\nfile:///home/IMG_20261126_154822.jpg'],
])('a %s without one is kept', (mime, content) => {
  expect(judge(text(content, mime))).toEqual({ type: 'keep' });
});

describe('a long text', () => {
  const KB = 1024;
  const MB = 1024 * KB;
  const filler = (bytes: number) => Buffer.alloc(bytes, 'a line of a long log, with a word or two in it \n');
  /** A text of `size` bytes with `secret` at `at`, a space on each side. */
  const withSecret = (size: number, at: number, secret: string) => {
    const whole = filler(size);
    whole.write(` ${secret} `, at);
    return whole;
  };
  const sampleOf = (rule: string) => madeUpSecrets(1, 5).find((each) => each.rule === rule)?.text ?? '';
  const key = sampleOf('private-key');

  test.each([
    ['at 100 KB', 200 * KB, 100 * KB],
    ['at 3 MB', 3.5 * MB, 3 * MB],
    ['at the very end', 300 * KB, 300 * KB - key.length - 2],
    ['at the very end of far more than is looked through', 9 * MB, 9 * MB - key.length - 2],
    ['right behind the beginning', 80 * KB, SEARCHED_BYTES],
    ['across the end of the beginning', 80 * KB, SEARCHED_BYTES - 20],
    ['across the bound', 9 * MB, FAR_BYTES - key.length - 2],
  ])('a private key %s is found', async (_, size, at) => {
    expect(await judge(withSecret(size, at, key))).toMatchObject({ rule: 'private-key', action: 'never' });
    expect(await judge(filler(size))).toEqual({ type: 'keep' });
  });

  test('wherever the edges of what is looked at in one go are, it is found', async () => {
    for (let at = 100 * KB; at < 170 * KB; at += 1_531) {
      expect(await judge(withSecret(200 * KB, at, key)), `at ${at}`).toMatchObject({ rule: 'private-key' });
    }
  });

  test.each(['cloud-key', 'api-token', 'jwt', 'otp-setup'])(
    '%s is found behind the beginning',
    async (rule) => {
      expect(await judge(withSecret(400 * KB, 200 * KB, sampleOf(rule)))).toMatchObject({ rule });
    },
  );

  test('what a rule has no sign of its own for is found in the beginning only', async () => {
    const card = sampleOf('card-number');
    expect(await judge(withSecret(200 * KB, 60 * KB, card))).toMatchObject({ rule: 'card-number' });
    expect(await judge(withSecret(200 * KB, 70 * KB, card))).toEqual({ type: 'keep' });
  });

  test('between the bound and the end nothing is looked at', async () => {
    expect(await judge(withSecret(9 * MB, 6 * MB, key))).toEqual({ type: 'keep' });
  });

  test('the strictest decides, wherever it stands', async () => {
    const both = withSecret(400 * KB, 300 * KB, key);
    both.write(` ${token} `, 1_000);
    expect(await judge(both)).toMatchObject({ rule: 'private-key' });
    const rules = { 'private-key': 'mask', 'cloud-key': 'never' } as const;
    expect(await judge(both, { rules })).toMatchObject({ rule: 'cloud-key' });
  });

  test('a rule that is off is off here too', async () => {
    const off = { rules: { 'private-key': 'keep' } as const };
    expect(await judge(withSecret(400 * KB, 300 * KB, key), off)).toEqual({ type: 'keep' });
  });

  test('in rich text too, as it is read', async () => {
    const half = token.length / 2;
    const rtf = `{\\rtf1\\ansi ${'some words and more \\par '.repeat(6_000)}${token.slice(0, half)}{\\b ${token.slice(half)}}\\par}`;
    expect(await judge(text(rtf, 'text/rtf'))).toMatchObject({ rule: 'cloud-key' });
  });

  test('a short text is judged at once, a long one after other work', () => {
    expect(judge(filler(SEARCHED_BYTES))).not.toBeInstanceOf(Promise);
    expect(judge(filler(SEARCHED_BYTES + 1))).toBeInstanceOf(Promise);
  });
});

describe('a user’s own rules', () => {
  const custom = [
    { name: 'broken', pattern: '(', action: 'never' as const },
    { name: 'all', pattern: 'x*', action: 'never' as const },
    { name: 'no backreference', pattern: '(a)\\1', action: 'never' as const },
    { name: 'staff number', pattern: '(?i)\\bacme-\\d{5}\\b', action: 'mask' as const },
  ];

  test('are found by RE2', async () => {
    expect(await judge('it is ACME-12345.', { custom })).toEqual({
      type: 'rule',
      rule: 'staff number',
      title: 'staff number',
      action: 'mask',
    });
    expect(await judge('it is ACME-1234.', { custom })).toEqual({ type: 'keep' });
  });

  test('that cannot be used are reported, and the others apply', async () => {
    const { problems } = matcherOf({ rules: { 'no-such-rule': 'never' }, custom });
    expect(problems.map(({ rule }) => rule)).toEqual(['no-such-rule', 'broken', 'all', 'no backreference']);
    expect(await judge(CODE, { custom })).toMatchObject({ rule: 'one-time-code' });
  });

  test('of equal strictness: the first one, and a built-in one before it', async () => {
    const action = { minutes: 10 };
    const both = ['first', 'second'].map((name) => ({ name, pattern: 'dapi', action }));
    expect(await judge('dapi', { custom: both })).toMatchObject({ rule: 'first' });
    expect(await judge(token, { custom: both })).toMatchObject({ rule: 'cloud-key' });
  });

  test('are not asked where none could change the verdict', () => {
    const mild = [{ name: 'mild', pattern: 'x', action: 'mask' as const }];
    expect(judge(token, { custom: mild })).toMatchObject({ rule: 'cloud-key' });
    expect(judge('nothing', { custom: mild })).toBeInstanceOf(Promise);
  });

  test('that would take for ever elsewhere take no longer than any other', async () => {
    const evil = [{ name: 'evil', pattern: '(a+)+$', action: 'never' as const }];
    expect(await judge(`${'a'.repeat(60_000)}!`, { custom: evil })).toEqual({ type: 'keep' });
  });
});

describe('closed on failure', () => {
  test('a matcher that throws', () => {
    vi.spyOn(forms.SECRET_FORMS[0]?.pattern as RegExp, Symbol.matchAll).mockImplementation(() => {
      throw new Error('a fault');
    });
    expect(judge(madeUpSecrets(1)[0]?.text ?? '')).toEqual({ type: 'failed', why: 'error' });
    expect(judge('nothing that it would be asked about')).toEqual({ type: 'keep' });
  });

  test('a matcher that has no time left', () => {
    let now = 0;
    const clock = () => {
      now += 200;
      return now;
    };
    expect(matcherOf({}, clock).judge(text('anything'))).toEqual({
      type: 'failed',
      why: 'too-slow',
    });
  });
});

test('a masked clip tells nothing and pastes all', () => {
  const clip = newClipFromText(Buffer.from(`https://example.org/${token}`), 'app');
  const masked = maskClip(clip, 'Cloud key', 'mask', 1_000);
  expect(masked).toEqual({
    ...clip,
    kind: 'text',
    preview: '•••••••• Cloud key',
    searchText: '',
    secret: { expiresAt: null },
  });
  expect(maskClip(clip, 'Cloud key', { minutes: 3 }, 1_000).secret).toEqual({ expiresAt: 181_000 });
});

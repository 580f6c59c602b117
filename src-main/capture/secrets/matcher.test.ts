// Which action a copy gets: the user's over the default, the strictest of several, and nothing where judging fails.
// Never a real secret: all are made up.
import { afterEach, describe, expect, test, vi } from 'vitest';
import { type ClipFormat, TEXT_MIME } from '../../../src-shared/clip';
import { SEARCHED_BYTES } from '../../../src-shared/limits';
import { SECRET_RULES, type SecretSettings } from '../../../src-shared/secret-rules';
import { newClipFromText } from '../normalise';
import * as forms from './forms';
import { maskClip } from './mask';
import { createSecretMatcher } from './matcher';
import { chars, madeUpSecrets, randomFrom } from './testing/made-up';

const HEX = '0123456789abcdef';
const token = `dapi${chars(randomFrom(3), HEX, 32)}`;
const CODE = '482 913';
const text = (value: string | Buffer, mime = TEXT_MIME): ClipFormat[] => [
  { mime, bytes: Buffer.from(value) },
];
const judge = (value: string | ClipFormat[], settings: Partial<SecretSettings> = {}) =>
  createSecretMatcher({ rules: {}, custom: [], ...settings }).judge(
    typeof value === 'string' ? text(value) : value,
  );

afterEach(() => vi.restoreAllMocks());

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

test('of several rules the strictest decides: never, the shorter time, the longer one, masked', () => {
  const custom = (minutes: number) => [{ name: 'digits', pattern: '\\d', action: { minutes } }];
  expect(judge(`${token} a1`, { custom: custom(3) })).toMatchObject({ rule: 'digits' });
  expect(judge(`${token} a1`, { custom: custom(30) })).toMatchObject({ rule: 'cloud-key' });
  expect(judge(token, { rules: { 'cloud-key': 'mask' }, custom: custom(30) })).toMatchObject({
    rule: 'digits',
  });
  expect(judge(token, { rules: { 'cloud-key': 'never' }, custom: custom(1) })).toMatchObject({
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

test('the first 64 KB are looked through, and what lies behind is not', () => {
  const filler = 'a line \n'.repeat(SEARCHED_BYTES / 8);
  expect(judge(`${filler.slice(0, -token.length - 1)} ${token}`)).toMatchObject({ rule: 'cloud-key' });
  expect(judge(filler + token)).toEqual({ type: 'keep' });
});

describe('a user’s own rules', () => {
  const custom = [
    { name: 'broken', pattern: '(', action: 'never' as const },
    { name: 'all', pattern: 'x*', action: 'never' as const },
    { name: 'no backreference', pattern: '(a)\\1', action: 'never' as const },
    { name: 'staff number', pattern: '(?i)\\bacme-\\d{5}\\b', action: 'mask' as const },
  ];

  test('are found by RE2', () => {
    expect(judge('it is ACME-12345.', { custom })).toEqual({
      type: 'rule',
      rule: 'staff number',
      title: 'staff number',
      action: 'mask',
    });
    expect(judge('it is ACME-1234.', { custom })).toEqual({ type: 'keep' });
  });

  test('that cannot be used are reported, and the others apply', () => {
    const { problems } = createSecretMatcher({ rules: { 'no-such-rule': 'never' }, custom });
    expect(problems.map(({ rule }) => rule)).toEqual(['no-such-rule', 'broken', 'all', 'no backreference']);
    expect(judge(CODE, { custom })).toMatchObject({ rule: 'one-time-code' });
  });

  test('that would take for ever elsewhere take no longer than any other', () => {
    const evil = [{ name: 'evil', pattern: '(a+)+$', action: 'never' as const }];
    expect(judge(`${'a'.repeat(60_000)}!`, { custom: evil })).toEqual({ type: 'keep' });
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
    expect(createSecretMatcher({ rules: {}, custom: [] }, clock).judge(text('anything'))).toEqual({
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

// What the checks accept and refuse, in pairs.
// Never a real number: the cards are the networks' published test numbers and numbers made from them.
import { describe, expect, test } from 'vitest';
import { hasKeyBody, isCardNumber, isJoseToken, isOneTimeCode, isPasswordLike, isVaried } from './checks';

describe('card numbers', () => {
  test.each([
    '4111111111111111',
    '4111 1111 1111 1111',
    '4111-1111-1111-1111',
    '5555555555554444',
    '2223003122003222',
    '3782 822463 10005',
    '6011111111111117',
    '3056 930902 5904',
    '3530111333300000',
    '2200000000000004',
  ])('%s is one', (number) => expect(isCardNumber(number)).toBe(true));

  test.each([
    ['a wrong check digit', '4111111111111112'],
    ['a swapped pair of digits', '5555555555545444'],
    ['no issuer', '1111111111111117'],
    ['no length of that issuer', '411111111111116'],
    ['mixed separators', '4111 1111-1111 1111'],
    ['other groups', '41 1111 1111 1111 11'],
    ['one digit again and again', '4444444444444444'],
  ])('%s: none', (_, number) => expect(isCardNumber(number)).toBe(false));
});

describe('one-time codes', () => {
  test.each(['123456', '7654321', '12345678', '123 456', '123-456', '1234 5678', ' 482913\n', 'G-482913'])(
    '%j is one',
    (text) => expect(isOneTimeCode(text)).toBe(true),
  );
  test.each([
    '12345',
    '123456789',
    '20261123',
    '23112026',
    '11232026',
    '000000',
    '12 34 56',
    'a123456',
    '123456 is it',
  ])('%j is none', (text) => expect(isOneTimeCode(text)).toBe(false));
});

const encoded = (text: string) => `${Buffer.from(text).toString('base64url')}.b.c`;

test('a token’s header is JSON and names its algorithm', () => {
  expect(isJoseToken(encoded('{"alg":"HS256"}'))).toBe(true);
  for (const header of ['{"typ":"JWT"}', '{"alg":1}', '"alg"', 'null', '{"alg":"HS256"', '']) {
    expect(isJoseToken(encoded(header))).toBe(false);
  }
});

test('placeholders do not vary', () => {
  expect(isVaried('q8Zr2LmX0vBt')).toBe(true);
  expect(isVaried('xxxxxxxxxxxxxxxxxxxxxxxx')).toBe(false);
  expect(isVaried('your-token-xxxxxx')).toBe(false);
});

test.each([
  ['hunter2abc', true],
  ['kV9#mmQz', true],
  ['correct-Horse', true],
  ['password', false],
  ['changeme', false],
  ['<your password>', false],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: as it stands in shell scripts
  ['${PASSWORD}', false],
  ['process.env.DB_PASSWORD1', false],
  ['getPassword(1)', false],
  ['********', false],
  ['aaaaaaa1', false],
])('%j as a password: %s', (value, expected) => expect(isPasswordLike(value)).toBe(expected));

test('a key has a body behind its first line', () => {
  expect(hasKeyBody('LINE\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcw', 4)).toBe(true);
  expect(hasKeyBody('LINE is what the file begins with, says the manual', 4)).toBe(false);
});

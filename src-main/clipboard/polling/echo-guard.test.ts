// Own writes are known again once, for a short time, whatever their format's place.
// Never with real time: the clock is the test's.
import { expect, test } from 'vitest';
import { EchoGuard } from './echo-guard';

const formats = (text: string) => [{ mime: 'text/plain', bytes: Buffer.from(text) }];

test('knows a write once', () => {
  const guard = new EchoGuard();
  guard.expect(formats('a'));
  expect(guard.consume(formats('b'))).toBe(false);
  expect(guard.consume(formats('a'))).toBe(true);
  expect(guard.consume(formats('a'))).toBe(false);
});

test('knows a write of many formats by any of them, and then forgets them all', () => {
  const guard = new EchoGuard();
  const both = [...formats('a'), { mime: 'text/html', bytes: Buffer.from('<b>a</b>') }];
  guard.expect(both);
  expect(guard.consume(formats('a'))).toBe(true);
  expect(guard.consume(both)).toBe(false);
});

test('knows two writes in a row', () => {
  const guard = new EchoGuard();
  guard.expect(formats('a'));
  guard.expect(formats('b'));
  expect(guard.consume(formats('b'))).toBe(true);
  expect(guard.consume(formats('a'))).toBe(true);
});

test('forgets after two seconds', () => {
  let now = 0;
  const guard = new EchoGuard(() => now);
  guard.expect(formats('a'));
  now = 2_001;
  expect(guard.consume(formats('a'))).toBe(false);
});

test('takes any expected write once, the oldest first', () => {
  let now = 0;
  const guard = new EchoGuard(() => now);
  expect(guard.consumeAny()).toBe(false);
  guard.expect(formats('a'));
  guard.expect(formats('b'));
  expect(guard.consumeAny()).toBe(true);
  expect(guard.consume(formats('a'))).toBe(false);
  now = 2_001;
  expect(guard.consumeAny()).toBe(false);
});

// What the connection adds to npm `x11`: each server's own atoms, waiters that are told of a loss, server time, whose window.
// Never the selections here: they have their own tests.
import { afterEach, expect, test } from 'vitest';
import { startDisplay, type TestDisplay } from '../testing/display';
import { DisplayLost, XConnection } from './connection';

const screens: TestDisplay[] = [];
async function screen(): Promise<TestDisplay> {
  const started = await startDisplay();
  screens.push(started);
  return started;
}
afterEach(async () => {
  for (const started of screens.splice(0)) await started.stop();
});

test('two servers number their atoms differently, and each connection knows its own', async () => {
  const [a, b] = [
    await XConnection.open((await screen()).display),
    await XConnection.open((await screen()).display),
  ];
  await a.intern('ONLY_ON_A_FIRST');
  const onA = await a.intern('SHARED_NAME');
  const onB = await b.intern('SHARED_NAME');
  expect(onA).not.toBe(onB);
  expect(await a.atomName(onA)).toBe('SHARED_NAME');
  expect(await b.atomName(onB)).toBe('SHARED_NAME');
  // Read by a connection that has interned nothing itself.
  const fresh = await XConnection.open(screens[1]?.display ?? '');
  expect(await fresh.atomName(onB)).toBe('SHARED_NAME');
  for (const x of [a, b, fresh]) x.close();
});

test('an atom that does not exist has no name', async () => {
  const x = await XConnection.open((await screen()).display);
  expect(await x.atomName(4_000_000)).toBeNull();
  x.close();
});

test('whoever waits when the display goes is told, and so is whoever asks after', async () => {
  const started = await screen();
  const x = await XConnection.open(started.display);
  const lost = new Promise<void>((resolve) => x.onLost(resolve));
  const waiting = Array.from({ length: 20 }, () => x.sync().catch((error: unknown) => error));
  await Promise.all([started.stop(), lost]);
  for (const error of await Promise.all(waiting)) {
    expect(error === undefined || error instanceof DisplayLost).toBe(true);
  }
  await expect(x.sync()).rejects.toBeInstanceOf(DisplayLost);
  expect(x.alive).toBe(false);
});

test('close() is no loss', async () => {
  const x = await XConnection.open((await screen()).display);
  let told = false;
  x.onLost(() => {
    told = true;
  });
  x.close();
  await expect(x.sync()).rejects.toBeInstanceOf(DisplayLost);
  expect(told).toBe(false);
});

test('no display and nonsense for a name are DisplayLost', async () => {
  await expect(XConnection.open(':1998')).rejects.toBeInstanceOf(DisplayLost);
  await expect(XConnection.open('nonsense')).rejects.toBeInstanceOf(DisplayLost);
  await expect(XConnection.open('')).rejects.toBeInstanceOf(DisplayLost);
});

test('server time moves on, and concurrent askers each get an answer', async () => {
  const x = await XConnection.open((await screen()).display);
  const first = await x.serverTime();
  await new Promise((resolve) => setTimeout(resolve, 5));
  const later = await Promise.all([x.serverTime(), x.serverTime(), x.serverTime()]);
  expect(Math.min(...later)).toBeGreaterThan(first);
  x.close();
});

test('knows its own windows from others’', async () => {
  const { display } = await screen();
  const [x, other] = [await XConnection.open(display), await XConnection.open(display)];
  expect(x.isOurs(x.createWindow())).toBe(true);
  expect(x.isOurs(other.createWindow())).toBe(false);
  expect(x.isOurs(x.root)).toBe(false);
  x.close();
  other.close();
});

test('the process behind a window, and none where there is no such client', async () => {
  const { display } = await screen();
  const x = await XConnection.open(display);
  expect(await x.clientPid(x.createWindow())).toBe(process.pid);
  expect(await x.clientPid(0x1ff00000)).toBeNull();
  x.close();
});

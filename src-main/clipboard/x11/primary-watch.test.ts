// Capturing what is selected: when, what of it, and that the clipboard notices nothing of it. On a real X server.
// Never a made-up mouse: the buttons are pressed by XTEST.
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { PRIMARY_BUTTON_MS, PRIMARY_QUIET_MS, SAME_COPY_MS } from '../../../src-shared/limits';
import { planRead } from '../../capture/planner';
import type { ClipboardEvent } from '../port';
import { startDisplay, type TestDisplay, until } from '../testing/display';
import { ScriptedOwner } from '../testing/scripted-owner';
import { XConnection } from './connection';
import { DisplayLink } from './display-link';
import { X11Clipboard } from './x11-clipboard';

const TEXT = 'UTF8_STRING';
const BUTTON_PRESS = 4;
const BUTTON_RELEASE = 5;

let screen: TestDisplay;
let user: XConnection;
let port: X11Clipboard;
let selected: ScriptedOwner;
let copied: ScriptedOwner;
let events: ClipboardEvent[];

beforeAll(async () => {
  screen = await startDisplay();
  user = await XConnection.open(screen.display);
});
afterAll(async () => {
  user.close();
  await screen.stop();
});

beforeEach(async () => {
  selected = await ScriptedOwner.connect(screen.display, 'PRIMARY');
  copied = await ScriptedOwner.connect(screen.display);
  await copied.disown();
  await selected.disown();
});
afterEach(async () => {
  await port.stop();
  selected.die();
  copied.die();
});

async function start(primary: boolean): Promise<void> {
  const link = new DisplayLink(screen.display);
  port = new X11Clipboard(link, planRead, { primary });
  await link.start();
  events = [];
  await port.start((event) => events.push(event));
}

async function mouse(type: number): Promise<void> {
  (await user.xtest())?.FakeInput(type, 1, 0, 0, 0, 0);
  await user.sync();
}
const settled = () =>
  new Promise((resolve) => setTimeout(resolve, PRIMARY_QUIET_MS + 2 * PRIMARY_BUTTON_MS + 100));
const select = (text: string) => selected.own({ offers: { [TEXT]: text } });
const texts = () =>
  events.map((event) =>
    event.type === 'content' ? Buffer.from(event.formats[0]?.bytes ?? []).toString() : event.type,
  );

test('off, nobody is asked for what is selected', async () => {
  await start(false);
  await select('selected');
  await settled();
  expect([events, selected.requests.size]).toEqual([[], 0]);
});

test('on, a selection that grows under the mouse is read once, when the button is up, and marked', async () => {
  await start(true);
  await mouse(BUTTON_PRESS);
  try {
    for (const text of ['s', 'sel', 'selected']) await select(text);
    await settled();
    await select('selected text');
    await settled();
    expect([events, selected.requests.size]).toEqual([[], 0]);
  } finally {
    await mouse(BUTTON_RELEASE);
  }
  await until('the selection', () => events.length > 0);
  await settled();
  expect(texts()).toEqual(['selected text']);
  expect(events).toMatchObject([{ selection: 'primary', sourceApp: expect.any(String) }]);
});

test('a copy beside it is captured at once and without a mark', async () => {
  await start(true);
  await select('selected');
  await copied.own({ offers: { [TEXT]: 'copied' } });
  await until('both', () => events.length === 2);
  expect(texts()).toEqual(['copied', 'selected']);
  expect(events.map((event) => 'selection' in event)).toEqual([false, true]);
});

test('a copy that is still being read is not stopped by a selection, nor the other way round', async () => {
  await start(true);
  const slow = { incr: 5, chunkPauseMs: 60 };
  await select('selected');
  await copied.own({ offers: { [TEXT]: 'a copy that takes its time: a second at least' }, ...slow });
  await until('both', () => events.length === 2);
  expect(texts().sort()).toEqual(['a copy that takes its time: a second at least', 'selected']);
});

test('a marked secret is not read, and what is taken back before it is read is not either', async () => {
  await start(true);
  await selected.own({ offers: { 'x-kde-passwordManagerHint': 'secret', [TEXT]: 'hunter2' } });
  await until('the skip', () => events.length > 0);
  expect(events).toMatchObject([{ type: 'skipped', reason: 'secret', selection: 'primary' }]);
  expect(selected.requests.has(TEXT)).toBe(false);
  await select('gone at once');
  await selected.disown();
  await settled();
  expect(events).toHaveLength(1);
});

test('while paused, or while the next copy is to be ignored, nobody is asked; and that copy is still ignored', async () => {
  await start(true);
  port.setPaused(true);
  await select('while paused');
  await settled();
  port.setPaused(false);
  port.setIgnoreNext(true);
  await select('before the copy');
  await settled();
  expect([events, selected.requests.size]).toEqual([[], 0]);
  await copied.own({ offers: { [TEXT]: 'hunter2' } });
  await until('the copy', () => events.length > 0);
  expect(events).toMatchObject([{ type: 'skipped', reason: 'ignored' }]);
  await new Promise((resolve) => setTimeout(resolve, SAME_COPY_MS));
  await select('afterwards');
  await until('the selection', () => events.length > 1);
  expect(texts()).toEqual(['skipped', 'afterwards']);
});

test('what is selected at the start was not just selected', async () => {
  await select('from before');
  await start(true);
  await settled();
  expect([events, selected.requests.size]).toEqual([[], 0]);
});

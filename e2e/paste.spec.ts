// Enter pastes into the window that had the focus: a GTK entry, a Chromium textarea, an xterm.

import type { App } from './support/app';
import { expect, test } from './support/fixtures';
import { Picker } from './support/picker';
import { clipboardText, run, xclipCopy } from './support/programs';

async function copyAll(app: App, texts: readonly string[]): Promise<void> {
  for (const text of texts) {
    await xclipCopy(app.env, text);
    await app.expectNewest(text);
  }
}

test('into a GTK entry, the newest and an older clip', async ({ app, gtk }) => {
  await copyAll(app, ['older clip', 'newest clip']);
  const picker = new Picker(app);
  await gtk.focus();
  await expect.poll(() => gtk.hasFocus()).toBe(true);
  await picker.open();
  await picker.press('Return');
  await expect.poll(() => gtk.text()).toBe('newest clip');
  await picker.expectClosed();
  await expect.poll(() => gtk.hasFocus()).toBe(true);

  await gtk.clear();
  await picker.open();
  await picker.press('Down');
  await picker.press('Return');
  await expect.poll(() => gtk.text()).toBe('older clip');
  // A use moves the clip to the top, and is no new clip.
  expect((await app.list()).map((clip) => clip.preview)).toEqual(['older clip', 'newest clip']);
  expect(await clipboardText(app.env)).toBe('older clip');
});

test('with Shift held, as Shift+Enter leaves it', async ({ app, gtk }) => {
  await copyAll(app, ['plain text']);
  const picker = new Picker(app);
  await gtk.focus();
  await expect.poll(() => gtk.hasFocus()).toBe(true);
  await picker.open();
  await picker.press('shift+Return');
  await expect.poll(() => gtk.text()).toBe('plain text');
});

test('into a Chromium textarea', async ({ app, chromium }) => {
  const text = 'two lines\nwith ünïcödé 👍';
  await copyAll(app, [text]);
  const picker = new Picker(app);
  await chromium.focus(app.env);
  await picker.open();
  await picker.press('Return');
  await expect.poll(() => chromium.text()).toBe(text);
});

test('into an xterm', async ({ app, xterm }) => {
  await copyAll(app, ['echo from the picker']);
  const picker = new Picker(app);
  await xterm.focus();
  await picker.open();
  await picker.press('Return');
  await expect.poll(() => xterm.text()).toBe('echo from the picker');
});

test('ten times in a row, right each time', async ({ app, gtk }) => {
  const texts = Array.from({ length: 10 }, (_, n) => `clip number ${n}`);
  await copyAll(app, texts);
  const picker = new Picker(app);
  await gtk.focus();
  await expect.poll(() => gtk.hasFocus()).toBe(true);
  for (const text of texts) {
    await gtk.clear();
    await picker.open();
    await picker.type(text);
    await expect(picker.selected()).toHaveText(text);
    await picker.press('Return');
    await expect.poll(() => gtk.text()).toBe(text);
  }
});

test('an Enter that bounces pastes once', async ({ app, gtk }) => {
  await copyAll(app, ['only once']);
  const picker = new Picker(app);
  await gtk.focus();
  await expect.poll(() => gtk.hasFocus()).toBe(true);
  for (let round = 0; round < 3; round++) {
    await gtk.clear();
    await picker.open();
    await run('xdotool', ['key', '--delay', '1', 'Return', 'Return'], { env: app.env });
    await expect.poll(() => gtk.text()).toBe('only once');
    await picker.expectClosed();
    // A second paste would arrive with the first one's reply; what is opened and closed after it comes later still.
    await picker.open();
    await picker.press('Escape');
    await picker.expectClosed();
    expect(await gtk.text()).toBe('only once');
  }
});

test('Ctrl+Enter copies only', async ({ app, gtk }) => {
  await copyAll(app, ['first', 'second']);
  const picker = new Picker(app);
  await gtk.focus();
  await expect.poll(() => gtk.hasFocus()).toBe(true);
  await picker.open();
  await picker.press('Down');
  await picker.press('ctrl+Return');
  await picker.expectClosed();
  await expect.poll(() => clipboardText(app.env)).toBe('first');
  await expect.poll(() => gtk.hasFocus()).toBe(true);
  expect(await gtk.text()).toBe('');
  expect((await app.list()).map((clip) => clip.preview)).toEqual(['first', 'second']);
});

// Enter pastes into the window that had the focus: a GTK entry, a Chromium textarea, an xterm.
import { readFileSync } from 'node:fs';
import { socketPaths } from '../src-main/paths';
import { GIVE_BACK_MS } from '../src-shared/limits';
import { App, dataDirWith, removeDataDir } from './support/app';
import { expect, test } from './support/fixtures';
import {
  chromiumTextarea,
  gtkEntry,
  type PasteProgram,
  type PasteRun,
  Paster,
  xtermShell,
} from './support/paste-run';
import { Picker } from './support/picker';
import { clipboardText, type GtkWindow, run, xclipCopy } from './support/programs';

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

test.describe('forty times in a row, each with another text, right each time', () => {
  // The whole count, 200 each: npm run bench -- paste.
  const PASTES = 40;

  async function pasteAll(app: App, program: PasteProgram): Promise<PasteRun> {
    const { pid = 0 } = app.process;
    const paster = await Paster.start(app.env.DISPLAY ?? '', {
      pid,
      socketPath: socketPaths(app.dataDir)[0] ?? '',
    });
    const run = await paster.run(program, PASTES);
    paster.close();
    return run;
  }

  test('into a GTK entry', async ({ app, gtk }) => {
    expect(await pasteAll(app, gtkEntry(gtk))).toMatchObject({ right: PASTES, wrong: [] });
  });

  test('into a Chromium textarea', async ({ app, chromium }) => {
    expect(await pasteAll(app, chromiumTextarea(chromium, app.env))).toMatchObject({
      right: PASTES,
      wrong: [],
    });
  });

  test('into an xterm', async ({ app, xterm }) => {
    expect(await pasteAll(app, xtermShell(xterm))).toMatchObject({ right: PASTES, wrong: [] });
  });
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

test('a clip that the program cannot take is on the clipboard, and one line says so', async ({
  app,
  gtk,
}) => {
  await gtk.copyImage(40, 30);
  await expect.poll(async () => (await app.list())[0]?.kind).toBe('image');
  const picker = new Picker(app);
  await gtk.focus();
  await expect.poll(() => gtk.hasFocus()).toBe(true);
  await picker.open();
  await picker.press('Return');
  await picker.expectClosed();
  const said = () => readFileSync(`${app.dataDir}/logs/clipstead.log`, 'utf8');
  await expect.poll(said).toContain('"event":"paste.not-taken","taking":"refused"');
  expect(await gtk.text()).toBe('');
  expect(
    (await run('xclip', ['-o', '-selection', 'clipboard', '-t', 'TARGETS'], { env: app.env })).toString(),
  ).toContain('image/png');
});

test.describe('with restoreClipboard', () => {
  let app: App;
  test.beforeEach(async ({ desktop }) => {
    app = await App.start(desktop.env, dataDirWith({ restoreClipboard: true }));
  });
  test.afterEach(async () => {
    await app.quit();
    expect(app.troubles()).toEqual([]);
    removeDataDir(app.dataDir);
  });

  /** Pastes the clip that stands `rows` below the newest. */
  async function pasteBelow(gtk: GtkWindow, rows: number): Promise<Picker> {
    const picker = new Picker(app);
    await gtk.focus();
    await expect.poll(() => gtk.hasFocus()).toBe(true);
    await picker.open();
    for (let row = 0; row < rows; row++) await picker.press('Down');
    await picker.press('Return');
    return picker;
  }

  test('the former clipboard comes back with all its formats, and is no new clip', async ({ gtk }) => {
    await app.addAll(['pasted']);
    const former = { 'text/plain': 'former', 'text/html': '<b>former</b>' };
    await gtk.copyFormats({ UTF8_STRING: 'former', ...former });
    await app.expectNewest('former');
    await pasteBelow(gtk, 1);
    await expect.poll(() => gtk.text()).toBe('pasted');
    await expect.poll(() => clipboardText(app.env)).toBe('former');
    expect(String(await gtk.paste('text/html'))).toBe('<b>former</b>');
    expect(await gtk.text()).toBe('pasted');
    expect((await app.list()).map(({ preview }) => preview)).toEqual(['pasted', 'former']);
  });

  test('not what a program copied meanwhile, nor a marked secret, nor a cleared clipboard', async ({
    gtk,
    desktop,
  }) => {
    await app.addAll(['second', 'first']);
    await xclipCopy(app.env, 'former');
    await app.expectNewest('former');
    await pasteBelow(gtk, 1);
    await expect.poll(() => gtk.text()).toBe('first');
    await xclipCopy(app.env, 'copied meanwhile');
    await app.expectNewest('copied meanwhile');
    await new Promise((resolve) => setTimeout(resolve, 2 * GIVE_BACK_MS));
    expect(await clipboardText(app.env)).toBe('copied meanwhile');

    const staysPasted = async (rows: number, text: string) => {
      await gtk.clear();
      await pasteBelow(gtk, rows);
      await expect.poll(() => gtk.text()).toBe(text);
      await new Promise((resolve) => setTimeout(resolve, 2 * GIVE_BACK_MS));
      expect(await clipboardText(app.env)).toBe(text);
    };
    await gtk.copyFormats({ UTF8_STRING: 'hunter2', 'x-kde-passwordManagerHint': 'secret' });
    await expect.poll(async () => (await app.cli('log')).stdout.toString()).toContain('secret');
    await staysPasted(1, 'first');
    await desktop.clearClipboard();
    await staysPasted(3, 'second');
  });
});

// The menu of actions and the editor, worked by the keyboard on the packaged app; other programs open, show and take the results.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, removeDataDir } from './support/app';
import { FileManager } from './support/file-manager';
import { expect, test } from './support/fixtures';
import { Picker } from './support/picker';
import { clipboardText, run, withWindow } from './support/programs';

const menu = (app: App) => app.page.getByRole('dialog', { name: 'Actions' });
const editor = (app: App) => app.page.getByRole('dialog', { name: 'Edit as a new clip' });

/** Opens the menu and types until one action is found. */
async function choose(app: App, picker: Picker, query: string, name: string): Promise<void> {
  await picker.press('ctrl+k');
  await expect(menu(app).getByRole('combobox')).toBeFocused();
  await picker.type(query);
  await expect(menu(app).getByRole('option', { selected: true })).toContainText(name);
}

test('a transform is shown live, pasted, and kept as the newest clip', async ({ app, gtk }) => {
  await app.addAll(['pears\nApples\nplums']);
  const picker = new Picker(app);
  await gtk.focus();
  await expect.poll(() => gtk.hasFocus()).toBe(true);
  await picker.open();
  await choose(app, picker, 'lines sort', 'Sort lines');
  await expect(menu(app).getByRole('region', { name: 'Result' })).toContainText('Apples\npears\nplums');
  await picker.press('Escape');
  await expect(menu(app)).toHaveCount(0);
  await expect(picker.box).toBeFocused();
  await choose(app, picker, 'upper', 'UPPER CASE');
  await picker.press('Return');
  await picker.expectClosed();
  // An entry of one line keeps the line ends as signs.
  await expect.poll(() => gtk.text()).toContain('PEARS');
  expect((await app.list()).map(({ preview }) => preview)).toEqual([
    'PEARS ⏎ APPLES ⏎ PLUMS',
    'pears ⏎ Apples ⏎ plums',
  ]);
});

test('Ctrl+Enter copies what a transform makes; what cannot be made is said', async ({ app }) => {
  await app.addAll(['no JSON']);
  const picker = new Picker(app);
  await picker.open();
  await choose(app, picker, 'minify', 'JSON: minify');
  await expect(menu(app)).toContainText('not valid JSON');
  await picker.press('Return');
  await expect(menu(app).getByRole('alert')).toContainText('not valid JSON');
  await picker.press('ctrl+a');
  await picker.type('encode 64');
  await expect(menu(app).getByRole('option')).toHaveText(['Base64: encode']);
  await picker.press('ctrl+Return');
  await picker.expectClosed();
  await expect.poll(() => clipboardText(app.env)).toBe('bm8gSlNPTg==');
  expect(await app.list()).toHaveLength(2);
});

test('what has keys of its own is in the menu too, and does the same', async ({ app, gtk }) => {
  await gtk.copyFormats({ UTF8_STRING: 'rich', 'text/plain': 'rich', 'text/html': '<b>rich</b>' });
  await app.expectNewest('rich');
  await app.addAll(['second', 'first']);
  const picker = new Picker(app);
  await gtk.focus();
  await expect.poll(() => gtk.hasFocus()).toBe(true);
  await picker.open();
  await picker.press('End');
  await choose(app, picker, 'pin', 'Pin');
  await picker.press('Return');
  await picker.expectPreviews(['rich', 'first', 'second']);
  await picker.press('End');
  await choose(app, picker, 'delete', 'Delete');
  await picker.press('Return');
  await picker.expectPreviews(['rich', 'first']);
  await picker.press('ctrl+z');
  await picker.expectPreviews(['rich', 'first', 'second']);
  await picker.press('Home');
  await choose(app, picker, 'plain', 'Paste as plain text');
  await picker.press('Return');
  await picker.expectClosed();
  await expect.poll(() => gtk.text()).toBe('rich');
  expect(await gtk.paste('text/html')).toBeNull();
  await picker.open();
  await picker.press('Home');
  await choose(app, picker, 'copy', 'Copy only');
  await picker.press('Return');
  await picker.expectClosed();
  await expect.poll(() => gtk.paste('text/html').then(String)).toBe('<b>rich</b>');
});

test('an edited text is a new clip; the old one stays, and what is typed is not lost', async ({
  app,
  gtk,
}) => {
  await app.addAll(['other', 'first line\r\nsecond']);
  const picker = new Picker(app);
  await picker.open();
  await picker.press('ctrl+e');
  const area = editor(app).getByRole('textbox');
  await expect(area).toHaveValue('first line\nsecond');
  await expect(editor(app).getByRole('button', { name: 'Save as a new clip' })).toBeDisabled();
  await picker.type('My ? ');
  await expect(area).toHaveValue('My ? first line\nsecond');
  // Another window takes the focus in the middle of it.
  await gtk.focus();
  await picker.expectClosed();
  await picker.open();
  await picker.press('ctrl+e');
  await expect(area).toHaveValue('My ? first line\nsecond');
  await picker.press('ctrl+Return');
  await expect(editor(app)).toHaveCount(0);
  await expect(picker.selected()).toHaveText('My ? first line ⏎ second');
  await app.expectNewest('My ? first line\r\nsecond');
  expect(await app.list()).toHaveLength(3);

  await picker.press('ctrl+e');
  await expect(area).toHaveValue('My ? first line\nsecond');
  await picker.type('gone');
  await picker.press('Escape');
  await expect(editor(app)).toContainText('Press again');
  await picker.press('Escape');
  await expect(editor(app)).toHaveCount(0);
  await picker.expectOpen();
  await picker.press('ctrl+e');
  await expect(area).toHaveValue('My ? first line\nsecond');
  expect(await app.list()).toHaveLength(3);
});

test('lines become clips; a count and a QR code are shown', async ({ app }) => {
  await app.addAll(['one\n\ntwo words\n']);
  const picker = new Picker(app);
  await picker.open();
  await choose(app, picker, 'words', 'Count');
  await expect(menu(app).getByRole('region', { name: 'Result' })).toContainText('Words3');
  await picker.press('Escape');
  await choose(app, picker, 'phone', 'Show as a QR code');
  await expect(menu(app).getByRole('img', { name: 'QR code' })).toBeVisible();
  await picker.press('Return');
  const preview = app.page.getByRole('complementary', { name: 'Preview' });
  await expect(preview.getByRole('img', { name: 'QR code' })).toBeVisible();
  await choose(app, picker, 'split', 'Split into lines');
  await picker.press('Return');
  await picker.expectPreviews(['one', 'two words', 'one ⏎ two words']);
});

test.describe('with programs that the desktop calls', () => {
  let folder: string;
  let app: App;
  let files: FileManager;

  test.beforeEach(async ({ desktop }) => {
    files = await FileManager.start(desktop.env.DBUS_SESSION_BUS_ADDRESS ?? '');
    folder = mkdtempSync(join(tmpdir(), 'clipstead-open-'));
    mkdirSync(join(folder, 'bin'));
    const script = `#!/bin/sh\nprintf '%s\\n' "$1" >> '${join(folder, 'opened')}'\n`;
    writeFileSync(join(folder, 'bin', 'xdg-open'), script, { mode: 0o755 });
    writeFileSync(join(folder, 'a file.txt'), 'x');
    const env = { ...desktop.env, PATH: `${join(folder, 'bin')}:${desktop.env.PATH}`, HOME: folder };
    app = await App.start(env);
  });
  test.afterEach(async () => {
    await app.quit();
    files.stop();
    removeDataDir(app.dataDir);
    rmSync(folder, { recursive: true });
  });

  const opened = () => {
    try {
      return readFileSync(join(folder, 'opened'), 'utf8');
    } catch {
      return '';
    }
  };

  test('a link is opened once its host was shown, and a file is shown in its folder', async () => {
    await app.addAll([join(folder, 'a file.txt'), 'http://good.example@evil.example/x']);
    const picker = new Picker(app);
    await picker.open();
    await choose(app, picker, 'browser', 'Open evil.example');
    await expect(menu(app)).toContainText('http://good.example@evil.example/x');
    expect(opened()).toBe('');
    await picker.press('Return');
    await picker.expectClosed();
    await expect.poll(opened).toBe('http://good.example@evil.example/x\n');
    await picker.open();
    await picker.press('Down');
    await choose(app, picker, 'folder', 'Show a file.txt in its folder');
    await picker.press('Return');
    await picker.expectClosed();
    await expect.poll(() => files.shown).toEqual([`file://${folder}/a%20file.txt`]);
    expect(app.troubles()).toEqual([]);
  });

  test('a clip is saved where the user says, byte for byte', async ({ desktop }) => {
    await app.addAll(['saved\r\ntext ü']);
    const picker = new Picker(app);
    await picker.open();
    await choose(app, picker, 'save', 'Save as a file');
    await picker.press('Return');
    await picker.expectClosed();
    await withWindow(desktop.env, ['--onlyvisible', '--name', 'Save']);
    await run('xdotool', ['key', 'ctrl+a'], { env: desktop.env });
    await run('xdotool', ['type', '--delay', '5', join(folder, 'out.txt')], { env: desktop.env });
    await run('xdotool', ['key', 'Return'], { env: desktop.env });
    await expect
      .poll(() => {
        try {
          return readFileSync(join(folder, 'out.txt'), 'utf8');
        } catch {
          return null;
        }
      })
      .toBe('saved\r\ntext ü');
  });
});

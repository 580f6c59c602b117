// Every state of the picker: its picture in light and dark beside the one in docs/shots, and what axe finds in every theme.
// `npm run shots` takes the pictures anew. Never retouch one, and never turn a rule of axe's off to make it pass.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AppStatus } from '../src-shared/ipc-contract';
import { App, removeDataDir } from './support/app';
import { expect, test } from './support/fixtures';
import { pressKey, run } from './support/programs';
import { Camera } from './support/shots/camera';
import { bringHistory, CLIPS, NOW, removeFiles } from './support/shots/clips';
import { pinnedFonts } from './support/shots/fonts';

test('every state, in light and dark: as in docs/shots, and axe finds nothing grave', async ({ desktop }) => {
  test.setTimeout(240_000);
  const folder = mkdtempSync(join(tmpdir(), 'clipstead-shots-'));
  await desktop.clearClipboard();
  const app = await App.start({ ...desktop.env, ...pinnedFonts(folder) });
  const { page } = app;
  const camera = new Camera(app);
  const take = (name: string) => camera.take(name);
  const keys = async (...chords: string[]) => {
    for (const chord of chords) await pressKey(desktop.env, chord);
  };
  const rows = page.getByRole('option');
  const box = page.getByRole('combobox', { name: 'Search the clipboard history' });
  const preview = page.getByRole('complementary', { name: 'Preview' });
  const show = async () => {
    expect((await app.cli('show')).code).toBe(0);
    await expect.poll(() => app.pickerVisible()).toBe(true);
    await expect(box).toBeFocused();
    // Keys come from the keyboard: they go to the window that the window manager has made the active one.
    await expect
      .poll(() => run('xdotool', ['getactivewindow', 'getwindowname'], { env: desktop.env }).then(String))
      .toContain('Clipstead');
  };
  /** Puts the selection on the first row that matches, with an empty box. */
  const search = async (query: string, count: number) => {
    await keys('ctrl+a');
    await page.keyboard.type(query);
    await expect(rows).toHaveCount(count);
  };
  const selected = page.getByRole('option', { selected: true });
  /** Goes down to the row with this text. */
  const select = async (text: string) => {
    await keys('Home');
    // Twice round: the first look may come before what the first key did.
    const seen: string[] = [];
    for (let tries = 0; tries < 2 * CLIPS; tries += 1) {
      const row = await selected.innerText();
      if (row.includes(text)) return;
      seen.push(row.slice(0, 20));
      await keys('Down');
    }
    throw new Error(`there is no row with ${text} among ${seen.join(', ')}`);
  };
  const clear = async () => {
    if ((await box.inputValue()) !== '') await keys('Escape');
    await expect(rows.filter({ hasText: 'ssh -L' })).toBeVisible();
    await expect(rows.filter({ hasText: 'sqlite' })).toBeVisible();
  };

  await camera.prepare(NOW);
  await show();
  await expect(page.getByText('Nothing copied yet')).toBeVisible();
  await take('first-run');
  await camera.expectToSeeABlock('first-run-light');

  await test.step('the list', async () => {
    await bringHistory(app);
    await expect(page.getByText(`${CLIPS} clips`)).toBeVisible();
    await take('list');
    await camera.takeContrast('list');
    await page.keyboard.down('Control');
    await expect(page.locator('.row-digit').first()).toBeVisible();
    await take('modifier-held');
    await page.keyboard.up('Control');
    await keys('End');
    await expect(rows.filter({ hasText: 'An invoice of last year' })).toBeVisible();
    await take('list-end');
    await keys('Home');
    await page.mouse.move(300, 200);
    await page.mouse.move(320, 212);
    await expect(page.locator('.list[data-mouse]')).toHaveCount(1);
    await take('mouse');
    await keys('Home');
  });

  await test.step('search', async () => {
    await search('report', 2);
    await take('search');
    await search('lighthouse window', 1);
    await expect(page.locator('.row-snippet mark').first()).toBeVisible();
    await take('search-snippet');
    await clear();
    await page.keyboard.type('type:text is:pinned size:');
    await expect(page.getByRole('list', { name: 'Ways to go on' })).toBeVisible();
    await take('filters-completions');
    await page.keyboard.type('>1mb ');
    await expect(page.getByText('No clip passes these filters.')).toBeVisible();
    await take('no-match-filters');
    await keys('Escape');
    await page.keyboard.type('no such thing');
    await expect(page.getByRole('heading', { name: 'Nothing found' })).toBeVisible();
    await take('no-match');
    await keys('Escape');
    await page.keyboard.type('/pl(/');
    await expect(page.getByRole('alert')).toBeVisible();
    await take('search-refused');
    await clear();
  });

  await test.step('the preview', async () => {
    await select('The quick brown fox');
    await keys('space');
    await expect(preview).toContainText('The quick brown fox');
    await take('preview-text');
    await keys('Down');
    await expect(preview.locator('.code-keyword').first()).toBeVisible();
    await take('preview-code');
    await camera.takeContrast('preview-code');
    await keys('Down');
    await expect(preview.locator('.preview-host')).toHaveText('Host: www.sqlite.org');
    await take('preview-link');
    await keys('Down');
    await expect(preview.getByRole('img')).toBeVisible();
    await expect
      .poll(() => preview.getByRole('img').evaluate((image: HTMLImageElement) => image.naturalWidth))
      .toBe(640);
    await take('preview-image');
    await keys('Down');
    await expect(preview).toContainText('oklch(');
    await take('preview-colour');
    await keys('Down');
    await expect(preview).toContainText('3 files');
    await take('preview-files');
    await keys('Down');
    await expect(preview.getByRole('button', { name: 'Show the secret' })).toBeVisible();
    await take('preview-secret');
    await keys('Down');
    await expect(preview).toContainText('Minutes of Thursday');
    await preview.getByRole('button', { name: 'Show white space' }).click();
    await take('preview-white-space');
    await preview.getByRole('button', { name: 'Show white space' }).click();
    await keys('Down');
    await expect(preview.locator('.preview-text')).toContainText('"name": "clipstead"');
    await expect(preview.locator('.code-string').first()).toBeVisible();
    await take('preview-json');
    await keys('Down');
    await preview.getByRole('button', { name: 'Formatted' }).click();
    await expect(preview.frameLocator('iframe').getByText('every region')).toBeVisible();
    await take('preview-html');
    await preview.getByRole('button', { name: 'Text', exact: true }).click();
  });

  await test.step('the menu of actions', async () => {
    await select('The quick brown fox');
    await keys('ctrl+k');
    const menu = page.getByRole('dialog', { name: 'Actions' });
    await expect(menu.getByRole('option').first()).toBeVisible();
    await take('actions');
    await page.keyboard.type('upper');
    await expect(page.getByRole('region', { name: 'Result' })).toContainText('THE QUICK BROWN FOX');
    await take('actions-result');
    await camera.takeContrast('actions-result');
    await page.getByRole('combobox', { name: 'Search actions' }).fill('qr');
    await expect(menu.getByRole('img', { name: 'QR code' })).toBeVisible();
    await take('actions-qr');
    await page.getByRole('combobox', { name: 'Search actions' }).fill('no such action');
    await expect(menu.getByText('No action has this name')).toBeVisible();
    await take('actions-none');
    await page.getByRole('combobox', { name: 'Search actions' }).fill('qr');
    await keys('Return');
    await expect(preview.getByRole('img', { name: 'QR code' })).toBeVisible();
    await take('preview-qr');
    await keys('space');
    await expect(preview).toHaveCount(0);
  });

  await test.step('the editor', async () => {
    await keys('ctrl+e');
    const text = page.getByRole('textbox', { name: 'Text' });
    await expect(text).toBeFocused();
    await take('editor');
    await page.keyboard.type('Look: ');
    await keys('Escape');
    await expect(page.getByText('Press once more')).toBeVisible();
    await take('editor-dropping');
    await keys('Escape');
    await expect(text).toHaveCount(0);
  });

  await test.step('what lies over it and below it', async () => {
    await keys('F1');
    await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
    await take('keys');
    await keys('F1');
    await select('The quick brown fox');
    await keys('shift+Down', 'shift+Down');
    await expect(page.getByText('3 clips picked')).toBeVisible();
    await take('picked');
    await keys('ctrl+shift+Return');
    await expect.poll(() => app.pickerVisible()).toBe(false);
    await show();
    await expect(page.getByText('Next paste:')).toBeVisible();
    await take('queue');
    await page.getByRole('button', { name: 'End the queue' }).click();
    await expect(page.getByText('Next paste:')).toHaveCount(0);
    await keys('End', 'Delete');
    await expect(page.getByRole('button', { name: 'Undo' })).toBeVisible();
    await take('deleted');
    await keys('ctrl+z');
    await expect(page.getByRole('button', { name: 'Undo' })).toHaveCount(0);
    await keys('Home');
    expect((await app.cli('pause')).code).toBe(0);
    await expect(page.getByRole('button', { name: 'Resume' })).toBeVisible();
    await take('paused');
    await page.getByRole('button', { name: 'Resume' }).focus();
    await take('focus');
    await page.getByRole('button', { name: 'Resume' }).click();
    await expect(page.getByRole('button', { name: 'Resume' })).toHaveCount(0);
  });

  await test.step('troubles', async () => {
    const settings = join(app.dataDir, 'settings.json');
    const before = readFileSync(settings, 'utf8');
    writeFileSync(settings, 'no settings');
    await expect(page.getByRole('status').getByText('The settings file cannot be used')).toBeVisible();
    await take('notice');
    writeFileSync(settings, before);
    await page.getByRole('button', { name: 'Dismiss' }).click();
    const status = await page.evaluate(() => window.clipstead?.request('app:status', null));
    if (!status?.ok) throw new Error('the app has no status');
    // No test's machine is so: where nothing can be captured, nothing pasted, and the hotkey is another program's.
    const troubled: AppStatus = {
      ...status.value,
      capturing: false,
      captureTrouble: 'This desktop lets no program see what is copied while it has no window.',
      pasteTrouble: 'This desktop lets no program press keys.',
      hotkeyTrouble: 'Another program has it.',
    };
    const tell = (now: AppStatus) =>
      app.electron.evaluate(
        ({ BrowserWindow }, value) =>
          BrowserWindow.getAllWindows()[0]?.webContents.send('app:status-changed', value),
        now,
      );
    await tell(troubled);
    await expect(page.getByText('Another program has it.')).toBeVisible();
    await take('troubles');
    await tell(status.value);
    await expect(page.getByText('Another program has it.')).toHaveCount(0);
  });

  await test.step('90 to 200 %', async () => {
    camera.scaled = true;
    const settings = join(app.dataDir, 'settings.json');
    const size = () => page.evaluate(() => [Math.round(devicePixelRatio * 100), innerWidth, innerHeight]);
    for (const [scale, wanted] of [
      [90, [90, 760, 480]],
      [200, [200, 640, 400]],
    ] as const) {
      writeFileSync(settings, JSON.stringify({ ...JSON.parse(readFileSync(settings, 'utf8')), scale }));
      await expect.poll(size).toEqual(wanted);
      await take(`scale-${scale}`);
      await select('export async');
      await keys('space');
      await expect(preview.locator('.code-keyword').first()).toBeVisible();
      await take(`scale-${scale}-preview`);
      await keys('space');
    }
    // On a screen that has no more room than this.
    await app.electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.setBounds({ width: 760, height: 480 }),
    );
    await expect.poll(size).toEqual([200, 380, 240]);
    await take('small');
    await select('export async');
    await keys('space');
    await expect(preview.locator('.code-keyword').first()).toBeVisible();
    await take('small-preview');
    await keys('space', 'ctrl+k');
    await page.keyboard.type('upper');
    await expect(page.getByRole('region', { name: 'Result' })).toContainText('EXPORT ASYNC');
    await take('small-actions');
    await keys('Escape');
  });

  expect(camera.grave).toEqual([]);
  await app.quit();
  expect(app.troubles()).toEqual([]);
  removeDataDir(app.dataDir);
  removeFiles();
  rmSync(folder, { recursive: true });
});

// Every state of the picker: its picture in light and dark beside the one in docs/shots, and what axe finds in every theme.
// `npm run shots` takes the pictures anew. Never retouch one, and never turn a rule of axe's off to make it pass.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { en as said } from '../src-shared/i18n/messages/en';
import type { AppStatus } from '../src-shared/ipc-contract';
import { App, removeDataDir } from './support/app';
import { expect, test } from './support/fixtures';
import { Camera } from './support/shots/camera';
import { bringHard, bringHistory, CLIPS, HARD_CLIPS, NOW, removeFiles } from './support/shots/clips';
import { pinnedFonts } from './support/shots/fonts';
import { Stage } from './support/shots/stage';

test('every state, in light and dark: as in docs/shots, and axe finds nothing grave', async ({ desktop }) => {
  test.setTimeout(240_000);
  const folder = mkdtempSync(join(tmpdir(), 'clipstead-shots-'));
  const app = await App.start({ ...desktop.env, ...pinnedFonts(folder) });
  const { page } = app;
  const camera = new Camera(app);
  const stage = new Stage(app);
  const { rows, preview } = stage;
  const take = (name: string, all = false) => camera.take(name, all);
  const keys = (...chords: string[]) => stage.keys(...chords);

  await camera.prepare(NOW);
  await stage.show();
  await expect(page.getByText('Nothing copied yet')).toBeVisible();
  await take('first-run');
  await camera.expectToSeeABlock('first-run-light');
  const well = await stage.statusNow();
  await stage.send('app:status-changed', { ...well, capturing: false, captureTrouble: said.noDataControl });
  await expect(page.getByRole('heading', { name: 'Nothing can be captured here' })).toBeVisible();
  await take('no-capture');
  await stage.send('app:status-changed', well);
  await expect(page.getByText('Nothing copied yet')).toBeVisible();

  await test.step('the list', async () => {
    await bringHistory(app);
    await expect(page.getByText(`${CLIPS} clips`)).toBeVisible();
    await take('list', true);
    await camera.takeContrast('list');
    await page.keyboard.down('Control');
    await expect(page.locator('.row-digit').first()).toBeVisible();
    await take('modifier-held');
    await page.keyboard.up('Control');
    await keys('End');
    await expect(rows.filter({ hasText: 'An invoice of last year' })).toBeVisible();
    await take('list-end');
    const come = ['Copied while the list was read', 'And one more'];
    await app.addAll(come);
    await expect(page.getByRole('button', { name: '↑ 2 new clips' })).toBeVisible();
    await take('new-above');
    for (const { id } of (await app.list()).filter(({ preview }) => come.includes(preview)))
      await app.cli('delete', String(id));
    await expect(page.getByText(`${CLIPS} clips`)).toBeVisible();
    await keys('Home');
    await page.mouse.move(300, 200);
    await page.mouse.move(320, 212);
    await expect(page.locator('.list[data-mouse]')).toHaveCount(1);
    await take('mouse');
    await keys('Home');
  });

  await test.step('search', async () => {
    await stage.search('report', 2);
    await take('search');
    await stage.search('lighthouse window', 1);
    await expect(page.locator('.row-snippet mark').first()).toBeVisible();
    await take('search-snippet');
    await stage.clear();
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
    await expect(page.getByRole('heading', { name: 'Nothing found' })).toHaveCount(0);
    // What was found before stays in view below the words; so that there is nothing, its answer is waited for.
    await page.keyboard.type('/pl(');
    await expect(page.getByRole('heading', { name: 'Nothing found' })).toBeVisible();
    await page.keyboard.type('/');
    await expect(page.getByRole('heading', { name: 'The pattern is not right yet' })).toBeVisible();
    await take('search-refused');
    await stage.clear();
  });

  await test.step('a search that goes on', async () => {
    const letGo = await stage.holdSearch();
    await stage.search('report', 2);
    await expect(page.locator('.list-searching')).toBeVisible();
    await take('searching-older');
    await letGo();
    await expect(page.locator('.list-searching')).toHaveCount(0);
    await stage.clear();
  });

  await test.step('the preview', async () => {
    await stage.select('The quick brown fox');
    await keys('space');
    await expect(preview).toContainText('The quick brown fox');
    await take('preview-text');
    await keys('Down');
    await expect(preview.locator('.code-keyword').first()).toBeVisible();
    await take('preview-code', true);
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
    await camera.takeContrast('preview-image');
    await keys('Down');
    await expect(preview).toContainText('oklch(');
    await take('preview-colour');
    await keys('Down');
    await expect(preview).toContainText('3 files');
    await take('preview-files');
    await keys('Down');
    await expect(preview.getByRole('button', { name: 'Show the secret' })).toBeVisible();
    await take('preview-secret');
    await camera.takeContrast('preview-secret');
    await preview.getByRole('button', { name: 'Show the secret' }).click();
    await expect(preview.locator('.preview-text')).toHaveText('made-up-and-never-shown');
    await take('preview-secret-shown');
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
    await stage.select('The quick brown fox');
    await keys('ctrl+k');
    const menu = page.getByRole('dialog', { name: 'Actions' });
    await expect(menu.getByRole('option').first()).toBeVisible();
    await take('actions', true);
    await page.keyboard.type('json indent');
    await expect(page.getByText('not valid JSON')).toBeVisible();
    await take('actions-refused');
    await page.getByRole('combobox', { name: 'Search actions' }).fill('');
    await page.keyboard.type('upper');
    await expect(page.getByRole('region', { name: 'Result' })).toContainText('THE QUICK BROWN FOX');
    await take('actions-result');
    await camera.takeContrast('actions-result');
    await page.getByRole('combobox', { name: 'Search actions' }).fill('qr');
    await expect(menu.getByRole('img', { name: 'QR code' })).toBeVisible();
    await take('actions-qr');
    await page.getByRole('combobox', { name: 'Search actions' }).fill('no such action');
    await expect(menu.getByText('No action matches')).toBeVisible();
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
    await expect(page.getByText('Press again')).toBeVisible();
    await take('editor-dropping');
    await keys('Escape');
    await expect(text).toHaveCount(0);
  });

  await test.step('what lies over it and below it', async () => {
    await keys('F1');
    await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
    await take('keys');
    await camera.takeContrast('keys');
    await keys('F1');
    await stage.select('The quick brown fox');
    await keys('shift+Down', 'shift+Down');
    await expect(page.getByText('3 clips picked')).toBeVisible();
    await take('picked');
    await keys('ctrl+shift+Return');
    await expect.poll(() => app.pickerVisible()).toBe(false);
    await stage.show();
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
    const status = await stage.statusNow();
    // Where nothing can be captured, nothing pasted, and the hotkey is another program's.
    const troubled: AppStatus = {
      ...status,
      capturing: false,
      captureTrouble: 'This desktop lets no program see what is copied while it has no window.',
      pasteTrouble: 'This desktop lets no program press keys.',
      hotkeyTrouble: 'Another program has it.',
    };
    const tell = (now: AppStatus) => stage.send('app:status-changed', now);
    await tell(troubled);
    await expect(page.getByText('Another program has it.')).toBeVisible();
    await take('troubles');
    await tell({ ...status, capturing: false, paused: true, pausedUntil: NOW + 300_000 });
    await expect(page.getByText('Paused until 03:09 PM')).toBeVisible();
    await take('paused-until');
    await tell({ ...status, ignoringNext: true });
    await expect(page.getByText('The next copy is ignored.')).toBeVisible();
    await take('ignoring-next');
    await tell(status);
    await expect(page.getByText('The next copy is ignored.')).toHaveCount(0);
    for (const [name, text] of [
      ['storage-failed', said.notKept],
      ['storage-waiting', said.copiesWait(said.diskFull)],
      ['storage-newer', said.newerHistoryOpened(said.newerHistory('12', '11'))],
    ] as const) {
      await stage.send('app:notice', { level: 'error', text });
      await expect(page.getByRole('status').getByText(text)).toBeVisible();
      await take(name);
      await page.getByRole('button', { name: 'Dismiss' }).click();
      await expect(page.getByRole('button', { name: 'Dismiss' })).toHaveCount(0);
    }
  });

  await test.step('a clip that goes by itself', async () => {
    // Kept for ten minutes by a rule, which count from now in earnest; a year later the others have their dates.
    await stage.hide();
    // In the foreground: a program that has gone cannot be named.
    const owner = spawn('xclip', ['-quiet', '-selection', 'clipboard'], {
      env: desktop.env,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    owner.stdin.end(`gh${'p_'}R4nd0mMadeUpT0kenForAPicture12345678`);
    await expect.poll(async () => (await app.list()).filter(({ masked }) => masked).length).toBe(2);
    const token = (await app.list()).find(({ expiresAt }) => expiresAt !== null);
    await camera.setTime((token?.expiresAt ?? 0) - 590_000);
    await stage.show();
    await expect(rows.filter({ hasText: 'gone in 10 min' })).toBeVisible();
    await take('expiring');
    await app.cli('delete', String(token?.id));
    // Ages are counted from the time at which it opens, and anew every 20 s.
    await camera.setTime(NOW);
    await stage.hide();
    await stage.show();
    owner.kill();
  });

  await test.step('what cannot be shown, or not all of it', async () => {
    await bringHard(app);
    await expect(page.getByText(`${CLIPS + HARD_CLIPS} clips`)).toBeVisible();
    camera.unseen = 1;
    await keys('End', 'space');
    await expect(preview).toContainText('too many pixels');
    await take('preview-refused');
    await keys('Up');
    await expect(preview.locator('.preview-text')).toContainText('Analytical Engine');
    await expect(preview.getByRole('button', { name: 'Indented' })).toHaveAttribute('aria-pressed', 'true');
    await expect(preview.locator('.code-string').first()).toBeVisible();
    await take('preview-xml');
    await keys('Up');
    await expect(preview.locator('.preview-text')).toContainText('the lighthouse stands');
    await take('preview-rtf');
    await keys('Up');
    await preview.getByRole('button', { name: 'Formatted' }).click();
    const rest = preview.getByText('The rest is not shown here');
    await expect(rest).toBeAttached();
    await preview.locator('.preview-body').evaluate((body) => body.scrollTo(0, body.scrollHeight));
    await expect(rest).toBeInViewport({ ratio: 1 });
    await take('preview-cut');
    await preview.getByRole('button', { name: 'Text', exact: true }).click();
    await keys('space');
    camera.unseen = 0;
    for (const { id } of (await app.list()).slice(-HARD_CLIPS)) await app.cli('delete', String(id));
    await expect(page.getByText(`${CLIPS} clips`)).toBeVisible();
    await keys('Home');
  });

  await test.step('from right to left', async () => {
    const settings = join(app.dataDir, 'settings.json');
    const before = readFileSync(settings, 'utf8');
    const root = page.locator('html');
    const speak = async (text: string, language: string) => {
      writeFileSync(settings, text);
      await stage.hide();
      await expect(root).toHaveAttribute('lang', language);
      await camera.readyPage();
      await stage.show();
    };
    await speak(JSON.stringify({ ...JSON.parse(before), language: 'ar' }), 'ar');
    await expect(rows.filter({ hasText: 'sqlite' })).toBeVisible();
    await take('arabic-list', true);
    await stage.select('export async');
    await keys('space');
    await expect(page.getByRole('complementary').locator('.code-keyword').first()).toBeVisible();
    await take('arabic-preview', true);
    await keys('ctrl+k');
    await expect(page.getByRole('dialog').getByRole('option').first()).toBeVisible();
    await take('arabic-actions', true);
    await keys('Escape', 'space');
    await speak(before, 'en');
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
      await stage.select('export async');
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
    await stage.select('export async');
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

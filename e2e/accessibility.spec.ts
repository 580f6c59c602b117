// What axe finds in the picker, state by state, in light and dark: nothing serious, nothing critical.
// Never turn a rule off here to make it pass.
import { mkdirSync, writeFileSync } from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import { App, freshDataDir, removeDataDir } from './support/app';
import { expect, test } from './support/fixtures';
import { Picker } from './support/picker';

const clips = [
  'plain text',
  'https://www.sqlite.org/wal.html',
  '#5b6ee1',
  'const clips = await history.page({ query });\nreturn clips;',
  '/home/ada/notes.txt',
  'pinned',
];

/** Rules of the picker's page that are broken gravely, each with the elements that break it. */
async function grave(app: App): Promise<string[]> {
  // Colours are judged as they stay, not as they fade in.
  await app.page.evaluate(() =>
    Promise.all(document.getAnimations().map((animation) => animation.finished)).then(() => null),
  );
  // In the page itself: the builder's other way makes a page of its own for the results, which an app's windows do not allow.
  const { violations, passes } = await new AxeBuilder({ page: app.page }).setLegacyMode().analyze();
  expect(passes.map(({ id }) => id)).toContain('color-contrast');
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
}

for (const scheme of ['light', 'dark'] as const) {
  test(`axe finds nothing grave, ${scheme}`, async ({ desktop }) => {
    const dataDir = freshDataDir();
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    writeFileSync(`${dataDir}/settings.json`, 'not JSON');
    const app = await App.start(desktop.env, dataDir);
    const { page } = app;
    await app.electron.evaluate(({ nativeTheme }, theme) => {
      nativeTheme.themeSource = theme;
    }, scheme);
    await expect
      .poll(() => page.evaluate((query) => matchMedia(query).matches, `(prefers-color-scheme: ${scheme})`))
      .toBe(true);
    const picker = new Picker(app);
    await picker.open();

    await test.step('a notice', async () => {
      await expect(page.getByRole('status').filter({ hasText: 'settings' })).toBeVisible();
      expect(await grave(app)).toEqual([]);
      await page.getByRole('button', { name: 'Dismiss' }).click();
    });
    await test.step('first run', async () => {
      await expect(page.getByRole('button', { name: 'Dismiss' })).toHaveCount(0);
      expect(await grave(app)).toEqual([]);
    });
    await test.step('the list', async () => {
      await app.addAll(clips);
      expect((await app.cli('pin', String((await app.list())[0]?.id))).code).toBe(0);
      await expect(picker.rows).toHaveCount(clips.length);
      expect(await grave(app)).toEqual([]);
    });
    await test.step('the preview: code, a colour, a link, a text', async () => {
      await picker.press('space');
      const preview = page.getByRole('complementary', { name: 'Preview' });
      await picker.press('Home', 'Down', 'Down');
      await expect(preview.locator('.code-keyword').first()).toBeVisible();
      expect(await grave(app)).toEqual([]);
      for (const words of ['oklch(', 'www.sqlite.org', 'plain text']) {
        await picker.press('Down');
        await expect(preview).toContainText(words);
        expect(await grave(app)).toEqual([]);
      }
    });
    await test.step('the menu of actions, with a result', async () => {
      await picker.press('ctrl+k');
      await picker.type('upper');
      await expect(page.getByRole('region', { name: 'Result' })).toContainText('PLAIN TEXT');
      expect(await grave(app)).toEqual([]);
      await picker.press('Escape');
    });
    await test.step('the editor', async () => {
      await picker.press('ctrl+e');
      await expect(page.getByRole('textbox', { name: 'Text' })).toHaveValue('plain text');
      expect(await grave(app)).toEqual([]);
      await picker.press('Escape', 'space');
    });
    await test.step('matches', async () => {
      await picker.type('pl');
      await expect(page.locator('mark')).toHaveCount(1);
      expect(await grave(app)).toEqual([]);
    });
    await test.step('no match', async () => {
      await picker.type('no such thing');
      await expect(picker.rows).toHaveCount(0);
      expect(await grave(app)).toEqual([]);
    });
    await test.step('filters, and ways to go on', async () => {
      await picker.press('Escape');
      await picker.type('type:text is:pinned size:');
      await expect(page.getByRole('list', { name: 'Ways to go on' })).toBeVisible();
      expect(await grave(app)).toEqual([]);
    });
    await test.step('a query that cannot be answered', async () => {
      await picker.press('Escape');
      await picker.box.fill('/pl(/');
      await expect(page.getByRole('alert')).toBeVisible();
      expect(await grave(app)).toEqual([]);
    });
    await test.step('all keys', async () => {
      await picker.press('Escape', 'F1');
      await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
      expect(await grave(app)).toEqual([]);
    });
    await test.step('several picked', async () => {
      await picker.press('F1', 'shift+Down');
      await expect(page.getByText('2 clips picked')).toBeVisible();
      expect(await grave(app)).toEqual([]);
    });
    await test.step('the Undo bar', async () => {
      await picker.press('Escape');
      await expect(picker.rows).toHaveCount(clips.length);
      await picker.press('End', 'Delete');
      await expect(page.getByRole('button', { name: 'Undo' })).toBeVisible();
      expect(await grave(app)).toEqual([]);
    });
    await test.step('paused', async () => {
      expect((await app.cli('pause')).code).toBe(0);
      await expect(page.getByRole('button', { name: 'Resume' })).toBeVisible();
      expect(await grave(app)).toEqual([]);
    });
    await app.quit();
    expect(app.troubles()).toEqual([]);
    removeDataDir(dataDir);
  });
}

// The app in the system's language, and in another as soon as the settings say so.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, dataDirWith, removeDataDir } from './support/app';
import { expect, test } from './support/fixtures';
import { Picker } from './support/picker';

test('German by the system, then Arabic by the settings: picker, keys, counts, tray', async ({ desktop }) => {
  const dataDir = dataDirWith({ version: 1 });
  const app = await App.start({ ...desktop.env, LC_ALL: 'de_DE.UTF-8', LANGUAGE: 'de' }, dataDir);
  const picker = new Picker(app);
  const root = app.page.locator('html');
  const labels = async () => (await desktop.tray.menu()).map(({ label }) => label);
  try {
    await app.addAll(['one', 'two', 'three']);
    await picker.open();
    await expect(root).toHaveAttribute('lang', 'de');
    await expect(root).toHaveAttribute('dir', 'ltr');
    await expect(app.page.getByRole('listbox', { name: 'Zwischenablageverlauf' })).toBeVisible();
    await expect(app.page.getByRole('contentinfo').getByText('3 Einträge')).toBeVisible();
    await expect(app.page.getByRole('listitem').filter({ hasText: 'Kopieren' })).toContainText('Strg');
    await expect.poll(labels).toContain('Erfassung pausieren');

    // A picker that is open stays as it is until it is closed.
    const path = join(dataDir, 'settings.json');
    const settings = existing(path);
    writeFileSync(path, JSON.stringify({ ...settings, language: 'ar' }));
    await expect.poll(labels, { timeout: 15_000 }).toContain('إيقاف الالتقاط مؤقتًا');
    await expect(root).toHaveAttribute('lang', 'de');
    await picker.press('Escape');
    await expect(root).toHaveAttribute('lang', 'ar');
    await picker.open();
    await expect(root).toHaveAttribute('dir', 'rtl');
    await expect(app.page.getByRole('listbox', { name: 'سجل الحافظة' })).toBeVisible();
    await expect(app.page.getByRole('contentinfo').getByText('3 عناصر')).toBeVisible();
    expect(await labels()).toContain('إيقاف لمدة 5 دقائق');

    // The preview opens on the left, by the arrow that points there.
    const preview = app.page.getByRole('complementary', { name: 'المعاينة' });
    await picker.press('Right');
    await expect(preview).toBeHidden();
    await picker.press('Left');
    await expect(preview).toBeVisible();
    expect((await preview.boundingBox())?.x).toBeLessThan(10);

    // What main refuses is said in the language too.
    await picker.type('/(/');
    await expect(app.page.getByRole('alert')).toContainText('لا يمكن البحث عن هذا النمط');
    expect(app.troubles()).toEqual([]);
  } finally {
    await app.quit();
    removeDataDir(dataDir);
  }
});

function existing(path: string): object {
  return JSON.parse(readFileSync(path, 'utf8')) as object;
}

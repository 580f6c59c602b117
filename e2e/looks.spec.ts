// How the picker looks is the user's to set, at once; and nothing in it moves by itself.
// Never judge a picture here: shots.spec.ts does.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from './support/app';
import { expect, test } from './support/fixtures';
import { Picker } from './support/picker';

/** Changes the settings as a user does, in the file. */
function set(app: App, change: object): void {
  const path = join(app.dataDir, 'settings.json');
  let now: object = {};
  try {
    now = JSON.parse(readFileSync(path, 'utf8')) as object;
  } catch {
    // There is none yet.
  }
  writeFileSync(path, JSON.stringify({ ...now, ...change }));
}

test('theme, contrast and scale are taken over at once', async ({ app }) => {
  const picker = new Picker(app);
  await picker.open();
  const look = () =>
    app.page.evaluate(() => ({
      dark: matchMedia('(prefers-color-scheme: dark)').matches,
      ground: getComputedStyle(document.body).backgroundColor,
      contrast: document.documentElement.hasAttribute('data-contrast'),
      scale: devicePixelRatio,
      size: [outerWidth, outerHeight],
    }));
  const usual = { dark: false, ground: 'rgb(255, 255, 255)', contrast: false, scale: 1, size: [760, 480] };
  await expect.poll(look).toEqual(usual);
  set(app, { theme: 'dark', contrast: 'more', scale: 150 });
  const other = { dark: true, ground: 'rgb(0, 0, 0)', contrast: true, scale: 1.5, size: [1140, 720] };
  await expect.poll(look).toEqual(other);
  // As large as there is room: the screen has 1280 by 800.
  set(app, { theme: 'light', contrast: 'system', scale: 200 });
  await expect.poll(look).toEqual({ ...usual, scale: 2, size: [1280, 800] });
  await expect(picker.box).toBeFocused();
});

test('nothing moves by itself: opening, typing, what arrives, the preview', async ({ app }) => {
  const { page } = app;
  await app.addAll(Array.from({ length: 30 }, (_, n) => `clip ${n}\nof several lines`));
  await app.addAll(['const answer = 42;\nreturn answer;', 'https://example.org/']);
  await page.evaluate(() => {
    const shifts: string[] = [];
    Object.assign(window, { shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & {
        hadRecentInput: boolean;
        sources: { node: Element | null }[];
      })[]) {
        // What a key has just been pressed for is no surprise.
        if (!entry.hadRecentInput)
          shifts.push(entry.sources.map(({ node }) => node?.className || node?.nodeName).join(' '));
      }
    }).observe({ type: 'layout-shift', buffered: false });
  });
  const shifts = () => page.evaluate(() => (window as unknown as { shifts: string[] }).shifts);
  const frames = () =>
    page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));

  const picker = new Picker(app);
  await picker.open();
  await expect(picker.rows.first()).toBeVisible();
  await app.addAll(['arrived while it was open']);
  await expect(page.getByText('arrived while it was open')).toBeVisible();
  await picker.type('clip');
  await expect(page.locator('mark').first()).toBeVisible();
  await app.addAll(['a clip that matches']);
  await expect(page.getByText('a clip that matches')).toBeVisible();
  await picker.press('Escape', 'Down', 'Right');
  const preview = page.getByRole('complementary', { name: 'Preview' });
  await expect(preview).toContainText('text/plain');
  await picker.press('Down', 'Down');
  await expect(preview.locator('.code-keyword').first()).toBeVisible();
  await picker.press('Right');
  await expect(preview).toHaveCount(0);
  await frames();
  expect(await shifts()).toEqual([]);

  // It would have been seen, half a second after the last key: what comes sooner counts as what the key was pressed for.
  await new Promise((done) => setTimeout(done, 700));
  await page.evaluate(() => {
    const push = document.createElement('div');
    push.style.height = '40px';
    push.style.flex = 'none';
    document.querySelector('.picker')?.prepend(push);
  });
  await expect.poll(async () => (await shifts()).length).toBeGreaterThan(0);
});

test('F6 goes through all controls in the order in which they stand, and each shows that it has the focus', async ({
  app,
}) => {
  const { page } = app;
  await app.addAll(['one', 'two']);
  expect((await app.cli('pause')).code).toBe(0);
  const picker = new Picker(app);
  await picker.open();
  await picker.type('type:text ');
  await picker.box.fill('o');
  await picker.press('Right');
  await expect(page.getByRole('complementary', { name: 'Preview' })).toContainText('text/plain');
  const controls = [
    page.getByRole('button', { name: 'Clear the search' }),
    page.getByRole('button', { name: 'Show white space' }),
    page.getByRole('button', { name: 'Resume' }),
    page.getByRole('button', { name: 'Keys' }),
    page.getByRole('button', { name: 'Drop the filter' }),
  ];
  for (const control of controls) {
    await picker.press('F6');
    await expect(control).toBeFocused();
    expect(await control.evaluate((element) => getComputedStyle(element).outlineStyle)).toBe('solid');
  }
  await picker.press('F6');
  await expect(picker.box).toBeFocused();
});

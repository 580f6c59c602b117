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

/** What stands still in the picker, and how much of its place: where it begins, or all of it. */
const STILL = [
  ['.search', 'all'],
  ['.search-input', 'beginning'],
  // The preview takes its room from the list's end.
  ['.list-scroller', 'beginning'],
  ['.footer', 'all'],
  ['.preview', 'all'],
] as const;

test('nothing moves by itself: opening, typing, what arrives, the preview', async ({ app }) => {
  const { page } = app;
  await app.addAll(Array.from({ length: 30 }, (_, n) => `clip ${n}\nof several lines`));
  await app.addAll(['const answer = 42;\nreturn answer;', 'https://example.org/']);
  // The hidden page has them by then: what is looked for in each frame is there from the first one on.
  await expect(page.locator('.list-scroller')).toBeAttached();
  await page.evaluate((still) => {
    const shifts: string[] = [];
    const places: Record<string, string[]> = {};
    Object.assign(window, { shifts, places });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & {
        hadRecentInput: boolean;
        sources: { node: Element | null }[];
      })[]) {
        // Of the rows, what a key has just been pressed for is no surprise.
        if (!entry.hadRecentInput)
          shifts.push(entry.sources.map(({ node }) => node?.className || node?.nodeName).join(' '));
      }
    }).observe({ type: 'layout-shift', buffered: false });
    // In every frame, whatever was pressed before it.
    const look = () => {
      for (const [selector, what] of still) {
        const box = document.querySelector(selector)?.getBoundingClientRect();
        if (box === undefined) continue;
        const { x, y, width, height } = box;
        const place = (what === 'all' ? [x, y, width, height] : [x, y]).join(' ');
        places[selector] ??= [];
        if (!places[selector].includes(place)) places[selector].push(place);
      }
      requestAnimationFrame(look);
    };
    look();
  }, STILL);
  const seen = () =>
    page.evaluate(() => {
      const { shifts, places } = window as unknown as { shifts: string[]; places: Record<string, string[]> };
      return {
        shifts,
        moved: Object.entries(places).filter(([, at]) => at.length > 1),
        parts: Object.keys(places),
      };
    });
  const frames = () =>
    page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  const nothingMoved = async (step: string) => {
    await frames();
    expect(await seen(), step).toMatchObject({ shifts: [], moved: [] });
  };
  // What comes within half a second of a key counts as what the key was pressed for.
  const longAfterAKey = () => page.waitForTimeout(600);

  const picker = new Picker(app);
  await picker.open();
  await expect(picker.rows.first()).toBeVisible();
  await nothingMoved('opening');
  await app.addAll(['arrived while it was open']);
  await expect(page.getByText('arrived while it was open')).toBeVisible();
  await nothingMoved('a clip that arrives');
  await picker.type('clip');
  await expect(page.locator('mark').first()).toBeVisible();
  await nothingMoved('typing');
  await longAfterAKey();
  await app.addAll(['a clip that matches']);
  await expect(page.getByText('a clip that matches')).toBeVisible();
  await nothingMoved('a clip that arrives and matches');
  await picker.press('Escape', 'Down', 'Right');
  const preview = page.getByRole('complementary', { name: 'Preview' });
  await expect(preview).toContainText('text/plain');
  await nothingMoved('the preview');
  await picker.press('Down', 'Down');
  await expect(preview.locator('.code-keyword').first()).toBeVisible();
  await nothingMoved('the preview of another clip');
  await picker.press('Right');
  await expect(preview).toHaveCount(0);
  await nothingMoved('closing the preview');
  expect((await seen()).parts).toEqual(STILL.map(([selector]) => selector));

  // It would have been seen: by its places at once, right after a key, and as a shift half a second after the last one.
  const push = () =>
    page.evaluate(() => {
      const block = document.createElement('div');
      block.style.height = '40px';
      block.style.flex = 'none';
      document.querySelector('.picker')?.prepend(block);
    });
  await picker.press('Down');
  await push();
  await expect
    .poll(async () => (await seen()).moved.map(([selector]) => selector))
    .toContain('.list-scroller');
  await longAfterAKey();
  await push();
  await expect.poll(async () => (await seen()).shifts.length).toBeGreaterThan(0);
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

// The picker's window and keys: the hotkey toggles it, typing filters, Delete deletes with undo, Esc clears and closes.
import { expect, test } from './support/fixtures';
import { Picker } from './support/picker';
import { activeWindowName, run, xclipCopy } from './support/programs';

test('first run says what to do', async ({ app }) => {
  const picker = new Picker(app);
  await picker.open();
  await expect(picker.rows).toHaveCount(0);
  await expect(app.page.locator('body')).toContainText(/copy something/i);
});

test('the hotkey opens and closes it, Esc closes it, losing the focus closes it', async ({ app, gtk }) => {
  const picker = new Picker(app);
  await picker.open();
  await picker.pressHotkey();
  await picker.expectClosed();
  await picker.open();
  await picker.press('Escape');
  await picker.expectClosed();
  await picker.open();
  await gtk.focus();
  await picker.expectClosed();
  expect((await app.cli('status')).code).toBe(0);
});

test('a copy is on top when it opens, and while it is open', async ({ app, desktop }) => {
  const picker = new Picker(app);
  await app.addAll(['older']);
  await xclipCopy(desktop.env, 'copied while hidden');
  await app.expectNewest('copied while hidden');
  await picker.open();
  await picker.expectPreviews(['copied while hidden', 'older']);
  await picker.press('Down');
  await expect(picker.selected()).toHaveText('older');
  await xclipCopy(desktop.env, 'copied while open');
  await picker.expectPreviews(['copied while open', 'copied while hidden', 'older']);
  // What the user is about to press does not move.
  await expect(picker.selected()).toHaveText('older');
});

test('typing filters the whole history, all words in any order, blind to case and accents', async ({
  app,
}) => {
  await app.addAll(['Crème brûlée recipe', 'shopping list: cream', 'unrelated']);
  const filler = Array.from({ length: 120 }, (_, n) => `filler line ${n}`);
  await app.addAll(filler);
  const picker = new Picker(app);
  await picker.open();
  await picker.type('BRULEE creme');
  await picker.expectPreviews(['Crème brûlée recipe']);
  await picker.press('Escape');
  await expect(picker.box).toHaveValue('');
  await picker.expectOpen();
  await picker.type('no such thing');
  await expect(picker.rows).toHaveCount(0);
  await picker.press('Escape');
  await picker.press('Escape');
  await picker.expectClosed();
  // The next opening starts afresh.
  await picker.open();
  await expect(picker.box).toHaveValue('');
  await expect(picker.selected()).toHaveText('filler line 119');
});

test('arrows, Home, End and pages move through more than one page of history', async ({ app }) => {
  await app.addAll(Array.from({ length: 130 }, (_, n) => `clip ${String(n).padStart(3, '0')}`));
  const picker = new Picker(app);
  await picker.open();
  await expect(picker.selected()).toHaveText('clip 129');
  await picker.press('Down', 'Down');
  await expect(picker.selected()).toHaveText('clip 127');
  await picker.press('Up');
  await expect(picker.selected()).toHaveText('clip 128');
  for (let n = 0; n < 60; n++) await picker.press('Down', 'Down');
  await expect(picker.selected()).toHaveText('clip 008');
  await picker.press('Home');
  await expect(picker.selected()).toHaveText('clip 129');
  await picker.press('End');
  await expect(picker.selected()).toHaveText('clip 000');
  const place = async () => Number((await picker.selected().innerText()).replace('clip ', ''));
  await picker.press('Prior');
  await expect.poll(place).toBeGreaterThan(1);
  const page = await place();
  await picker.press('Home');
  // Past the fifty rows that the picker has from the start.
  for (let at = 129 - page; at > 50; at -= page) {
    await picker.press('Next');
    await expect.poll(place).toBe(at);
  }
  await picker.press('Home', 'Next', 'Next', 'Prior');
  await expect.poll(place).toBe(129 - page);
});

test('Delete deletes, and Ctrl+Z brings it back where it was', async ({ app }) => {
  await app.addAll(['keep', 'goes', 'newest']);
  const picker = new Picker(app);
  await picker.open();
  await picker.press('Down');
  await expect(picker.selected()).toHaveText('goes');
  await picker.press('Delete');
  await picker.expectPreviews(['newest', 'keep']);
  expect((await app.list()).map((clip) => clip.preview)).toEqual(['newest', 'keep']);
  await picker.press('ctrl+z');
  await picker.expectPreviews(['newest', 'goes', 'keep']);
  expect((await app.list()).map((clip) => clip.preview)).toEqual(['newest', 'goes', 'keep']);
});

test('the Undo bar does not cover the selected row, not even the last', async ({ app }) => {
  await app.addAll(Array.from({ length: 30 }, (_, n) => `clip ${n}`));
  const picker = new Picker(app);
  await picker.open();
  await picker.press('End');
  await expect(picker.selected()).toHaveText('clip 0');
  const undo = app.page.getByRole('button', { name: 'Undo' });
  for (const next of ['clip 1', 'clip 2']) {
    await picker.press('Delete');
    await expect(picker.selected()).toHaveText(next);
    await expect(undo).toBeVisible();
    const bottomOf = async (box: ReturnType<typeof picker.selected>) => {
      const { y = 0, height = 0 } = (await box.boundingBox()) ?? {};
      return y + height;
    };
    await expect
      .poll(async () => {
        const bar = await app.page.locator('.toast').boundingBox();
        return (await bottomOf(app.page.getByRole('option', { selected: true }))) <= (bar?.y ?? 0);
      })
      .toBe(true);
  }
});

test('pinned clips stand above the others', async ({ app }) => {
  await app.addAll(['old but pinned', 'b', 'c']);
  const pinned = (await app.list()).find((clip) => clip.preview === 'old but pinned');
  expect((await app.cli('pin', String(pinned?.id))).code).toBe(0);
  const picker = new Picker(app);
  await picker.open();
  await picker.expectPreviews(['old but pinned', 'c', 'b']);
});

test('a key that hid the picker counts the next time too, though its release went to another window', async ({
  app,
}) => {
  await app.addAll(['a clip']);
  const picker = new Picker(app);
  for (let opening = 0; opening < 3; opening++) {
    expect((await app.cli('show')).code).toBe(0);
    await picker.expectOpen();
    await run('xdotool', ['keydown', 'Escape'], { env: app.env });
    await picker.expectClosed();
    await run('xdotool', ['keyup', 'Escape'], { env: app.env });
  }
});

for (const keys of [['ctrl+2'], ['Down', 'Return'], ['s', 'e', 'c', 'Return']])
  test(`keys pressed as soon as the picker has the focus count, though its page is busy: ${keys.join(' ')}`, async ({
    app,
    gtk,
  }) => {
    await app.addAll(['second', 'first']);
    const picker = new Picker(app);
    await gtk.focus();
    await expect.poll(() => gtk.hasFocus()).toBe(true);
    await picker.open();
    await picker.press('Return');
    await expect.poll(() => gtk.text()).toBe('first');
    await picker.expectClosed();
    await gtk.clear();
    // What main tells of the opening waits behind this, and the keys then go before it.
    const busy = app.page.evaluate(() => {
      const until = performance.now() + 1_000;
      while (performance.now() < until);
    });
    await picker.pressHotkey();
    await expect.poll(() => activeWindowName(app.env)).toContain('Clipstead');
    await picker.press(...keys);
    await busy;
    await expect.poll(() => gtk.text()).toBe('second');
  });

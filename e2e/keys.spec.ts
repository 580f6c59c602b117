// Every key of the picker, pressed on the keyboard (XTEST), by what a user then sees or another program then gets.
// Never ask the page what a key means: settings and sheet have their own tests below.
import { mkdirSync, writeFileSync } from 'node:fs';
import { COMMAND_IDS, commandRule } from '../src-shared/commands';
import { App, freshDataDir, removeDataDir } from './support/app';
import { expect, test } from './support/fixtures';
import { Picker } from './support/picker';
import { clipboardText, run } from './support/programs';

const letters = ['e', 'd', 'c', 'b', 'a'];

/** The picker over clips "a" (newest) to "e", and a GTK window that had the focus. */
async function overGtk(app: App, gtk: { focus(): Promise<void>; hasFocus(): Promise<boolean> }) {
  await app.addAll(letters);
  await gtk.focus();
  await expect.poll(() => gtk.hasFocus()).toBe(true);
  const picker = new Picker(app);
  await picker.open();
  await expect(picker.selected()).toHaveText('a');
  return picker;
}

async function over(app: App, texts: readonly string[] = letters) {
  await app.addAll(texts);
  const picker = new Picker(app);
  await picker.open();
  await expect(picker.rows).toHaveCount(texts.length);
  return picker;
}

const MANY = 60;

/** The picker over so many clips, each named by its row. */
async function overMany(app: App) {
  await app.addAll(Array.from({ length: MANY }, (_, n) => `clip ${MANY - 1 - n}`));
  const picker = new Picker(app);
  await picker.open();
  await expect(picker.selected()).toHaveText('clip 0');
  return picker;
}

async function selectedRow(picker: Picker): Promise<number> {
  return Number((await picker.selected().innerText()).replace('clip ', ''));
}

/** Rows that fit into the list, whole. */
function pageOf(app: App): Promise<number> {
  return app.page.locator('.list-scroller').evaluate((list) => {
    const row = list.querySelector('[role=option]')?.getBoundingClientRect().height ?? 0;
    return Math.floor(list.clientHeight / row);
  });
}

test('arrows, Ctrl+N, pages, Home and End move; a fresh press wraps', async ({ app }) => {
  const picker = await overMany(app);
  const at = (row: number) => expect.poll(() => selectedRow(picker)).toBe(row);
  await picker.press('Down');
  await at(1);
  await picker.press('ctrl+n');
  await at(2);
  await picker.press('Up');
  await at(1);
  await picker.press('End');
  await at(MANY - 1);
  await picker.press('Down');
  await at(0);
  await picker.press('Up');
  await at(MANY - 1);
  await picker.press('Home');
  await at(0);
  // A page is what fits: more than a row, and far less than all.
  const page = await pageOf(app);
  expect(page).toBeGreaterThan(2);
  expect(3 * page).toBeLessThan(MANY);
  await picker.press('Next');
  await at(page);
  await picker.press('Next');
  await at(2 * page);
  await picker.press('Prior');
  await at(page);
  await picker.press('End', 'Prior');
  await at(MANY - 1 - page);
});

test('while a text is typed Home and End are the box’s, and Ctrl with them the list’s', async ({ app }) => {
  const picker = await overMany(app);
  await picker.type('clip');
  // The rows of all four letters: a result that comes later begins at its top.
  await expect(app.page.locator('mark').first()).toHaveText('clip');
  const place = async () => [
    await selectedRow(picker),
    await picker.box.evaluate((box: HTMLInputElement) => box.selectionStart),
  ];
  const at = (row: number, caret: number) => expect.poll(place).toEqual([row, caret]);
  await picker.press('Left', 'Left');
  await at(0, 2);
  // Not the last of the fifty that a search has at first.
  await picker.press('ctrl+End');
  await at(MANY - 1, 2);
  await picker.press('Home');
  await at(MANY - 1, 0);
  await picker.press('ctrl+Home');
  await at(0, 0);
  await picker.press('End');
  await at(0, 4);
});

test('a held arrow stops at the end of the list', async ({ app }) => {
  const picker = await over(app);
  await run('xdotool', ['keydown', 'Down'], { env: app.env });
  try {
    await expect(picker.selected()).toHaveText('e');
    // Far longer than the key takes to repeat: it would have gone round.
    await app.page.waitForTimeout(500);
    await expect(picker.selected()).toHaveText('e');
  } finally {
    await run('xdotool', ['keyup', 'Down'], { env: app.env });
  }
  await picker.press('Down');
  await expect(picker.selected()).toHaveText('a');
});

test('Ctrl with a digit pastes the Nth, with Shift too as plain text; the digits show while Ctrl is held', async ({
  app,
  gtk,
}) => {
  await gtk.copyFormats({ UTF8_STRING: 'rich', 'text/html': '<b>rich</b>' });
  await expect.poll(async () => (await app.list())[0]?.formats).toEqual(['text/plain', 'text/html']);
  const picker = await overGtk(app, gtk);
  await run('xdotool', ['keydown', 'ctrl'], { env: app.env });
  await expect(picker.rows.filter({ hasText: 'c' }).first().locator('kbd')).toHaveText('3');
  await run('xdotool', ['keyup', 'ctrl'], { env: app.env });
  await expect(picker.rows.locator('kbd')).toHaveCount(0);
  await picker.press('ctrl+3');
  await expect.poll(() => gtk.text()).toBe('c');
  const html = async () => (await gtk.paste('text/html'))?.toString() ?? null;
  for (const [keys, offered] of [
    ['ctrl+6', '<b>rich</b>'],
    ['ctrl+shift+1', null],
  ] as const) {
    await gtk.clear();
    await picker.open();
    await picker.press(keys);
    await expect.poll(() => gtk.text()).toBe('rich');
    expect(await html()).toBe(offered);
    await picker.expectClosed();
    await expect.poll(async () => (await app.list())[0]?.preview).toBe('rich');
  }
});

test('Shift and the arrows pick, Enter pastes them joined, and Ctrl+J chooses what stands between', async ({
  app,
  gtk,
}) => {
  const picker = await overGtk(app, gtk);
  await picker.press('shift+Down', 'shift+Down', 'shift+Down', 'shift+Up');
  await expect(app.page.getByText('3 clips picked')).toBeVisible();
  await expect(app.page.getByRole('option', { selected: true })).toHaveCount(3);
  await expect(app.page.getByRole('button', { name: 'a new line' })).toBeVisible();
  await picker.press('ctrl+j', 'ctrl+j');
  await expect(app.page.getByRole('button', { name: 'a space' })).toBeVisible();
  await picker.press('Return');
  await expect.poll(() => gtk.text()).toBe('a b c');
  await picker.expectClosed();
  // Chosen once; and the joined text is no clip.
  await gtk.clear();
  await picker.open();
  await expect(picker.rows).toHaveCount(letters.length);
  await picker.press('Down', 'shift+Down', 'Return');
  await expect.poll(() => gtk.text()).toBe('b c');
});

test('Ctrl and a click pick one by one; Esc gives them up first; Ctrl+Enter copies them joined', async ({
  app,
}) => {
  const picker = await over(app);
  for (const row of [3, 1]) await picker.rows.nth(row).click({ modifiers: ['Control'] });
  await expect(app.page.getByText('2 clips picked')).toBeVisible();
  await picker.press('Escape');
  await expect(app.page.getByText('2 clips picked')).toHaveCount(0);
  await picker.expectOpen();
  for (const row of [3, 1]) await picker.rows.nth(row).click({ modifiers: ['Control'] });
  await picker.press('ctrl+Return');
  await picker.expectClosed();
  await expect.poll(() => clipboardText(app.env)).toBe('d\nb');
});

test('Ctrl+Shift+Enter queues: each paste in the other program gives the next', async ({
  app,
  gtk,
  desktop,
}) => {
  const picker = await overGtk(app, gtk);
  await picker.press('shift+Down', 'shift+Down', 'ctrl+shift+Return');
  await picker.expectClosed();
  await expect.poll(() => gtk.hasFocus()).toBe(true);
  const pasteAndWait = async (whole: string, next: string) => {
    await run('xdotool', ['key', 'ctrl+v'], { env: app.env });
    await expect.poll(() => gtk.text()).toBe(whole);
    await expect.poll(() => clipboardText(app.env)).toBe(next);
  };
  await expect.poll(() => clipboardText(app.env)).toBe('a');
  await expect
    .poll(async () => JSON.stringify(await desktop.tray.property('ToolTip')))
    .toContain('Next paste: a');
  await pasteAndWait('a', 'b');
  await picker.open();
  await expect(app.page.getByText('Next paste:')).toBeVisible();
  await expect(app.page.getByText('1 more behind it')).toBeVisible();
  await picker.press('Escape');
  await picker.expectClosed();
  await expect.poll(() => gtk.hasFocus()).toBe(true);
  await pasteAndWait('ab', 'c');
  await run('xdotool', ['key', 'ctrl+v'], { env: app.env });
  await expect.poll(() => gtk.text()).toBe('abc');
  await picker.open();
  await expect(app.page.getByText('Next paste:')).toHaveCount(0);
});

test('Ctrl+P pins and unpins', async ({ app }) => {
  const picker = await over(app);
  await picker.press('End', 'ctrl+p');
  await picker.expectPreviews(['e', 'a', 'b', 'c', 'd']);
  await expect(picker.selected()).toHaveText('e');
  await picker.press('ctrl+p');
  await picker.expectPreviews(['a', 'b', 'c', 'd', 'e']);
});

test('Ctrl+Backspace deletes what is picked together, and Ctrl+Z brings all back', async ({ app }) => {
  const picker = await over(app);
  await picker.press('shift+Down', 'ctrl+BackSpace');
  await picker.expectPreviews(['c', 'd', 'e']);
  await expect(app.page.getByText('2 clips deleted')).toBeVisible();
  await picker.press('ctrl+z');
  await picker.expectPreviews(['a', 'b', 'c', 'd', 'e']);
});

test('Tab and Shift+Tab go through the kinds, Backspace drops one', async ({ app }) => {
  const picker = await over(app, ['https://example.org/', 'plain', '#aabbcc']);
  const chip = (name: string) => app.page.getByRole('button', { name: `Drop the filter ${name}` });
  await picker.press('Tab');
  await expect(chip('Text')).toBeVisible();
  await picker.expectPreviews(['plain']);
  await picker.press('Tab');
  await expect(chip('Links')).toBeVisible();
  await picker.expectPreviews(['https://example.org/']);
  await picker.press('Tab', 'Tab', 'shift+Tab', 'Tab');
  await expect(chip('Colours')).toBeVisible();
  await picker.expectPreviews(['#aabbcc']);
  await picker.press('BackSpace');
  await picker.expectPreviews(['#aabbcc', 'plain', 'https://example.org/']);
});

test('Esc clears the query, then closes', async ({ app }) => {
  const picker = await over(app);
  await picker.type('type:text b');
  await picker.expectPreviews(['b']);
  await picker.press('Escape');
  await expect(picker.box).toHaveValue('');
  await picker.expectPreviews(['a', 'b', 'c', 'd', 'e']);
  await picker.press('Escape');
  await picker.expectClosed();
});

test('the footer says what Esc does, and how many clips a key acts on, in view or not', async ({ app }) => {
  const picker = await over(app);
  const footer = app.page.getByRole('contentinfo');
  await picker.press('shift+Down');
  await expect(footer).toContainText(/Delete \(2\)/);
  // What does not fit into the footer is not seen.
  await expect(footer.locator('[data-command=delete]')).toBeInViewport({ ratio: 1 });
  await picker.type('type:image ');
  await expect(picker.rows).toHaveCount(0);
  await expect(footer).toContainText(/Delete \(2\)/);
  await picker.press('Escape');
  await expect(footer).not.toContainText('Delete');
  // What Esc does next is to drop the filter.
  await expect(footer).not.toContainText('Close');
  await picker.press('Escape');
  await picker.expectPreviews(['a', 'b', 'c', 'd', 'e']);
  await picker.expectOpen();
});

test('F1 and ? show every key and take them away; the footer shows those of the held modifier', async ({
  app,
}) => {
  const picker = await over(app);
  const sheet = app.page.getByRole('dialog', { name: 'Keys' });
  await picker.press('F1');
  // Every command of the table, each with its keys.
  for (const id of COMMAND_IDS) {
    const line = sheet.locator(`[data-command="${id}"]`);
    await expect(line.locator('dt')).not.toBeEmpty();
    expect(await line.locator('.key-chord').count(), id).toBe(commandRule(id).keys.length);
  }
  const hotkey = sheet.locator('.key-line', { hasText: 'Open and close this window' });
  await expect(hotkey.locator('kbd')).toHaveText(['Ctrl', 'Shift', 'V']);
  await picker.press('F1');
  await expect(sheet).toHaveCount(0);
  await picker.press('shift+question');
  await expect(sheet).toBeVisible();
  await picker.press('Escape');
  await expect(sheet).toHaveCount(0);
  await picker.expectOpen();
  const footer = app.page.getByRole('contentinfo');
  await expect(footer).toContainText('Delete');
  await run('xdotool', ['keydown', 'shift'], { env: app.env });
  await expect(footer).toContainText('Pick next');
  await expect(footer).not.toContainText('Delete');
  await run('xdotool', ['keyup', 'shift'], { env: app.env });
  await expect(footer).toContainText('Delete');
});

test('F6 goes to the buttons, and Enter presses them', async ({ app }) => {
  const picker = await over(app);
  await picker.type('nothing like it');
  const clear = app.page.getByRole('button', { name: 'Clear the search' });
  await picker.press('F6');
  await expect(clear.first()).toBeFocused();
  await picker.press('Return');
  await expect(picker.box).toHaveValue('');
  await expect(picker.box).toBeFocused();
});

test('the hotkey held goes from clip to clip, and letting go pastes', async ({ app, gtk }) => {
  const picker = await overGtk(app, gtk);
  await picker.press('Escape');
  await picker.expectClosed();
  await expect.poll(() => gtk.hasFocus()).toBe(true);
  const env = app.env;
  await run('xdotool', ['keydown', 'ctrl', 'keydown', 'shift', 'key', 'v'], { env });
  await picker.expectOpen();
  // As fast as a hand: the key is down for 30 ms and up for 30.
  await run('xdotool', ['key', '--delay', '60', 'v', 'v'], { env });
  await expect(picker.selected()).toHaveText('c');
  await picker.expectOpen();
  await run('xdotool', ['keyup', 'shift', 'keyup', 'ctrl'], { env });
  await expect.poll(() => gtk.text()).toBe('c');
  await picker.expectClosed();
});

test('a hotkey that is held down is one press: what its key repeats moves nothing and pastes nothing', async ({
  app,
  gtk,
}) => {
  const picker = await overGtk(app, gtk);
  await picker.press('Escape');
  await picker.expectClosed();
  await expect.poll(() => gtk.hasFocus()).toBe(true);
  const { env } = app;
  /** What is selected from now on: longer than a key takes to repeat, and then a dozen repeats and more. */
  const selections = async () => {
    const seen = new Set<string>();
    for (const until = performance.now() + 1_500; performance.now() < until; ) {
      seen.add(await picker.selected().innerText());
    }
    return [...seen];
  };
  await run('xdotool', ['keydown', 'ctrl', 'keydown', 'shift', 'keydown', 'v'], { env });
  try {
    await picker.expectOpen();
    expect(await selections()).toEqual(['a']);
    await run('xdotool', ['keyup', 'v', 'keyup', 'shift', 'keyup', 'ctrl'], { env });
    // It would have been chosen by now.
    await app.page.waitForTimeout(300);
    await picker.expectOpen();
    await expect(picker.selected()).toHaveText('a');
    expect(await gtk.text()).toBe('');
    await picker.press('Escape');
    await picker.expectClosed();
    // The press that goes on is one too, and what it went to is pasted.
    await run('xdotool', ['keydown', 'ctrl', 'keydown', 'shift', 'key', 'v'], { env });
    await picker.expectOpen();
    await run('xdotool', ['keydown', 'v'], { env });
    await expect(picker.selected()).toHaveText('b');
    expect(await selections()).toEqual(['b']);
  } finally {
    await run('xdotool', ['keyup', 'v', 'keyup', 'shift', 'keyup', 'ctrl'], { env });
  }
  await expect.poll(() => gtk.text()).toBe('b');
  await picker.expectClosed();
});

test('settings.json gives commands other keys, and footer and sheet show them', async ({ desktop }) => {
  const dataDir = freshDataDir();
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  writeFileSync(`${dataDir}/settings.json`, JSON.stringify({ keys: { pin: 'F4', delete: ['Alt+X'] } }));
  const app = await App.start(desktop.env, dataDir);
  const picker = await over(app);
  await expect(app.page.getByRole('contentinfo')).toContainText(/Pin\s*F4/);
  await picker.press('ctrl+p', 'Down', 'F4');
  await picker.expectPreviews(['b', 'a', 'c', 'd', 'e']);
  await picker.press('Delete', 'alt+x');
  await picker.expectPreviews(['a', 'c', 'd', 'e']);
  await app.quit();
  removeDataDir(dataDir);
});

test('settings.json with a key that means two things is told, and all keys are the usual ones', async ({
  desktop,
}) => {
  const dataDir = freshDataDir();
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  writeFileSync(`${dataDir}/settings.json`, JSON.stringify({ keys: { edit: 'Ctrl+P' } }));
  const app = await App.start(desktop.env, dataDir);
  const picker = await over(app);
  await expect(app.page.getByRole('status').filter({ hasText: '"pin" and "edit"' })).toBeVisible();
  await picker.press('End', 'ctrl+p');
  await picker.expectPreviews(['e', 'a', 'b', 'c', 'd']);
  await app.quit();
  removeDataDir(dataDir);
});

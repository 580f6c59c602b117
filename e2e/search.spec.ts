// One box to find by: what is marked, how operators become filters, what an empty result offers, and what a bad pattern says.
import { expect, test } from './support/fixtures';
import { Picker } from './support/picker';

test('the row shows the part of a long clip that matched, marked, also of rows that come into view later', async ({
  app,
}) => {
  const filler = 'lorem ipsum dolor sit amet '.repeat(40);
  await app.addAll(Array.from({ length: 30 }, (_, n) => `clip ${n} ${filler} the nèedle of ${n} ${filler}`));
  const picker = new Picker(app);
  await picker.open();
  await picker.type('needle');
  const row = (n: number) => app.page.getByRole('option').filter({ hasText: `clip ${n} ` });
  await expect(row(29)).toContainText('the nèedle of 29');
  await expect(row(29).locator('mark')).toHaveText(['nèedle']);
  await picker.press('ctrl+End');
  await expect(row(0)).toContainText('the nèedle of 0');
  await expect(picker.selected()).toContainText('clip 0');
});

test('a match in the preview is marked there, in Unicode too', async ({ app }) => {
  await app.addAll(['Überweisung an Käthe', 'order 4711 of May']);
  const picker = new Picker(app);
  await picker.open();
  const marks = app.page.locator('mark');
  await picker.type('uber kathe');
  await expect(marks).toHaveText(['Über', 'Käthe']);
  await picker.press('Escape');
  await picker.type('/[0-9]+/');
  await expect(marks).toHaveText(['4711']);
});

test('an operator is completed by Tab and becomes a filter', async ({ app }) => {
  await app.addAll(['https://example.org/invoice', 'invoice in words', '#aabbcc']);
  const picker = new Picker(app);
  await picker.open();
  await picker.type('typ');
  const ways = app.page.getByRole('list', { name: 'Ways to go on' });
  await expect(ways.getByRole('button').first()).toHaveText(/^Kind\s*type:/);
  await picker.press('Tab');
  await expect(picker.box).toHaveValue('type:');
  await picker.type('li');
  await picker.press('Tab');
  await expect(app.page.getByRole('button', { name: 'Drop the filter Links' })).toBeVisible();
  await expect(picker.box).toHaveValue('');
  await picker.type('invoice');
  await picker.expectPreviews(['https://example.org/invoice']);
  await app.page.getByRole('button', { name: 'Drop the filter Links' }).click();
  await picker.expectPreviews(['invoice in words', 'https://example.org/invoice']);
});

test('an empty result says what was searched and offers to drop a filter', async ({ app }) => {
  await app.addAll(['invoice in words']);
  const picker = new Picker(app);
  await picker.open();
  await picker.type('type:image size:>1b invoice');
  await expect(app.page.getByText('No clip that passes the filters holds “invoice”.')).toBeVisible();
  await expect(app.page.getByRole('button', { name: 'Remove “Larger than 1 B”' })).toBeVisible();
  await app.page.getByRole('button', { name: 'Remove “Images”' }).click();
  await picker.expectPreviews(['invoice in words']);
  await expect(picker.box).toHaveValue('invoice');
});

test('a bad pattern says why, keeps the last rows, and pastes nothing', async ({ app }) => {
  await app.addAll(['invoice 1', 'other', 'between /invoice (/ slashes']);
  const picker = new Picker(app);
  await picker.open();
  await picker.type('invoice');
  await picker.expectPreviews(['between /invoice (/ slashes', 'invoice 1']);
  await picker.box.fill('/invoice (/');
  await expect(app.page.getByRole('alert')).toContainText('This pattern cannot be searched for');
  await picker.expectPreviews(['between /invoice (/ slashes', 'invoice 1']);
  // In sight, and with nothing to do to them.
  const footer = app.page.getByRole('contentinfo');
  const [line, row] = [app.page.getByRole('alert'), picker.rows.first()];
  expect((await line.boundingBox())?.y).toBeGreaterThan((await row.boundingBox())?.y ?? 480);
  await expect(footer).not.toContainText('Paste');
  await expect(app.page.getByText('2 matches').and(app.page.locator(':not(output)'))).toHaveCount(0);
  await picker.press('Return');
  await picker.expectOpen();
  await picker.box.fill('/invoice \\d/');
  await expect(app.page.getByRole('alert')).toHaveCount(0);
  await picker.expectPreviews(['invoice 1']);
  await expect(footer).toContainText('Paste');
  // Where there are no rows, the middle of the window says it, and what can be done.
  await picker.box.fill('nothing');
  await picker.expectPreviews([]);
  await picker.box.fill('/invoice (/');
  await expect(app.page.getByRole('heading', { name: 'The pattern is not right yet' })).toBeVisible();
  await expect(app.page.getByRole('alert')).toHaveCount(1);
  await app.page.getByRole('button', { name: 'Search for this exact text' }).click();
  await picker.expectPreviews(['between /invoice (/ slashes']);
});

test('what arrives while one looks moves nothing, in a short list and in a long one', async ({ app }) => {
  const picker = new Picker(app);
  const above = app.page.getByRole('button', { name: 'new clip' });
  for (const count of [3, 4, 40]) {
    await app.addAll(Array.from({ length: count }, (_, n) => `clip ${count}/${n}`));
    await picker.open();
    await expect(picker.selected()).toHaveText(`clip ${count}/${count - 1}`);
    await expect(picker.selected()).toBeInViewport({ ratio: 1 });
    await expect(above).toHaveCount(0);
    await picker.press('Down', 'Down');
    await expect(picker.selected()).toHaveText(`clip ${count}/${count - 3}`);
    const place = async () => (await app.page.getByRole('option', { selected: true }).boundingBox())?.y;
    const before = await place();
    await app.addAll([`new ${count} a`, `new ${count} b`]);
    await expect(above).toHaveText('↑ 2 new clips');
    expect(await place()).toBe(before);
    await expect(picker.selected()).toHaveText(`clip ${count}/${count - 3}`);
    await above.click();
    await expect(picker.rows.first()).toContainText(`new ${count} b`);
    await expect(above).toHaveCount(0);
    await picker.press('Escape');
    await picker.expectClosed();
  }
});

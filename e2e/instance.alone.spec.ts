// One app for a data folder: a second start shows the first's picker and ends; the tray works; closing never quits.
import { spawn } from 'node:child_process';
import { executable, flags } from './support/app';
import { expect, test } from './support/fixtures';
import { Picker } from './support/picker';
import { clipboardText } from './support/programs';

test('a second start shows the first’s picker and ends within a second', async ({ app }) => {
  const started = Date.now();
  const second = spawn(executable, flags, {
    env: { ...app.env, CLIPSTEAD_DATA_DIR: app.dataDir },
    stdio: 'ignore',
  });
  const code = await new Promise((resolve) => second.once('exit', resolve));
  const took = Date.now() - started;
  expect(code).toBe(0);
  await new Picker(app).expectOpen();
  // The issue names this bound; measured 0.2 to 0.4 s.
  expect(took).toBeLessThan(1_000);
});

test('closing the picker’s window does not quit', async ({ app }) => {
  const picker = new Picker(app);
  await picker.open();
  await picker.press('alt+F4');
  await picker.expectClosed();
  expect((await app.cli('status')).code).toBe(0);
  await picker.open();
});

test('the tray: open, pause and resume, the last ten clips, quit', async ({ app, desktop }) => {
  const { tray, env } = desktop;
  await expect.poll(() => tray.registered).toBe(true);
  for (let n = 1; n <= 12; n++) await app.cli('add', n === 12 ? 'Fish & chips' : `clip ${n}`);
  const labels = async () => (await tray.menu()).filter((entry) => !entry.separator).map((e) => e.label);
  const clips = Array.from({ length: 9 }, (_, n) => `clip ${11 - n}`);
  const pauses = ['Pause Capture', 'Pause for 5 Minutes', 'Pause for an Hour', 'Ignore the Next Copy'];
  const expected = ['Open Clipstead', ...pauses, 'Fish & chips', ...clips, 'Quit Clipstead'];
  await expect
    .poll(async () => (await labels()).map((label) => label.replaceAll('__', '_')))
    .toEqual(expected);

  await tray.click('Pause Capture');
  await expect.poll(async () => (await labels())[1]).toBe('Resume Capture');
  await tray.click('Resume Capture');
  await expect.poll(async () => (await labels())[1]).toBe('Pause Capture');

  await tray.click('clip 5');
  await expect.poll(() => clipboardText(env)).toBe('clip 5');
  await expect.poll(async () => (await app.list())[0]?.preview).toBe('clip 5');

  await tray.click('Open Clipstead');
  await new Picker(app).expectOpen();
  await app.cli('hide');

  const ended = new Promise((resolve) => app.process.once('exit', resolve));
  await tray.click('Quit Clipstead');
  expect(await ended).toBe(0);
});

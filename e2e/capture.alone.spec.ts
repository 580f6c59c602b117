// Copies by other programs become clips: exact bytes, newest on top, each content once, secrets never.

import { createHash } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { App, dataDirWith, removeDataDir } from './support/app';
import { expect, test } from './support/fixtures';
import { clipboardText, run, xclipCopy } from './support/programs';

test('text that xclip copies is stored byte for byte', async ({ app, desktop }) => {
  const texts = [
    '  leading spaces kept',
    'line one\r\nline two\r\n',
    'emoji 👩‍👩‍👧 and accents é ü 漢字 العربية',
    'tab\tand trailing newline\n',
    ' ',
    'x'.repeat(1_000_000),
  ];
  for (const text of texts) {
    await xclipCopy(desktop.env, text);
    const clip = await app.expectNewest(text);
    expect(clip.size).toBe(Buffer.byteLength(text));
    expect(clip.formats).toEqual(['text/plain']);
  }
  expect(await app.list()).toHaveLength(texts.length);
});

test('NUL and invalid UTF-8 survive', async ({ app, desktop }) => {
  const bytes = new Uint8Array([0x61, 0x00, 0x62, 0xff, 0xfe, 0xc3, 0x28, 0x0a]);
  await xclipCopy(desktop.env, bytes);
  await app.expectNewest(bytes);
});

test('a GTK program and Chromium copy', async ({ app, desktop, gtk, chromium }) => {
  await gtk.copy('from a GTK program ✓');
  await app.expectNewest('from a GTK program ✓');
  await chromium.copy(desktop.env, 'from Chromium ✓');
  await app.expectNewest('from Chromium ✓');
  expect(await app.list()).toHaveLength(2);
});

test('a known content moves to the top and is there once', async ({ app, desktop }) => {
  for (const text of ['one', 'two', 'three']) {
    await xclipCopy(desktop.env, text);
    await app.expectNewest(text);
  }
  const before = await app.list();
  expect(before.map((clip) => clip.preview)).toEqual(['three', 'two', 'one']);
  await xclipCopy(desktop.env, 'one');
  await app.expectNewest('one');
  const after = await app.list();
  expect(after.map((clip) => clip.preview)).toEqual(['one', 'three', 'two']);
  expect(after[0]?.id).toBe(before[2]?.id);
  expect(after[0]?.createdAt).toBe(before[2]?.createdAt);
  expect(after[0]?.lastUsed).toBeGreaterThan(before[0]?.lastUsed ?? Number.POSITIVE_INFINITY);
});

test('while paused nothing is stored; resumed, the next copy is', async ({ app, desktop }) => {
  await xclipCopy(desktop.env, 'before');
  await app.expectNewest('before');
  expect((await app.cli('pause')).code).toBe(0);
  await xclipCopy(desktop.env, 'during');
  // A change that would be taken is taken within milliseconds; the next call's answer comes after it.
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect((await app.cli('resume')).code).toBe(0);
  await xclipCopy(desktop.env, 'after');
  await app.expectNewest('after');
  expect((await app.list()).map((clip) => clip.preview)).toEqual(['after', 'before']);
});

test('a large text lies in a file of its own, goes back whole, and says so where its file is gone', async ({
  app,
  desktop,
}) => {
  const text = Array.from({ length: 400_000 }, (_, index) => `line ${index}`).join('\n');
  await xclipCopy(desktop.env, text);
  const { id } = await app.expectNewest(text);
  await xclipCopy(desktop.env, 'small');
  await app.expectNewest('small');
  const files = readdirSync(join(app.dataDir, 'payloads'), { recursive: true, withFileTypes: true });
  const [file, ...others] = files.filter((entry) => entry.isFile());
  expect([file?.name, others]).toEqual([createHash('sha256').update(text).digest('hex'), []]);

  expect((await app.cli('copy', `${id}`)).code).toBe(0);
  // Not toBe: a difference would print five megabytes.
  await expect.poll(async () => (await clipboardText(desktop.env)) === text).toBe(true);
  expect((await app.list())[0]?.id).toBe(id);

  rmSync(join(file?.parentPath ?? '', file?.name ?? ''));
  const { code, stderr } = await app.cli('get', `${id}`);
  expect([code === 0, stderr]).toEqual([false, expect.stringContaining('content of this clip is gone')]);
  expect(await app.list()).toHaveLength(2);
});

test('what is selected is left alone, unless the settings say otherwise; then it is marked', async ({
  app,
  desktop,
}) => {
  const select = (text: string) =>
    run('xclip', ['-selection', 'primary', '-in'], { env: desktop.env, input: text });
  await select('left alone');
  await xclipCopy(desktop.env, 'copied');
  await app.expectNewest('copied');
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  expect((await app.list()).map(({ preview }) => preview)).toEqual(['copied']);

  const other = await App.start(desktop.env, dataDirWith({ captureSelection: true }));
  await select('selected');
  const clip = await other.expectNewest('selected');
  expect(clip.sourceApp).toMatch(/ \(selection\)$/);
  await other.quit();
  removeDataDir(other.dataDir);
});

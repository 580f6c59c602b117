// What was last copied from Clipstead outlasts it, on a desktop without a clipboard manager.
// Never look at the history here: this is about other programs that paste afterwards.
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { App, executable, freshDataDir, removeDataDir } from './support/app';
import { expect, test } from './support/fixtures';
import { clipboardText, xclipCopy } from './support/programs';

/** This build's processes that hold a clipboard. Chromium writes its title over their environment, so the display is not told. */
function holders(): string[] {
  return readdirSync('/proc').filter((pid) => {
    try {
      const isOurs = readlinkSync(`/proc/${pid}/exe`) === executable;
      return isOurs && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('--hold-clipboard');
    } catch {
      return false;
    }
  });
}

test('what was copied from it is still there after it has quit, until another program copies', async ({
  desktop,
}) => {
  await desktop.clearClipboard();
  const dataDir = freshDataDir();
  const app = await App.start(desktop.env, dataDir);
  await app.addAll(['first', 'taken from the history ✓']);
  const [newest] = await app.list();
  expect((await app.cli('copy', `${newest?.id}`)).code).toBe(0);
  await app.quit();
  expect(await clipboardText(desktop.env)).toBe('taken from the history ✓');
  expect(holders()).toHaveLength(1);

  // The next start does not take it for a copy.
  const again = await App.start(desktop.env, dataDir);
  const log = async () => (await again.cli('log', '--json')).stdout.toString();
  await expect.poll(log).toContain('"own"');
  expect((await again.list()).map(({ preview }) => preview)).toEqual(['taken from the history ✓', 'first']);
  await again.quit();
  expect(await clipboardText(desktop.env)).toBe('taken from the history ✓');

  await xclipCopy(desktop.env, 'newer');
  await expect.poll(() => holders()).toEqual([]);
  expect(await clipboardText(desktop.env)).toBe('newer');
  removeDataDir(dataDir);
});

test('what another program copied is left to it, and nothing stays running', async ({ desktop }) => {
  await desktop.clearClipboard();
  const dataDir = freshDataDir();
  const app = await App.start(desktop.env, dataDir);
  await app.addAll(['from the history']);
  await app.cli('copy', `${(await app.list())[0]?.id}`);
  await xclipCopy(desktop.env, 'from xclip');
  await app.expectNewest('from xclip');
  await app.quit();
  expect(holders()).toEqual([]);
  expect(await clipboardText(desktop.env)).toBe('from xclip');
  removeDataDir(dataDir);
});

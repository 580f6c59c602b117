// All formats of a copy are kept together and given back together: rich text, images, lists of files, programs' own.
// Never compare with what Clipstead says of itself alone: other programs copy and paste here.
import { randomBytes } from 'node:crypto';
import type { App } from './support/app';
import { expect, test } from './support/fixtures';
import { Picker } from './support/picker';
import { encodePng, pngRowBytes } from './support/png';
import { clipboardText, run, xclipCopy } from './support/programs';

const GNOME = 'x-special/gnome-copied-files';
const BOLD = 'application/x-gtk-text-buffer-rich-text';

/** Noise in gray, one bit a pixel, not packed. */
function noisePng(width: number, height: number): Buffer {
  const of = { width, height, bits: 1, level: 0 };
  const stride = pngRowBytes(of);
  const rows = randomBytes(height * stride);
  for (let row = 0; row < height; row++) rows[row * stride] = 0;
  return encodePng(of, rows);
}

/** Waits until the newest clip has this preview. */
async function expectNewestRow(app: App, preview: string) {
  await expect.poll(async () => (await app.list())[0]?.preview).toBe(preview);
  const [clip] = await app.list();
  if (clip === undefined) throw new Error('there is no clip');
  return clip;
}

test('bold text comes back bold into a rich text, and plain into a terminal', async ({ app, gtk, xterm }) => {
  await gtk.copyRich('bold words');
  const clip = await expectNewestRow(app, 'bold words');
  expect(clip.formats).toEqual(['text/plain', BOLD]);
  await xclipCopy(app.env, 'in between');
  await app.expectNewest('in between');

  const picker = new Picker(app);
  await gtk.focusRich();
  await expect.poll(async () => (await gtk.rich()).focus).toBe(true);
  await picker.open();
  await picker.press('Down');
  await picker.press('Return');
  await expect.poll(() => gtk.rich()).toMatchObject({ text: 'bold words', bold: true });

  // As plain text it is not bold.
  await gtk.focusRich();
  await picker.open();
  await picker.press('shift+Return');
  await expect.poll(() => gtk.rich()).toMatchObject({ text: 'bold words', bold: false });

  await xterm.focus();
  await picker.open();
  await picker.press('Return');
  await expect.poll(() => xterm.text()).toBe('bold words');
  expect(await app.list()).toHaveLength(2);
});

test('of an office’s forty formats those that say something are asked for, and given back', async ({
  app,
  gtk,
}) => {
  const html = '<table><tr><td>1</td><td>2</td></tr></table>';
  const rtf = '{\\rtf1\\ansi 1\\cell 2}';
  const noise = Object.fromEntries(
    Array.from({ length: 34 }, (_, n) => [
      `application/x-openoffice-${n};windows_formatname="N${n}"`,
      'painted',
    ]),
  );
  const own = { 'application/x-own': 'its own' };
  const wanted = { 'text/html': html, 'text/rtf': rtf, ...own };
  await gtk.copyFormats({
    ...noise,
    'image/png': 'painted',
    'image/bmp': 'painted',
    ...wanted,
    UTF8_STRING: '1\t2',
  });
  const clip = await expectNewestRow(app, '1 2');
  expect(clip.formats).toEqual(['text/plain', 'text/html', 'text/rtf', 'application/x-own']);
  expect(await gtk.asked()).toEqual(['UTF8_STRING', 'text/html', 'text/rtf', 'application/x-own']);

  await xclipCopy(app.env, 'in between');
  await app.expectNewest('in between');
  await app.cli('copy', String(clip.id));
  for (const [format, content] of Object.entries(wanted)) {
    expect((await gtk.paste(format))?.toString()).toBe(content);
  }
  expect((await gtk.paste('application/rtf'))?.toString()).toBe(rtf);
  expect(await gtk.paste('image/png')).toBeNull();
  expect(await clipboardText(app.env)).toBe('1\t2');
});

test('an image of 9 MB is stored once and comes back byte for byte', async ({ app, gtk, desktop }) => {
  await gtk.copyImage(2_000, 1_500);
  const clip = await expectNewestRow(app, 'PNG 2000 × 1500');
  expect(clip).toMatchObject({ kind: 'image', formats: ['image/png'] });
  // What any other program is given by the window itself.
  const { env } = desktop;
  const png = await run('xclip', ['-selection', 'clipboard', '-out', '-target', 'image/png'], { env });
  expect(png.length).toBeGreaterThan(8_000_000);
  expect((await app.bytes(clip.id)).equals(png)).toBe(true);

  await xclipCopy(env, 'in between');
  await app.expectNewest('in between');
  await gtk.copyImage(2_000, 1_500);
  await expectNewestRow(app, 'PNG 2000 × 1500');
  expect((await app.list()).map(({ id }) => id)[0]).toBe(clip.id);
  expect(await app.list()).toHaveLength(2);

  await app.cli('copy', String(clip.id));
  expect((await gtk.paste('image/png'))?.equals(png)).toBe(true);
  expect(await gtk.paste('UTF8_STRING')).toBeNull();

  const picker = new Picker(app);
  await picker.open();
  await picker.expectPreviews(['PNG 2,000 × 1,500', 'in between']);
  await picker.press('Escape');
  await picker.expectClosed();
});

test('an image of 100 megapixels is stored exactly, and nobody unpacks it; 100 MB of text are told in the log', async ({
  app,
  desktop,
}) => {
  const { env } = desktop;
  const png = noisePng(10_000, 10_000);
  await run('xclip', ['-selection', 'clipboard', '-in', '-target', 'image/png'], { env, input: png });
  const clip = await expectNewestRow(app, 'PNG 10000 × 10000');
  expect((await app.bytes(clip.id)).equals(png)).toBe(true);

  const size = 100 * 1024 * 1024;
  await xclipCopy(env, Buffer.alloc(size, 'a large text '));
  const last = async () => JSON.parse((await app.cli('log', '--json')).stdout.toString()).at(-1) as object;
  await expect.poll(last).toMatchObject({
    result: 'skipped',
    reason: 'too-large',
    formats: [{ mime: 'text/plain', outcome: 'too-large', bytes: size }],
  });
  // The largest text within the cap, and the copy after the one that was too large.
  const text = Buffer.alloc(32 * 1024 * 1024, 'a text that just fits ');
  await xclipCopy(env, text);
  const newest = await app.expectNewest(text);
  expect(newest.size).toBe(text.length);
  expect(await app.list()).toHaveLength(2);
});

test('a small image of a GTK program is its PNG alone, not its icons', async ({ app, gtk }) => {
  await gtk.copyImage(20, 10);
  expect((await expectNewestRow(app, 'PNG 20 × 10')).formats).toEqual(['image/png']);
});

test('files come back with the word that they were cut; cut and copied are two clips', async ({
  app,
  gtk,
}) => {
  const uris = 'file:///home/ann/a%20report.pdf\r\nfile:///home/ann/%C3%BCber.png\r\n';
  const paths = '/home/ann/a report.pdf\n/home/ann/über.png';
  const list = (word: string) => `${word}\nfile:///home/ann/a%20report.pdf\nfile:///home/ann/%C3%BCber.png`;
  const copyAs = (word: string) =>
    gtk.copyFormats({ [GNOME]: list(word), 'text/uri-list': uris, UTF8_STRING: paths });
  await copyAs('copy');
  const copied = await expectNewestRow(app, 'a report.pdf, über.png\u2003/home/ann');
  expect(copied).toMatchObject({ kind: 'files', formats: [GNOME, 'text/plain', 'text/uri-list'] });
  await copyAs('cut');
  await expect.poll(async () => (await app.list()).length).toBe(2);
  const [cut] = await app.list();

  for (const [clip, word] of [
    [copied, 'copy'],
    [cut, 'cut'],
  ] as const) {
    await app.cli('copy', String(clip?.id));
    expect((await gtk.paste(GNOME))?.toString()).toBe(list(word));
    expect((await gtk.paste('text/uri-list'))?.toString()).toBe(uris);
    expect(await clipboardText(app.env)).toBe(paths);
  }
});

test('a selection of Chromium comes back with its HTML', async ({ app, chromium, gtk, desktop }) => {
  await chromium.page.setContent(
    '<title>chromium target</title><p>plain and <b>bold</b></p><textarea></textarea>',
  );
  await chromium.focus(desktop.env);
  await chromium.page.evaluate(() => {
    document.querySelector('textarea')?.blur();
    getSelection()?.selectAllChildren(document.querySelector('p') as Element);
  });
  await run('xdotool', ['key', 'ctrl+c'], { env: desktop.env });
  const clip = await expectNewestRow(app, 'plain and bold');
  expect(clip.formats.slice(0, 2)).toEqual(['text/plain', 'text/html']);
  const html = (await gtk.paste('text/html'))?.toString();
  expect(html).toContain('<b');
  await app.cli('copy', String(clip.id));
  expect((await gtk.paste('text/html'))?.toString()).toBe(html);
  expect(await clipboardText(desktop.env)).toBe('plain and bold');
});

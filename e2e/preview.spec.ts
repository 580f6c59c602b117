// The preview of the packaged app: what it shows of each kind of clip, and that nothing which was copied runs, loads or stalls in it.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Locator } from '@playwright/test';
import { heavyHtml, hostileHtml, hostileTexts } from '../src-renderer/testing/hostile';
import type { App } from './support/app';
import { expect, test } from './support/fixtures';
import { Picker } from './support/picker';
import { type GtkWindow, xclipCopy } from './support/programs';

const pane = (app: App) => app.page.getByRole('complementary', { name: 'Preview' });

/** Copies formats together and waits until they are a clip. */
async function copied(app: App, gtk: GtkWindow, formats: Readonly<Record<string, string>>): Promise<void> {
  const before = (await app.list()).length;
  await gtk.copyFormats(formats);
  await expect.poll(async () => (await app.list()).length).toBe(before + 1);
}

test('it opens and closes by its keys, follows the selection, and never takes the caret', async ({ app }) => {
  await app.addAll(['third', 'second', 'first']);
  const picker = new Picker(app);
  await picker.open();
  await expect(pane(app)).toHaveCount(0);
  await picker.press('space');
  await expect(pane(app)).toContainText('first');
  for (const known of [/Size\s*5 B/, /Formats\s*text\/plain$/]) await expect(pane(app)).toContainText(known);
  await picker.press('Down', 'Down');
  await expect(pane(app)).toContainText('third');
  await expect(picker.box).toBeFocused();
  await picker.type('sec ond');
  await expect(picker.box).toHaveValue('sec ond');
  await expect(pane(app)).toContainText('second');
  await picker.press('Right');
  await expect(pane(app)).toHaveCount(0);
});

test('text with what hides in it, and with its white space', async ({ app }) => {
  await app.addAll(['invoice\u202egpj.exe\tx\r\n\u001b[31mred']);
  const picker = new Picker(app);
  await picker.open();
  await picker.press('space');
  const signs = pane(app).locator('.sign');
  await expect(signs).toHaveText(['RLO', 'ESC']);
  await pane(app).getByRole('button', { name: 'Show white space' }).click();
  await expect(pane(app).locator('.space-sign')).toHaveText(['→', '↵']);
  await expect(signs).toHaveText(['RLO', 'CR', 'ESC']);
  await expect(picker.box).toBeFocused();
});

test('code in colours, JSON indented', async ({ app }) => {
  await app.addAll(['const answer = 42; // why\nreturn answer;', `{"a":[1,${'0,'.repeat(120)}2]}`]);
  const picker = new Picker(app);
  await picker.open();
  await picker.press('space');
  await expect(pane(app).locator('.preview-text')).toContainText('"a": [\n    1,');
  await pane(app).getByRole('button', { name: 'Text', exact: true }).click();
  await expect(pane(app).locator('.preview-text')).toContainText('{"a":[1,0,0');
  await picker.press('Down');
  await expect(pane(app).locator('.code-keyword').first()).toHaveText('const');
  await expect(pane(app).locator('.code-comment')).toHaveText('// why');
});

test('HTML as it looks, in a frame that has no rights', async ({ app, gtk }) => {
  await copied(app, gtk, {
    'text/plain': 'Title red',
    'text/html':
      '<h2>Title</h2><p style="color: rgb(200, 0, 0)">red</p><a href="https://example.org">link</a>',
  });
  const picker = new Picker(app);
  await picker.open();
  await picker.press('space');
  // Where it came from, how often it was used, how large it is, and what it is.
  const details = pane(app).locator('.preview-details');
  const [clip] = await app.list();
  expect(clip?.sourceApp).toBeTruthy();
  for (const known of [clip?.sourceApp ?? '', 'Used', 'Size', 'text/plain 9 B', 'text/html 92 B']) {
    await expect(details).toContainText(known);
  }
  await pane(app).getByRole('button', { name: 'Formatted' }).click();
  const frame = pane(app).locator('iframe');
  await expect(frame).toHaveAttribute('sandbox', '');
  const inside = frame.contentFrame();
  await expect(inside.getByRole('heading', { name: 'Title' })).toBeVisible();
  await expect(inside.locator('p')).toHaveCSS('color', 'rgb(200, 0, 0)');
  await expect(inside.locator('a')).not.toHaveAttribute('href');
  // Keys scroll it, though it has none of its own.
  await app.addAll(['plain']);
  await copied(app, gtk, { 'text/plain': 'long', 'text/html': '<p>line</p>'.repeat(30) });
  await picker.press('Home');
  await expect(inside.locator('p')).toHaveCount(30);
  const lines = inside.locator('p');
  const room = await inside.locator('html').evaluate((html) => html.clientHeight - html.scrollHeight);
  expect(room).toBe(0);
  const scrollUntilSeen = async (line: Locator, key: string) => {
    const seen = async () => {
      await picker.press(key);
      const [{ y }, body] = [
        (await line.boundingBox()) ?? { y: -1 },
        await app.page.locator('.preview-body').boundingBox(),
      ];
      return y > (body?.y ?? 0) && y < (body?.y ?? 0) + (body?.height ?? 0);
    };
    await expect.poll(seen, { intervals: [50] }).toBe(true);
  };
  await scrollUntilSeen(lines.last(), 'alt+Down');
  await scrollUntilSeen(lines.first(), 'alt+Up');
  // A click into it leaves the keys where they were.
  await inside.locator('p').first().click();
  await picker.type('long');
  await expect(picker.box).toHaveValue('long');
  await picker.expectOpen();
});

test('a masked secret is shown when the user says so', async ({ app, desktop }) => {
  const token = `gh${'p_'}R4nd0mMadeUpT0kenForATestOnly01234567`;
  await app.addAll(['no secret']);
  await xclipCopy(desktop.env, token);
  await app.expectNewest(token);
  const picker = new Picker(app);
  await picker.open();
  await picker.press('space');
  await expect(pane(app)).toContainText('it looks like a secret');
  const reveal = async () => {
    await pane(app).getByRole('button', { name: 'Show the secret' }).click();
    await expect(pane(app).locator('.preview-text')).toContainText('MadeUpT0ken');
  };
  const masked = async () => {
    await expect(pane(app)).toContainText('it looks like a secret');
    await expect(pane(app)).not.toContainText('MadeUpT0ken');
  };
  await reveal();
  // Not once more unasked: neither in a preview that was closed meanwhile, nor in a picker that was.
  await picker.press('space', 'Down', 'Up', 'space');
  await masked();
  await reveal();
  await expect(pane(app).locator('.preview-bar')).toContainText('Secret');
  await pane(app).getByRole('button', { name: 'Hide' }).click();
  await masked();
  await reveal();
  await picker.press('Escape');
  await picker.expectClosed();
  await expect(app.page.locator('body')).not.toContainText('MadeUpT0ken');
  await picker.open();
  await masked();
});

test('images by their pixels; a bomb is refused unseen', async ({ app, gtk }) => {
  await gtk.copyImage(30, 20);
  await expect.poll(async () => (await app.list())[0]?.kind).toBe('image');
  // 32,639 pixels each way: 4 GB in 24 bytes.
  await copied(app, gtk, { 'image/gif': `GIF89a${'\x7f'.repeat(4)}${'\0'.repeat(3)},${'\0'.repeat(10)}` });
  const picker = new Picker(app);
  await picker.open();
  await picker.press('space');
  await expect(pane(app)).toContainText('too many pixels');
  await expect(pane(app).getByRole('img')).toHaveCount(0);
  await picker.press('Down');
  const image = pane(app).getByRole('img');
  await expect(image).toHaveAccessibleName('Image, 30 × 20 pixels');
  await expect.poll(() => image.evaluate((element) => (element as HTMLImageElement).naturalWidth)).toBe(30);
  await pane(app).getByRole('button', { name: 'Larger' }).click();
  await expect(pane(app).getByRole('button', { name: '200%' })).toBeVisible();
  expect((await image.boundingBox())?.width).toBe(60);
  const reached = await app.page.evaluate(
    (url) => fetch(url).then(String, () => 'denied'),
    (await image.getAttribute('src')) ?? '',
  );
  expect(reached).toBe('denied');
});

test('files with what became of them; colours in all ways; links by their host', async ({ app, gtk }) => {
  await app.addAll(['rgb(255 0 0 / 50%)', 'https://www.bank.example@evil.example:8443/a%20b?q=1']);
  await copied(app, gtk, {
    'x-special/gnome-copied-files': 'copy\nfile:///etc/hostname\nfile:///no/such/file.png\nfile:///etc',
  });
  const picker = new Picker(app);
  await picker.open();
  await picker.press('space');
  const files = pane(app).getByRole('listitem');
  await expect(files).toHaveCount(3);
  await expect(files.nth(0)).toContainText(/hostname\/etc\d+ B/);
  await expect(files.nth(1)).toContainText('No longer there');
  await expect(files.nth(2)).toContainText('Folder');
  await picker.press('Down');
  await expect(pane(app).locator('.preview-host')).toContainText('evil.example');
  await expect(pane(app)).toContainText('Name before the host');
  await picker.press('Down');
  await expect(pane(app)).toContainText('#ff000080');
  await expect(pane(app)).toContainText('hsl(0 100% 50% / 0.5)');
  await pane(app).getByRole('button', { name: 'rgb(255 0 0 / 0.5)' }).click();
  await picker.expectClosed();
  await app.expectNewest('rgb(255 0 0 / 0.5)');
});

test('hostile HTML runs nothing and asks nobody', async ({ app, gtk }) => {
  test.setTimeout(120_000);
  let hits = 0;
  const trap = createServer((_, response) => response.end());
  trap.on('connection', () => {
    hits += 1;
  });
  await new Promise<void>((resolve) => trap.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(trap.address() as AddressInfo).port}/trap`;
  // A trap that counts nothing would prove nothing.
  await fetch(url);
  expect(hits).toBe(1);
  hits = 0;
  // What runs says so in whichever frame, whatever the policy makes of its request.
  const ran: string[] = [];
  await app.page.exposeFunction('ran', (where: string) => ran.push(where));
  await app.page.evaluate("window.ran('here')");
  expect(ran).toEqual(['here']);
  const corpus = hostileHtml(url, `[window.ran(1),fetch('${url}')]`);
  expect(corpus.length).toBeGreaterThanOrEqual(150);
  // Those that end where they begin share a clip; those that could swallow what follows have one each.
  const closed = corpus.filter((html) => /^<(\w+)[^<]*>x<\/\1>$/.test(html));
  const clips = corpus.filter((html) => !closed.includes(html));
  for (let at = 0; at < closed.length; at += 10) clips.push(closed.slice(at, at + 10).join('<hr>'));
  for (const [n, html] of clips.entries()) {
    await gtk.copyFormats({ 'text/plain': `hostile ${n}`, 'text/html': `${html}` });
    // A newer copy would end the reading of this one.
    await expect.poll(() => gtk.asked(), { intervals: [10] }).toContain('text/html');
    await app.page.waitForTimeout(10);
  }
  await app.expectNewest(`hostile ${clips.length - 1}`);

  const picker = new Picker(app);
  await picker.open();
  await picker.press('space');
  await pane(app).getByRole('button', { name: 'Formatted' }).click();
  const list = await app.list();
  const frame = pane(app).locator('iframe');
  for (const { id } of list) {
    await expect(pane(app)).toHaveAttribute('data-clip', String(id));
    const shown = (await frame.getAttribute('srcdoc')) ?? '';
    expect(shown).toContain('default-src');
    // Its words may name anything; its tags nothing.
    for (const [tag] of shown.matchAll(/<[a-z!/][^>]*>/gi)) {
      expect(tag).not.toMatch(/trap|fetch\(|url\(|javascript:|<script|<img [^>]*src|\son/i);
    }
    await app.page.keyboard.press('ArrowDown');
  }
  await app.page.waitForTimeout(300);
  expect(hits).toBe(0);
  expect(ran).toEqual(['here']);
  expect(app.page.url()).toMatch(/^app:\/\/clipstead\/index\.html\?language=en$/);
  trap.close();
});

test('hostile texts: rows keep their height, and only what is seen is in the page', async ({ app }) => {
  const texts = hostileTexts();
  await app.addAll(texts.map(([name, text]) => `${name}: ${text}`).reverse());
  const picker = new Picker(app);
  await picker.open();
  await picker.press('space');
  for (const [name] of texts) {
    await expect(pane(app).locator('.preview-text')).toContainText(`${name}: `);
    expect(await pane(app).locator('.preview-block').count()).toBeLessThan(20);
    await app.page.keyboard.press('ArrowDown');
  }
  await expect(picker.box).toBeFocused();
});

test('every hostile text and page is a row of two lines', async ({ app }) => {
  const corpus = [
    ...hostileTexts().map(([, text]) => text),
    ...heavyHtml().map(([, html]) => html),
    ...hostileHtml('http://127.0.0.1:9/', 'x()'),
  ];
  await app.addAll(corpus);
  const picker = new Picker(app);
  await picker.open();
  const seen = new Map<string, string>();
  const rows = app.page.getByRole('option');
  const last = app.page.locator(`[aria-posinset="${corpus.length}"]`);
  for (;;) {
    const heights = await rows.evaluateAll((all) =>
      all.map((row) => {
        const body = row.querySelector('.row-body');
        const lines = [...(body?.children ?? [])].map((line) => line.getBoundingClientRect());
        // One below the other, none higher than its line, none beyond the row.
        const { top, bottom } = row.getBoundingClientRect();
        const inside = lines.every((line) => line.top >= top && line.bottom <= bottom);
        return [
          row.id,
          `${row.clientHeight} ${lines.map(({ height }) => height).join(' ')} ${inside}`,
        ] as const;
      }),
    );
    for (const [id, height] of heights) seen.set(id, height);
    if ((await last.count()) > 0) break;
    await app.page.keyboard.press('PageDown');
  }
  expect(seen.size).toBe(corpus.length);
  expect(new Set(seen.values())).toEqual(new Set(['48 20 16 true']));
});

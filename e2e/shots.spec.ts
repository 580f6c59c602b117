// Pictures of the packaged app as it stands on a real screen; `npm run shots` writes them into docs/.
// Never retouch them.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './support/fixtures';
import { Picker } from './support/picker';
import { run } from './support/programs';

const folder = process.env.CLIPSTEAD_SHOTS_DIR ?? 'test-results/shots';

const clips = [
  'ssh -L 5432:localhost:5432 deploy@staging.example.com',
  '/home/ada/projects/clipstead/docs/benchmarks.md',
  'Grüße aus Zürich — wir sehen uns am Freitag um 10 Uhr.',
  '#5b6ee1',
  'https://www.sqlite.org/wal.html#concurrency',
  'const clips = await history.page({ query, after: null, limit: 50 });\nreturn clips.map(toRow);',
  'Meeting notes\n- ship the picker\n- measure twice, cut once',
];

for (const scheme of ['light', 'dark'] as const) {
  test(`the picker, ${scheme}`, async ({ app, desktop, gtk }) => {
    await app.electron.evaluate(({ nativeTheme }, theme) => {
      nativeTheme.themeSource = theme;
    }, scheme);
    await app.addAll(clips);
    const oldest = (await app.list()).at(-1);
    await app.cli('pin', String(oldest?.id));
    await gtk.copy('The quick brown fox jumps over the lazy dog');
    await app.expectNewest('The quick brown fox jumps over the lazy dog');
    gtk.close();
    const picker = new Picker(app);
    await picker.open();
    await expect(picker.rows).toHaveCount(clips.length + 1);
    mkdirSync(folder, { recursive: true });
    const file = join(folder, scheme === 'light' ? 'picker.png' : 'picker-dark.png');
    const bounds = await app.electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.getBounds(),
    );
    // One frame more than the rows need: what is on the screen, not what the page believes.
    await app.page.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
    );
    const crop = `${bounds?.width}x${bounds?.height}+${bounds?.x}+${bounds?.y}`;
    await run('import', ['-silent', '-window', 'root', '-crop', crop, '+repage', '-strip', file], {
      env: desktop.env,
    });
  });
}

// `npm run shots`: takes the pictures of docs/shots anew where the packed app looks otherwise than they show, and makes them small.
// Never by hand, and never after anything but the app itself: e2e/shots.spec.ts compares every later run with them.
import { copyFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot, root } from './lib/paths.mjs';
import { must, onTerminal } from './lib/run.mjs';

const folder = inRoot('docs', 'shots');
const playwright = inRoot('node_modules', '@playwright', 'test', 'cli.js');
const began = Date.now();

process.exitCode = await onTerminal(
  process.execPath,
  [playwright, 'test', 'e2e/shots.spec.ts', '--update-snapshots=changed'],
  { cwd: root, env: { ...process.env, CLIPSTEAD_TAKE_SHOTS: '1' } },
);
const pictures = readdirSync(folder).filter((name) => name.endsWith('.png'));
for (const name of pictures) {
  const file = join(folder, name);
  // 255 colours are more than the picker has, but for photographs; what is lost is far below what the comparison sees.
  if (statSync(file).mtimeMs > began) {
    await must('convert', [
      file,
      '-strip',
      '+dither',
      '-colors',
      '255',
      '-define',
      'png:compression-level=9',
      `PNG8:${file}`,
    ]);
  }
}
copyFileSync(join(folder, 'preview-code-light.png'), inRoot('docs', 'picker.png'));
copyFileSync(join(folder, 'preview-code-dark.png'), inRoot('docs', 'picker-dark.png'));
const bytes = pictures.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
process.stdout.write(`${pictures.length} pictures, ${Math.round(bytes / 1000)} kB in all\n`);

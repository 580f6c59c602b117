// `npm run test:e2e`: the end-to-end tests on the packaged app as it lies in release/; arguments go to Playwright.
// Never pack here: `npm run pack` does, `npm test` does both.
import { existsSync } from 'node:fs';
import { inRoot, packagedApp, root } from './lib/paths.mjs';
import { onTerminal } from './lib/run.mjs';

const { executable } = packagedApp();
if (existsSync(executable)) {
  const playwright = inRoot('node_modules', '@playwright', 'test', 'cli.js');
  process.exitCode = await onTerminal(process.execPath, [playwright, 'test', ...process.argv.slice(2)], {
    cwd: root,
  });
} else {
  process.stderr.write(`There is no ${executable}: run "npm run pack" first.\n`);
  process.exitCode = 1;
}

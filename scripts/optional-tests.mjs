// Tests of what not every machine has: npm run test:wayland, npm run test:e2e:office. Where a program is missing it says SKIPPED and
// what to install; a test that runs and fails fails it. Never installs anything.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { inRoot, packagedApp, root } from './lib/paths.mjs';
import { onTerminal } from './lib/run.mjs';

/** `ending` of the test files in src-* (vitest) and e2e (Playwright). */
const SUITES = {
  wayland: {
    ending: 'sway',
    programs: ['sway', 'wl-copy', 'wl-paste'],
    packages: 'sway wl-clipboard',
    unit: true,
  },
  office: {
    ending: 'office',
    programs: ['soffice'],
    packages: 'libreoffice-calc libreoffice-gtk3',
    unit: false,
  },
};

const isThere = (program) =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));

const [name = '', ...args] = process.argv.slice(2);
const suite = Object.hasOwn(SUITES, name) ? SUITES[name] : null;
if (suite === null) {
  process.stderr.write(`There is no such suite; there are ${Object.keys(SUITES).join(' and ')}.\n`);
  process.exit(2);
}
const missing = suite.programs.filter((program) => !isThere(program));
if (missing.length > 0) {
  process.stdout.write(
    `SKIPPED: ${missing.join(', ')} not installed. To run these tests: apt-get install --no-install-recommends ${suite.packages}\n`,
  );
} else if (existsSync(packagedApp().executable)) {
  const env = { ...process.env, CLIPSTEAD_OPTIONAL_TESTS: suite.ending };
  const run = (path, ...more) =>
    onTerminal(process.execPath, [inRoot('node_modules', ...path), ...more], { cwd: root, env });
  const unit = suite.unit ? await run(['vitest', 'vitest.mjs'], 'run') : 0;
  const e2e = await run(['@playwright', 'test', 'cli.js'], 'test', ...args);
  process.exitCode = unit || e2e;
} else {
  process.stderr.write(`There is no ${packagedApp().executable}: run "npm run pack" first.\n`);
  process.exitCode = 1;
}

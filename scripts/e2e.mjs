// `npm run test:e2e`: the end-to-end tests on the packaged app as it lies in release/; arguments go to Playwright.
// Never pack here: `npm run pack` does, `npm test` does both.
import { existsSync } from 'node:fs';
import { E2E_PROJECTS, runE2e } from './lib/e2e.mjs';
import { packagedApp } from './lib/paths.mjs';

const { executable } = packagedApp();
const args = process.argv.slice(2);
if (existsSync(executable)) {
  let failed = 0;
  // A file or a name may be in one of them only.
  for (const project of E2E_PROJECTS)
    failed = (await runE2e(project, args.length > 0 ? ['--pass-with-no-tests', ...args] : [])) || failed;
  process.exitCode = failed;
} else {
  process.stderr.write(`There is no ${executable}: run "npm run pack" first.\n`);
  process.exitCode = 1;
}

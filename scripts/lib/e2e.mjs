// The end-to-end tests in their two runs: those that get along beside each other, then those that want the machine for themselves.
import { inRoot, root } from './paths.mjs';
import { onTerminal } from './run.mjs';

/** As playwright.config.ts names them. */
export const E2E_PROJECTS = ['together', 'alone'];

/** Where playwright.config.ts has each run's report put. */
export const e2eReport = inRoot('test-results', 'e2e.json');

/** Runs one project's tests. @param {readonly string[]} args for Playwright @returns {Promise<number>} its exit code */
export function runE2e(project, args = []) {
  const playwright = inRoot('node_modules', '@playwright', 'test', 'cli.js');
  return onTerminal(process.execPath, [playwright, 'test', `--project=${project}`, ...args], { cwd: root });
}

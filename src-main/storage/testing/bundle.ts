// Builds what must run outside the test runner: a worker thread, a plain Node child.
// Never leave the output behind.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { projectDir } from './fixture';

/**
 * Bundles TypeScript entries before the file's tests, and deletes the result after them.
 * @param entries output name (without .js) → source file, relative to the project.
 * @returns the output's path by name; call it inside a test.
 */
export function bundleForTests(entries: Readonly<Record<string, string>>): (name: string) => string {
  let dir = '';
  beforeAll(() => {
    // Inside the project: the bundles find their packages in its node_modules.
    const parent = join(projectDir, '.cache', 'test-build');
    mkdirSync(parent, { recursive: true });
    dir = mkdtempSync(join(parent, 'storage-'));
    const list = Object.entries(entries).map(([name, file]) => `${name}=${file}`);
    execFileSync(process.execPath, [join(projectDir, 'scripts/lib/bundle.mjs'), dir, ...list]);
  }, 60_000);
  afterAll(() => rmSync(dir, { recursive: true, force: true }));
  return (name) => join(dir, `${name}.js`);
}

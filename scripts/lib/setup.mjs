// All that a fresh clone lacks, step by step; each does nothing where its result is there.
// Never build or start the app here: build.mjs and launch.mjs do.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { currentRuntime, ensureElectron } from './electron-runtime.mjs';
import { withLock } from './lock.mjs';
import { builtBinding, ensureSqliteBinding, needsBuild, SHIPPED_NAPI } from './native-sqlite.mjs';
import { ensurePackages } from './npm-install.mjs';
import { cacheDir, inRoot } from './paths.mjs';
import { cleanWorkFolders, readJson } from './stamp.mjs';
import { SetupError, step } from './step.mjs';
import { ensureSystemPackages, PACKAGES } from './system-packages.mjs';

/** @returns {boolean} true where `version` ("20.20.2") is at least `wanted` ("20.20") */
export function isAtLeast(version, wanted) {
  const parts = version.split('.').map(Number);
  for (const [index, part] of wanted.split('.').map(Number).entries()) {
    const have = parts[index] ?? 0;
    if (have !== part) return have > part;
  }
  return true;
}

/** True where a window can be shown without a virtual display. */
export function hasDisplay(platform = process.platform, env = process.env) {
  return platform !== 'linux' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
}

async function checkNode() {
  const wanted = readJson(inRoot('package.json')).engines.node.replace('>=', '');
  if (isAtLeast(process.versions.node, wanted)) return null;
  throw new SetupError(`Node ${wanted} or newer is needed; this is ${process.versions.node}.`);
}

/**
 * Runs `work` (set-up, build, packaging) while no other process does the same in this folder.
 * @template T
 * @param {() => Promise<T>} work
 */
export function exclusively(work) {
  return withLock(join(cacheDir, 'setup.lock'), work, (pid) => {
    process.stdout.write(`Waiting for another set-up in this folder (process ${pid}).\n`);
  });
}

/**
 * Sets up what is missing. Call it inside exclusively().
 * @param {{forTests?: boolean, retryOfficial?: boolean}} options `forTests` adds the programs that the tests use
 * @returns {Promise<import('./electron-runtime.mjs').Runtime>}
 * @throws SetupError, or Error with the output of what failed
 */
export async function setUp({ forTests = false, retryOfficial = false } = {}) {
  cleanWorkFolders();
  const ownNapi = Number(process.versions.napi);
  const needs = [
    ...PACKAGES.runtime,
    ...(forTests || !hasDisplay() ? PACKAGES.display : []),
    ...(forTests ? PACKAGES.test : []),
    ...(needsBuild([ownNapi]) ? PACKAGES.build : []),
  ];
  process.stdout.write('Set-up\n');
  await step(`Node ${process.versions.node}`, checkNode);
  await step('system packages', () => ensureSystemPackages(needs));
  await step('npm packages', ensurePackages);
  await step('Electron runtime', () => ensureElectron({ retryOfficial }));
  const runtime = currentRuntime();
  if (runtime === null) throw new Error('The Electron runtime is gone again.');
  const napiVersions = [ownNapi, runtime.napi];
  await step('better-sqlite3', async () => {
    if (needsBuild(napiVersions)) await ensureSystemPackages(PACKAGES.build);
    return ensureSqliteBinding(napiVersions);
  });
  return runtime;
}

/** The binding that must lie beside the app for this runtime, null where better-sqlite3's own does. */
export function bindingFor(runtime) {
  const file = builtBinding();
  return runtime.napi < SHIPPED_NAPI && existsSync(file) ? file : null;
}

/** Ends a script with the error's words: a stack only where it is not the user's to mend. */
export function fail(error) {
  const text = error instanceof SetupError ? error.message : (error?.stack ?? String(error));
  process.stderr.write(`\n${text}\n`);
  process.exitCode = 1;
}

// better-sqlite3 for runtimes below Node-API 10, whose shipped binary they cannot load: built from its own sources.
// Never build inside node_modules, and never build what is there already.
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cacheDir, inRoot, root } from './paths.mjs';
import { must } from './run.mjs';
import { readJson, workFolder } from './stamp.mjs';

/** Runtimes below this cannot load better-sqlite3's shipped binary. */
export const SHIPPED_NAPI = 10;

/** Where the built binary lies, or would lie; needs no installed packages. */
export function builtBinding() {
  const { version } = readJson(inRoot('package-lock.json')).packages['node_modules/better-sqlite3'];
  return join(cacheDir, 'native', `better_sqlite3-${version}-napi9-${process.platform}-${process.arch}.node`);
}

/** True where the binary is needed by one of these Node-API versions and not there. */
export function needsBuild(napiVersions) {
  return napiVersions.some((napi) => napi < SHIPPED_NAPI) && !existsSync(builtBinding());
}

/**
 * binding.gyp without its demand for Node-API 10. What it calls from there is in Node 20 too, as experimental; the last
 * two defines keep the meaning and the quiet of the stable version.
 * @param {string} gyp the package's binding.gyp
 * @throws Error where the demand is not found: the package has changed, and this needs a look.
 */
export function withoutNapi10(gyp) {
  const demand = "'NAPI_VERSION=10'";
  if (gyp.split(demand).length !== 2)
    throw new Error('better-sqlite3: binding.gyp is not as this set-up knows it.');
  const experimental =
    "'NAPI_EXPERIMENTAL', 'NODE_API_EXPERIMENTAL_NOGC_ENV_OPT_OUT', 'NODE_API_EXPERIMENTAL_NO_WARNING'";
  return gyp.replace(demand, experimental);
}

/**
 * Builds the binary where one of the Node-API versions needs it.
 * @param {readonly number[]} napiVersions of Node here and of the Electron runtime
 * @returns {Promise<string | null>} what it did, null for nothing
 */
export async function ensureSqliteBinding(napiVersions) {
  if (!needsBuild(napiVersions)) return null;
  const target = builtBinding();
  // Inside the project, so that the copy finds node-addon-api in node_modules.
  const copy = join(workFolder('better-sqlite3'), 'better-sqlite3');
  const prebuilds = inRoot('node_modules', 'better-sqlite3', 'prebuilds');
  cpSync(dirname(prebuilds), copy, { recursive: true, filter: (path) => path !== prebuilds });
  const gyp = join(copy, 'binding.gyp');
  writeFileSync(gyp, withoutNapi10(readFileSync(gyp, 'utf8')));

  const prefix = dirname(dirname(process.execPath));
  const ownHeaders = existsSync(join(prefix, 'include', 'node', 'node_api.h')) ? [`--nodedir=${prefix}`] : [];
  const nodeGyp = inRoot('node_modules', 'node-gyp', 'bin', 'node-gyp.js');
  const args = [nodeGyp, 'rebuild', '--release', '--force_build=1', '-j', 'max', ...ownHeaders];
  await must(process.execPath, args, { cwd: copy });

  const built = join(copy, 'build', 'Release', 'better_sqlite3.node');
  if (Number(process.versions.napi) < SHIPPED_NAPI) await verify(built);
  mkdirSync(dirname(target), { recursive: true });
  renameSync(built, target);
  rmSync(dirname(copy), { recursive: true, force: true });
  return 'built from its sources';
}

/** Loads the binary in a Node of its own (a bad one takes its process down) and asks SQLite something. */
async function verify(binding) {
  const script = `
    const Database = require('better-sqlite3');
    const db = new Database(':memory:', { nativeBinding: process.argv[1] });
    if (db.prepare('select 6 * 7').pluck().get() !== 42) process.exit(3);`;
  await must(process.execPath, ['-e', script, binding], { cwd: root });
}

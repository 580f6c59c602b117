// From what somebody calls "the app" to the program that starts it.
// Never start anything here.
import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

const kindOf = (path) => {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat === undefined ? 'nothing' : stat.isDirectory() ? 'folder' : 'file';
};

/**
 * @param {string} path a program (AppImage and .exe too), a macOS bundle (.app), or a folder with one of them in it, as
 *   electron-builder leaves it
 * @returns {string} the program, absolute
 * @throws Error in words, where there is none that this platform can run
 */
export function findApp(path, platform = process.platform) {
  const given = resolve(path);
  const kind = kindOf(given);
  if (kind === 'nothing') throw new Error(`there is no ${given}`);
  if (kind === 'file') return given;
  const inBundle = (bundle) => join(bundle, 'Contents', 'MacOS', 'Clipstead');
  const candidates = given.endsWith('.app')
    ? [inBundle(given)]
    : [
        join(given, 'clipstead'),
        join(given, 'Clipstead.exe'),
        ...readdirSync(given)
          .filter((name) => name.endsWith('.app'))
          .map((name) => inBundle(join(given, name))),
      ];
  const found = candidates.find((file) => kindOf(file) === 'file');
  if (found === undefined) {
    throw new Error(
      `${given} holds no packed Clipstead; name its program, its .app, or the folder that "npm run pack" made`,
    );
  }
  const runsOn = found.endsWith('.exe') ? 'win32' : found.includes('.app') ? 'darwin' : null;
  if (runsOn !== null && runsOn !== platform) {
    throw new Error(`${found} runs on ${runsOn === 'win32' ? 'Windows' : 'macOS'} only`);
  }
  return found;
}

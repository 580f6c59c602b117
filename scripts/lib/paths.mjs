// Where the project's parts lie, for every script.
// Never create or read anything here: names only.
import { join, resolve } from 'node:path';

/** The project's folder. */
export const root = resolve(import.meta.dirname, '../..');

/** Downloads, native builds and stamps; git ignores it, and deleting it costs only time. */
export const cacheDir = join(root, '.cache');

/** A path inside the project, absolute. */
export const inRoot = (...parts) => join(root, ...parts);

/** @returns the release folder's name for what electron-builder packs unzipped. */
export function unpackedName(platform, arch) {
  const suffix = arch === 'x64' ? '' : `-${arch}`;
  if (platform === 'darwin') return `mac${suffix}`;
  return `${platform === 'win32' ? 'win' : 'linux'}${suffix}-unpacked`;
}

/**
 * The packaged app of this machine's kind.
 * @returns {{dir: string, executable: string, resources: string}} absolute paths; nothing says that they exist.
 */
export function packagedApp(platform = process.platform, arch = process.arch) {
  const dir = inRoot('release', unpackedName(platform, arch));
  if (platform === 'darwin') {
    const contents = join(dir, 'Clipstead.app', 'Contents');
    return { dir, executable: join(contents, 'MacOS', 'Clipstead'), resources: join(contents, 'Resources') };
  }
  const executable = join(dir, platform === 'win32' ? 'Clipstead.exe' : 'clipstead');
  return { dir, executable, resources: join(dir, 'resources') };
}

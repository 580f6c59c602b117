// Which native build of better-sqlite3 this runtime loads.
// Never take the path of a native library from the environment.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { version } from 'better-sqlite3/package.json';
import { ClipsteadError } from '../../src-shared/errors';
import { said } from '../../src-shared/i18n/said';

/** better-sqlite3's own library is built on this version of Node-API and crashes at load on an older one. */
const SHIPPED_NODE_API = 10;

export interface BindingFolders {
  /** Electron's `process.resourcesPath`: the packaged app carries `native/better_sqlite3.node` where it needs one. */
  readonly resourcesPath?: string;
  /** The source tree, in development and tests: set-up puts its build into `.cache/native`. */
  readonly projectDir?: string;
}

/**
 * The library to give to better-sqlite3 as `nativeBinding`.
 * @param nodeApi the runtime's Node-API version.
 * @returns undefined where the package's own library fits; else the path of the one built for older runtimes.
 * @throws ClipsteadError 'storage-failed' where one is needed and none is there.
 */
export function findNativeBinding(
  { resourcesPath, projectDir }: BindingFolders,
  nodeApi = Number(process.versions.napi),
): string | undefined {
  if (nodeApi >= SHIPPED_NODE_API) return undefined;
  const built = `better_sqlite3-${version}-napi9-${process.platform}-${process.arch}.node`;
  const candidates = [
    ...(resourcesPath === undefined ? [] : [join(resourcesPath, 'native', 'better_sqlite3.node')]),
    ...(projectDir === undefined ? [] : [join(projectDir, '.cache', 'native', built)]),
  ];
  const found = candidates.find((path) => existsSync(path));
  if (found !== undefined) return found;
  throw new ClipsteadError('storage-failed', said('noDatabaseLibrary'));
}

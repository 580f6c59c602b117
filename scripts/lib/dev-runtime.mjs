// A runtime folder that runs the project as it lies on disk: .cache/dev-runtime/, links to the real runtime.
// Never write through a link: the runtime itself stays as it is.
import { linkSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDir, root } from './paths.mjs';
import { workFolder } from './stamp.mjs';

/**
 * How to start the project with this runtime. The official Electron takes the project's folder as an argument. The stand-in
 * lacks the small app that reads arguments, and runs what lies in resources/app; the copy here has the project there.
 * @param {import('./electron-runtime.mjs').Runtime} runtime
 * @returns {{executable: string, args: string[]}}
 */
export function devCommand(runtime) {
  if (runtime.source === 'official') return { executable: runtime.executable, args: [root] };
  const folder = workFolder('dev-runtime');
  for (const name of readdirSync(runtime.path)) {
    // Electron looks for its files beside the program's real place, so the program is a hard link and the rest may be soft.
    if (name === 'electron') linkSync(join(runtime.path, name), join(folder, name));
    else if (name !== 'resources') symlinkSync(join(runtime.path, name), join(folder, name));
  }
  mkdirSync(join(folder, 'resources'));
  symlinkSync(root, join(folder, 'resources', 'app'));
  const target = join(cacheDir, 'dev-runtime');
  rmSync(target, { recursive: true, force: true });
  renameSync(folder, target);
  return { executable: join(target, 'electron'), args: [] };
}

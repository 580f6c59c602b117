// The production build, made when its sources are newer than it.
// Never call a build current by its age: content hashes decide.
import { join } from 'node:path';
import { NOTICES } from './notices.mjs';
import { inRoot, root } from './paths.mjs';
import { must } from './run.mjs';
import { hashInputs, readJson, writeJson } from './stamp.mjs';
import { step } from './step.mjs';

const INPUTS = [
  'bench',
  'src-main',
  'src-renderer',
  'src-shared',
  'vite.config.ts',
  'tsconfig.json',
  'package.json',
  'package-lock.json',
  'scripts/lib/notices.mjs',
];

// Inside a folder that Vite empties: a build by hand takes the stamp away with it, and is then not trusted.
const STAMP = inRoot('dist', 'main', 'build-stamp.json');

const isSource = (file) => !/\.(test|spec)\.[a-z]+$/.test(file);

/** Builds dist/ where it is not what the sources give; with `force`, always. */
export async function ensureBuild({ force = false } = {}) {
  await step('production build', async () => {
    const inputs = hashInputs(
      root,
      INPUTS.map((name) => inRoot(name)),
      { keep: isSource },
    );
    if (!force && readJson(STAMP)?.inputs === inputs) return null;
    await must(process.execPath, [inRoot('node_modules', 'vite', 'bin', 'vite.js'), 'build', '--app'], {
      cwd: root,
    });
    writeJson(STAMP, { inputs });
    return 'built';
  });
}

/** The built program's folder parts, for what is made from them. */
export const BUILT = [...['main', 'preload', 'renderer'].map((name) => join('dist', name)), NOTICES];

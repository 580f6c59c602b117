// The benches that are packed into the app: `clipstead bench` runs one of them in the app's own main process, so that a release,
// which nothing can enter from outside, can be measured too.
// Never load code from outside the package, and never touch a folder that holds anything: the user's history above all.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type BindingFolders, findNativeBinding } from '../../src-main/storage/native-binding';
import { ClipsteadError } from '../../src-shared/errors';
import type { BenchPart } from './part';
import { runAndReport } from './report';

const PARTS: Readonly<Record<string, () => Promise<BenchPart>>> = {
  loop: () => import('../loop'),
  search: () => import('../search'),
  storage: () => import('../storage'),
};

export interface InsideRun {
  readonly part: string;
  /** An empty folder; what is made in it stays there. */
  readonly workDir: string;
  readonly quick: boolean;
  readonly clips: number | null;
}

export interface PackedApp {
  /** The app's folder or archive: it has dist/main in it. */
  readonly root: string;
  /** Where its better-sqlite3 may be. */
  readonly binding: BindingFolders;
}

/**
 * Runs a part.
 * @returns its report as JSON.
 * @throws ClipsteadError 'bad-request' for a part that is not here, or a folder that is not an empty one; what the part throws.
 */
export async function runInside({ part, workDir, quick, clips }: InsideRun, app: PackedApp): Promise<string> {
  const load = Object.hasOwn(PARTS, part) ? PARTS[part] : undefined;
  if (load === undefined) {
    throw new ClipsteadError('bad-request', `bench takes one of: ${Object.keys(PARTS).join(', ')}`);
  }
  requireEmptyFolder(workDir);
  const report = await runAndReport(await load(), {
    runtime: 'app',
    projectDir: app.root,
    bundleDir: join(app.root, 'dist', 'main'),
    nativeBinding: findNativeBinding(app.binding) ?? null,
    workDir,
    app: process.execPath,
    quick,
    only: null,
    clips,
  });
  return JSON.stringify(report);
}

function requireEmptyFolder(path: string): void {
  let names: string[] | null = null;
  try {
    names = readdirSync(path);
  } catch {
    // Said below.
  }
  if (names?.length !== 0) {
    throw new ClipsteadError('bad-request', 'bench works in an empty folder only: make one and name it');
  }
}

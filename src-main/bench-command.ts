// `clipstead bench`: one measurement of this build, in this process, before Electron opens a display or starts its other processes.
// Never start the app here, and never reach the user's data: bench/lib/inside.ts takes an empty folder only.
import { resolve } from 'node:path';
import { type InsideRun, runInside } from '../bench/lib/inside';
import { ClipsteadError } from '../src-shared/errors';
import { appInfo } from './electron/lifecycle';

/** As the command line's (docs/cli.md). */
const EXIT = { done: 0, badUsage: 2, failed: 4 } as const;

/** Prints the report as JSON. @returns the exit code; does not throw. */
export async function benchCommand(run: InsideRun): Promise<number> {
  try {
    const { root, resources, packaged } = appInfo();
    const binding = packaged ? { resourcesPath: resources } : { projectDir: root };
    const report = await runInside({ ...run, workDir: resolve(run.workDir) }, { root, binding });
    await new Promise((written) => process.stdout.write(`${report}\n`, written));
    return EXIT.done;
  } catch (error) {
    const { message } = error as Error;
    process.stderr.write(`clipstead: ${message}\n`);
    return error instanceof ClipsteadError && error.code === 'bad-request' ? EXIT.badUsage : EXIT.failed;
  }
}

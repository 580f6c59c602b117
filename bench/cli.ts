// How long a command takes from its start to its end, beside the least that the same runtime and Node need.
// Never judge here: figures are printed, and who reads them judges.
import { join } from 'node:path';
import { startDesktop } from '../e2e/support/desktop';
import { figures } from './app/figures';
import { QuietMachine } from './app/proc';
import { type Command, clipstead, control, run as runCommand, startClipstead } from './app/programs';
import type { BenchContext, PartReport, Runtime } from './lib/part';

export const name = 'cli';
export const runtimes: readonly Runtime[] = ['node'];

const CALLS = 30;
const WARM_UP_CALLS = 3;

export async function run(context: BenchContext): Promise<PartReport> {
  const desktop = await startDesktop();
  try {
    const dataDir = join(context.workDir, 'data');
    const app = await startClipstead(context, desktop.env, dataDir);
    try {
      return await measure(
        {
          status: clipstead(context, desktop.env, dataDir, 'status'),
          runtime: control(context, desktop.env, { mode: 'exit' }),
          node: { file: process.execPath, args: ['-e', '0'], env: desktop.env },
        },
        context.quick,
      );
    } finally {
      await app.stop();
    }
  } finally {
    await desktop.stop();
  }
}

async function measure(
  commands: Readonly<Record<'status' | 'runtime' | 'node', Command>>,
  quick: boolean,
): Promise<PartReport> {
  const times = { status: [] as number[], runtime: [] as number[], node: [] as number[] };
  const quiet = new QuietMachine(quick ? 0 : 40_000);
  const names = ['status', 'runtime', 'node'] as const;
  for (let call = 0; call < WARM_UP_CALLS + (quick ? 3 : CALLS); call++) {
    for (const name of names) {
      await quiet.wait();
      const began = performance.now();
      const code = await runCommand(commands[name]);
      const took = performance.now() - began;
      if (code !== 0) throw new Error(`${name} ended with ${code}`);
      if (call >= WARM_UP_CALLS) times[name].push(took);
    }
  }
  return {
    title: 'Command line: from start to end of one call',
    measurements: [
      {
        operation: 'clipstead status',
        unit: 'ms',
        ...figures(times.status),
        control: figures(times.runtime),
      },
      { operation: 'node -e 0', unit: 'ms', ...figures(times.node) },
    ],
    notes: [
      `${times.status.length} calls each, in turns, from spawn to exit, output to nowhere.`,
      'The control is the same runtime with a main module that exits at once; node -e 0 stands beside it for scale.',
      quiet.note(),
    ],
  };
}

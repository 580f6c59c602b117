// The programs under measurement: the packaged app, and a bare Electron app as its control.
// Never measure on a display or a data folder that somebody else uses.
import { type ChildProcess, spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { BenchContext } from '../lib/part';

export type Env = Readonly<Record<string, string>>;

/** Root needs the first (Chromium refuses its sandbox there), a virtual display the second. The control gets the same. */
const FLAGS = [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-gpu'];
const START_MS = 20_000;
const STOP_MS = 5_000;

export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Env;
}

export interface Program {
  readonly pid: number;
  stop(): Promise<void>;
}

export const sleep = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));

/**
 * A command line of the packaged app on a data folder.
 * @throws where there is no packaged app
 */
export function clipstead(context: BenchContext, env: Env, dataDir: string, ...args: string[]): Command {
  if (context.app === null) throw new Error('there is no packaged app: run "npm run pack" first');
  return { file: context.app, args: [...FLAGS, ...args], env: { ...env, CLIPSTEAD_DATA_DIR: dataDir } };
}

/**
 * Starts the app hidden and waits until its command line answers.
 * @param asUser without root's right to a higher priority, which Chromium would take for its threads and no user has
 */
export async function startClipstead(
  context: BenchContext,
  env: Env,
  dataDir: string,
  { asUser = false } = {},
): Promise<Program> {
  const command = clipstead(context, env, dataDir, '--hidden');
  const child = start(asUser ? withoutPriority(command) : command, 'ignore');
  const status = clipstead(context, env, dataDir, 'status');
  const deadline = performance.now() + START_MS;
  while ((await run(status)) !== 0) {
    if (child.exitCode !== null) throw new Error(`the app ended with ${child.exitCode}`);
    if (performance.now() > deadline) throw new Error('the app did not start');
    await sleep(100);
  }
  return program(child);
}

function withoutPriority(command: Command): Command {
  if (process.getuid?.() !== 0) return command;
  return { ...command, file: 'setpriv', args: ['--bounding-set=-sys_nice', command.file, ...command.args] };
}

/**
 * The control's command line: bench/app/control on the runtime that the app is packed with. A runtime from elsewhere than
 * Electron's own releases takes no folder as its argument, so there the control lies in a folder like the runtime's.
 * @param does 'exit' at once, or hold a hidden 'window', which `hotkey` shows and hides where it is given.
 */
export function control(
  context: BenchContext,
  env: Env,
  does: { readonly mode: 'exit' | 'window'; readonly hotkey?: string },
): Command {
  const inProject = (...path: string[]) => resolve(context.projectDir, ...path);
  const runtime = JSON.parse(readFileSync(inProject('.cache/electron/current.json'), 'utf8')) as {
    readonly path: string;
    readonly executable: string;
    readonly source: string;
  };
  const app = inProject('bench/app/control');
  const modeEnv = {
    ...env,
    CONTROL_MODE: does.mode,
    CONTROL_DATA: join(context.workDir, 'control-data'),
    CONTROL_HOTKEY: does.hotkey ?? '',
  };
  const executable = inProject(runtime.executable);
  if (runtime.source === 'official') return { file: executable, args: [app, ...FLAGS], env: modeEnv };
  const folder = join(context.workDir, 'control');
  const command = { file: join(folder, 'electron'), args: FLAGS, env: modeEnv };
  if (existsSync(folder)) return command;
  mkdirSync(join(folder, 'resources'), { recursive: true });
  for (const name of readdirSync(inProject(runtime.path))) {
    const file = inProject(runtime.path, name);
    // A copy: other programs that map the same file would share its memory with the control.
    if (file === executable) copyFileSync(file, command.file);
    else if (name !== 'resources') symlinkSync(file, join(folder, name));
  }
  symlinkSync(app, join(folder, 'resources', 'app'));
  return command;
}

/** Starts the control and waits until its window is there. */
export async function startControl(context: BenchContext, env: Env, hotkey?: string): Promise<Program> {
  const does = { mode: 'window' as const, ...(hotkey === undefined ? {} : { hotkey }) };
  const child = start(control(context, env, does), 'pipe');
  await new Promise<void>((ready, failed) => {
    child.stdout?.once('data', () => ready());
    child.once('exit', (code) => failed(new Error(`the control ended with ${code}`)));
  });
  return program(child);
}

/** Runs a command to its end. @returns its exit code */
export function run({ file, args, env }: Command): Promise<number> {
  return new Promise((done, failed) => {
    const child = spawn(file, args, { env: { ...env }, stdio: 'ignore' });
    child.once('error', failed);
    child.once('exit', (code) => done(code ?? -1));
  });
}

function start({ file, args, env }: Command, stdout: 'ignore' | 'pipe'): ChildProcess {
  const child = spawn(file, args, { env: { ...env }, stdio: ['ignore', stdout, 'ignore'] });
  child.once('error', (error) => {
    throw error;
  });
  return child;
}

function program(child: ChildProcess): Program {
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  return {
    pid: child.pid as number,
    stop: async () => {
      child.kill('SIGTERM');
      const impatient = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
      await ended;
      clearTimeout(impatient);
    },
  };
}

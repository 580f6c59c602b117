// 200 pastes by the picker into each of three programs: how many are right, and how long each takes; beside a plain script's paste.
// Never judge here: figures are printed, and who reads them judges. What was wrong is said without any content.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { startDesktop } from '../e2e/support/desktop';
import {
  chromiumTextarea,
  gtkEntry,
  type PasteProgram,
  type PasteRun,
  Paster,
  xtermShell,
} from '../e2e/support/paste-run';
import {
  ChromiumWindow,
  type Env,
  GtkWindow,
  pressKey,
  XtermWindow,
  xclipCopy,
} from '../e2e/support/programs';
import { socketPaths } from '../src-main/paths';
import { figures } from './app/figures';
import { sleep, startClipstead } from './app/programs';
import type { BenchContext, Measurement, PartReport, Runtime } from './lib/part';

export const name = 'paste';
export const runtimes: readonly Runtime[] = ['node'];

const PASTES = 200;
const CONTROL_PASTES = 40;
const SETTLE_MS = 3_000;
const GIVE_UP_MS = 1_000;

interface Subject {
  readonly program: PasteProgram;
  readonly close: () => unknown;
}

export async function run(context: BenchContext): Promise<PartReport> {
  const desktop = await startDesktop();
  const { env } = desktop;
  try {
    const pastes = context.quick ? 9 : PASTES;
    const dataDir = join(context.workDir, 'data');
    mkdirSync(dataDir, { mode: 0o700 });
    const app = await startClipstead(context, env, dataDir);
    const ours: PasteRun[] = [];
    try {
      await sleep(SETTLE_MS);
      const socketPath = socketPaths(dataDir)[0] ?? '';
      for (const open of SUBJECTS) {
        const { program, close } = await open(env);
        const paster = await Paster.start(env.DISPLAY ?? '', { pid: app.pid, socketPath });
        ours.push(await paster.run(program, pastes));
        paster.close();
        await close();
      }
    } finally {
      await app.stop();
    }
    const plain: PasteRun[] = [];
    for (const open of SUBJECTS) {
      const { program, close } = await open(env);
      plain.push(await pasteByScript(env, program, context.quick ? 3 : CONTROL_PASTES));
      await close();
    }
    return report(ours, plain);
  } finally {
    await desktop.stop();
  }
}

const SUBJECTS: readonly ((env: Env) => Promise<Subject>)[] = [
  async (env) => {
    const gtk = await GtkWindow.open(env);
    return { program: gtkEntry(gtk), close: () => gtk.close() };
  },
  async (env) => {
    const chromium = await ChromiumWindow.open(env);
    return { program: chromiumTextarea(chromium, env), close: () => chromium.close() };
  },
  async (env) => {
    const xterm = await XtermWindow.open(env);
    return { program: xtermShell(xterm), close: () => xterm.close() };
  },
];

/** The control: xclip takes the text, xdotool presses Ctrl+V; no list is opened and no focus has to come back. */
async function pasteByScript(env: Env, program: PasteProgram, pastes: number): Promise<PasteRun> {
  const ms: number[] = [];
  const wrong: string[] = [];
  await program.focus();
  await sleep(200);
  for (let n = 0; n < pastes; n++) {
    const text = `control ${n} ü`;
    await program.clear();
    const began = performance.now();
    await xclipCopy(env, text);
    await pressKey(env, 'ctrl+v');
    while ((await program.text()) !== text && performance.now() - began < GIVE_UP_MS) await sleep(2);
    if ((await program.text()) === text) ms.push(performance.now() - began);
    else wrong.push(`${program.name}: not the text`);
  }
  return { pastes, right: ms.length, ms, wrong };
}

function report(ours: readonly PasteRun[], plain: readonly PasteRun[]): PartReport {
  const operations = ['into a GTK entry', 'into a Chromium textarea', 'into an xterm'];
  const share = ({ right, pastes }: PasteRun) => `${right} of ${pastes}`;
  const measurements = ours.map((run, at): Measurement => {
    const script = plain[at];
    return {
      operation: operations[at] ?? '',
      unit: 'ms',
      ...figures(run.ms),
      ...(script === undefined || script.right === 0 ? {} : { control: figures(script.ms) }),
      remark: `${share(run)} right${script === undefined ? '' : `; control ${share(script)}`}`,
    };
  });
  return {
    title: 'Paste: from the key that chooses to the text in the program',
    measurements,
    notes: [
      'Nine clips at a time, each another text in another script, 1 to some 2,000 characters, every 45th 20,000 (textarea 400,000); the ' +
        'one pasted goes from row 1 to 9, by Ctrl with its digit, by that with Shift, or by Down and Enter.',
      'Right: the program holds exactly the text, and still does 120 ms later.',
      'The control runs xclip and then xdotool key ctrl+v, with the program’s window focused all the time; an xterm takes no Ctrl+V.',
      ...ours.flatMap(({ wrong }) => wrong),
    ],
  };
}

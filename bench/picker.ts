// From the hotkey's press to changed pixels: the picker with an empty and with a full history, beside a blank window.
// Never judge here: figures and targets are printed, and who reads them judges.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startDesktop } from '../e2e/support/desktop';
import { newClipFromText } from '../src-main/capture/normalise';
import { findNativeBinding } from '../src-main/storage/native-binding';
import { openStore } from '../src-main/storage/open-store';
import { DEFAULT_SETTINGS } from '../src-shared/settings';
import { figures } from './app/figures';
import { QuietMachine } from './app/proc';
import { type Env, type Program, sleep, startClipstead, startControl } from './app/programs';
import { type Area, type Hotkey, type Opening, ScreenWatch } from './app/screen-watch';
import type { BenchContext, Figures, Measurement, PartReport, Runtime } from './lib/part';

export const name = 'picker';
export const runtimes: readonly Runtime[] = ['node'];

const OPENINGS = 60;
const IDLE_ROUNDS = 2;
const IDLE_MS = 30_000;
const CLIPS = 10_000;
/** After its start a program still has things to do, which are not what is measured. */
const SETTLE_MS = 5_000;
const TARGET = { p95: 50 };

/** Both apps and the control run side by side, each with a hotkey of its own. */
const HOTKEYS = {
  empty: { accelerator: 'Control+Shift+V', keysym: 0x76 },
  full: { accelerator: 'Control+Shift+X', keysym: 0x78 },
  control: { accelerator: 'Control+Shift+Z', keysym: 0x7a },
} as const satisfies Record<string, Hotkey>;
type Subject = keyof typeof HOTKEYS;
const SUBJECTS = Object.keys(HOTKEYS) as Subject[];

interface Seen {
  readonly firstEver: Opening;
  /** Where to look: known since the first opening. */
  readonly area: Area;
  readonly busy: Opening[];
  readonly idle: Opening[];
}

export async function run(context: BenchContext): Promise<PartReport> {
  const desktop = await startDesktop();
  const programs: Program[] = [];
  try {
    for (const subject of SUBJECTS) programs.push(await start(context, desktop.env, subject));
    const watch = await ScreenWatch.start(desktop.env.DISPLAY ?? '');
    const quiet = new QuietMachine(context.quick ? 0 : 60_000);
    await sleep(SETTLE_MS);
    const seen = await measure(watch, quiet, context.quick);
    watch.close();
    return report(seen, quiet);
  } finally {
    for (const program of programs) await program.stop();
    await desktop.stop();
  }
}

async function measure(
  watch: ScreenWatch,
  quiet: QuietMachine,
  quick: boolean,
): Promise<Record<Subject, Seen>> {
  const once = async (subject: Subject, area?: Area) => {
    await quiet.wait();
    const opening = await watch.seeOpening(HOTKEYS[subject], area);
    await watch.hide(HOTKEYS[subject], area ?? ScreenWatch.band(opening.drawn));
    return opening;
  };
  const first = async (subject: Subject): Promise<Seen> => {
    const firstEver = await once(subject);
    return { firstEver, area: ScreenWatch.band(firstEver.drawn), busy: [], idle: [] };
  };
  const seen = { empty: await first('empty'), full: await first('full'), control: await first('control') };
  // The turn changes each round, so that nobody always follows the same other.
  const round = async (turn: number, kind: 'busy' | 'idle') => {
    for (const at of SUBJECTS.keys()) {
      const subject = SUBJECTS[(at + turn) % SUBJECTS.length] as Subject;
      seen[subject][kind].push(await once(subject, seen[subject].area));
    }
  };
  for (let turn = 0; turn < (quick ? 5 : OPENINGS); turn++) await round(turn, 'busy');
  for (let turn = 0; turn < (quick ? 0 : IDLE_ROUNDS); turn++) {
    await sleep(IDLE_MS);
    await round(turn, 'idle');
  }
  return seen;
}

function start(context: BenchContext, env: Env, subject: Subject): Promise<Program> {
  const { accelerator } = HOTKEYS[subject];
  if (subject === 'control') return startControl(context, env, accelerator);
  const dir = join(context.workDir, subject);
  mkdirSync(dir, { mode: 0o700 });
  writeFileSync(join(dir, 'settings.json'), JSON.stringify({ ...DEFAULT_SETTINGS, hotkey: accelerator }));
  if (subject === 'full') fill(context, dir);
  return startClipstead(context, env, dir);
}

/** Texts of one to a hundred words. */
function fill(context: BenchContext, dir: string): void {
  const store = openStore({ dir, nativeBinding: findNativeBinding({ projectDir: context.projectDir }) });
  const text = (n: number) => Buffer.from(`Clip number ${n}${', and then some more words'.repeat(n % 20)}`);
  store.storeMany(Array.from({ length: CLIPS }, (_, n) => newClipFromText(text(n), null)));
  store.close();
}

function report(seen: Record<Subject, Seen>, quiet: QuietMachine): PartReport {
  const of = (subject: Subject, which: 'first' | 'complete'): Figures =>
    figures(seen[subject].busy.map((opening) => opening[which]));
  const afterIdle = (...subjects: Subject[]): Figures =>
    figures(subjects.flatMap((subject) => seen[subject].idle.map(({ complete }) => complete)));
  const row = (operation: string, ours: Figures, blank: Figures): Measurement => ({
    operation,
    unit: 'ms',
    ...ours,
    target: TARGET,
    control: blank,
  });
  const full = CLIPS.toLocaleString('en');
  const late = figures(SUBJECTS.flatMap((subject) => seen[subject].busy.map((opening) => opening.late))).p95;
  const hasIdle = seen.full.idle.length > 0;
  const firstEver = SUBJECTS.map((subject) => seen[subject].firstEver.complete.toFixed(0));
  return {
    title: 'Picker: from the hotkey to pixels',
    measurements: [
      row('first pixels, empty history', of('empty', 'first'), of('control', 'first')),
      row(`first pixels, ${full} clips`, of('full', 'first'), of('control', 'first')),
      row('whole picture, empty history', of('empty', 'complete'), of('control', 'complete')),
      row(`whole picture, ${full} clips`, of('full', 'complete'), of('control', 'complete')),
      ...(hasIdle ? [row('whole picture, 30 s idle', afterIdle('empty', 'full'), afterIdle('control'))] : []),
    ],
    notes: [
      `${seen.full.busy.length} openings each${hasIdle ? `, and ${seen.full.idle.length} each after 30 s idle` : ''}, in turns; ` +
        'the control is a bare Electron app with a blank window, made before and hidden, by the same hotkey route.',
      'Time runs from right before XTEST presses the key to the picture read after a drawing (XDamage, then GetImage of a ' +
        `band of 64 pixels): too long by the reading, p95 ${late.toFixed(1)} ms.`,
      'First pixels: anything in the window’s place, its bare background too. Whole picture: what then stays, to 0.5 %.',
      `The first opening after the start, whole picture: ${firstEver[0]} ms empty, ${firstEver[1]} ms full, ${firstEver[2]} ms control.`,
      quiet.note(),
    ],
  };
}

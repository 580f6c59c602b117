// From the hotkey's press to changed pixels: the picker with an empty and with a full history, beside a blank window.
// Never judge here: figures and targets are printed, and who reads them judges.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startDesktop } from '../e2e/support/desktop';
import { DEFAULT_SETTINGS } from '../src-shared/settings';
import { figures } from './app/figures';
import { fillHistory } from './app/filled-history';
import { QuietMachine } from './app/proc';
import { type Env, type Program, sleep, startClipstead, startControl } from './app/programs';
import { type Area, type Hotkey, type Opening, ScreenWatch } from './app/screen-watch';
import type { BenchContext, Figures, Measurement, PartReport, Runtime } from './lib/part';

export const name = 'picker';
export const runtimes: readonly Runtime[] = ['node'];
export const sections = ['busy', 'idle'] as const;

const OPENINGS = 60;
/** Each with one opening of each program; more of them where nothing else is run. */
const IDLE_ROUNDS = { beside: 1, alone: 8 };
const IDLE_MS = 60_000;
const CLIPS = 100_000;
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
    const seen = await measure(watch, quiet, roundsOf(context));
    watch.close();
    return report(clipsOf(context), seen, quiet);
  } finally {
    for (const program of programs) await program.stop();
    await desktop.stop();
  }
}

interface Rounds {
  readonly busy: number;
  readonly idle: number;
}

function roundsOf({ quick, only }: BenchContext): Rounds {
  if (quick) return { busy: 5, idle: 0 };
  return {
    busy: only === 'idle' ? 0 : OPENINGS,
    idle: only === 'busy' ? 0 : only === 'idle' ? IDLE_ROUNDS.alone : IDLE_ROUNDS.beside,
  };
}

const clipsOf = ({ quick, clips }: BenchContext) => (quick ? 5_000 : (clips ?? CLIPS));

async function measure(
  watch: ScreenWatch,
  quiet: QuietMachine,
  rounds: Rounds,
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
  for (let turn = 0; turn < rounds.busy; turn++) await round(turn, 'busy');
  for (let turn = 0; turn < rounds.idle; turn++) {
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
  if (subject === 'full') fillHistory(context, dir, clipsOf(context));
  return startClipstead(context, env, dir);
}

function report(clips: number, seen: Record<Subject, Seen>, quiet: QuietMachine): PartReport {
  const of = (subject: Subject, kind: 'busy' | 'idle', which: 'first' | 'complete'): Figures =>
    figures(seen[subject][kind].map((opening) => opening[which]));
  const full = `${clips.toLocaleString('en')} clips`;
  const row = (
    what: string,
    subject: Subject,
    kind: 'busy' | 'idle',
    which: 'first' | 'complete',
  ): Measurement => ({
    operation: `${what}, ${subject === 'full' ? full : 'empty history'}`,
    unit: 'ms',
    ...of(subject, kind, which),
    target: TARGET,
    control: of('control', kind, which),
  });
  const all = SUBJECTS.flatMap((subject) => [...seen[subject].busy, ...seen[subject].idle]);
  const late = figures(all.map((opening) => opening.late)).p95;
  const [busy, idle] = [seen.full.busy.length, seen.full.idle.length];
  const firstEver = SUBJECTS.map((subject) => seen[subject].firstEver.complete.toFixed(0));
  const seconds = IDLE_MS / 1000;
  const counts = [
    ...(busy > 0 ? [`${busy} openings each`] : []),
    ...(idle > 0 ? [`${idle} each after ${seconds} s in which nothing was pressed`] : []),
  ];
  return {
    title: 'Picker: from the hotkey to pixels',
    measurements: [
      ...(busy === 0
        ? []
        : [
            row('first pixels', 'empty', 'busy', 'first'),
            row('first pixels', 'full', 'busy', 'first'),
            row('whole picture', 'empty', 'busy', 'complete'),
            row('whole picture', 'full', 'busy', 'complete'),
          ]),
      ...(idle === 0
        ? []
        : [
            row(`first pixels after ${seconds} s`, 'full', 'idle', 'first'),
            row(`whole picture after ${seconds} s`, 'empty', 'idle', 'complete'),
            row(`whole picture after ${seconds} s`, 'full', 'idle', 'complete'),
          ]),
    ],
    notes: [
      `${counts.join(', and ')}, in turns; ` +
        'the control is a bare Electron app with a blank window, made before and hidden, by the same hotkey route.',
      'Time runs from right before XTEST presses the key to the picture read after a drawing (XDamage, then GetImage of a ' +
        `band of 64 pixels): too long by the reading, p95 ${late.toFixed(1)} ms.`,
      'First pixels: anything in the window’s place, its bare background too. Whole picture: what then stays, to 0.5 %.',
      `The first opening after the start, whole picture: ${firstEver[0]} ms empty, ${firstEver[1]} ms full, ${firstEver[2]} ms control.`,
      quiet.note(),
    ],
  };
}

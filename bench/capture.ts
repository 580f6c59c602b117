// From another program's copy to the committed clip, by size; beside a loop that reads the clipboard every 250 ms.
// Never ask the app: its database is watched through a connection that can only read.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { startDesktop } from '../e2e/support/desktop';
import { databaseFile } from '../src-main/storage/files';
import { findNativeBinding } from '../src-main/storage/native-binding';
import { CopyingProgram } from './app/copying-program';
import { figures } from './app/figures';
import { QuietMachine } from './app/proc';
import { type Env, sleep, startClipstead } from './app/programs';
import type { BenchContext, PartReport, Runtime } from './lib/part';

export const name = 'capture';
export const runtimes: readonly Runtime[] = ['node'];

const SIZES = [
  { bytes: 20, label: '20 B' },
  { bytes: 1_000, label: '1 KB' },
  { bytes: 100_000, label: '100 KB' },
  { bytes: 1_000_000, label: '1 MB' },
];
const COPIES = 60;
const WARM_UP_COPIES = 5;
const CONTROL_COPIES = 20;
const CONTROL_POLL_MS = 250;
const SETTLE_MS = 3_000;
const GIVE_UP_MS = 5_000;
const TARGET = { p95: 50 };

/** Sees that a copy has arrived. @returns when, on the clock of performance.now() */
interface Watcher {
  arrival(text: Buffer): Promise<number>;
  stop(): void;
}

export async function run(context: BenchContext): Promise<PartReport> {
  const desktop = await startDesktop();
  try {
    const source = await CopyingProgram.start(desktop.env.DISPLAY ?? '');
    const quiet = new QuietMachine(context.quick ? 0 : 45_000);
    const copies = context.quick ? 5 : COPIES;
    const dataDir = join(context.workDir, 'data');
    const app = await startClipstead(context, desktop.env, dataDir);
    let ours: number[][];
    let pollMs = 0;
    try {
      await sleep(SETTLE_MS);
      const watcher = watchDatabase(context, dataDir);
      for (let n = 0; n < WARM_UP_COPIES; n++) await timeCopy(source, watcher, 20);
      ours = await timeAll(source, watcher, copies, () => quiet.wait());
      watcher.stop();
      pollMs = figures(watcher.gaps).p95;
    } finally {
      await app.stop();
    }
    const poll = pollClipboard(desktop.env);
    const controls = await timeAll(source, poll, context.quick ? 2 : CONTROL_COPIES, () =>
      // Copies fall anywhere between two polls.
      sleep(Math.random() * CONTROL_POLL_MS),
    );
    poll.stop();
    source.close();
    return report(ours, controls, pollMs, quiet);
  } finally {
    await desktop.stop();
  }
}

/** @returns the times in ms, by size, in the order of SIZES; the sizes take turns. */
async function timeAll(
  source: CopyingProgram,
  watcher: Watcher,
  copies: number,
  before: () => Promise<void>,
): Promise<number[][]> {
  const times: number[][] = SIZES.map(() => []);
  for (let n = 0; n < copies; n++) {
    for (const [at, { bytes }] of SIZES.entries()) {
      await before();
      times[at]?.push(await timeCopy(source, watcher, bytes));
    }
  }
  return times;
}

let copied = 0;

async function timeCopy(source: CopyingProgram, watcher: Watcher, bytes: number): Promise<number> {
  const head = `copy ${copied++} `;
  const text = Buffer.from(head.padEnd(bytes, 'some words that go on, '));
  const arrival = watcher.arrival(text);
  const at = await source.copy(text);
  return (await arrival) - at;
}

/** Asks every millisecond whether another connection has committed (PRAGMA data_version), and then for a new clip. */
function watchDatabase(context: BenchContext, dataDir: string): Watcher & { readonly gaps: number[] } {
  const nativeBinding = findNativeBinding({ projectDir: context.projectDir });
  const db = new Database(databaseFile(dataDir), {
    readonly: true,
    ...(nativeBinding === undefined ? {} : { nativeBinding }),
  });
  const dataVersion = db.prepare('PRAGMA data_version').pluck();
  const newestId = db.prepare('SELECT max(id) FROM clip_models').pluck();
  const gaps: number[] = [];
  let version = dataVersion.get();
  let id = newestId.get();
  return {
    gaps,
    arrival: async () => {
      const began = performance.now();
      for (let last = began; ; ) {
        await sleep(1);
        const now = dataVersion.get();
        const at = performance.now();
        gaps.push(at - last);
        last = at;
        if (at - began > GIVE_UP_MS) throw new Error('a copy did not arrive');
        if (now === version) continue;
        version = now;
        const newest = newestId.get();
        if (newest === id) continue;
        id = newest;
        return at;
      }
    },
    stop: () => db.close(),
  };
}

/** The control: reads the clipboard as text at fixed times, through xclip. It stores nothing, which flatters it. */
function pollClipboard(env: Env): Watcher {
  let wanted: { readonly text: string; readonly tell: (at: number) => void } | null = null;
  const timer = setInterval(() => {
    const child = spawn('xclip', ['-out', '-selection', 'clipboard'], {
      env: { ...env },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('close', () => {
      if (wanted === null || Buffer.concat(chunks).toString() !== wanted.text) return;
      wanted.tell(performance.now());
      wanted = null;
    });
  }, CONTROL_POLL_MS);
  return {
    arrival: (text) =>
      new Promise((tell) => {
        wanted = { text: text.toString(), tell };
      }),
    stop: () => clearInterval(timer),
  };
}

function report(ours: number[][], controls: number[][], pollMs: number, quiet: QuietMachine): PartReport {
  return {
    title: 'Capture: from a copy to the committed clip',
    measurements: SIZES.map(({ label }, at) => ({
      operation: `text of ${label}`,
      unit: 'ms',
      ...figures(ours[at] ?? []),
      target: TARGET,
      control: figures(controls[at] ?? []),
    })),
    notes: [
      `${ours[0]?.length} copies of each size, in turns, by an X11 program that serves TARGETS and UTF8_STRING, from 240 KB by INCR.`,
      'Time runs from right before that program takes the selection to the look at the database that shows the clip: late by ' +
        `no more than the time between two looks (p95 ${pollMs.toFixed(1)} ms).`,
      `The control runs xclip -out every ${CONTROL_POLL_MS} ms (${controls[0]?.length} copies of each size) and stores nothing.`,
      quiet.note(),
    ],
  };
}

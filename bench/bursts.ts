// Copies in quick succession: how many of a thousand are missed, by their distance, on a slowed disk and while the picker searches.
// Never judge here, and never count a copy as kept that the command line does not list.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { startDesktop } from '../e2e/support/desktop';
import { newClipFromText } from '../src-main/capture/normalise';
import { planRead } from '../src-main/capture/planner';
import { DisplayLink } from '../src-main/clipboard/x11/display-link';
import { X11Clipboard } from '../src-main/clipboard/x11/x11-clipboard';
import { findNativeBinding } from '../src-main/storage/native-binding';
import { openStore } from '../src-main/storage/open-store';
import { CopyingProgram } from './app/copying-program';
import { figures, single } from './app/figures';
import {
  type Command,
  clipstead,
  type Env,
  type Program,
  run as runCommand,
  sleep,
  startClipstead,
} from './app/programs';
import type { BenchContext, Measurement, PartReport, Runtime } from './lib/part';

export const name = 'bursts';
export const runtimes: readonly Runtime[] = ['node'];
export const sections = ['plain', 'slow', 'searching'] as const;

const COPIES = 1_000;
const GAPS_MS = [50, 20, 10, 5, 2];
/** Nearer than this, nobody promises anything: misses are counted and shown. */
const PROMISED_MS = 5;
const CLIPS = 100_000;
const SETTLE_MS = 3_000;
/** The index of a history that was filled from outside is built in this time, searches beside it. */
const INDEX_MS = 30_000;
/** Each of the kernel's writes to the database is held up this long; storing one clip makes a dozen. */
const SLOW_WRITE_MS = 100;
/** Twelve letters a second, as a fast typist. */
const LETTER_MS = 80;
/** xdotool waits half of its delay between two letters (3.20160805, measured); the notes have what it was. */
const XDOTOOL_DELAY_MS = 2 * LETTER_MS;
const TYPED = 'some more words 4 number clip ';
/** Nothing new for so long: all that comes has come. */
const QUIET_MS = 3_000;
const GIVE_UP_TRIES = 100;
/** The same where each write is slow: some hundred clips are stored in one transaction. */
const SLOW_QUIET_MS = 30_000;

interface Burst {
  readonly missed: number;
  readonly inOrder: boolean;
  /** The longest time between two copies, in ms: the machine's own. */
  readonly longestGap: number;
  /** From a copy to the moment when its content is asked for, in ms, on the copying program's clock. */
  readonly waits: readonly number[];
  /** Misses that the app has counted by itself. */
  readonly counted: number;
}

interface Bench {
  readonly context: BenchContext;
  readonly env: Env;
  readonly source: CopyingProgram;
}

export async function run(context: BenchContext): Promise<PartReport> {
  const desktop = await startDesktop();
  try {
    const source = await CopyingProgram.start(desktop.env.DISPLAY ?? '');
    const bench: Bench = { context, env: desktop.env, source };
    const copies = context.quick ? 50 : COPIES;
    const letters: number[] = [];
    const rows: {
      readonly operation: string;
      readonly copies: number;
      readonly burst: Burst;
      readonly gapMs: number;
    }[] = [];
    const add = async (
      operation: string,
      dataDir: string,
      gapMs: number,
      count = copies,
      quietMs = QUIET_MS,
    ) => {
      rows.push({
        operation,
        copies: count,
        gapMs,
        burst: await burst(bench, dataDir, operation, gapMs, count, quietMs),
      });
    };
    const has = (section: (typeof sections)[number]) => context.only === null || context.only === section;
    for (const gapMs of [PROMISED_MS, 2]) {
      const operation = `${gapMs} ms apart, control`;
      rows.push({ operation, copies, gapMs: 0, burst: await readAlone(bench, gapMs, copies) });
    }
    if (has('plain'))
      await withApp(bench, 'plain', async (dataDir) => {
        for (const gapMs of GAPS_MS) await add(`${gapMs} ms apart`, dataDir, gapMs);
      });
    if (has('slow'))
      await withApp(bench, 'slow', async (dataDir, app) => {
        const strace = await slowWrites(app.pid);
        const quietMs = context.quick ? 20 * SLOW_WRITE_MS + QUIET_MS : SLOW_QUIET_MS;
        await add(`${PROMISED_MS} ms apart, slow disk`, dataDir, PROMISED_MS, copies, quietMs);
        strace.kill('SIGINT');
      });
    if (has('searching'))
      await withApp(bench, 'searching', async (dataDir) => {
        const { stop, letterMs } = await search(bench, dataDir);
        for (const gapMs of [10, PROMISED_MS]) await add(`${gapMs} ms apart, searching`, dataDir, gapMs);
        stop();
        letters.push(...letterMs);
      });
    source.close();
    const measurements: Measurement[] = [
      ...rows.map(({ operation, burst: { missed, counted }, gapMs }) => ({
        operation,
        unit: 'copies',
        ...single(missed),
        ...(gapMs >= PROMISED_MS ? { target: { p95: 0 } } : {}),
        remark: counted === missed ? '' : `the app counts ${counted}`,
      })),
      ...rows.map(({ operation, burst: { waits, longestGap } }) => ({
        operation,
        table: 'From a copy to the moment when its content is asked for',
        unit: 'ms',
        ...figures(waits),
        remark: `longest time between two copies: ${longestGap.toFixed(0)} ms`,
      })),
    ];
    const unordered = rows.filter(({ burst: { inOrder } }) => !inOrder).map(({ operation }) => operation);
    return {
      title: 'Bursts: copies that were missed',
      measurements,
      notes: [
        `${copies} copies of 20 to 40 bytes each time by an X11 program. X11 keeps a content only with its owner: what ` +
          'nobody has read when the next copy comes is gone, whoever holds the processor meanwhile.',
        'The app has no right to a higher priority, as on a user’s desktop: as root, Chromium’s threads would hold up the X server.',
        'Control: the X11 source alone in the copying program’s own process, with no app beside it. What it misses, the machine has missed.',
        `Slow disk: strace holds up each write to the database by ${SLOW_WRITE_MS} ms on the app’s main thread. Searching: ${clips(context).toLocaleString('en')} clips, the picker ` +
          `open, a letter typed every ${letters.length === 0 ? LETTER_MS : Math.round(figures(letters).p50)} ms.`,
        unordered.length === 0
          ? 'All are in the order in which they were copied.'
          : `NOT in order: ${unordered.join('; ')}.`,
      ],
    };
  } finally {
    await desktop.stop();
  }
}

const clips = (context: BenchContext) => context.clips ?? (context.quick ? 2_000 : CLIPS);

async function withApp(
  { context, env }: Bench,
  folder: string,
  work: (dataDir: string, app: Program) => Promise<void>,
): Promise<void> {
  const dataDir = join(context.workDir, folder);
  mkdirSync(dataDir, { mode: 0o700 });
  if (folder === 'searching') fill(context, dataDir);
  const app = await startClipstead(context, env, dataDir, { asUser: true });
  try {
    await sleep(SETTLE_MS);
    await work(dataDir, app);
  } finally {
    await app.stop();
  }
}

function fill(context: BenchContext, dir: string): void {
  const store = openStore({ dir, nativeBinding: findNativeBinding({ projectDir: context.projectDir }) });
  const text = (n: number) => Buffer.from(`Clip number ${n}${', and then some more words'.repeat(n % 20)}`);
  store.storeMany(Array.from({ length: clips(context) }, (_, n) => newClipFromText(text(n), null)));
  store.close();
}

/** @returns ms from each copy to the next, at the longest */
async function copyMany(
  source: CopyingProgram,
  label: string,
  gapMs: number,
  count: number,
): Promise<number> {
  let last = performance.now();
  let longestGap = 0;
  for (let n = 1; n <= count; n++) {
    const at = await source.copy(Buffer.from(`${label}: ${n}`));
    if (n > 1) longestGap = Math.max(longestGap, at - last);
    last = at;
    // From the last one on, not from the first: a late one must not bring the next ones nearer.
    while (performance.now() - last < gapMs) await sleep(Math.max(0, gapMs - (performance.now() - last)));
  }
  return longestGap;
}

/** What nothing but the source itself misses. */
async function readAlone({ env, source }: Bench, gapMs: number, count: number): Promise<Burst> {
  const label = `control ${gapMs}`;
  const link = new DisplayLink(env.DISPLAY ?? '');
  const port = new X11Clipboard(link, planRead);
  await link.start();
  const kept: number[] = [];
  await port.start((event) => {
    if (event.type !== 'content') return;
    const text = Buffer.from(event.formats[0]?.bytes ?? []).toString();
    if (text.startsWith(`${label}: `)) kept.push(Number(text.slice(label.length + 2)));
  });
  source.takeWaits();
  const longestGap = await copyMany(source, label, gapMs, count);
  await sleep(QUIET_MS);
  await port.stop();
  const missed = count - kept.length;
  return { missed, counted: missed, inOrder: isSorted(kept), longestGap, waits: source.takeWaits() };
}

const isSorted = (numbers: readonly number[]) =>
  numbers.every((n, at) => at === 0 || n > (numbers[at - 1] ?? 0));

/** Copies, waits until nothing more comes, and counts. */
async function burst(
  bench: Bench,
  dataDir: string,
  label: string,
  gapMs: number,
  count: number,
  quietMs: number,
): Promise<Burst> {
  const { missed: before } = await statusOf(bench, dataDir);
  bench.source.takeWaits();
  const longestGap = await copyMany(bench.source, label, gapMs, count);
  let kept: number[] = [];
  for (
    let seen = -1, tries = 0;
    kept.length < count && kept.length > seen && tries < GIVE_UP_TRIES;
    tries++
  ) {
    if (tries > 0) await sleep(quietMs);
    const now = await listed(bench, dataDir, label);
    // A main thread that waits for its disk does not answer.
    if (now === null) continue;
    seen = tries === 0 ? -1 : kept.length;
    kept = now;
  }
  const waits = bench.source.takeWaits();
  const after = await statusOf(bench, dataDir);
  return {
    missed: count - kept.length,
    inOrder: isSorted(kept),
    longestGap,
    waits,
    counted: after.missed - before,
  };
}

async function statusOf({ context, env }: Bench, dataDir: string): Promise<{ readonly missed: number }> {
  const text = await output(clipstead(context, env, dataDir, 'status', '--json'));
  if (text === null) throw new Error('the app does not say its status');
  return JSON.parse(text);
}

/** What a command prints; null where it fails. */
async function output({ file, args, env }: Command): Promise<string | null> {
  const child = spawn(file, args, { env: { ...env }, stdio: ['ignore', 'pipe', 'ignore'] });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  const code = await new Promise((done) => child.once('close', done));
  return code === 0 ? Buffer.concat(chunks).toString() : null;
}

/** Numbers of the copies that the history has, oldest first; null while the app does not answer. */
async function listed({ context, env }: Bench, dataDir: string, label: string): Promise<number[] | null> {
  const text = await output(clipstead(context, env, dataDir, 'list', '--json', '--limit', '10000'));
  if (text === null) return null;
  return (JSON.parse(text) as { preview: string }[])
    .map(({ preview }) => preview)
    .filter((preview) => preview.startsWith(`${label}: `))
    .map((preview) => Number(preview.slice(label.length + 2)))
    .reverse();
}

/** Holds up the writes of a process' main thread. Resolves when it does. */
async function slowWrites(pid: number): Promise<ChildProcess> {
  const inject = `inject=pwrite64:delay_enter=${SLOW_WRITE_MS * 1_000}`;
  const strace = spawn('strace', ['-p', String(pid), '-e', 'trace=pwrite64', '-e', inject], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  await new Promise<void>((attached, failed) => {
    strace.once('error', failed);
    strace.once('exit', (code) => failed(new Error(`strace ended with ${code}`)));
    strace.stderr.once('data', () => attached());
  });
  strace.stderr.resume();
  return strace;
}

/** What types until it is stopped, and how long it took for each letter, in ms. */
interface Typing {
  readonly stop: () => void;
  readonly letterMs: readonly number[];
}

/**
 * Opens the picker and types, a letter after the other. All of it from a shell: a process that is started from here holds this thread for
 * milliseconds, and the copying program lives on it.
 */
async function search({ context, env }: Bench, dataDir: string): Promise<Typing> {
  await sleep(context.quick ? 0 : INDEX_MS);
  await runCommand(clipstead(context, env, dataDir, 'show'));
  const script = 'while xdotool type --delay "$0" "$1"; do echo; xdotool key ctrl+a; done';
  const shell = spawn('sh', ['-c', script, String(XDOTOOL_DELAY_MS), TYPED], {
    env: { ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: true,
  });
  const letterMs: number[] = [];
  let last = performance.now();
  shell.stdout.on('data', () => {
    const now = performance.now();
    letterMs.push((now - last) / TYPED.length);
    last = now;
  });
  const stop = () => {
    // With what it has started.
    if (shell.pid !== undefined) process.kill(-shell.pid);
  };
  return { stop, letterMs };
}

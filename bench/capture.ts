// From another program's copy to the committed clip, by size and by format; beside a loop that reads the clipboard every 250 ms.
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

/** A copy by its text; whatever is beside or instead of it is told apart by its first bytes. */
interface Kind {
  readonly label: string;
  readonly bytes: number;
  readonly offers: (text: Buffer) => Readonly<Record<string, Buffer>>;
  /** Whether the control, which reads text, can see it. */
  readonly isText: boolean;
}

const plain = (bytes: number, label: string): Kind => ({
  label: `text of ${label}`,
  bytes,
  offers: (text) => ({ UTF8_STRING: text }),
  isText: true,
});
const wrapped = (before: string, text: Buffer, after: string) =>
  Buffer.concat([Buffer.from(before), text, Buffer.from(after)]);
/** The signature and the beginning of the header of a PNG: nobody unpacks the rest. */
const PNG_START = Buffer.from('89504e470d0a1a0a0000000d49484452000004b0000003200806000000', 'hex');

const KINDS: readonly Kind[] = [
  plain(20, '20 B'),
  plain(1_000, '1 KB'),
  plain(100_000, '100 KB'),
  plain(1_000_000, '1 MB'),
  {
    label: 'text with HTML and RTF, 10 KB',
    bytes: 3_300,
    offers: (text) => ({
      UTF8_STRING: text,
      'text/html': wrapped('<p>', text, '</p>'),
      'text/rtf': wrapped('{\\rtf1 ', text, '}'),
      'image/png': PNG_START,
    }),
    isText: true,
  },
  {
    label: 'text of 20 B among 200 targets',
    bytes: 20,
    offers: (text) => ({
      ...Object.fromEntries(Array.from({ length: 199 }, (_, n) => [`application/x-openoffice-${n}`, text])),
      UTF8_STRING: text,
    }),
    isText: true,
  },
  {
    label: 'image of 1 MB',
    bytes: 1_000_000,
    offers: (text) => ({ 'image/png': Buffer.concat([PNG_START, text]), 'image/bmp': text }),
    isText: false,
  },
  {
    label: 'list of 10 files',
    bytes: 20,
    offers: (text) => {
      const uris = Array.from({ length: 10 }, (_, n) => `file:///tmp/${encodeURIComponent(`${text} ${n}`)}`);
      return {
        'x-special/gnome-copied-files': Buffer.from(`copy\n${uris.join('\n')}`),
        'text/uri-list': Buffer.from(`${uris.join('\r\n')}\r\n`),
      };
    },
    isText: false,
  },
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
      for (let n = 0; n < WARM_UP_COPIES; n++) await timeCopy(source, watcher, plain(20, ''));
      ours = await timeAll(source, watcher, KINDS, copies, () => quiet.wait());
      watcher.stop();
      pollMs = figures(watcher.gaps).p95;
    } finally {
      await app.stop();
    }
    const poll = pollClipboard(desktop.env);
    const texts = KINDS.filter(({ isText }) => isText);
    const controls = await timeAll(source, poll, texts, context.quick ? 2 : CONTROL_COPIES, () =>
      // Copies fall anywhere between two polls.
      sleep(Math.random() * CONTROL_POLL_MS),
    );
    poll.stop();
    source.close();
    return report(ours, new Map(texts.map(({ label }, at) => [label, controls[at] ?? []])), pollMs, quiet);
  } finally {
    await desktop.stop();
  }
}

/** @returns the times in ms, by kind, in their order; the kinds take turns. */
async function timeAll(
  source: CopyingProgram,
  watcher: Watcher,
  kinds: readonly Kind[],
  copies: number,
  before: () => Promise<void>,
): Promise<number[][]> {
  const times: number[][] = kinds.map(() => []);
  for (let n = 0; n < copies; n++) {
    for (const [at, kind] of kinds.entries()) {
      await before();
      times[at]?.push(await timeCopy(source, watcher, kind));
    }
  }
  return times;
}

let copied = 0;

async function timeCopy(source: CopyingProgram, watcher: Watcher, { bytes, offers }: Kind): Promise<number> {
  const head = `copy ${copied++} `;
  const text = Buffer.from(head.padEnd(bytes, 'some words that go on, '));
  const arrival = watcher.arrival(text);
  const at = await source.copy(offers(text));
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

function report(
  ours: readonly (readonly number[])[],
  controls: ReadonlyMap<string, readonly number[]>,
  pollMs: number,
  quiet: QuietMachine,
): PartReport {
  return {
    title: 'Capture: from a copy to the committed clip',
    measurements: KINDS.map(({ label }, at) => {
      const control = controls.get(label);
      return {
        operation: label,
        unit: 'ms',
        ...figures(ours[at] ?? []),
        target: TARGET,
        ...(control === undefined ? {} : { control: figures(control) }),
      };
    }),
    notes: [
      `${ours[0]?.length} copies of each kind, in turns, by an X11 program that has all formats at hand, from 240 KB by INCR.`,
      'Time runs from right before that program takes the selection to the look at the database that shows the clip: late by ' +
        `no more than the time between two looks (p95 ${pollMs.toFixed(1)} ms).`,
      `The control runs xclip -out every ${CONTROL_POLL_MS} ms (${[...controls.values()][0]?.length} copies of each text) and stores nothing.`,
      quiet.note(),
    ],
  };
}

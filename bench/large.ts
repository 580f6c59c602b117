// Very large copies: what is kept of them, byte for byte, what the capture log says of the others, and what memory they leave behind.
// Never judge here, and never count a copy as kept whose bytes were not compared.
import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { startDesktop } from '../e2e/support/desktop';
import { encodePng, pngRowBytes } from '../e2e/support/png';
import { CopyingProgram } from './app/copying-program';
import { single } from './app/figures';
import { memory } from './app/proc';
import { clipstead, type Env, sleep, startClipstead } from './app/programs';
import type { BenchContext, Measurement, PartReport, Runtime } from './lib/part';

export const name = 'large';
export const runtimes: readonly Runtime[] = ['node'];

const MB = 1024 * 1024;
const SETTLE_MS = 35_000;
/** After the last byte: as long as a user takes to forget about it. */
const AFTER_MS = 20_000;
const WITHIN_MB = 30;
const GIVE_UP_MS = 60_000;

interface Copy {
  readonly label: string;
  readonly target: string;
  readonly content: Buffer;
  readonly kept: boolean;
}

interface Event {
  readonly result: string;
  readonly reason: string | null;
  readonly formats: readonly { readonly outcome: string; readonly bytes: number | null }[];
}

export async function run(context: BenchContext): Promise<PartReport> {
  const desktop = await startDesktop();
  try {
    const source = await CopyingProgram.start(desktop.env.DISPLAY ?? '');
    const dataDir = join(context.workDir, 'data');
    mkdirSync(dataDir, { mode: 0o700 });
    const app = await startClipstead(context, desktop.env, dataDir);
    const rows: Measurement[] = [];
    const wrong: string[] = [];
    const where: string[] = [];
    try {
      await sleep(context.quick ? 5_000 : SETTLE_MS);
      // The first copy of all loads what all later ones use.
      await source.copy(Buffer.from('a text of usual length'));
      await sleep(3_000);
      for (const copy of copies()) {
        const before = byKind(app.pid);
        const events = (await log(context, desktop.env, dataDir)).length;
        const began = performance.now();
        await source.copy({ [copy.target]: copy.content });
        const event = await nextEvent(context, desktop.env, dataDir, events);
        const ms = performance.now() - began;
        const trouble = await check(context, desktop.env, dataDir, copy, event);
        if (trouble !== null) wrong.push(`${copy.label}: ${trouble}`);
        await sleep(context.quick ? 8_000 : AFTER_MS);
        const after = byKind(app.pid);
        const more = (kind: string) => ((after.get(kind) ?? 0) - (before.get(kind) ?? 0)) / MB;
        const kinds = [...new Set([...before.keys(), ...after.keys()])];
        const told = kinds
          .filter((kind) => Math.abs(more(kind)) >= 1)
          .map((kind) => `${kind} ${more(kind).toFixed(0)}`);
        where.push(`${copy.label}: ${told.join(', ') || 'nowhere more than 1 MB'}`);
        rows.push({
          operation: copy.label,
          unit: 'MB more than before',
          ...single(kinds.reduce((sum, kind) => sum + more(kind), 0)),
          target: { p95: WITHIN_MB },
          remark: `${event.result}${event.reason === null ? '' : `, ${event.reason}`}, after ${Math.round(ms)} ms`,
        });
      }
    } finally {
      await app.stop();
      source.close();
    }
    return {
      title: 'Large copies: memory that stays',
      measurements: rows,
      notes: [
        'PSS of all the app’s processes together, before each copy and some time after it. An X11 program copies, by INCR.',
        `By process, in MB: ${where.join('; ')}.`,
        wrong.length === 0
          ? 'All that is kept is kept byte for byte (SHA-256 of `clipstead get`); of the others the capture log has the whole size.'
          : `NOT right: ${wrong.join('; ')}.`,
      ],
    };
  } finally {
    await desktop.stop();
  }
}

/** Bytes of PSS of the app's processes, by what they are for. */
function byKind(pid: number): ReadonlyMap<string, number> {
  const kinds = new Map<string, number>();
  for (const { kind, pss } of memory(pid)) kinds.set(kind, (kinds.get(kind) ?? 0) + pss);
  return kinds;
}

function copies(): Copy[] {
  const text = (megabytes: number) =>
    Buffer.from(
      randomBytes((megabytes * MB * 3) / 4)
        .toString('base64')
        .slice(0, megabytes * MB),
    );
  return [
    { label: 'text, 31 MB', target: 'UTF8_STRING', content: text(31), kept: true },
    { label: 'text, 100 MB', target: 'UTF8_STRING', content: text(100), kept: false },
    { label: 'PNG of 100 megapixels, 50 MB', target: 'image/png', content: grayPng(4), kept: true },
    { label: 'PNG of 100 megapixels, 100 MB', target: 'image/png', content: grayPng(8), kept: false },
    // Small enough in pixels to be decoded for its thumbnail.
    {
      label: 'PNG of 60 megapixels, 30 MB',
      target: 'image/png',
      content: grayPng(4, 10_000, 6_000),
      kept: true,
    },
  ];
}

/** Noise in shades of gray, not packed. */
function grayPng(bits: number, width = 10_000, height = 10_000): Buffer {
  const of = { width, height, bits, level: 0 };
  const stride = pngRowBytes(of);
  const rows = randomBytes(stride * height);
  for (let row = 0; row < height; row++) rows[row * stride] = 0;
  return encodePng(of, rows);
}

async function nextEvent(context: BenchContext, env: Env, dataDir: string, before: number): Promise<Event> {
  const deadline = performance.now() + GIVE_UP_MS;
  for (;;) {
    const event = (await log(context, env, dataDir))[before];
    if (event !== undefined) return event;
    if (performance.now() > deadline) throw new Error('the copy is in no log');
    await sleep(100);
  }
}

/** @returns what is wrong; null where all is right */
async function check(
  context: BenchContext,
  env: Env,
  dataDir: string,
  { content, kept }: Copy,
  event: Event,
): Promise<string | null> {
  if (!kept) {
    const [format] = event.formats;
    if (event.reason !== 'too-large') return `not told as too large (${event.result}, ${event.reason})`;
    return format?.bytes === content.length ? null : `its size in the log is ${format?.bytes}`;
  }
  const wanted = createHash('sha256').update(content).digest('hex');
  const deadline = performance.now() + GIVE_UP_MS;
  while (performance.now() < deadline) {
    const clips = JSON.parse(
      (await output(context, env, dataDir, 'list', '--json', '--limit', '1')).toString(),
    ) as { id: number; size: number }[];
    const [clip] = clips;
    if (clip?.size === content.length) {
      const bytes = await output(context, env, dataDir, 'get', String(clip.id));
      return createHash('sha256').update(bytes).digest('hex') === wanted ? null : 'other bytes than copied';
    }
    await sleep(100);
  }
  return 'not stored';
}

async function log(context: BenchContext, env: Env, dataDir: string): Promise<Event[]> {
  return JSON.parse((await output(context, env, dataDir, 'log', '--json')).toString()) as Event[];
}

async function output(context: BenchContext, env: Env, dataDir: string, ...args: string[]): Promise<Buffer> {
  const command = clipstead(context, env, dataDir, ...args);
  const child = spawn(command.file, command.args, {
    env: { ...command.env },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  const code = await new Promise((done) => child.once('close', done));
  if (code !== 0) throw new Error(`the command line ended with ${code}`);
  return Buffer.concat(chunks);
}

// Content that was copied to stall a window: how long the picker's page is held while each is selected and shown.
// Never judge here: figures and targets are printed, and who reads them judges.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { App } from '../e2e/support/app';
import { startDesktop } from '../e2e/support/desktop';
import { Picker } from '../e2e/support/picker';
import { newClip } from '../src-main/capture/normalise';
import { openStore } from '../src-main/storage/open-store';
import { heavyHtml, hostileHtml, hostileTexts } from '../src-renderer/testing/hostile';
import { HTML_MIME, type NewClip, TEXT_MIME } from '../src-shared/clip';
import { figures } from './app/figures';
import { coreWaitMs } from './app/proc';
import { sleep } from './app/programs';
import type { BenchContext, Measurement, PartReport, Runtime } from './lib/part';

export const name = 'hostile';
export const runtimes: readonly Runtime[] = ['node'];

const SETTLE_MS = 3_000;
/** From the key to the end of what it leads to: the preview's answer, colours, the next blocks of a text. */
const SHOWN_MS = 350;
/** Times between two ticks of the page's thread. */
const TICK_MS = 4;
const TARGET = { max: 100 };
/** Those that held the page longest are named. */
const NAMED = 6;

interface Held {
  readonly name: string;
  readonly ms: number;
  /** Less what the page's thread waited for a core meanwhile. */
  readonly ownMs: number;
}

/** The picker's page, and the process that it is drawn in. */
interface Watched {
  readonly page: App['page'];
  readonly pid: number;
}

export async function run(context: BenchContext): Promise<PartReport> {
  const dir = join(context.workDir, 'data');
  mkdirSync(dir, { mode: 0o700 });
  const texts = hostileTexts().map(([name, text]) => [name, { [TEXT_MIME]: text }] as const);
  const pages = [
    ...heavyHtml(),
    ...hostileHtml('http://127.0.0.1:9/', 'x()').map((html, n) => [`payload ${n}`, html] as const),
  ].map(([name, html], n) => [name, { [TEXT_MIME]: `page ${n}`, [HTML_MIME]: html }] as const);
  const shown = context.quick ? [...texts.slice(0, 3), ...pages.slice(0, 3)] : [...texts, ...pages];
  // The newest stands on top.
  const store = openStore({ dir, nativeBinding: context.nativeBinding ?? undefined });
  for (const [, formats] of [...shown].reverse()) store.store(clipOf(formats));
  store.close();
  const countOfTexts = shown.filter(([, formats]) => !(HTML_MIME in formats)).length;
  const names = shown.map(([name]) => name);

  const desktop = await startDesktop();
  try {
    const app = await App.start(desktop.env, dir);
    try {
      await sleep(SETTLE_MS);
      const picker = new Picker(app);
      await picker.open();
      await startTicking(app.page);
      const pid = await app.electron.evaluate(
        ({ webContents }) => webContents.getAllWebContents()[0]?.getOSProcessId() ?? 0,
      );
      const watched = { page: app.page, pid };
      const rows = await heldWhile(watched, 'all rows', () => picker.press('End'));
      await picker.press('Home', 'space');
      await sleep(SHOWN_MS);
      const asText = await walk(watched, names.slice(0, countOfTexts));
      await app.page.getByRole('button', { name: 'Show white space' }).click();
      await picker.press('Home');
      const withSpaces = await walk(watched, names.slice(0, countOfTexts));
      await app.page.keyboard.press('ArrowDown');
      await app.page.getByRole('button', { name: 'Formatted' }).click();
      await picker.press('Home');
      for (let n = 0; n < countOfTexts; n++) await app.page.keyboard.press('ArrowDown');
      const asPages = await walk(watched, names.slice(countOfTexts));
      return report([
        ['their rows', [rows]],
        ['texts', asText],
        ['texts with their white space', withSpaces],
        ['pages', asPages],
      ]);
    } finally {
      await app.quit();
    }
  } finally {
    await desktop.stop();
  }
}

function clipOf(formats: Readonly<Record<string, string>>): NewClip {
  const list = Object.entries(formats).map(([mime, text]) => ({ mime, bytes: Buffer.from(text) }));
  const clip = newClip(list, 'bench');
  if (clip === null) throw new Error('nothing to store');
  return clip;
}

/** Has the page keep the longest time between two ticks of its thread. */
async function startTicking(page: App['page']): Promise<void> {
  await page.evaluate((every) => {
    const state = { longest: 0 };
    Object.assign(window, { ticking: state });
    let last = performance.now();
    setInterval(() => {
      const now = performance.now();
      state.longest = Math.max(state.longest, now - last);
      last = now;
    }, every);
  }, TICK_MS);
}

async function heldWhile({ page, pid }: Watched, name: string, act: () => Promise<void>): Promise<Held> {
  const longest = () =>
    page.evaluate(() => {
      const state = (window as unknown as { ticking: { longest: number } }).ticking;
      const { longest } = state;
      state.longest = 0;
      return longest;
    });
  await longest();
  const waited = coreWaitMs(pid);
  await act();
  await sleep(SHOWN_MS);
  const ms = await longest();
  return { name, ms, ownMs: Math.max(0, ms - (coreWaitMs(pid) - waited)) };
}

/** Shows one clip after another, from the one above the first of them on. */
async function walk(watched: Watched, names: readonly string[]): Promise<Held[]> {
  const held: Held[] = [];
  for (const name of names) {
    // There and back, so that the first one is come to as well.
    const key = held.length === 0 ? ['ArrowDown', 'ArrowUp'] : ['ArrowDown'];
    held.push(
      await heldWhile(watched, name, async () => {
        for (const each of key) await watched.page.keyboard.press(each);
      }),
    );
  }
  return held;
}

function report(groups: readonly (readonly [what: string, held: readonly Held[]])[]): PartReport {
  const row = ([what, held]: (typeof groups)[number]): Measurement => ({
    operation: `page held, ${what}`,
    unit: 'ms',
    ...figures(held.map(({ ms }) => ms)),
    ownMax: Math.max(...held.map(({ ownMs }) => ownMs)),
    target: TARGET,
  });
  const worst = groups
    .flatMap(([what, held]) => held.map((one) => ({ ...one, name: `${one.name} (${what})` })))
    .sort((a, b) => b.ms - a.ms)
    .slice(0, NAMED);
  return {
    title: 'Hostile content: how long it holds the picker’s page',
    measurements: groups.map(row),
    notes: [
      `The longest time between two ticks of the page’s thread, due every ${TICK_MS} ms, within ${SHOWN_MS} ms of the key that ` +
        'selects a clip, its preview open; work of others on the machine is in it. Less core waits: without ' +
        'what the page’s thread waited for a core in that time (schedstat).',
      `Longest: ${worst.map(({ name, ms, ownMs }) => `${name} ${ms.toFixed(0)} (${ownMs.toFixed(0)})`).join(', ')} ms; in ` +
        'brackets less the core waits.',
    ],
  };
}

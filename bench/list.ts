// The open picker at work in a long history: from a typed letter to its result's pixels, and the frames while an arrow is held.
// Never judge here: figures and targets are printed, and who reads them judges.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from '../e2e/support/app';
import { type Desktop, startDesktop } from '../e2e/support/desktop';
import { Picker } from '../e2e/support/picker';
import { run as runProgram } from '../e2e/support/programs';
import { DEFAULT_SETTINGS } from '../src-shared/settings';
import { figures } from './app/figures';
import { fillHistory } from './app/filled-history';
import { QuietMachine } from './app/proc';
import { type Program, sleep, startClipstead } from './app/programs';
import { type Area, ScreenWatch } from './app/screen-watch';
import type { BenchContext, Measurement, PartReport, Runtime } from './lib/part';

export const name = 'list';
export const runtimes: readonly Runtime[] = ['node'];
export const sections = ['letters', 'frames'] as const;

const CLIPS = 100_000;
const HOTKEY = { accelerator: 'Control+Shift+V', keysym: 0x76 };
const KEY_BACKSPACE = 0xff08;
const SETTLE_MS = 5_000;
/** Words that are typed, letter by letter. */
const WORDS = 60;
const WORD_LETTERS = 6;
/** The search box's height: the list stands below. */
const BOX_HEIGHT = 60;
const FOOTER_HEIGHT = 40;
/** How long an arrow is held. */
const HELD_MS = 10_000;
/** Presses of End before the second run: each goes to the end of what is loaded, and loads more. */
const ENDS = 40;
const PLAIN_ROWS = 2_000;

export async function run(context: BenchContext): Promise<PartReport> {
  const clips = context.quick ? 5_000 : (context.clips ?? CLIPS);
  const dir = join(context.workDir, 'data');
  mkdirSync(dir, { mode: 0o700 });
  writeFileSync(
    join(dir, 'settings.json'),
    JSON.stringify({ ...DEFAULT_SETTINGS, hotkey: HOTKEY.accelerator }),
  );
  const texts = fillHistory(context, dir, clips);
  const desktop = await startDesktop();
  try {
    const typed = context.only === 'frames' ? null : await measureTyping(context, desktop, dir, texts);
    const frames = context.only === 'letters' ? null : await measureFrames(context, desktop, dir);
    return report(clips, typed, frames);
  } finally {
    await desktop.stop();
  }
}

interface Typed {
  /** Milliseconds from the key press to the picture that stays. */
  readonly complete: number[];
  readonly first: number[];
  /** The same for a letter that is only shown in the box. */
  readonly late: number[];
  readonly unchanged: number;
  readonly note: string;
}

async function measureTyping(
  context: BenchContext,
  desktop: Desktop,
  dir: string,
  texts: readonly string[],
): Promise<Typed> {
  const program: Program = await startClipstead(context, desktop.env, dir);
  const [complete, first, late]: [number[], number[], number[]] = [[], [], []];
  let unchanged = 0;
  try {
    const watch = await ScreenWatch.start(desktop.env.DISPLAY ?? '');
    const quiet = new QuietMachine(context.quick ? 0 : 60_000);
    await sleep(SETTLE_MS);
    const { drawn } = await watch.seeOpening(HOTKEY);
    const list = listOf(drawn);
    for (const word of wordsOf(texts).slice(0, context.quick ? 5 : WORDS)) {
      for (const letter of word) {
        await quiet.wait();
        const seen = await watch.seeKey(letter.charCodeAt(0), list);
        if (seen === null) {
          unchanged++;
          continue;
        }
        complete.push(seen.complete);
        first.push(seen.first);
        late.push(seen.late);
      }
      for (const _ of word) await watch.seeKey(KEY_BACKSPACE, list);
    }
    watch.close();
    return { complete, first, late, unchanged, note: quiet.note() };
  } finally {
    await program.stop();
  }
}

/** A band of the list, without the search box, whose letters and caret are no result, and without the footer. */
function listOf(window: Area): Area {
  const band = ScreenWatch.band(window);
  return { ...band, y: band.y + BOX_HEIGHT, h: band.h - BOX_HEIGHT - FOOTER_HEIGHT };
}

/** Beginnings of words of the history, in letters that every keyboard has. */
function wordsOf(texts: readonly string[]): readonly string[] {
  const words = texts.flatMap((text) => /\b[a-z]{4,}/.exec(text)?.[0].slice(0, WORD_LETTERS) ?? []);
  return [...new Set(words)];
}

interface Frames {
  readonly top: number[];
  readonly deep: number[];
  readonly plain: number[];
}

async function measureFrames(context: BenchContext, desktop: Desktop, dir: string): Promise<Frames> {
  const app = await App.start(desktop.env, dir);
  const held = context.quick ? 2_000 : HELD_MS;
  try {
    await sleep(SETTLE_MS);
    const picker = new Picker(app);
    await picker.open();
    const top = await framesWhileHeld(desktop, held, app.page);
    for (let n = 0; n < (context.quick ? 5 : ENDS); n++) await picker.press('End');
    const deep = await framesWhileHeld(desktop, held, app.page);
    await picker.press('Escape');
    await picker.expectClosed();
    const plainPage = await openPlainPage(app);
    const plain = await framesWhileHeld(desktop, held, plainPage);
    return { top, deep, plain };
  } finally {
    await app.quit();
  }
}

/** Milliseconds between the frames of a page while the Down key is held: the X server repeats it. */
async function framesWhileHeld(desktop: Desktop, ms: number, page: App['page']): Promise<number[]> {
  await page.evaluate(() => {
    const frames: number[] = [];
    Object.assign(window, { frames });
    let last = performance.now();
    const next = (now: number) => {
      frames.push(now - last);
      last = now;
      requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
  });
  await runProgram('xdotool', ['keydown', 'Down'], { env: desktop.env });
  // The first repeat comes late, by the keyboard's delay.
  await sleep(1_000);
  await page.evaluate(() => {
    (window as unknown as { frames: number[] }).frames.length = 0;
  });
  await sleep(ms);
  const frames = await page.evaluate(() => [...(window as unknown as { frames: number[] }).frames]);
  await runProgram('xdotool', ['keyup', 'Down'], { env: desktop.env });
  return frames;
}

/** The control: rows of text in a window of the same size, of which the next is marked and scrolled to at each key. */
async function openPlainPage(app: App): Promise<App['page']> {
  const rows = Array.from({ length: PLAIN_ROWS }, (_, n) => `<p>Plain row number ${n} with some words</p>`);
  const html = `<style>body{margin:0;font:14px sans-serif;overflow:auto}p{margin:0;height:48px}.on{background:#cdf}</style>
    ${rows.join('')}<script>let at=0;addEventListener('keydown',(e)=>{if(e.key!=='ArrowDown')return;e.preventDefault();
    const all=document.getElementsByTagName('p');all[at].className='';at=Math.min(at+1,all.length-1);all[at].className='on';
    all[at].scrollIntoView({block:'nearest'})})</script>`;
  const opened = app.electron.waitForEvent('window');
  await app.electron.evaluate(
    async ({ BrowserWindow }, url) => {
      const window = new BrowserWindow({
        width: 760,
        height: 480,
        frame: false,
        // A session of its own: in the app's one nothing but its own pages is loaded.
        webPreferences: { sandbox: true, backgroundThrottling: false, partition: 'plain-rows' },
      });
      window.focus();
      await window.loadURL(url);
    },
    `data:text/html,${encodeURIComponent(html)}`,
  );
  const page = await opened;
  await page.locator('p').first().waitFor();
  return page;
}

function report(clips: number, typed: Typed | null, frames: Frames | null): PartReport {
  const parts = [
    ...(typed === null ? [] : [ofLetters(clips, typed)]),
    ...(frames === null ? [] : [ofFrames(frames)]),
  ];
  return {
    title: `The open picker: ${clips.toLocaleString('en')} clips`,
    measurements: parts.flatMap(({ measurements }) => measurements),
    notes: parts.flatMap(({ notes }) => notes),
  };
}

type Part = Omit<PartReport, 'title'>;

function ofLetters(clips: number, { first, complete, late, unchanged, note }: Typed): Part {
  return {
    measurements: [
      { operation: 'typed letter to first pixels of the list', unit: 'ms', ...figures(first) },
      {
        operation: 'typed letter to the whole result',
        unit: 'ms',
        ...figures(complete),
        target: { p95: clips >= 500_000 ? 100 : 50 },
      },
    ],
    notes: [
      'Letters of words of the history, one key at a time by XTEST; the time runs from right before the press to the picture of ' +
        `a band of the list as it then stays: too long by the reading, p95 ${figures(late).p95.toFixed(1)} ms.`,
      `${unchanged} letters changed nothing in the band, and are not counted.`,
      note,
    ],
  };
}

function ofFrames({ top, deep, plain }: Frames): Part {
  const control = figures(plain);
  const row = (where: string, samples: readonly number[]): Measurement => ({
    operation: `frame, arrow held ${where}`,
    unit: 'ms',
    ...figures(samples),
    target: { p95: control.p95 * 1.2 },
    control,
  });
  return {
    measurements: [row('at the top', top), row('far down', deep)],
    notes: [
      `Frames: times between two of the page’s animation frames while the X server repeats a held key, ${top.length} and ` +
        `${deep.length} of them; the control is a page of ${PLAIN_ROWS} plain rows in a window of the same app.`,
    ],
  };
}

// How long the main thread's event loop is held while copies come in, somebody searches and the history is looked after.
// Never judge here: figures and the bar are printed, and who reads them judges.

import fs, { statSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import Database from 'better-sqlite3';
import { newClipFromText } from '../src-main/capture/normalise';
import { createHistoryFeed } from '../src-main/history-feed';
import { listBackups } from '../src-main/storage/backups';
import { ClipDao } from '../src-main/storage/clip-dao';
import { databaseFile } from '../src-main/storage/files';
import { type History, openHistory } from '../src-main/storage/history';
import { openStore } from '../src-main/storage/open-store';
import { openReader } from '../src-main/storage/reader';
import { policyOf } from '../src-main/storage/retention';
import { SearchIndex } from '../src-main/storage/search-index';
import type { HistoryReader } from '../src-main/storage/types';
import { keepWaitingClips } from '../src-main/storage/waiting-clips';
import type { NewClip } from '../src-shared/clip';
import { inEnglish } from '../src-shared/i18n/english';
import { DEFAULT_SETTINGS } from '../src-shared/settings';
import { between, CallTimes } from './lib/call-times';
import { Corpus } from './lib/corpus';
import {
  COPIES_PER_SECOND,
  copyAll,
  LETTER_MS,
  labelOf,
  makeCopies,
  makeQueries,
  type Target,
  typeAll,
} from './lib/day';
import { stolenMs, watchCollections, watchLoop } from './lib/loop-delay';
import { loopReport, type Phase } from './lib/loop-report';
import type { BenchContext, PartReport, Runtime } from './lib/part';

export const name = 'loop';
export const runtimes: readonly Runtime[] = ['electron', 'app'];

const CLIPS = 100_000;
const SEED = 20_260_102;
const BATCH = 500;
/** One in so many is too many from the start, so that retention has something to do; fewer than make the index start anew. */
const EXCESS = 400;
const UPKEEP_LIMIT_MS = 120_000;
/** Two looks of retention stand up to a second apart, and the index waits for as long after a change. */
const REST_MS = 3_000;
/** What upkeep does to the database; looks at a file every few seconds go on for ever. */
const UPKEEP = ['deleteExcess', 'giveBack', 'searchIndex.step'];
/** In a quick run timers of half a minute and more go off after this, so that all upkeep comes. */
const QUICK_TIMER_MS = 8_000;
const LONG_TIMER_MS = 30_000;

/** A WAL that was begun anew: its header and one page. */
const EMPTY_WAL_BYTES = 32 + 24 + 4_096;

const sleep = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));

/** Everything that the phases share. */
interface Stage {
  readonly dir: string;
  readonly calls: CallTimes;
  readonly corpus: Corpus;
  readonly words: readonly string[];
  readonly history: History;
  readonly reader: HistoryReader;
  readonly ours: Target;
}

export async function run(context: BenchContext): Promise<PartReport> {
  const clips = context.quick ? 5_000 : (context.clips ?? CLIPS);
  const dir = join(context.workDir, 'data');
  const corpus = new Corpus(SEED);
  const { words, count } = fill(context, dir, corpus, clips);
  const calls = new CallTimes();
  const unwatch = [
    // copyTo() and onChange() return before their work is done.
    calls.watch(ClipDao.prototype, (method, [first]) => {
      if (method === 'copyTo' || method === 'onChange') return null;
      const size = (first as Partial<NewClip> | undefined)?.size;
      return typeof size === 'number' ? `${method} ${labelOf(size)}` : method;
    }),
    calls.watch(SearchIndex.prototype, (method) => `searchIndex.${method}`),
    // No values stand in a prepared statement's text; its first words say which it is.
    calls.watchSteps(statementPrototype(context.nativeBinding), /^(run|get|all)$/, (_, { source }) =>
      firstWords(source),
    ),
    watchFiles(calls),
  ];
  const restoreTimers = context.quick ? shortenTimers() : () => {};
  try {
    return await runPhases(context, { dir, corpus, words, calls }, count);
  } finally {
    restoreTimers();
    for (const stop of unwatch) stop();
  }
}

async function runPhases(
  context: BenchContext,
  made: Pick<Stage, 'dir' | 'corpus' | 'words' | 'calls'>,
  clips: number,
): Promise<PartReport> {
  const { dir, calls } = made;
  const nativeBinding = context.nativeBinding ?? undefined;
  const worker = (name: string) => pathToFileURL(join(context.bundleDir, `${name}-worker.js`));
  const troubles: string[] = [];
  const usual = policyOf(DEFAULT_SETTINGS.retention);
  // As app.ts joins them, without Electron's parts.
  const history = await openHistory({
    dir,
    nativeBinding,
    maintenanceUrl: worker('maintenance'),
    policy: () => ({ ...usual, all: { ...usual.all, maxClips: clips - Math.ceil(clips / EXCESS) } }),
    onTrouble: (message) => troubles.push(inEnglish(message)),
  });
  const waiting = keepWaitingClips(history.store, {
    busy: () => history.busy,
    onTrouble: (_, message) => troubles.push(inEnglish(message)),
  });
  const reader = await openReader({ dir, nativeBinding, workerUrl: worker('reader') });
  const feed = createHistoryFeed(reader, history.store, () => {});
  const ours: Target = {
    store: (clip) => waiting.store(clip),
    search: (query) => reader.page({ query, after: null, limit: 50, pinned: 'include' }),
  };
  const stage: Stage = { ...made, history, reader, ours };
  const opened = performance.now();
  const phases: Phase[] = [];
  const phase = async (name: string, isControl: boolean, work: () => Promise<unknown>) => {
    phases.push(await watched(stage, name, isControl, work));
  };
  const [idleMs, busyMs] = context.quick ? [1_000, 2_500] : [10_000, 30_000];
  try {
    await feed.firstPage();
    calls.take();
    await phase('control: idle', true, () => sleep(idleMs));
    await day(stage, NOTHING, busyMs, (work) => phase('control: copies and letters, no storage', true, work));
    await day(stage, ours, busyMs, (work) => phase('copies', false, work), { letters: false });
    await phase('upkeep: index, retention, backup', false, async () => {
      const atRest = await upkeep(stage, context.quick);
      if (!atRest)
        troubles.push('the upkeep was not at rest when its time was over: not all of it was seen.');
    });
    await day(stage, ours, busyMs, (work) => phase('letters', false, work), { copies: false });
    await day(stage, ours, busyMs, (work) => phase('copies and letters', false, work));
    await phase('upkeep after that', false, () => sleep(busyMs));
    const openMs = performance.now() - opened;
    return loopReport({ phases, clips, openMs, troubles, quick: context.quick });
  } finally {
    feed.stop();
    await waiting.stop();
    await reader.close();
    await history.close();
  }
}

/** The same work for the thread, and nothing behind it. */
const NOTHING: Target = {
  store: () => {},
  search: () => Promise.resolve(null),
};

/** Makes what a day needs, and only then has it run by `within`. */
async function day(
  { corpus, words, calls }: Stage,
  target: Target,
  ms: number,
  within: (work: () => Promise<unknown>) => Promise<void>,
  { copies = true, letters = true } = {},
): Promise<void> {
  const texts = copies ? makeCopies((ms / 1_000) * COPIES_PER_SECOND, () => corpus.next()) : [];
  const chosen = Array.from(
    { length: letters ? ms / LETTER_MS : 0 },
    () => words[corpus.below(words.length)],
  );
  const queries = makeQueries(chosen.map((word) => word ?? '')).slice(0, Math.floor(ms / LETTER_MS));
  // What making them left behind is not to be collected within.
  await sleep(200);
  await within(() => Promise.all([copyAll(texts, target, calls), typeAll(queries, target)]));
}

/**
 * Lets upkeep work until each part of it has done something, is at rest again, and the WAL is empty.
 * @returns false where that took too long.
 */
async function upkeep({ dir, history, reader, calls }: Stage, quick: boolean): Promise<boolean> {
  const began = performance.now();
  const backupsBefore = newestBackup(dir);
  const [newest] = (await reader.page({ query: '', after: null, limit: 1, pinned: 'include' })).clips;
  // Enough writes for a backup to be due.
  for (let use = 0; use < 100; use++) {
    // As actions.ts does.
    await history.free();
    history.store.use(newest?.id ?? 0);
    await sleep(5);
  }
  const limit = quick ? 22_000 : UPKEEP_LIMIT_MS;
  let quietSince = performance.now();
  for (let count = 0; performance.now() - began < limit; ) {
    await sleep(250);
    const [backup, walBytes] = calls.aside(() => [newestBackup(dir), walSize(dir)]);
    const done = UPKEEP.map((name) => calls.peek().get(name)?.ms.length ?? 0);
    const allSeen = done.every((times) => times > 0) && backup > backupsBefore;
    const now = done.reduce((sum, times) => sum + times, 0);
    if (now !== count || !allSeen || walBytes > EMPTY_WAL_BYTES) quietSince = performance.now();
    count = now;
    if (performance.now() - quietSince > REST_MS) return true;
  }
  return false;
}

const walSize = (dir: string) => statSync(`${databaseFile(dir)}-wal`).size;
const newestBackup = (dir: string) => listBackups(dir)[0]?.at ?? 0;

async function watched(
  { dir, calls }: Stage,
  name: string,
  isControl: boolean,
  work: () => Promise<unknown>,
): Promise<Phase> {
  const collections: number[] = [];
  const before = new Set(listBackups(dir).map((backup) => backup.at));
  const stopCollections = watchCollections((ms) => collections.push(ms));
  calls.take();
  const spentBefore = calls.threadTime();
  const stolen = stolenMs();
  const began = performance.now();
  const stopLoop = watchLoop(calls.threadTime, () => calls.watchedMs);
  // The first tick is what the second is measured from.
  await sleep(20);
  await work();
  // A hold is seen at the tick after it.
  await sleep(20);
  const figures = stopLoop();
  const ms = performance.now() - began;
  const thread = between(spentBefore, calls.threadTime());
  const stolenNow = stolenMs();
  const taken = calls.take();
  // Collections are told of a moment later.
  await sleep(50);
  stopCollections();
  return {
    name,
    isControl,
    loop: figures,
    calls: taken,
    collections,
    thread,
    stolenMs: stolen === null || stolenNow === null ? null : stolenNow - stolen,
    ms,
    backups: listBackups(dir).filter((backup) => !before.has(backup.at)).length,
  };
}

/** A history with its index built, closed again. Texts repeat, so it has somewhat fewer clips. @returns words of it */
function fill(context: BenchContext, dir: string, corpus: Corpus, clips: number) {
  const store = openStore({ dir, nativeBinding: context.nativeBinding ?? undefined });
  const words: string[] = [];
  for (let first = 0; first < clips; first += BATCH) {
    const texts = Array.from({ length: Math.min(BATCH, clips - first) }, () => corpus.next());
    store.storeMany(texts.map((text) => newClipFromText(Buffer.from(text), 'bench')));
    words.push(
      ...(texts[0] ?? '')
        .split(/\s+/)
        .filter((word) => /^\p{L}{3,}$/u.test(word))
        .slice(0, 3),
    );
  }
  // Checkpoints are another thread's in the app; here they keep the WAL small.
  for (let step = 0; store.searchIndex.step(true); step++) if (step % 100 === 0) store.checkpoint();
  const count = store.count();
  store.close();
  return { words, count };
}

/** What the main thread itself does with files, also in modules that import single functions. @returns what ends that */
function watchFiles(calls: CallTimes): () => void {
  const unwatch = calls.watchSteps(fs, /Sync$/, (method) => `fs.${method}`);
  syncBuiltinESMExports();
  return () => {
    unwatch();
    syncBuiltinESMExports();
  };
}

const firstWords = (sql: string) => sql.trim().split(/\s+/, 3).join(' ');

/** What all statements of better-sqlite3 have in common; it is not exported. */
function statementPrototype(nativeBinding: string | null): Database.Statement {
  const db = new Database(':memory:', nativeBinding === null ? {} : { nativeBinding });
  const prototype = Object.getPrototypeOf(db.prepare('SELECT 1')) as Database.Statement;
  db.close();
  return prototype;
}

/** Has long timers go off early. @returns what ends that */
function shortenTimers(): () => void {
  const original = globalThis.setTimeout;
  const shortened = (act: (...args: unknown[]) => void, ms?: number, ...args: unknown[]) =>
    original(act, (ms ?? 0) >= LONG_TIMER_MS ? QUICK_TIMER_MS : ms, ...args);
  globalThis.setTimeout = Object.assign(shortened, original) as unknown as typeof setTimeout;
  return () => {
    globalThis.setTimeout = original;
  };
}

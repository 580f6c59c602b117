// Store, Get, List and BulkStore of 1 KB clips, beside the same done in plain ways in the same run, and beside given figures.
// Never judge here: figures and targets are printed, and who reads them judges.
import { hash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import Database from 'better-sqlite3';
import { searchableText } from '../src-main/capture/searchable-text';
import { ClipDao } from '../src-main/storage/clip-dao';
import { MaintenanceTasks } from '../src-main/storage/maintenance-tasks';
import { openDatabase, openStore } from '../src-main/storage/open-store';
import { openPages, type Pages } from '../src-main/storage/pages';
import { openReader } from '../src-main/storage/reader';
import type { HistoryReader } from '../src-main/storage/types';
import { type NewClip, TEXT_MIME } from '../src-shared/clip';
import { fold } from '../src-shared/search-query';
import { figures as figuresOf } from './app/figures';
import { allocateOneByOne, checkCounter } from './lib/allocations';
import { type Contender, measure } from './lib/measure';
import { NaiveStore } from './lib/naive-store';
import type { BenchContext, Figures, Measurement, PartReport, Runtime } from './lib/part';
import { Floor, LooksFirst, openOnDefaults } from './lib/plain-stores';

export const name = 'storage';
export const runtimes: readonly Runtime[] = ['node', 'electron', 'app'];

const CLIP_BYTES = 1_024;
const HISTORY_CLIPS = 10_000;
const BULK_CLIPS = 100;

/** A clip of 1 KB that exists once, with everything derived as capture does. */
function newClip(): NewClip {
  const bytes = Buffer.from(randomBytes(CLIP_BYTES / 2).toString('hex'));
  const text = bytes.toString();
  return {
    contentHash: hash('sha256', bytes, 'buffer'),
    kind: 'text',
    preview: text.slice(0, 200),
    searchText: fold(text),
    size: bytes.byteLength,
    sourceApp: 'bench',
    payloads: [{ mime: TEXT_MIME, bytes }],
  };
}

const newClips = (count: number) => Array.from({ length: count }, newClip);

/** New clips for each round, made outside the measured time. */
function supply(perStep: number) {
  let clips: NewClip[][] = [];
  let first = 0;
  return {
    prepare: (from: number, count: number) => {
      first = from;
      clips = Array.from({ length: count }, () => newClips(perStep));
    },
    take: (index: number) => clips[index - first] as NewClip[],
  };
}

/** Has something done before each round, outside the measured time. */
function after(act: () => void, contender: Contender): Contender {
  return {
    ...contender,
    prepare: (from, count) => {
      contender.prepare?.(from, count);
      act();
    },
  };
}

function readPage(pages: Pages, limit: number): unknown {
  return pages.page({ query: '', after: null, limit, pinned: 'include' }).next().value;
}

/** A list by way of the worker thread, one at a time: what the picker waits for. */
async function measureReader(reader: HistoryReader, samples: number): Promise<Figures> {
  const times: number[] = [];
  for (let i = 0; i < samples + 50; i++) {
    const started = performance.now();
    await reader.page({ query: '', after: null, limit: 50, pinned: 'include' });
    if (i >= 50) times.push((performance.now() - started) * 1_000);
  }
  return figuresOf(times);
}

/**
 * What the source document of this project's wishes gives for the four operations, measured on an Apple M1 Pro; KB taken as 1,000.
 * It does not say how many clips List returns.
 */
const GIVEN = {
  store: { time: 116, heapBytes: 27_500, allocations: 330 },
  get: { time: 114, heapBytes: 27_400, allocations: 330 },
  list: { time: 36, heapBytes: 16_200, allocations: 144 },
  bulk: { time: 5_040, heapBytes: 941_000, allocations: 19_826 },
};

const OPERATIONS = 'The four operations; "given" are the source document’s figures (Apple M1 Pro)';
const PLAIN_WAYS = 'Beside plain ways to do the same';
const FLOORS = 'For scale';

export async function run(context: BenchContext): Promise<PartReport> {
  allocateOneByOne();
  const nativeBinding = context.nativeBinding ?? undefined;
  const open = (file: string) =>
    new Database(join(context.workDir, file), nativeBinding === undefined ? {} : { nativeBinding });
  const dir = join(context.workDir, 'store');
  const store = openStore({ dir, nativeBinding });
  const maintenance = new MaintenanceTasks({ dir, nativeBinding });
  const naive = new NaiveStore(open('naive.db'));
  // Each differs from the store in one thing alone.
  const looking = openDatabase({ dir: join(context.workDir, 'looks-first'), nativeBinding });
  const looksFirst = new LooksFirst(new ClipDao(looking), looking);
  const defaults = openOnDefaults(open('defaults.db'));
  const floor = new Floor(openDatabase({ dir: join(context.workDir, 'floor'), nativeBinding }), CLIP_BYTES);
  const history = newClips(HISTORY_CLIPS);
  for (const each of [store, naive, looksFirst, defaults]) each.storeMany(history);
  const pages = openPages({ dir, nativeBinding }, { searchedText: searchableText });
  const reader = await openReader({
    dir,
    nativeBinding,
    workerUrl: pathToFileURL(join(context.bundleDir, 'reader-worker.js')),
  });

  const rounds = context.quick ? 4 : 40;
  // Spread over the whole history, the same for all.
  const known = (index: number) => (index * 7_919) % HISTORY_CLIPS;
  const clip = (index: number) => history[known(index)] as NewClip;
  const getAndUse = (from: ClipDao) => (index: number) => [
    from.get(known(index) + 1),
    from.use(known(index) + 1),
  ];
  const storeNew = (into: { store(clip: NewClip): unknown }, perRound: number) => {
    const clips = supply(1);
    return { ...clips, perRound, step: (i: number) => into.store(clips.take(i)[0] as NewClip) };
  };
  const storeBulk = (into: { storeMany(clips: readonly NewClip[]): unknown }, perRound: number) => {
    const clips = supply(BULK_CLIPS);
    return { ...clips, perRound, step: (i: number) => into.storeMany(clips.take(i)) };
  };
  // What waits for the disk at each write gets fewer steps: that keeps the run short.
  const figures = measure(
    {
      store: storeNew(store, 50),
      storeNaive: storeNew(naive, 10),
      storeLooksFirst: storeNew(looksFirst, 50),
      storeDefaults: storeNew(defaults, 10),
      storeAlone: after(
        () => {
          maintenance.empty();
          store.catchUp();
        },
        storeNew(store, 1),
      ),
      storeAfterCheckpoint: after(() => store.checkpoint(), storeNew(store, 1)),
      again: { perRound: 50, step: (i) => store.store(clip(i)) },
      againNaive: { perRound: 10, step: (i) => naive.store(clip(i)) },
      againLooksFirst: { perRound: 50, step: (i) => looksFirst.store(clip(i)) },
      get: { perRound: 50, step: getAndUse(store) },
      getNaive: { perRound: 10, step: (i) => naive.getAndUse(known(i) + 1) },
      getDefaults: { perRound: 10, step: getAndUse(defaults) },
      list10: { perRound: 50, step: () => readPage(pages, 10) },
      list10Naive: { perRound: 50, step: () => naive.list(10) },
      list50: { perRound: 50, step: () => readPage(pages, 50) },
      list50Naive: { perRound: 50, step: () => naive.list(50) },
      bulk: storeBulk(store, 3),
      bulkNaive: storeBulk(naive, 2),
      bulkLooksFirst: storeBulk(looksFirst, 3),
      bulkDefaults: storeBulk(defaults, 2),
      emptyTransaction: { perRound: 50, step: () => floor.empty() },
      oneRow: { perRound: 50, step: () => floor.oneRow() },
    },
    rounds,
  );
  const byWorker = await measureReader(reader, context.quick ? 100 : 2_000);
  const checked = checkCounter();

  await reader.close();
  maintenance.close();
  for (const each of [pages, store, naive, looksFirst, defaults, floor]) each.close();

  const operation = (operation: string, own: Figures, more: Partial<Measurement>): Measurement => ({
    table: OPERATIONS,
    operation,
    unit: 'µs',
    ...own,
    ...more,
  });
  const beside = (operation: string, own: Figures, controls: readonly [string, Figures][]): Measurement[] =>
    controls.map(([controlName, control]) => ({
      table: PLAIN_WAYS,
      operation,
      unit: 'µs',
      ...own,
      control,
      controlName,
    }));
  const scale = (operation: string, own: Figures): Measurement => ({
    table: FLOORS,
    operation,
    unit: 'µs',
    ...own,
  });
  const [naively, lookingFirst, byDefaults] = ['one table, plain', 'select, then insert', 'default pragmas'];
  const bulk = `BulkStore ${BULK_CLIPS}`;
  return {
    title: `Storage: clips of ${CLIP_BYTES} bytes in a history of ${HISTORY_CLIPS} and growing`,
    measurements: [
      operation('Store', figures.store, { given: GIVEN.store, target: { p50: 100 } }),
      operation('Get and use', figures.get, { given: GIVEN.get }),
      operation('List 10', figures.list10, { given: GIVEN.list }),
      operation('List 50', figures.list50, { given: GIVEN.list, target: { p50: 100 } }),
      operation(bulk, figures.bulk, { given: GIVEN.bulk, target: { p50: 5_000 } }),
      ...beside('Store', figures.store, [
        [lookingFirst, figures.storeLooksFirst],
        [byDefaults, figures.storeDefaults],
        [naively, figures.storeNaive],
      ]),
      ...beside('Store, known', figures.again, [
        [lookingFirst, figures.againLooksFirst],
        [naively, figures.againNaive],
      ]),
      ...beside('Get and use', figures.get, [
        [byDefaults, figures.getDefaults],
        [naively, figures.getNaive],
      ]),
      ...beside('List 10', figures.list10, [[naively, figures.list10Naive]]),
      ...beside('List 50', figures.list50, [[naively, figures.list50Naive]]),
      ...beside(bulk, figures.bulk, [
        [lookingFirst, figures.bulkLooksFirst],
        [byDefaults, figures.bulkDefaults],
        [naively, figures.bulkNaive],
      ]),
      ...beside('Store of a single copy', figures.storeAlone, [
        ['after a checkpoint alone', figures.storeAfterCheckpoint],
      ]),
      scale('Empty transaction', figures.emptyTransaction),
      scale('Transaction with one row, no index', figures.oneRow),
      scale('List 50 by the worker thread', byWorker),
    ],
    notes: [
      'Interleaved rounds, each in another order; the clip (hash, folded text, preview) is made outside the measured time.',
      'Select, then insert: the same store, asked for the hash first. Default pragmas: the same code and schema on a connection ' +
        'with no pragma set. One table, plain: the content in it, both ways at once, both indexes.',
      'Heap and allocations: V8’s sampling heap profiler at an interval of one byte over whole rounds, apart from the timed ones; ' +
        `median of the rounds, per operation. Of 4,000 known objects it counts ${checked.count} here. SQLite’s own memory is not ` +
        'V8’s and not counted.',
      'A single copy comes after the maintenance worker has emptied the WAL and begun it anew, and the store has caught up with that. ' +
        'After a checkpoint alone the store’s own commit would begin it, and sync its header.',
      'Off-heap: growth of process.memoryUsage().external over a round after a full collection; median, per operation.',
    ],
  };
}

// Store, Get, List and BulkStore of 1 KB clips, beside a naive store in the same run.
// Never judge here: figures and targets are printed, and who reads them judges.
import { hash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import Database from 'better-sqlite3';
import { findNativeBinding } from '../src-main/storage/native-binding';
import { openStore } from '../src-main/storage/open-store';
import { openPages, type Pages } from '../src-main/storage/pages';
import { openReader } from '../src-main/storage/reader';
import type { HistoryReader } from '../src-main/storage/types';
import { type NewClip, TEXT_MIME } from '../src-shared/clip';
import { fold } from '../src-shared/search-query';
import { measure, percentile } from './lib/measure';
import { NaiveStore } from './lib/naive-store';
import type { BenchContext, Figures, Measurement, PartReport, Runtime } from './lib/part';

export const name = 'storage';
export const runtimes: readonly Runtime[] = ['node', 'electron'];

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
  return {
    p50: percentile(times, 0.5),
    p95: percentile(times, 0.95),
    max: Math.max(...times),
    samples: times.length,
  };
}

export async function run(context: BenchContext): Promise<PartReport> {
  const nativeBinding = findNativeBinding({ projectDir: context.projectDir });
  const dir = join(context.workDir, 'store');
  const store = openStore({ dir, nativeBinding });
  const naive = new NaiveStore(
    new Database(join(context.workDir, 'naive.db'), nativeBinding === undefined ? {} : { nativeBinding }),
  );
  const history = newClips(HISTORY_CLIPS);
  store.storeMany(history);
  naive.storeMany(history);
  const pages = openPages({ dir, nativeBinding });
  const reader = await openReader({
    dir,
    nativeBinding,
    workerUrl: pathToFileURL(join(context.bundleDir, 'reader-worker.js')),
  });

  const rounds = context.quick ? 4 : 40;
  // Spread over the whole history, the same for both.
  const known = (index: number) => (index * 7_919) % HISTORY_CLIPS;
  const clip = (index: number) => history[known(index)] as NewClip;
  const [ours, plain] = [supply(1), supply(1)];
  const [oursBulk, plainBulk] = [supply(BULK_CLIPS), supply(BULK_CLIPS)];
  // The control's writes wait for the disk: fewer of them keep the run short.
  const figures = measure(
    {
      store: { ...ours, perRound: 50, step: (i) => store.store(ours.take(i)[0] as NewClip) },
      storePlain: { ...plain, perRound: 10, step: (i) => naive.store(plain.take(i)[0] as NewClip) },
      again: { perRound: 50, step: (i) => store.store(clip(i)) },
      againPlain: { perRound: 10, step: (i) => naive.store(clip(i)) },
      get: { perRound: 50, step: (i) => [store.get(known(i) + 1), store.use(known(i) + 1)] },
      getPlain: { perRound: 10, step: (i) => naive.getAndUse(known(i) + 1) },
      list10: { perRound: 50, step: () => readPage(pages, 10) },
      list10Plain: { perRound: 50, step: () => naive.list(10) },
      list50: { perRound: 50, step: () => readPage(pages, 50) },
      list50Plain: { perRound: 50, step: () => naive.list(50) },
      bulk: { ...oursBulk, perRound: 3, step: (i) => store.storeMany(oursBulk.take(i)) },
      bulkPlain: { ...plainBulk, perRound: 2, step: (i) => naive.storeMany(plainBulk.take(i)) },
    },
    rounds,
  );
  const byWorker = await measureReader(reader, context.quick ? 100 : 2_000);

  await reader.close();
  pages.close();
  store.close();
  naive.close();

  const row = (
    operation: string,
    own: Figures,
    control: Figures,
    target?: Measurement['target'],
  ): Measurement => ({
    operation,
    unit: 'µs',
    ...own,
    control,
    ...(target === undefined ? {} : { target }),
  });
  return {
    title: `Storage: clips of ${CLIP_BYTES} bytes in a history of ${HISTORY_CLIPS} and growing`,
    measurements: [
      row('Store', figures.store, figures.storePlain, { p50: 100 }),
      row('Store, known', figures.again, figures.againPlain),
      row('Get and use', figures.get, figures.getPlain),
      row('List 10', figures.list10, figures.list10Plain),
      row('List 50', figures.list50, figures.list50Plain, { p50: 100 }),
      row(`BulkStore ${BULK_CLIPS}`, figures.bulk, figures.bulkPlain, { p50: 5_000 }),
      { operation: 'List 50 by the worker thread', unit: 'µs', ...byWorker },
    ],
    notes: [
      'Interleaved rounds, each in another order; the clip (hash, folded text, preview) is made outside the measured time.',
      'Control: one table with the content in it, select-then-insert, journal_mode=DELETE, default pragmas, both indexes.',
      'Heap and off-heap: growth of process.memoryUsage() over a round after a full collection, with a young generation ' +
        'too large to be collected within it; median of the rounds, per operation.',
    ],
  };
}

// The statistics against histories of which every byte is known.
// Never a rounded figure: what is counted is counted exactly.
import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { INLINE_PAYLOAD_BYTES, MAX_STATS_FORMATS } from '../../src-shared/limits';
import { backUp } from './backups';
import { databaseFile } from './files';
import { readStats } from './stats';
import { clipOf, html, nativeBinding, tempFolder, tempStore } from './testing/fixture';

const START = 1_800_000_000_000;

function setUp() {
  const dir = tempFolder();
  let now = START;
  const store = tempStore(dir, () => (now += 1_000));
  return { dir, store, stats: () => readStats({ dir, nativeBinding }) };
}

it('counts clips, kinds and formats', () => {
  const { store, stats } = setUp();
  store.store(clipOf('12345'));
  store.store({ ...clipOf('link'), kind: 'link' });
  const { clip } = store.store(
    clipOf('both', [html('<b>both</b>'), { mime: 'a","b', bytes: Buffer.alloc(7) }]),
  );
  store.store({
    ...clipOf('x'),
    payloads: [{ mime: 'image/png', bytes: Buffer.alloc(3) }],
    size: 3,
    kind: 'image',
  });
  store.setPinned(clip.id, true);
  expect(stats()).toMatchObject({
    clips: 4,
    bytes: 5 + 4 + 4 + 11 + 7 + 3,
    pinned: 1,
    oldest: START + 1_000,
    kinds: [
      { kind: 'text', clips: 2, bytes: 27 },
      { kind: 'link', clips: 1, bytes: 4 },
      { kind: 'image', clips: 1, bytes: 3 },
    ],
    formats: [
      { mime: 'text/plain', clips: 3, bytes: 13 },
      { mime: 'text/html', clips: 1, bytes: 11 },
      { mime: 'a","b', clips: 1, bytes: 7 },
      { mime: 'image/png', clips: 1, bytes: 3 },
    ],
  });
});

it('counts what lies in files by its size', () => {
  const { store, stats } = setUp();
  const large = { mime: 'image/png', bytes: Buffer.alloc(INLINE_PAYLOAD_BYTES + 1) };
  store.store(clipOf('x', [large]));
  store.store(clipOf('y', [large]));
  const bytes = 2 * large.bytes.byteLength;
  expect(stats()).toMatchObject({
    bytes: bytes + 2,
    formats: [
      { mime: 'image/png', clips: 2, bytes },
      { mime: 'text/plain', clips: 2, bytes: 2 },
    ],
    payloadFiles: { files: 1, bytes: bytes / 2 },
  });
});

it('names the ten largest clips, and nothing of what they hold', () => {
  const { store, stats } = setUp();
  for (let index = 1; index <= 12; index++) store.store(clipOf(`secret ${'x'.repeat(index)}`));
  const result = stats();
  expect(result.largest.map(({ id }) => id)).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3]);
  expect(result.largest[0]).toEqual({ id: 12, kind: 'text', size: 19, lastUsed: START + 12_000 });
  expect(JSON.stringify(result)).not.toContain('secret');
});

it('an empty history', () => {
  expect(setUp().stats()).toMatchObject({
    clips: 0,
    bytes: 0,
    pinned: 0,
    oldest: null,
    kinds: [],
    formats: [],
    largest: [],
    payloadFiles: { files: 0, bytes: 0 },
    backups: { files: 0, bytes: 0, newest: null },
    trash: { clips: 0, bytes: 0 },
  });
});

it('counts the trash apart', () => {
  const { store, stats } = setUp();
  const { clip } = store.store(clipOf('12345'));
  store.store(clipOf('123'));
  store.delete([clip.id]);
  expect(stats()).toMatchObject({ clips: 1, bytes: 3, trash: { clips: 1, bytes: 5 } });
});

it('looks at the files', async () => {
  const { dir, store, stats } = setUp();
  store.storeMany(Array.from({ length: 300 }, (_, index) => clipOf(`${index} ${'some words '.repeat(40)}`)));
  const before = stats().database;
  while (store.searchIndex.step(true));
  const wal = statSync(`${databaseFile(dir)}-wal`).size;
  const indexed = stats().database;
  expect(indexed.walBytes).toBe(wal);
  expect(indexed.indexBytes).toBeGreaterThan(before.indexBytes);
  store.checkpoint();
  const checkpointed = stats().database;
  expect(checkpointed.bytes).toBe(statSync(databaseFile(dir)).size);
  // 300 folded texts of 440 bytes and more, and the trigrams.
  expect(checkpointed.indexBytes).toBeGreaterThan(300 * 440);
  expect(checkpointed.indexBytes).toBeLessThan(checkpointed.bytes);
  expect(checkpointed.freeBytes % 4_096).toBe(0);

  const { file, at } = await backUp(dir, nativeBinding, START);
  mkdirSync(join(dir, 'payloads', 'ab'), { recursive: true });
  for (const size of [10, 20]) writeFileSync(join(dir, 'payloads', 'ab', `${size}`), Buffer.alloc(size));
  expect(stats()).toMatchObject({
    backups: { files: 1, bytes: statSync(file).size, newest: at },
    payloadFiles: { files: 2, bytes: 30 },
  });
});

it('free pages show where much was deleted', () => {
  const { store, stats } = setUp();
  const clips = Array.from({ length: 100 }, (_, index) => clipOf(`${index} ${'z'.repeat(5_000)}`));
  store.storeMany(clips);
  const { freeBytes } = stats().database;
  store.deleteExcess(
    stats().largest.map(({ id, size, lastUsed }) => ({ id, size, order: lastUsed * 1_000 })),
  );
  store.deleteExcess(
    Array.from({ length: 100 }, (_, at) => ({
      id: at + 1,
      size: 1,
      order: (START + 1_000 * (at + 1)) * 1_000,
    })),
  );
  expect(stats().database.freeBytes).toBeGreaterThan(freeBytes + 100 * 4_096);
});

it('names no more formats than a window can show', () => {
  const { store, stats } = setUp();
  const formats = Array.from({ length: 150 }, (_, index) => ({
    mime: `a/${index}`,
    bytes: Buffer.alloc(index),
  }));
  store.store(clipOf('x', formats));
  expect(stats().formats).toHaveLength(MAX_STATS_FORMATS);
  expect(stats().formats[0]).toEqual({ mime: 'a/149', clips: 1, bytes: 149 });
});

it('a folder without a history is told so, and left as it is', () => {
  const dir = tempFolder();
  expect(() => readStats({ dir, nativeBinding })).toThrow(
    expect.objectContaining({ code: 'storage-failed', message: expect.stringContaining('no history') }),
  );
  expect(readdirSync(dir)).toEqual([]);
});

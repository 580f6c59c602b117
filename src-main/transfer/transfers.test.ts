// Whole transfers with real histories and the real worker: there and back, into what is there already, cut short, damaged.
// Never assert how long anything takes.

import { execFileSync } from 'node:child_process';
import { hash, randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { HistoryChange } from '../../src-shared/clip';
import { INLINE_PAYLOAD_BYTES } from '../../src-shared/limits';
import type { RuleAction } from '../../src-shared/secret-rules';
import { randomFrom } from '../../src-shared/testing/random';
import { newClip, newClipFromText } from '../capture/normalise';
import { maskClip } from '../capture/secrets/mask';
import type { ClipDao } from '../storage/clip-dao';
import { ClipSnapshot } from '../storage/clip-snapshot';
import { bundleForTests } from '../storage/testing/bundle';
import { countFiles } from '../storage/testing/count-files';
import { nativeBinding, readPage, tempFolder, tempPages, tempStore } from '../storage/testing/fixture';
import { ExportWriter, writeWhole } from './export-file';
import { createTransfers, type TransferParts } from './transfers';

const bundle = bundleForTests({ 'transfer-worker': 'src-main/transfer-worker.ts' });

/** A history with what moves it. */
function world() {
  const dir = tempFolder();
  let now = 1_790_000_000_000;
  const store = tempStore(dir, () => now);
  const make = (parts: Partial<TransferParts> = {}) => {
    const transfers = createTransfers({
      dir,
      nativeBinding,
      workerUrl: pathToFileURL(bundle('transfer-worker')),
      app: '1.2.3',
      store,
      history: { reading: (task) => task(), importing: (task) => task(async () => {}) },
      ...parts,
    });
    onTestFinished(() => transfers.stop());
    return transfers;
  };
  return { dir, store, make, transfers: make(), pass: (ms: number) => (now += ms) };
}

type World = ReturnType<typeof world>;

function add(
  store: ClipDao,
  text: string | Uint8Array,
  more: readonly { mime: string; bytes: Uint8Array }[] = [],
  app: string | null = null,
) {
  const clip = newClip([{ mime: 'text/plain', bytes: Buffer.from(text) }, ...more], app);
  if (clip === null) throw new Error('no clip');
  return store.store(clip).clip.id;
}

/** All that a history holds, oldest first, contents in Latin-1: what two histories are compared by. */
function contents({ dir }: Pick<World, 'dir'>) {
  const snapshot = new ClipSnapshot({ dir, nativeBinding });
  try {
    return [...snapshot.clips()].map((clip) => {
      if (clip === null) throw new Error('a clip without content');
      const { formats, ...rest } = clip;
      return {
        ...rest,
        formats: formats.map(({ mime, bytes }) => [mime, Buffer.from(bytes).toString('latin1')] as const),
      };
    });
  } finally {
    snapshot.close();
  }
}

type Content = ReturnType<typeof contents>[number];
const keyOf = (content: Content) => content.formats[0]?.[1] ?? '';

/** Random days of copying, using, pinning and deleting; small texts, so that two histories overlap. */
function live({ store, pass }: World, seed: number, steps: number): void {
  const random = randomFrom(seed);
  const pick = (count: number) => Math.floor(random() * count);
  const ids: number[] = [];
  for (let step = 0; step < steps; step++) {
    pass(pick(3) === 0 ? 0 : pick(100_000));
    const what = pick(10);
    const id = ids[pick(ids.length)];
    if (what < 6 || id === undefined) {
      const large = pick(20) === 0 ? 'x'.repeat(pick(400_000)) : '';
      const more = ['text/html', 'text/rtf', 'application/x'].filter(() => pick(4) === 0);
      const text = pick(8) === 0 ? Uint8Array.of(255, pick(4)) : `text ${pick(60)} ${large}`;
      const app = pick(2) === 0 ? `app ${pick(3)}` : null;
      const bytes = () => Buffer.from(`${pick(3)}${'y'.repeat(pick(10))}`);
      const stored = add(
        store,
        text,
        more.map((mime) => ({ mime, bytes: bytes() })),
        app,
      );
      if (!ids.includes(stored)) ids.push(stored);
    } else if (what === 6) store.use(id);
    else if (what === 7) store.setPinned(id, pick(3) > 0);
    else if (what === 8) store.delete(ids.splice(ids.indexOf(id), 1));
  }
}

const exportFile = () => join(tempFolder(), 'clips.jsonl.gz');

describe('there and back', () => {
  it.each([1, 2, 3, 4])(
    'into an empty history: all of it, and nothing of the trash (seed %i)',
    async (seed) => {
      const from = world();
      live(from, seed, 150);
      const file = exportFile();
      const result = await from.transfers.exportTo(file, { force: false });
      const before = contents(from);
      const bytes = statSync(file).size;
      expect(result).toEqual({ file, clips: before.length, bytes, leftOut: 0, expiring: 0 });
      const into = world();
      into.pass(1_000_000_000);
      const counts = { added: before.length, updated: 0, unchanged: 0, leftOut: 0 };
      expect(await into.transfers.importFrom(file)).toEqual(counts);
      expect(contents(into)).toEqual(before);
      // And once more: nothing.
      const again = { added: 0, updated: 0, unchanged: before.length, leftOut: 0 };
      expect(await into.transfers.importFrom(file)).toEqual(again);
      expect(contents(into)).toEqual(before);
      // What is derived is derived again.
      const listed = (dir: string) =>
        readPage(tempPages(dir), { limit: 500 }).clips.map(({ kind, preview, size }) => [
          kind,
          preview,
          size,
        ]);
      expect(listed(into.dir)).toEqual(listed(from.dir));
      expect(into.store.count()).toBe(before.length);
    },
  );

  it.each([1, 2, 3, 4])('into a history that overlaps: the best of both (seed %i)', async (seed) => {
    const [one, two] = [world(), world()];
    live(one, seed, 150);
    two.pass(3_000_000);
    live(two, seed + 100, 150);
    two.pass(1_000_000_000);
    const [theirs, ours] = [contents(one), contents(two)];
    const file = exportFile();
    await one.transfers.exportTo(file, { force: false });
    const result = await two.transfers.importFrom(file);
    const joined = contents(two);

    const mine = new Map(ours.map((content) => [keyOf(content), content]));
    const other = new Map(theirs.map((content) => [keyOf(content), content]));
    const added = theirs.filter((content) => !mine.has(keyOf(content)));
    expect(added.length).toBeGreaterThan(0);
    expect(added.length).toBeLessThan(theirs.length);
    expect(result.added).toBe(added.length);
    expect(result.added + result.updated + result.unchanged).toBe(theirs.length);
    expect(joined.map(keyOf).sort()).toEqual([...new Set([...mine.keys(), ...other.keys()])].sort());
    for (const content of joined) {
      const [a, b] = [mine.get(keyOf(content)), other.get(keyOf(content))];
      const both = [a, b].filter((side) => side !== undefined);
      expect(content).toMatchObject({
        createdAt: Math.min(...both.map(({ createdAt }) => createdAt)),
        useCount: Math.max(...both.map(({ useCount }) => useCount)),
        sourceApp: a?.sourceApp ?? b?.sourceApp ?? null,
        formats: [
          ...(a?.formats ?? []),
          ...(b?.formats ?? []).filter(([mime]) => !a?.formats.some(([has]) => has === mime)),
        ],
      });
      expect(content.pinOrder !== null).toBe(both.some(({ pinOrder }) => pinOrder !== null));
      // A place that was taken moves a clip by microseconds.
      const order = Math.max(...both.map((side) => side.order));
      expect(content.order - order).toBeGreaterThanOrEqual(0);
      expect(content.order - order).toBeLessThan(1_000);
    }
    expect(new Set(joined.map(({ order }) => order)).size).toBe(joined.length);
    // Both ways come to the same clips; and once more changes nothing.
    expect(await two.transfers.importFrom(file)).toMatchObject({ added: 0, updated: 0 });
    expect(contents(two)).toEqual(joined);
  });

  it('a clip is what a copy of it would be, whatever stands first in the file', async () => {
    const { store, transfers } = world();
    const formats = ['text/html', 'image/png', 'text/plain', 'application/x'].map((mime) => ({
      mime,
      bytes: Buffer.from(mime),
    }));
    for (let at = 0; at < formats.length; at++) {
      const clip = { createdAt: 1, order: 1, useCount: 1, pinOrder: null, sourceApp: null, masked: null };
      const file = exportFile();
      await writeWhole(file, { force: false, keepOut: tempFolder() }, async (fd) => {
        const writer = new ExportWriter(fd, { app: '1.2.3', at: 0, clips: 1 });
        writer.add({ ...clip, formats: [...formats.slice(at), ...formats.slice(0, at)] });
        writer.end();
      });
      const counts = { added: at === 0 ? 1 : 0, unchanged: at === 0 ? 0 : 1 };
      expect(await transfers.importFrom(file)).toEqual({ ...counts, updated: 0, leftOut: 0 });
    }
    const copied = newClip(formats, null);
    expect(copied !== null && store.store(copied)).toMatchObject({
      isNew: false,
      clip: { formats: ['text/plain', 'text/html', 'image/png', 'application/x'] },
    });
  });

  it('large payloads: out of their files, and into files again', async () => {
    const from = world();
    const image = { mime: 'image/png', bytes: randomBytes(5_000_000) };
    add(from.store, 'with an image', [image, { mime: 'text/html', bytes: Buffer.alloc(70_000, 'h') }]);
    add(from.store, 'large '.repeat(50_000));
    from.store.store(newClip([image], 'gimp') ?? expect.fail());
    from.store.store(
      newClip([{ mime: 'application/x', bytes: Buffer.alloc(INLINE_PAYLOAD_BYTES) }], null) ?? expect.fail(),
    );
    const file = exportFile();
    expect(await from.transfers.exportTo(file, { force: false })).toMatchObject({ clips: 4, leftOut: 0 });
    const into = world();
    into.pass(1_000_000);
    expect(await into.transfers.importFrom(file)).toEqual({ added: 4, updated: 0, unchanged: 0, leftOut: 0 });
    expect(contents(into)).toEqual(contents(from));
    expect([countFiles(from.dir), countFiles(into.dir)]).toEqual([
      [1, 1, 2],
      [1, 1, 2],
    ]);
    // Verified when they are read.
    expect((await into.store.readPayload(1, 'image/png'))?.byteLength).toBe(5_000_000);
    expect(await into.transfers.importFrom(file)).toMatchObject({ added: 0, updated: 0, unchanged: 4 });
    expect(countFiles(into.dir)).toEqual([1, 1, 2]);
  });

  it('a clip whose file is gone or damaged is left out and counted, the others are not', async () => {
    const from = world();
    for (const text of ['gone', 'bent', 'sound']) add(from.store, text.padEnd(100_000, ' '));
    add(from.store, 'small');
    const fileOf = (text: string) => {
      const name = hash('sha256', text.padEnd(100_000, ' '), 'hex');
      return join(from.dir, 'payloads', name.slice(0, 2), name);
    };
    rmSync(fileOf('gone'));
    writeFileSync(fileOf('bent'), 'bent'.padEnd(100_000, '!'));
    const file = exportFile();
    expect(await from.transfers.exportTo(file, { force: false })).toMatchObject({ clips: 2, leftOut: 2 });
    const into = world();
    into.pass(1_000_000);
    expect((await into.transfers.importFrom(file)).added).toBe(2);
    expect(contents(into).map((content) => keyOf(content).trim())).toEqual(['sound', 'small']);
  });

  it('secrets: masked ones stay masked, those that are kept for a time stay behind', async () => {
    const from = world();
    const secret = (text: string, action: RuleAction) =>
      from.store.store(
        maskClip(newClipFromText(Buffer.from(text), null), 'Password', action, 1_790_000_000_000),
      ).clip.id;
    secret('hunter2', 'mask');
    add(from.store, 'open');
    for (const text of ['code 1', 'code 2']) secret(text, { minutes: 10 });
    // A pin keeps it here; the file could not end it when it is unpinned.
    from.store.setPinned(4, true);
    const file = exportFile();
    expect(await from.transfers.exportTo(file, { force: false })).toMatchObject({ clips: 2, expiring: 2 });
    const text = gunzipSync(readFileSync(file)).toString();
    expect([text.includes('hunter2'), text.includes('code ')]).toEqual([true, false]);
    const into = world();
    into.pass(1_000_000);
    await into.transfers.importFrom(file);
    const listed = (query = '') =>
      readPage(tempPages(into.dir), { query }).clips.map(({ preview, masked }) => [preview, masked]);
    expect(listed()).toEqual([
      ['open', undefined],
      ['•••••••• Password', true],
    ]);
    expect([listed('hunter2'), listed('open').length]).toEqual([[], 1]);
    expect(Buffer.from(into.store.payload(1) ?? []).toString()).toBe('hunter2');
    expect(await into.transfers.importFrom(file)).toMatchObject({ added: 0, updated: 0, unchanged: 2 });
  });

  it('search finds what came in', async () => {
    const from = world();
    for (let index = 0; index < 300; index++) add(from.store, `needle ${index}`);
    const file = exportFile();
    await from.transfers.exportTo(file, { force: false });
    const into = world();
    into.pass(1_000_000);
    add(into.store, 'haystack');
    while (into.store.searchIndex.step(true));
    await into.transfers.importFrom(file);
    const found = () => readPage(tempPages(into.dir), { query: 'needle', limit: 1_000 }).clips.length;
    expect(found()).toBe(300);
    while (into.store.searchIndex.step(true));
    expect(found()).toBe(300);
  });

  it('the export is of one moment, whatever is copied meanwhile', async () => {
    const from = world();
    for (let index = 0; index < 3_000; index++) add(from.store, `${index} ${'z'.repeat(3_000)}`);
    const file = exportFile();
    let meanwhile = 0;
    const timer = setInterval(() => {
      from.pass(10);
      add(from.store, `meanwhile ${meanwhile++}`);
    }, 1);
    const { clips } = await from.transfers.exportTo(file, { force: false });
    clearInterval(timer);
    expect(meanwhile).toBeGreaterThan(5);
    expect(clips).toBeLessThan(3_000 + meanwhile);
    const into = world();
    into.pass(1_000_000);
    expect((await into.transfers.importFrom(file)).added).toBe(clips);
  });
});

describe('progress and an end', () => {
  async function large(): Promise<World & { file: string }> {
    const from = world();
    // Packing it takes longer than it takes until progress is told.
    for (let index = 0; index < 4_000; index++)
      add(from.store, `${index} ${randomBytes(3_000).toString('base64')}`);
    return { ...from, file: exportFile() };
  }

  it('both are told, up to the end', async () => {
    const { transfers, file } = await large();
    const told: number[] = [];
    const onProgress = ({ done, total }: { done: number; total: number }) => {
      told.push(done);
      expect(total).toBe(4_000);
    };
    await transfers.exportTo(file, { force: false, onProgress });
    const into = world();
    into.pass(1_000_000);
    told.length = 0;
    await into.transfers.importFrom(file, { onProgress });
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect(told.at(-1)).toBe(4_000);
  });

  it('a cancelled export leaves nothing', async () => {
    const { transfers, file } = await large();
    for (const when of ['before', 'meanwhile']) {
      const controller = new AbortController();
      if (when === 'before') controller.abort();
      const signal = controller.signal;
      const result = transfers.exportTo(file, { force: false, signal, onProgress: () => controller.abort() });
      await expect(result).rejects.toMatchObject({
        code: 'cancelled',
        message: expect.stringContaining('nothing of it'),
      });
      expect(readdirSync(join(file, '..'))).toEqual([]);
    }
    await transfers.exportTo(file, { force: false });
    expect(existsSync(file)).toBe(true);
  });

  it('a cancelled import says how far it came, and goes on from there', async () => {
    const { transfers, file } = await large();
    await transfers.exportTo(file, { force: false });
    const into = world();
    into.pass(1_000_000);
    const controller = new AbortController();
    const cancelled = into.transfers.importFrom(file, {
      signal: controller.signal,
      onProgress: ({ done }) => {
        if (done > 500) controller.abort();
      },
    });
    const came = into.store.count();
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
    const count = into.store.count();
    expect(came).toBe(0);
    expect(count).toBeGreaterThan(500);
    expect(count).toBeLessThan(4_000);
    const message = await cancelled.catch((error: Error) => error.message);
    expect(message).toContain(`${count.toLocaleString('en')} new clips came in`);
    expect(await into.transfers.importFrom(file)).toMatchObject({ added: 4_000 - count, unchanged: count });
  });

  it('stop() ends what runs', async () => {
    const { transfers, file, store } = await large();
    const result = transfers.exportTo(file, { force: false });
    await Promise.all([expect(result).rejects.toMatchObject({ code: 'cancelled' }), transfers.stop()]);
    expect(readdirSync(join(file, '..'))).toEqual([]);
    expect(store.count()).toBe(4_000);
  });

  it('one at a time', async () => {
    const { transfers, file } = await large();
    const first = transfers.exportTo(file, { force: false });
    await expect(transfers.importFrom(file)).rejects.toMatchObject({ code: 'busy' });
    await first;
    await expect(transfers.exportTo(file, { force: true })).resolves.toMatchObject({ clips: 4_000 });
  });
});

describe('trouble', () => {
  it('a damaged file: what came in before is named and stays, what was here is untouched', async () => {
    const from = world();
    for (let index = 0; index < 1_000; index++) add(from.store, `${index} ${'z'.repeat(500)}`);
    const file = exportFile();
    const { bytes } = await from.transfers.exportTo(file, { force: false });
    truncateSync(file, bytes - 40);
    const into = world();
    into.pass(1_000_000);
    add(into.store, 'mine');
    const [mine] = contents(into);
    const result = into.transfers.importFrom(file);
    await expect(result).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringMatching(/damaged/),
    });
    const count = into.store.count() - 1;
    expect(count).toBeGreaterThan(0);
    expect(count % 200).toBe(0);
    expect(await result.catch((error: Error) => error.message)).toContain(
      `${count.toLocaleString('en')} new clips came in`,
    );
    expect(contents(into).find((content) => keyOf(content) === 'mine')).toEqual(mine);
  });

  it('no file, a folder, no export: said, and nothing came in', async () => {
    const { dir, transfers, store } = world();
    const text = join(tempFolder(), 'text');
    writeFileSync(text, 'no export');
    mkdirSync(join(text, '..', 'folder'));
    const told = async (path: string) =>
      transfers
        .importFrom(path)
        .catch((error: { code: string; message: string }) => `${error.code}: ${error.message}`);
    expect(await told(join(text, 'none'))).toMatch(/^bad-request: .*no such file.*Nothing came in/);
    expect(await told(`${text}.none`)).toMatch(/^bad-request: .*no such file.*Nothing came in/);
    expect(await told(join(text, '..', 'folder'))).toMatch(/^bad-request: .*no file that can be read/);
    expect(await told(text)).toMatch(/^refused: .*not a Clipstead export.*Nothing came in/);
    expect(await told(join(dir, 'clipstead.db'))).toMatch(/^refused: /);
    expect(store.count()).toBe(0);
  });

  it('a place that is taken: said, and left as it is', async () => {
    const { transfers, store } = world();
    add(store, 'x');
    const file = exportFile();
    writeFileSync(file, 'precious');
    await expect(transfers.exportTo(file, { force: false })).rejects.toMatchObject({ code: 'bad-request' });
    expect(readFileSync(file, 'utf8')).toBe('precious');
  });

  // Mounting needs root.
  const canMount = process.platform === 'linux' && process.getuid?.() === 0;
  it.runIf(canMount)('a disk that is too small for the export: said, and nothing is left on it', async () => {
    const { transfers, store } = world();
    for (let index = 0; index < 5; index++) add(store, randomBytes(300_000));
    const small = join(tempFolder(), 'small');
    mkdirSync(small);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', small]);
    onTestFinished(() => void execFileSync('umount', ['-l', small]));
    const result = transfers.exportTo(join(small, 'x'), { force: false });
    await expect(result).rejects.toMatchObject({
      code: 'storage-failed',
      message: expect.stringMatching(/does not fit on its disk/),
    });
    expect(readdirSync(small)).toEqual([]);
  });

  it('a store that fails ends the import with its words', async () => {
    const from = world();
    for (let index = 0; index < 500; index++) add(from.store, `${index}`);
    const file = exportFile();
    await from.transfers.exportTo(file, { force: false });
    const into = world();
    into.pass(1_000_000);
    const changes: HistoryChange[] = [];
    into.store.onChange((change) => changes.push(change));
    let calls = 0;
    const failing = into.make({
      store: {
        merge(clips, forMs) {
          calls += 1;
          if (calls === 3) into.store.close();
          return into.store.merge(clips, forMs);
        },
      },
    });
    await expect(failing.importFrom(file)).rejects.toMatchObject({
      code: 'storage-failed',
      message: expect.stringMatching(/new clips came in/),
    });
    expect(changes.length).toBe(2);
  });
});

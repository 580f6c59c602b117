// Copies that wait when the app ends: on the disk by then, in the history after the next start, private in between.
// Never a mocked history, but for the one moment in which it takes nothing.

import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { ClipsteadError } from '../../src-shared/errors';
import { inEnglish } from '../../src-shared/i18n/english';
import { newClipFromText } from '../capture/normalise';
import { log } from '../log';
import { databaseFile } from '../storage/files';
import { bundleForTests } from '../storage/testing/bundle';
import { nativeBinding, readPage, tempFolder, tempPages, tempStore } from '../storage/testing/fixture';
import { tempHistory } from '../storage/testing/temp-history';
import { keepWaitingClips } from '../storage/waiting-clips';
import { takeInLeftOver, writeLeftOver } from './left-over';
import { createTransfers } from './transfers';

const bundle = bundleForTests({
  'transfer-worker': 'src-main/transfer-worker.ts',
  'maintenance-worker': 'src-main/maintenance-worker.ts',
});
const NOW = 1_790_000_000_000;
const told = { app: '1.2.3', now: NOW };
const clip = (text: string) => newClipFromText(Buffer.from(text), 'xterm');

beforeEach(() => {
  for (const level of ['info', 'warn', 'error'] as const) vi.spyOn(log, level).mockImplementation(() => {});
});
afterEach(() => void vi.restoreAllMocks());

function setUp(dir = tempFolder()) {
  const store = tempStore(dir, () => NOW + 60_000);
  const transfers = createTransfers({
    dir,
    nativeBinding,
    workerUrl: pathToFileURL(bundle('transfer-worker')),
    app: '1.2.3',
    store,
    history: { reading: (task) => task(), importing: (task) => task(async () => {}) },
  });
  onTestFinished(() => transfers.stop());
  const folders = [join(dir, 'left-over'), join(tempFolder(), 'elsewhere')] as const;
  const said: string[] = [];
  const takeIn = () =>
    takeInLeftOver(folders, transfers, (level, message) => said.push(`${level}: ${inEnglish(message)}`));
  const previews = () => readPage(tempPages(dir)).clips.map(({ preview }) => preview);
  return { dir, store, transfers, folders, said, takeIn, previews };
}

it('what waits at the end is in the history after the next start, in the order of copying, and its file is gone', async () => {
  const { dir, store, folders, said, takeIn, previews } = setUp();
  store.store(clip('stored before'));
  const locked = () => {
    throw new ClipsteadError('storage-failed', 'Another program holds it.');
  };
  const waiting = keepWaitingClips(
    { store: locked, storeMany: () => {}, storeAsync: locked },
    {
      onTrouble: () => {},
      onGivenUp: (clips) => void writeLeftOver(folders, clips, told),
    },
  );
  for (const text of ['one', 'two', 'three']) waiting.store(clip(text));
  await waiting.stop();
  expect(previews()).toEqual(['stored before']);
  const [file = ''] = readdirSync(folders[0]);
  expect(statSync(join(folders[0], file)).mode & 0o777).toBe(0o600);
  expect(statSync(folders[0]).mode & 0o777).toBe(0o700);
  expect(file).not.toMatch(/one|two/);
  store.close();

  const next = setUp(dir);
  await next.takeIn();
  expect(next.previews()).toEqual(['stored before', 'three', 'two', 'one']);
  expect(readPage(tempPages(dir)).clips[1]).toMatchObject({ sourceApp: 'xterm', lastUsed: NOW });
  expect(next.said).toEqual([expect.stringMatching(/^info: 3 copies that .* are in the history now\.$/)]);
  expect(readdirSync(folders[0])).toEqual([]);
  await takeIn();
  expect(said).toEqual([]);
});

it('a secret keeps its mask, and one that is kept for a time only is not left anywhere', async () => {
  const { dir, folders, takeIn } = setUp();
  const secret = (text: string, expiresAt: number | null) => ({
    ...clip(text),
    preview: '•••••••• Password',
    searchText: '',
    secret: { expiresAt },
  });
  const expiring = secret('for a time', NOW + 600_000);
  expect(writeLeftOver(folders, [expiring], told)).toBeNull();
  expect(existsSync(folders[0])).toBe(false);
  const file = writeLeftOver(folders, [clip('open'), expiring, secret('masked', null)], told) ?? '';
  expect(gunzipSync(readFileSync(file)).includes('for a time')).toBe(false);
  await takeIn();
  const [masked, open, ...more] = readPage(tempPages(dir)).clips;
  expect(masked).toMatchObject({ preview: '•••••••• Password', masked: true });
  expect(open).toMatchObject({ preview: 'open' });
  expect([open?.masked, masked?.expiresAt, more]).toEqual([undefined, undefined, []]);
  expect(readPage(tempPages(dir), { query: 'masked' }).clips).toEqual([]);
});

it('a large one is stored as a file again', async () => {
  const { dir, store, folders, takeIn } = setUp();
  const text = 'large '.repeat(20_000);
  writeLeftOver(folders, [clip(text)], told);
  await takeIn();
  expect(readdirSync(join(dir, 'payloads'))).toHaveLength(1);
  expect(Buffer.from(store.payload(1) ?? []).equals(Buffer.from(text))).toBe(true);
});

it('nothing that waits leaves nothing', async () => {
  const { store } = setUp();
  const onGivenUp = vi.fn();
  const waiting = keepWaitingClips(store, { onTrouble: () => {}, onGivenUp });
  waiting.store(clip('stored'));
  await waiting.stop();
  expect(onGivenUp).not.toHaveBeenCalled();
});

describe('where the data folder does not take them', () => {
  it('another folder does, and both are looked into', async () => {
    const { dir, folders, takeIn, previews } = setUp();
    expect(writeLeftOver(folders, [clip('a')], told)).toContain(folders[0]);
    const [first] = readdirSync(folders[0]);
    // A file in the folder's place, as a full or broken disk would refuse it.
    writeFileSync(join(dir, 'in the way'), '');
    const blocked = [join(dir, 'in the way', 'left-over'), folders[1]];
    expect(writeLeftOver(blocked, [clip('b')], { ...told, now: NOW + 1 })).toContain(folders[1]);
    expect(first).toBeDefined();
    await takeIn();
    expect(previews()).toEqual(['b', 'a']);
    expect([readdirSync(folders[0]), readdirSync(folders[1])]).toEqual([[], []]);
  });

  it('and no other does, that is said', () => {
    const { dir } = setUp();
    writeFileSync(join(dir, 'in the way'), '');
    expect(writeLeftOver([join(dir, 'in the way', 'x')], [clip('a')], told)).toBeNull();
  });

  it.runIf(process.platform !== 'win32')(
    'a folder that others may enter is not used, nor a link to one',
    async () => {
      const { folders, takeIn, previews } = setUp();
      const [open, link] = [join(tempFolder(), 'open'), join(tempFolder(), 'link')];
      mkdirSync(open);
      chmodSync(open, 0o755);
      symlinkSync(open, link);
      expect(writeLeftOver([open, link], [clip('a')], told)).toBeNull();
      expect(readdirSync(open)).toEqual([]);
      // What somebody puts there is not taken in either.
      const file = writeLeftOver([folders[0]], [clip('forged')], told) ?? '';
      chmodSync(folders[0], 0o755);
      await takeIn();
      expect(previews()).toEqual([]);
      chmodSync(folders[0], 0o700);
      expect(existsSync(file)).toBe(true);
      await takeIn();
      expect(previews()).toEqual(['forged']);
    },
  );
});

it('a file that cannot be read is kept under another name, said once, and keeps nothing else out', async () => {
  const { folders, said, takeIn, previews } = setUp();
  writeLeftOver(folders, [clip('good')], { ...told, now: NOW + 5 });
  const broken = join(folders[0], 'clips-2020.jsonl.gz');
  writeFileSync(broken, 'no export');
  await takeIn();
  await takeIn();
  expect(previews()).toEqual(['good']);
  expect(said).toEqual([
    expect.stringMatching(/^error: .*\.unreadable\.$/),
    expect.stringMatching(/^info: 1 copy/),
  ]);
  expect(readFileSync(`${broken}.unreadable`, 'utf8')).toBe('no export');
});

it('an export that is under way when they are to be stored is waited for', async () => {
  const { dir, store, transfers, folders, said, takeIn, previews } = setUp();
  store.store(clip('stored before'));
  writeLeftOver(folders, [clip('left over')], told);
  const file = join(tempFolder(), 'clips.jsonl.gz');
  const exporting = transfers.exportTo(file, { force: false });
  await takeIn();
  expect(previews()).toEqual(['stored before', 'left over']);
  expect(readdirSync(join(dir, 'left-over'))).toEqual([]);
  expect(said).toEqual([expect.stringMatching(/^info: 1 copy/)]);
  expect((await exporting).clips).toBe(1);
});

it.skipIf(process.platform === 'win32')(
  'a file stays until its clips are on the disk, in the history that the next start opens',
  async () => {
    const dir = tempFolder();
    const history = await tempHistory(dir, bundle('maintenance-worker'));
    const { store } = history;
    const transfers = createTransfers({
      dir,
      nativeBinding,
      workerUrl: pathToFileURL(bundle('transfer-worker')),
      app: '1.2.3',
      store: {
        async merge(...args) {
          const result = await store.merge(...args);
          // What is committed now is in a file without a name.
          rmSync(databaseFile(dir));
          return result;
        },
      },
      history,
    });
    onTestFinished(() => transfers.stop());
    const folders = [join(dir, 'left-over')];
    const file = writeLeftOver(folders, [clip('left over')], told) ?? '';
    await takeInLeftOver(folders, transfers, () => expect.fail('there is nothing to tell'));
    expect([store.count(), existsSync(file)]).toEqual([1, true]);
  },
);

it('a file that cannot be stored now stays for the next start', async () => {
  const { dir, store, folders, said, takeIn } = setUp();
  writeLeftOver(folders, [clip('later')], told);
  store.close();
  await takeIn();
  expect([readdirSync(folders[0]).length, said]).toEqual([1, []]);
  const next = setUp(dir);
  await next.takeIn();
  expect(next.previews()).toEqual(['later']);
});

// Payload files: whole under their name or not there, private, each content once, and never handed out where they are not what was stored.

import { execFileSync } from 'node:child_process';
import { hash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { randomFrom } from '../../src-shared/testing/random';
import { beginningOf, hashInSlices, PayloadFiles, payloadFile, payloadFolder } from './payload-files';
import { tempFolder } from './testing/fixture';

const random = randomFrom(11);
const noise = (size: number) => Buffer.from(Array.from({ length: size }, () => Math.floor(random() * 256)));
const sha256 = (bytes: Uint8Array) => hash('sha256', bytes, 'buffer');
const same = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0;

/** Longer than one slice, and no multiple of it. */
const LARGE = 1_200_003;

function setUp() {
  const dir = tempFolder();
  const files = new PayloadFiles(dir);
  const bytes = noise(LARGE);
  const name = sha256(bytes);
  const all = () =>
    existsSync(payloadFolder(dir))
      ? readdirSync(payloadFolder(dir), { recursive: true, withFileTypes: true }).filter((e) => e.isFile())
      : [];
  return { dir, files, bytes, name, file: payloadFile(dir, name), all };
}

const usual = process.umask();
afterEach(() => {
  process.umask(usual);
});

describe.each(['write', 'writeNow'] as const)('%s', (write) => {
  it('puts the exact bytes under their hash, and leaves nothing else behind', async () => {
    const { dir, files, bytes, name, file, all } = setUp();
    expect(await files[write](bytes, name)).toBe(true);
    expect(file).toBe(join(dir, 'payloads', name.toString('hex').slice(0, 2), name.toString('hex')));
    expect(same(readFileSync(file), bytes)).toBe(true);
    expect(all()).toHaveLength(1);
    expect(same(await files.read(name, LARGE), bytes)).toBe(true);
    expect(same(files.readNow(name, LARGE), bytes)).toBe(true);
  });

  it('writes a content once, and anew where what lies there is something else', async () => {
    const { files, bytes, name, file } = setUp();
    await files[write](bytes, name);
    utimesSync(file, 1, 1);
    expect(await files[write](bytes, name)).toBe(false);
    expect(statSync(file).mtimeMs).toBe(1_000);
    truncateSync(file, LARGE - 1);
    expect(await files[write](bytes, name)).toBe(true);
    const flipped = Buffer.from(bytes);
    flipped[LARGE - 1] = (flipped[LARGE - 1] ?? 0) ^ 1;
    writeFileSync(file, flipped);
    expect(await files[write](bytes, name)).toBe(true);
    expect(same(readFileSync(file), bytes)).toBe(true);
  });

  it.skipIf(process.platform === 'win32').each([0o000, 0o777])('is private under umask %i', async (umask) => {
    const { dir, files, bytes, name, file } = setUp();
    process.umask(umask);
    await files[write](bytes, name);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    for (const folder of [payloadFolder(dir), dirname(file)]) {
      expect(statSync(folder).mode & 0o777).toBe(0o700);
    }
  });

  it.runIf(process.platform === 'linux')('leaves nothing where it fails, and works afterwards', async () => {
    const { files, bytes, name, all } = setUp();
    // The soft limit of this process only: it can be lifted again.
    const limit = (size: string) =>
      execFileSync('prlimit', ['--pid', String(process.pid), `--fsize=${size}:`]);
    onTestFinished(() => void limit('unlimited'));
    limit('1000000');
    await expect((async () => files[write](bytes, name))()).rejects.toMatchObject({ code: 'EFBIG' });
    limit('unlimited');
    expect(all()).toEqual([]);
    expect(await files[write](bytes, name)).toBe(true);
    expect(all()).toHaveLength(1);
  });
});

describe('reading', () => {
  it.each([
    ['is gone', (file: string) => execFileSync('rm', [file])],
    ['is shorter', (file: string) => truncateSync(file, LARGE - 1)],
    ['is longer', (file: string) => truncateSync(file, LARGE + 1)],
    ['is empty', (file: string) => truncateSync(file, 0)],
    [
      'has one bit changed',
      (file: string) => {
        const content = readFileSync(file);
        content[700_000] = (content[700_000] ?? 0) ^ 4;
        writeFileSync(file, content);
      },
    ],
  ])('a file that %s fails in words', async (_, damage) => {
    const { files, bytes, name, file } = setUp();
    files.writeNow(bytes, name);
    damage(file);
    const gone = { code: 'storage-failed', message: expect.stringMatching(/content of this clip is gone/) };
    await expect(files.read(name, LARGE)).rejects.toMatchObject(gone);
    expect(() => files.readNow(name, LARGE)).toThrow(expect.objectContaining(gone));
  });

  it('the beginning takes what is there, and nothing where there is nothing', () => {
    const { dir, files, bytes, name } = setUp();
    expect(beginningOf(dir, name, 100)).toHaveLength(0);
    files.writeNow(bytes, name);
    expect(same(beginningOf(dir, name, 100), bytes.subarray(0, 100))).toBe(true);
    expect(same(beginningOf(dir, name, LARGE * 2), bytes)).toBe(true);
  });

  it.each([0, 1, 512 * 1024, LARGE])('hashing in slices agrees at %i bytes', async (size) => {
    const bytes = noise(size);
    expect((await hashInSlices(bytes)).equals(sha256(bytes))).toBe(true);
  });
});

describe('remove', () => {
  it('is gone at once for a write that follows, and soon from the disk', async () => {
    const { files, bytes, name, file, all } = setUp();
    files.writeNow(bytes, name);
    files.remove(name);
    expect(existsSync(file)).toBe(false);
    expect(files.writeNow(bytes, name)).toBe(true);
    await vi.waitFor(() => expect(all()).toHaveLength(1));
    expect(same(files.readNow(name, LARGE), bytes)).toBe(true);
    // Twice is fine.
    for (let times = 0; times < 2; times++) files.remove(name);
    await vi.waitFor(() => expect(all()).toEqual([]));
  });

  it('leaves a temporary file of a write that is under way, and takes any other', async () => {
    const { dir, files, bytes, name, file } = setUp();
    mkdirSync(payloadFolder(dir));
    writeFileSync(join(payloadFolder(dir), 'tmp-old'), 'cut off');
    chmodSync(payloadFolder(dir), 0o700);
    const writing = files.write(bytes, name);
    const temporary = () => readdirSync(payloadFolder(dir)).filter((entry) => entry.startsWith('tmp-'));
    await vi.waitFor(() => expect(temporary().length).toBeGreaterThan(1), { interval: 0 });
    for (const entry of temporary()) files.removeTemporary(entry);
    expect(await writing).toBe(true);
    expect(same(readFileSync(file), bytes)).toBe(true);
    await vi.waitFor(() => expect(temporary()).toEqual([]));
  });
});

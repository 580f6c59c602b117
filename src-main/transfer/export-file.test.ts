// Where an export may be written, and what lies there before, meanwhile and after.
// Never more than a few bytes of content: the format has its own tests.
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { tempFolder } from '../storage/testing/fixture';
import { writeWhole } from './export-file';

function places() {
  const root = tempFolder();
  const folder = join(root, 'user');
  const keepOut = join(root, 'data');
  for (const dir of [folder, keepOut, join(keepOut, 'backups')]) mkdirSync(dir);
  const file = join(folder, 'clips.jsonl.gz');
  const fill = async (fd: number) => writeSync(fd, 'content');
  const write = (path = file, force = false, how: (fd: number) => Promise<unknown> = fill) =>
    writeWhole(path, { force, keepOut }, how);
  return { root, folder, keepOut, file, write };
}

const badPlace = (words: RegExp) => ({ code: 'bad-request', message: expect.stringMatching(words) });

it('writes a file that only its user can read, whatever the umask, and nothing else', async () => {
  const { folder, file, write } = places();
  const before = process.umask(0);
  onTestFinished(() => void process.umask(before));
  expect(await write()).toBe(7);
  expect(readFileSync(file, 'utf8')).toBe('content');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(['clips.jsonl.gz']);
});

it('has no name before it is whole, and others cannot read it then either', async () => {
  const { folder, file, write } = places();
  await write(file, false, async (fd) => {
    writeSync(fd, 'x');
    expect(existsSync(file)).toBe(false);
    const [aside = ''] = readdirSync(folder);
    expect(aside).toMatch(/^clips\.jsonl\.gz\.[0-9a-f]{8}\.partial$/);
    expect(statSync(join(folder, aside)).mode & 0o777).toBe(0o600);
  });
});

it('leaves nothing where it fails, also of what lay there', async () => {
  const { folder, file, write } = places();
  writeFileSync(file, 'old');
  const fail = async () => Promise.reject(new Error('full'));
  await expect(write(file, true, fail)).rejects.toThrow('full');
  expect(readFileSync(file, 'utf8')).toBe('old');
  expect(readdirSync(folder)).toEqual(['clips.jsonl.gz']);
});

describe('what lies there', () => {
  it('is not written over, unless that is wanted', async () => {
    const { folder, file, write } = places();
    writeFileSync(file, 'old');
    await expect(write()).rejects.toMatchObject(badPlace(/--force/));
    expect(readFileSync(file, 'utf8')).toBe('old');
    await write(file, true);
    expect(readFileSync(file, 'utf8')).toBe('content');
    expect(readdirSync(folder)).toEqual(['clips.jsonl.gz']);
  });

  it('is not written over where it came while the export was made', async () => {
    const { folder, file, write } = places();
    const slow = async () => writeFileSync(file, 'came meanwhile');
    await expect(write(file, false, slow)).rejects.toMatchObject(badPlace(/--force/));
    expect(readFileSync(file, 'utf8')).toBe('came meanwhile');
    expect(readdirSync(folder)).toEqual(['clips.jsonl.gz']);
  });

  it('is replaced as a link, not followed', async () => {
    const { root, file, write } = places();
    const elsewhere = join(root, 'elsewhere');
    writeFileSync(elsewhere, 'precious');
    symlinkSync(elsewhere, file);
    await expect(write()).rejects.toMatchObject(badPlace(/--force/));
    await write(file, true);
    expect(readFileSync(elsewhere, 'utf8')).toBe('precious');
    expect(readFileSync(file, 'utf8')).toBe('content');
  });
});

describe('places that will not do', () => {
  it('a folder, none, a file for a folder', async () => {
    const { folder, file, write } = places();
    await expect(write(folder, true)).rejects.toMatchObject(badPlace(/is a folder/));
    await expect(write(join(folder, 'none', 'x'))).rejects.toMatchObject(badPlace(/no such folder/));
    writeFileSync(file, '');
    await expect(write(join(file, 'x'))).rejects.toMatchObject(badPlace(/no such folder/));
  });

  it('the data folder, and all below it, by whatever name', async () => {
    const { root, keepOut, write } = places();
    symlinkSync(keepOut, join(root, 'link'));
    writeFileSync(join(keepOut, 'clipstead.db'), 'history');
    for (const path of [
      join(keepOut, 'clipstead.db'),
      join(keepOut, 'x'),
      join(keepOut, 'backups', 'x'),
      join(root, 'user', '..', 'data', 'x'),
      join(root, 'link', 'x'),
    ]) {
      await expect(write(path, true)).rejects.toMatchObject(badPlace(/data folder/));
    }
    expect(readFileSync(join(keepOut, 'clipstead.db'), 'utf8')).toBe('history');
    await write(join(root, 'data-beside-it'));
    await write(join(root, '..data'));
  });

  it.runIf(process.platform === 'linux' && process.getuid?.() !== 0)(
    'one that may not be written',
    async () => {
      const { folder, write } = places();
      chmodSync(folder, 0o500);
      await expect(write()).rejects.toMatchObject({ code: 'EACCES' });
    },
  );
});

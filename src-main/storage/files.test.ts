// Nobody but the user can read the history, whatever the umask and whatever the files were before.
import { chmodSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { databaseFile, makePrivateFiles } from './files';
import { clipOf, tempDatabase, tempFolder, tempStore } from './testing/fixture';

const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);
const usual = process.umask();
afterEach(() => {
  process.umask(usual);
});

describe.skipIf(process.platform === 'win32')('the files of the history', () => {
  it.each([0o000, 0o022, 0o077, 0o277, 0o777])(
    'are private under umask %i: folder, new parents, database, -wal and -shm',
    (umask) => {
      const parent = join(tempFolder(), 'made');
      const dir = join(parent, 'data');
      process.umask(umask);
      const store = tempStore(dir);
      store.store(clipOf('something'));
      expect(mode(parent)).toBe('700');
      expect(mode(dir)).toBe('700');
      for (const suffix of ['', '-wal', '-shm']) expect(mode(databaseFile(dir) + suffix)).toBe('600');
    },
  );

  it('are made private when they are laxer', () => {
    const dir = tempFolder();
    tempStore(dir).close();
    chmodSync(dir, 0o755);
    chmodSync(databaseFile(dir), 0o666);
    const db = tempDatabase(dir);
    expect(mode(dir)).toBe('700');
    for (const suffix of ['', '-wal', '-shm']) expect(mode(databaseFile(dir) + suffix)).toBe('600');
    db.close();
  });

  it('are made private when a crash has left lax ones behind', () => {
    const dir = tempFolder();
    mkdirSync(dir, { recursive: true });
    for (const suffix of ['', '-wal', '-shm']) {
      writeFileSync(databaseFile(dir) + suffix, '');
      chmodSync(databaseFile(dir) + suffix, 0o644);
    }
    makePrivateFiles(dir);
    for (const suffix of ['', '-wal', '-shm']) expect(mode(databaseFile(dir) + suffix)).toBe('600');
  });

  it('fail in words where the folder cannot be made', () => {
    const file = join(tempFolder(), 'a-file');
    writeFileSync(file, '');
    expect(() => tempStore(join(file, 'data'))).toThrow(expect.objectContaining({ code: 'storage-failed' }));
  });
});

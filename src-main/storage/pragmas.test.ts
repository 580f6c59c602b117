// Every setting holds on a real connection, and one that does not is an error that names it.
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { databaseFile, makePrivateFiles } from './files';
import { openStore } from './open-store';
import { openPages } from './pages';
import { applyReaderPragmas, applyWriterPragmas, PRAGMAS } from './pragmas';
import { nativeBinding, SEARCH_PARTS, tempDatabase, tempFolder, tempStore } from './testing/fixture';

/** A connection on which everything holds but one setting. */
function lying(about: string, answer: unknown = 'something else') {
  return {
    pragma(source: string): unknown {
      return source === about ? answer : PRAGMAS.find(({ name }) => name === source)?.readBack;
    },
  };
}

describe('the pragmas', () => {
  it('are those that the design names', () => {
    expect(Object.fromEntries(PRAGMAS.map(({ name, value }) => [name, value]))).toEqual({
      auto_vacuum: 'INCREMENTAL',
      busy_timeout: 5_000,
      cache_size: -16_384,
      foreign_keys: 'ON',
      journal_mode: 'WAL',
      mmap_size: 268_435_456,
      secure_delete: 'ON',
      synchronous: 'NORMAL',
      wal_autocheckpoint: 65_536,
    });
  });

  it('hold on a new file and on one that is opened again', () => {
    const dir = tempFolder();
    for (const round of ['new', 'again']) {
      const db = tempDatabase(dir);
      for (const { name, readBack } of PRAGMAS) {
        expect([round, name, db.pragma(name, { simple: true })]).toEqual([round, name, readBack]);
      }
      db.close();
    }
  });

  it.each(PRAGMAS.map(({ name }) => name))('%s: a wrong answer is an error of the writer, named', (name) => {
    expect(() => applyWriterPragmas(lying(name))).toThrow(
      expect.objectContaining({ code: 'storage-failed', message: expect.stringContaining(name) }),
    );
  });

  it.each(PRAGMAS.filter(({ reader }) => reader !== 'leave').map(({ name }) => name))(
    '%s: a wrong answer is an error of the reader, named',
    (name) => {
      expect(() => applyReaderPragmas(lying(name))).toThrow(
        expect.objectContaining({ code: 'storage-failed', message: expect.stringContaining(name) }),
      );
    },
  );

  it('refuse a real file that cannot follow: tables made without auto_vacuum', () => {
    const dir = tempFolder();
    const db = new Database(databaseFile(dir), nativeBinding === undefined ? {} : { nativeBinding });
    db.exec('CREATE TABLE other (x)');
    db.close();
    expect(() => openStore({ dir, nativeBinding })).toThrow(/auto_vacuum=INCREMENTAL/);
  });

  it('refuse a real file that a reader finds without WAL', () => {
    const dir = tempFolder();
    makePrivateFiles(dir);
    tempStore(dir).close();
    const db = new Database(databaseFile(dir), nativeBinding === undefined ? {} : { nativeBinding });
    db.pragma('journal_mode=DELETE');
    db.close();
    expect(() => openPages({ dir, nativeBinding }, SEARCH_PARTS)).toThrow(/journal_mode=WAL/);
  });
});

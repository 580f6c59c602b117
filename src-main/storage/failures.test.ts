// Writes that fail: one plain line, nothing half done, and the next write works.
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { ClipsteadError } from '../../src-shared/errors';
import { INLINE_PAYLOAD_BYTES } from '../../src-shared/limits';
import { ClipDao } from './clip-dao';
import { storageError } from './failures';
import { databaseFile } from './files';
import { clipOf, html, nativeBinding, tempDatabase, tempFolder } from './testing/fixture';

function setUp() {
  const dir = tempFolder();
  const db = tempDatabase(dir);
  const dao = new ClipDao(db);
  const changes: string[] = [];
  dao.onChange(({ type }) => changes.push(type));
  dao.store(clipOf('kept', [html('<p>kept')]));
  const whole = () => {
    expect(db.inTransaction).toBe(false);
    expect(db.pragma('quick_check', { simple: true })).toBe('ok');
    expect(db.pragma('foreign_key_check')).toEqual([]);
  };
  return { dir, db, dao, changes, whole };
}

/** The error of `act`, checked to be ours and to show nothing of SQLite's or the clip's own words. */
function failureOf(act: () => unknown): ClipsteadError {
  try {
    act();
  } catch (error) {
    expect(error).toBeInstanceOf(ClipsteadError);
    const failure = error as ClipsteadError;
    expect(failure.code).toBe('storage-failed');
    expect(failure.message).not.toMatch(/\n|SQLITE|database or disk|content_hash/);
    return failure;
  }
  throw new Error('nothing failed');
}

describe('a full disk', () => {
  it('loses only the clip that did not fit', () => {
    const { db, dao, changes, whole } = setUp();
    const pages = db.pragma('page_count', { simple: true }) as number;
    db.pragma(`max_page_count=${pages + 4}`);
    const large = clipOf('x'.repeat(INLINE_PAYLOAD_BYTES));
    const failure = failureOf(() => dao.store(large));
    expect(failure.message).toContain('disk is full');
    expect(failure.cause).toMatchObject({ code: 'SQLITE_FULL' });
    expect(failureOf(() => dao.storeMany([clipOf('fits'), large])).message).toContain('disk is full');
    expect(dao.count()).toBe(1);
    expect(changes).toEqual(['stored']);
    whole();

    // Still full, and what needs no room works; then there is room again.
    expect(dao.use(1).id).toBe(1);
    expect(dao.store(clipOf('small')).isNew).toBe(true);
    db.pragma('max_page_count=1000000');
    expect(dao.store(large).isNew).toBe(true);
    expect(dao.count()).toBe(3);
    whole();
  });

  it('leaves a known clip as it was where the format to be added does not fit', () => {
    const { db, dao, whole } = setUp();
    const before = dao.get(1);
    db.pragma(`max_page_count=${(db.pragma('page_count', { simple: true }) as number) + 4}`);
    const richer = clipOf('kept', [{ mime: 'image/png', bytes: Buffer.alloc(INLINE_PAYLOAD_BYTES) }]);
    failureOf(() => dao.store(richer));
    expect(dao.get(1)).toEqual(before);
    whole();
  });
});

describe('other trouble', () => {
  it('a connection that may not write', () => {
    const { db, dao, whole } = setUp();
    db.pragma('query_only=ON');
    expect(failureOf(() => dao.store(clipOf('new'))).message).toContain('writable');
    expect(failureOf(() => dao.delete([1])).message).toContain('writable');
    expect(dao.get(1)?.summary.preview).toBe('kept');
    db.pragma('query_only=OFF');
    expect(dao.store(clipOf('new')).isNew).toBe(true);
    whole();
  });

  it('another program that holds the lock', () => {
    const { dir, db, dao, whole } = setUp();
    db.pragma('busy_timeout=1');
    const other = new Database(databaseFile(dir), nativeBinding === undefined ? {} : { nativeBinding });
    other.exec('BEGIN IMMEDIATE');
    expect(failureOf(() => dao.store(clipOf('new'))).message).toContain('Another program');
    other.exec('ROLLBACK');
    other.close();
    expect(dao.store(clipOf('new')).isNew).toBe(true);
    whole();
  });

  it('a table that is gone: words for what nobody foresaw', () => {
    const { db, dao } = setUp();
    db.exec('DROP TABLE clip_payloads');
    const failure = failureOf(() => dao.store(clipOf('new')));
    expect(failure.cause).toMatchObject({ code: 'SQLITE_ERROR' });
    expect(dao.count()).toBe(1);
    expect(dao.use(1).id).toBe(1);
  });
});

describe('storageError', () => {
  it.each([
    ['SQLITE_FULL', 'full'],
    ['SQLITE_READONLY_DBMOVED', 'writable'],
    ['SQLITE_BUSY_SNAPSHOT', 'Another program'],
    ['SQLITE_CORRUPT_VTAB', 'damaged'],
    ['SQLITE_NOTADB', 'damaged'],
    ['SQLITE_CANTOPEN_ISDIR', 'cannot open'],
    ['SQLITE_IOERR_WRITE', 'disk'],
    ['ENOSPC', 'full'],
    ['EFBIG', 'disk'],
    ['EACCES', 'writable'],
    ['SQLITE_MISUSE', 'start Clipstead again'],
  ])('%s says "%s" and keeps the cause', (code, words) => {
    const cause = Object.assign(new Error('secret words'), { code });
    const error = storageError(cause);
    expect(error).toMatchObject({ code: 'storage-failed', cause });
    expect(error.message).toContain(words);
    expect(error.message).not.toContain('secret');
  });

  it('passes our own errors on as they are, and takes anything that is thrown', () => {
    const own = new ClipsteadError('no-such-clip', 'There is no clip 1.');
    expect(storageError(own)).toBe(own);
    for (const thrown of [null, undefined, 'text', 7]) {
      expect(storageError(thrown)).toMatchObject({ code: 'storage-failed', cause: thrown });
    }
  });
});

// A write-ahead log that a cut has left, damaged in every frame and cut everywhere: what SQLite drops of it without a word is noticed,
// and nothing else is.
import { copyFileSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import { nativeBinding, tempFolder } from './testing/fixture';
import { walTrouble } from './wal-check';

function open(file: string): Database.Database {
  const db = new Database(file, nativeBinding === undefined ? {} : { nativeBinding });
  onTestFinished(() => void db.close());
  return db;
}

/** The files of a database as a kill leaves them after `act`, and what SQLite still finds in them. */
function killed(pageSize: number, act: (db: Database.Database) => void) {
  const db = open(join(tempFolder(), 'live.db'));
  db.pragma(`page_size=${pageSize}`);
  db.pragma('journal_mode=WAL');
  db.pragma('wal_autocheckpoint=0');
  db.exec('CREATE TABLE texts (text TEXT)');
  db.pragma('wal_checkpoint(TRUNCATE)');
  act(db);
  const wal = readFileSync(`${db.name}-wal`);
  /** @param change what happens to the WAL. */
  function look(change: (wal: Buffer, file: string) => void) {
    const file = join(tempFolder(), 'dead.db');
    copyFileSync(db.name, file);
    writeFileSync(`${file}-wal`, wal);
    change(Buffer.from(wal), `${file}-wal`);
    const trouble = walTrouble(`${file}-wal`);
    const read = open(file);
    const rows = read.prepare('SELECT count(*) FROM texts').pluck().get() as number;
    read.close();
    return { trouble, rows };
  }
  return { look, bytes: wal.byteLength, frames: (wal.byteLength - 32) / (24 + pageSize) };
}

const insert = (db: Database.Database, text: string) =>
  void db.prepare('INSERT INTO texts VALUES (?)').run(text);

it.each([512, 4_096, 65_536])('of pages of %i bytes: what is behind a bad frame is noticed', (pageSize) => {
  const commits = 4;
  const { look, frames } = killed(pageSize, (db) => {
    for (let n = 0; n < commits; n++) insert(db, `${n} `.repeat(pageSize));
  });
  expect(look(() => {})).toEqual({ trouble: null, rows: commits });
  const seen = new Set<string>();
  for (let frame = 0; frame < frames; frame++) {
    for (const at of [0, 4, 8, 12, 16, 20, 24, 23 + pageSize]) {
      const { trouble, rows } = look((wal, file) => {
        const byte = 32 + frame * (24 + pageSize) + at;
        wal[byte] = (wal[byte] ?? 0) ^ 0x11;
        writeFileSync(file, wal);
      });
      // Nothing stands behind the last frame: the log looks as one that was cut off.
      const expected = frame < frames - 1 ? 'broken' : null;
      expect([frame, at, trouble, rows < commits]).toEqual([frame, at, expected, true]);
      seen.add(`${trouble}`);
    }
  }
  expect(seen).toEqual(new Set(['broken', 'null']));
});

it('one that was cut off anywhere is no damage', () => {
  const { look, bytes } = killed(512, (db) => {
    for (let n = 0; n < 5; n++) insert(db, `${n} `.repeat(300));
  });
  for (let end = 32; end < bytes; end += 97)
    expect(look((_, file) => truncateSync(file, end)).trouble).toBeNull();
});

it('nor is what a transaction has left that was rolled back, nor an earlier log behind this one', () => {
  const spilled = killed(512, (db) => {
    insert(db, 'first');
    db.pragma('cache_size=2');
    db.exec('BEGIN');
    for (let n = 0; n < 50; n++) insert(db, 'x'.repeat(400));
    db.exec('ROLLBACK');
    insert(db, 'second');
  });
  expect(spilled.frames).toBeGreaterThan(20);
  expect(spilled.look(() => {})).toEqual({ trouble: null, rows: 2 });
  const restarted = killed(512, (db) => {
    for (let n = 0; n < 20; n++) insert(db, 'x'.repeat(400));
    db.pragma('wal_checkpoint(RESTART)');
    insert(db, 'last');
  });
  expect(restarted.frames).toBeGreaterThan(20);
  expect(restarted.look(() => {})).toEqual({ trouble: null, rows: 21 });
});

it('one that begins as none does, one that is empty, and none', () => {
  const { look } = killed(4_096, (db) => insert(db, 'text'));
  const header = look((wal, file) => {
    wal.fill(7, 0, 32);
    writeFileSync(file, wal);
  });
  expect(header).toEqual({ trouble: 'garbage', rows: 0 });
  expect(look((_, file) => truncateSync(file, 20)).trouble).toBe('garbage');
  expect(look((_, file) => truncateSync(file, 0)).trouble).toBeNull();
  expect(look((_, file) => rmSync(file)).trouble).toBe('missing');
});

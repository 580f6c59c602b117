// The steps of the schema: frozen, applied once, all or nothing; and every released file opens with what is in it.
import { createHash } from 'node:crypto';
import { copyFileSync, cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { databaseFile } from '../files';
import { openStore } from '../open-store';
import { countFiles } from '../testing/count-files';
import {
  clipOf,
  html,
  nativeBinding,
  readPage,
  tempDatabase,
  tempFolder,
  tempPages,
  tempStore,
} from '../testing/fixture';
import { MIGRATIONS, migrate, SCHEMA_VERSION } from './index';

/** The images of the fixtures, one of them masked, above their other clips. */
const images = [
  [9, false],
  [8, false],
];

/** The SHA-256 of each released step. A line here is added with a migration and never changed. */
const RELEASED = [
  'c3844f5fa5a4d936f4ea6b714c10d14784b10fa522c50b9f4b8375881dbc9bdb',
  '78f6d6f0de04f1a65b87a3c47b01957acf75dcc41da62fa0b1095197969557af',
  '604020c90e5a0185786ff398c871b34e4cbb8a47a969f96aef1b75d6518d7259',
  'b7ab8055415e7271d445bcc61f7a993951dbc107cc7687c8209c045d4e22e642',
  '58aaae8b170c2415b20e7e99898eb1d7b0fac8ec79f90e8d48bfba6babbe85de',
  '2d2884c846bbb05f3451c3e7d70e874964c1578f993e8597f9a29070a6207f42',
  '14e3584916fe2093b6cdcfc3ae4378815f7d1cd4ee0bf55d1c5c5e78e5985673',
  '8bc34d8a8553b561ddd9cd7941522376e409d272df328151cdb6c3b9988814b0',
];

function plainDatabase(file = ':memory:'): Database.Database {
  const db = new Database(file, nativeBinding === undefined ? {} : { nativeBinding });
  onTestFinished(() => {
    db.close();
  });
  return db;
}

const schemaOf = (db: Database.Database) =>
  db
    .prepare(
      "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY name",
    )
    .all();

describe('migrations', () => {
  it('are frozen', () => {
    expect(MIGRATIONS.map((sql) => createHash('sha256').update(sql).digest('hex'))).toEqual(RELEASED);
  });

  it('make the tables and the two indexes by name from an empty file', () => {
    const db = tempDatabase();
    expect(db.pragma('user_version', { simple: true })).toBe(SCHEMA_VERSION);
    expect(db.pragma('index_xinfo(idx_clips_content_hash)')).toMatchObject([{ name: 'content_hash' }, {}]);
    expect(db.pragma('index_xinfo(idx_clips_last_used)')).toMatchObject([{ name: 'last_used' }, {}]);
    const indexes = db.pragma('index_list(clip_models)') as { name: string; unique: number }[];
    const unique = Object.fromEntries(indexes.map((index) => [index.name, index.unique]));
    expect(unique).toMatchObject({ idx_clips_content_hash: 1, idx_clips_last_used: 0 });
    const tables = db.prepare("SELECT name, strict FROM pragma_table_list WHERE name LIKE 'clip_%'").all();
    expect(tables).toHaveLength(8);
    for (const table of tables) expect(table).toMatchObject({ strict: 1 });
  });

  it('change nothing in a file that is up to date', () => {
    const dir = tempFolder();
    const db = tempDatabase(dir);
    const before = [schemaOf(db), db.pragma('schema_version', { simple: true })];
    migrate(db);
    expect([schemaOf(db), db.pragma('schema_version', { simple: true })]).toEqual(before);
  });

  it('leave a file as it was where a step fails', () => {
    const db = plainDatabase();
    db.exec('CREATE TABLE clip_search (in_the_way)');
    const before = schemaOf(db);
    expect(() => migrate(db)).toThrow(/clip_search/);
    expect(schemaOf(db)).toEqual(before);
    expect(db.pragma('user_version', { simple: true })).toBe(0);
  });

  it('refuse to write to a newer schema in plain words', () => {
    const dir = tempFolder();
    tempStore(dir).close();
    const db = plainDatabase(databaseFile(dir));
    db.pragma(`user_version=${SCHEMA_VERSION + 1}`);
    db.pragma('wal_checkpoint(TRUNCATE)');
    db.close();
    const before = readFileSync(databaseFile(dir));
    expect(() => openStore({ dir, nativeBinding })).toThrow(
      expect.objectContaining({
        code: 'storage-failed',
        message: expect.stringContaining('newer Clipstead'),
      }),
    );
    expect(readFileSync(databaseFile(dir)).equals(before)).toBe(true);
  });

  it('open the history that schema 1 wrote, with everything in it', () => {
    const dir = tempFolder();
    copyFileSync(join(import.meta.dirname, 'fixtures/v1.db'), databaseFile(dir));
    const store = tempStore(dir);
    const { clips } = readPage(tempPages(dir));
    expect(clips.map(({ id, preview, pinned }) => [id, preview, pinned])).toEqual([
      [1, 'first clip of schema 1', true],
      [4, 'Ärger mit Straße', false],
      [3, 'nul\0\ufffd\ufffd', false],
    ]);
    expect(clips[0]).toMatchObject({ sourceApp: 'xterm', createdAt: 1_790_000_001_000, size: 22 });
    expect(clips[1]).toMatchObject({ formats: ['text/plain', 'text/html'] });
    expect(Buffer.from(store.payload(3) ?? [])).toEqual(Buffer.from([0x6e, 0x75, 0x6c, 0x00, 0xff, 0xfe]));
    expect(Buffer.from(store.payload(4, 'text/html') ?? []).toString()).toBe('<b>Ärger mit Straße</b>');
    expect(readPage(tempPages(dir), { query: 'STRASSE arger' }).clips.map(({ id }) => id)).toEqual([4]);
    expect(store.count()).toBe(3);
  });

  it('open the history that schema 2 wrote: with its index and what waits for it', () => {
    const dir = tempFolder();
    copyFileSync(join(import.meta.dirname, 'fixtures/v2.db'), databaseFile(dir));
    const store = tempStore(dir);
    const pages = tempPages(dir);
    const found = (query: string) => readPage(pages, { query }).clips.map(({ preview }) => preview);
    const all = ['waiting for the index', 'first clip of schema 2', 'deleted, then brought back'];
    for (const settled of [false, true]) {
      while (settled && store.searchIndex.step(true));
      expect(found('clip schema')).toEqual(['first clip of schema 2']);
      expect(found('deleted')).toEqual(['deleted, then brought back']);
      expect(found('STRASSE arger')).toEqual(['Ärger mit Straße']);
      expect(found('waiting')).toEqual(['waiting for the index']);
      expect(found('t')).toEqual([...all, 'Ärger mit Straße']);
    }
    expect(store.searchIndex.waiting(10)).toEqual({ clips: 0, bytes: 0 });
    expect(store.count()).toBe(5);
  });

  it('open the history that schema 3 wrote: large payloads stay in it, also through the trash, until they go', () => {
    const dir = tempFolder();
    copyFileSync(join(import.meta.dirname, 'fixtures/v3.db'), databaseFile(dir));
    // As long after it was written as its trash keeps clips.
    const store = openStore({ dir, nativeBinding, now: () => 1_790_000_060_000 });
    onTestFinished(() => store.close());
    const text = (id: number) => Buffer.from(store.payload(id) ?? []).toString();
    const found = (query: string) => readPage(tempPages(dir), { query }).clips.map(({ id }) => id);
    const goesOn = 'and so on '.repeat(7_000);
    expect(text(1)).toBe('first clip of schema 3');
    expect(text(2) === `large clip of schema 3 ${goesOn}end`).toBe(true);
    expect(store.payload(3, 'text/html')).toHaveLength(70_025);
    expect(store.restore(4).formats).toEqual(['text/plain']);
    expect(text(4) === `large and deleted ${goesOn}end`).toBe(true);
    expect(found('large')).toEqual([4, 2]);
    expect(found('STRASSE arger')).toEqual([3]);
    store.delete([2]);
    expect(text(2)).toBe('');
    store.restore(2);
    expect(text(2) === `large clip of schema 3 ${goesOn}end`).toBe(true);
    expect(existsSync(join(dir, 'payloads'))).toBe(false);
    // Known content stays where it is.
    expect(store.store(clipOf(`large clip of schema 3 ${goesOn}end`)).isNew).toBe(false);
    expect(store.payloadFiles.any()).toBe(false);
    expect(store.store(clipOf('y'.repeat(70_000))).isNew).toBe(true);
    expect(store.payloadFiles.any()).toBe(true);
    expect(store.count()).toBe(6);
  });

  it.each([4, 5, 6, 7, 8])(
    'open the history that schema %i wrote: with its payload files, its index and its trash',
    (schema) => {
      const dir = tempFolder();
      cpSync(join(import.meta.dirname, `fixtures/v${schema}`), dir, { recursive: true });
      const store = openStore({ dir, nativeBinding, now: () => 1_790_000_060_000 });
      onTestFinished(() => store.close());
      const text = (id: number, mime?: string) => Buffer.from(store.payload(id, mime) ?? []).toString();
      const pages = tempPages(dir);
      const found = (query: string) => readPage(pages, { query }).clips.map(({ id }) => id);
      const goesOn = 'and so on '.repeat(7_000);
      for (const settled of [false, true]) {
        while (settled && store.searchIndex.step(true));
        expect(readPage(pages).clips.map(({ id, pinned }) => [id, pinned])).toEqual([
          ...(schema < 7 ? [] : images),
          [7, false],
          [1, true],
          [6, false],
          [5, false],
          [3, false],
          [2, false],
        ]);
        expect([found(`schema ${schema}`), found('STRASSE arger')]).toEqual([[1, 2], [3]]);
        expect([found('waiting'), found('brought'), found('so on'), found('t')]).toEqual([
          [7],
          [5],
          [2],
          [7, 1, 5, 3],
        ]);
      }
      expect(text(1)).toBe(`first clip of schema ${schema}`);
      expect(text(2) === `large clip of schema ${schema} ${goesOn}end`).toBe(true);
      for (const id of [3, 6]) expect(text(id, 'text/html') === `<b>Ärger</b> ${goesOn}`).toBe(true);
      countFiles(dir);
      expect(store.restore(4).formats).toEqual(['text/plain']);
      expect(text(4) === `large and deleted ${goesOn}end`).toBe(true);
      expect(store.store(clipOf('Ärger mit Straße', [html('<b>')])).isNew).toBe(false);
      countFiles(dir);
      // The other clip still names it.
      expect(store.payloadFiles.anyUnnamed()).toBe(false);
      expect(text(6, 'text/html') === `<b>Ärger</b> ${goesOn}`).toBe(true);
      expect(store.count()).toBe(schema < 7 ? 7 : 9);
    },
  );

  it.each([7, 8])('open the history that schema %i wrote: with its images', (schema) => {
    const dir = tempFolder();
    cpSync(join(import.meta.dirname, `fixtures/v${schema}`), dir, { recursive: true });
    const store = openStore({ dir, nativeBinding, now: () => 1_790_000_060_000 });
    onTestFinished(() => store.close());
    /** Before schema 8 nobody has looked at any. */
    const looked = (id: number) => {
      const { waiting, bytes } = store.thumbnail(id);
      return [waiting, bytes === null ? null : Buffer.from(bytes).toString()];
    };
    const kept = (id: number) => (schema < 8 ? [true, null] : [false, `thumbnail of ${id}`]);
    expect(store.nextImage()).toBe(schema < 8 ? 8 : null);
    expect(looked(8)).toEqual(kept(8));
    // What is masked is never looked at.
    expect([looked(9), store.get(9)?.summary.masked]).toEqual([[false, null], true]);
    expect(store.restore(10)).toMatchObject({ kind: 'image' });
    expect(looked(10)).toEqual(kept(10));
    for (let id = store.nextImage(); id !== null; id = store.nextImage()) {
      expect(store.beginImage(id)).toBe(true);
      store.keepImage(id, { thumbnail: Buffer.from(`thumbnail of ${id}`), pixels: null });
    }
    for (const id of [8, 10]) expect(looked(id)).toEqual([false, `thumbnail of ${id}`]);
  });

  it('name a file that is no database, without a crash', () => {
    const dir = tempFolder();
    copyFileSync(join(import.meta.dirname, 'index.ts'), databaseFile(dir));
    expect(() => openStore({ dir, nativeBinding })).toThrow(
      expect.objectContaining({ code: 'storage-failed', message: expect.stringContaining('damaged') }),
    );
  });
});

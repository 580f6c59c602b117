// Large payloads out of the database into files: nothing lost at any point at which it ends, and nothing left behind.

import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { inEnglish } from '../../src-shared/i18n/english';
import { INLINE_PAYLOAD_BYTES } from '../../src-shared/limits';
import { log } from '../log';
import { databaseFile } from './files';
import { openHistory } from './history';
import { MaintenanceTasks } from './maintenance-tasks';
import { openStore } from './open-store';
import { payloadFile, payloadFolder } from './payload-files';
import { movePayloads } from './payload-move';
import { readRunState, writeRunState } from './run-state';
import { bundleForTests } from './testing/bundle';
import { countFiles } from './testing/count-files';
import { nativeBinding, readPage, tempDatabase, tempFolder, tempPages } from './testing/fixture';

const GOES_ON = 'and so on '.repeat(7_000);
const LARGE = `large clip of schema 3 ${GOES_ON}end`;
const DELETED = `large and deleted ${GOES_ON}end`;
const FOR_EVER = Number.POSITIVE_INFINITY;

/** The history that schema 3 wrote (its trash keeps clips until 60 s later), brought to the newest schema. */
function setUp() {
  const dir = tempFolder();
  copyFileSync(join(import.meta.dirname, 'migrations/fixtures/v3.db'), databaseFile(dir));
  const open = () => {
    const store = openStore({ dir, nativeBinding, now: () => 1_790_000_060_000 });
    onTestFinished(() => store.close());
    return store;
  };
  open().close();
  const inline = () => {
    const db = tempDatabase(dir);
    const count = (table: string) =>
      db.prepare(`SELECT count(*) FROM ${table} WHERE length(bytes) > ${INLINE_PAYLOAD_BYTES}`).pluck().get();
    const counts = [count('clip_payloads'), count('clip_trash_payloads')];
    db.close();
    return counts;
  };
  /** All is there, wherever it lies. */
  const whole = () => {
    const store = open();
    const text = (id: number, mime?: string) => Buffer.from(store.payload(id, mime) ?? []).toString();
    expect(text(1)).toBe('first clip of schema 3');
    expect(text(2) === LARGE).toBe(true);
    expect(store.payload(3, 'text/html')).toHaveLength(70_025);
    expect(store.get(3)?.payloads.map(({ mime }) => mime)).toEqual(['text/plain', 'text/html']);
    expect(store.restore(4).formats).toEqual(['text/plain']);
    expect(text(4) === DELETED).toBe(true);
    store.delete([4]);
    store.close();
    countFiles(dir);
  };
  return { dir, open, inline, whole };
}

describe('movePayloads', () => {
  it('moves all, of the trash too, and no byte of them is left in the database', () => {
    const { dir, open, inline, whole } = setUp();
    expect(inline()).toEqual([2, 1]);
    expect(movePayloads({ dir, nativeBinding }, FOR_EVER)).toBe(true);
    expect(inline()).toEqual([0, 0]);
    expect(countFiles(dir)).toEqual([1, 1, 1]);
    whole();
    const store = open();
    expect(readPage(tempPages(dir), { query: 'large' }).clips.map(({ id }) => id)).toEqual([2]);
    store.close();
    // The searched part of each text stands there still, folded.
    expect(readFileSync(databaseFile(dir)).includes('</b>')).toBe(false);
  });

  it('moves one at a time where there is no time, and says when none is left', () => {
    const { dir, inline, whole } = setUp();
    const left = () => inline().reduce((sum: number, count) => sum + Number(count), 0);
    for (const more of [2, 1, 0]) {
      expect(movePayloads({ dir, nativeBinding }, 0)).toBe(more === 0);
      expect(left()).toBe(more);
      whole();
    }
    expect(movePayloads({ dir, nativeBinding }, 0)).toBe(true);
  });

  it('loses nothing where it is cut off between file and row, and goes on there', () => {
    const { dir, inline, whole } = setUp();
    const db = tempDatabase(dir);
    db.exec("CREATE TRIGGER cut AFTER INSERT ON clip_payloads BEGIN SELECT RAISE(ABORT, 'cut off'); END");
    expect(() => movePayloads({ dir, nativeBinding }, FOR_EVER)).toThrow('cut off');
    expect(readdirSync(payloadFolder(dir))).toHaveLength(1);
    db.exec('DROP TRIGGER cut');
    db.close();
    expect(inline()).toEqual([2, 1]);
    expect(movePayloads({ dir, nativeBinding }, FOR_EVER)).toBe(true);
    whole();
  });

  it('writes a file anew that is not what its name says, as a cut off or forged one', () => {
    const { dir, open, whole } = setUp();
    const store = open();
    const file = payloadFile(dir, Buffer.from(hashOf(dir, 2), 'hex'));
    store.close();
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, 'something else');
    expect(movePayloads({ dir, nativeBinding }, FOR_EVER)).toBe(true);
    whole();
  });

  it('changes nothing where files cannot be written', () => {
    const { dir, inline, whole } = setUp();
    writeFileSync(payloadFolder(dir), '');
    expect(() => movePayloads({ dir, nativeBinding }, FOR_EVER)).toThrow();
    expect(inline()).toEqual([2, 1]);
    rmSync(payloadFolder(dir));
    whole();
  });
});

/** The content hash of a clip. */
function hashOf(dir: string, id: number): string {
  const db = tempDatabase(dir);
  const hash = db.prepare('SELECT lower(hex(content_hash)) FROM clip_models WHERE id = ?').pluck().get(id);
  db.close();
  return String(hash);
}

describe('a start', () => {
  const built = bundleForTests({ 'maintenance-worker': 'src-main/maintenance-worker.ts' });
  const start = (dir: string) =>
    openHistory({
      dir,
      nativeBinding,
      maintenanceUrl: pathToFileURL(built('maintenance-worker')),
      now: () => 1_790_000_060_000,
      onTrouble: (message) => {
        throw new Error(inEnglish(message));
      },
    });

  it('moves them before anybody has the history, and looks for them once', async () => {
    const { dir, inline, whole } = setUp();
    const history = await start(dir);
    expect(inline()).toEqual([0, 0]);
    await history.close();
    whole();
    expect(readRunState(dir)?.allInFiles).toBe(true);
    const tasks = new MaintenanceTasks({ dir, nativeBinding });
    onTestFinished(() => tasks.close());
    rmSync(databaseFile(dir));
    expect(tasks.movePayloads(0)).toBe(true);
  });

  it('looks again after a backup was restored', async () => {
    const { dir } = setUp();
    mkdirSync(join(dir, 'backups'));
    copyFileSync(databaseFile(dir), join(dir, 'backups', 'history-2026-01-01T00-00-00-000Z.db'));
    writeRunState(dir, { running: true, allInFiles: true });
    rmSync(databaseFile(dir));
    for (const level of ['info', 'warn', 'error'] as const) vi.spyOn(log, level).mockImplementation(() => {});
    onTestFinished(() => void vi.restoreAllMocks());
    const history = await start(dir);
    expect(existsSync(payloadFolder(dir))).toBe(true);
    expect(history.notice && inEnglish(history.notice)).toContain('restored');
    await history.close();
  });

  it('is not kept from its history where they cannot be moved', async () => {
    const { dir, whole } = setUp();
    writeFileSync(payloadFolder(dir), '');
    const error = vi.spyOn(log, 'error').mockImplementation(() => {});
    onTestFinished(() => error.mockRestore());
    const history = await start(dir);
    expect(history.store.count()).toBe(4);
    expect(error.mock.calls.map(([event]) => event)).toContain('history.payloads-not-moved');
    await history.close();
    rmSync(payloadFolder(dir));
    whole();
    expect(readRunState(dir)?.allInFiles).toBe(false);
  });
});

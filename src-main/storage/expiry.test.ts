// Secrets in storage: masked ones, and ones whose time ends, after which no file holds a byte of them.
// Never a real secret: every text is made up here.

import { copyFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { HistoryChange, NewClip } from '../../src-shared/clip';
import { TRASH_MS } from '../../src-shared/limits';
import { backUp, listBackups } from './backups';
import { checkDatabase } from './check';
import { keepExpired } from './expiry';
import { databaseFile } from './files';
import { openHistory } from './history';
import { MaintenanceTasks } from './maintenance-tasks';
import { bundleForTests } from './testing/bundle';
import {
  clipOf,
  historyFor,
  html,
  nativeBinding,
  readPage,
  tempFolder,
  tempPages,
  tempStore,
} from './testing/fixture';
import { tempHistory } from './testing/temp-history';

const built = bundleForTests({ maintenance: 'src-main/maintenance-worker.ts' });

const START = 1_800_000_000_000;
const MINUTE = 60_000;

/** As a rule makes it. */
function secretOf(content: string, expiresAt: number | null): NewClip {
  return {
    ...clipOf(content, [html(`<p>${content}`)]),
    preview: '•••••••• Token',
    searchText: '',
    secret: { expiresAt },
  };
}

/** The files below a folder that hold a text, whatever its case. */
function filesWith(dir: string, text: RegExp): string[] {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => text.test(readFileSync(file).toString('latin1')))
    .map((file) => file.slice(dir.length + 1).replace(/\/.*/, ''));
}

describe('a masked clip', () => {
  it('is listed as dots, says so, pastes whole, and is not found by its content', () => {
    const { dir, store, history } = historyFor();
    const { clip } = store.store(secretOf('unmistakable content', null));
    expect(clip).toMatchObject({ preview: '•••••••• Token', masked: true });
    expect(clip).not.toHaveProperty('expiresAt');
    expect(history()).toEqual([clip]);
    expect(Buffer.from(store.payload(clip.id) ?? []).toString()).toBe('unmistakable content');
    const pages = tempPages(dir);
    for (const query of ['unmistakable', 'Token', '/unmist/'])
      expect(readPage(pages, { query }).clips).toEqual([]);
    expect(readPage(pages, { query: 'type:text' }).clips).toHaveLength(1);
  });

  it('any other clip says nothing of it', () => {
    const { store } = historyFor();
    const { clip } = store.store(clipOf('open'));
    expect(clip).not.toHaveProperty('masked');
    expect(clip).not.toHaveProperty('expiresAt');
  });

  it('is what it was stored as last: open, masked, open again', () => {
    const { dir, store, history, pages } = historyFor();
    store.store(clipOf('unmistakable'));
    while (store.searchIndex.step(true));
    const found = () => readPage(pages, { query: 'unmistakable' }).clips.length;
    expect(found()).toBe(1);
    store.store(secretOf('unmistakable', null));
    while (store.searchIndex.step(true));
    expect([found(), history()[0]?.preview, history()[0]?.masked]).toEqual([0, '•••••••• Token', true]);
    store.store(clipOf('unmistakable'));
    expect([found(), history()[0]?.preview, history()[0]?.masked]).toEqual([1, 'unmistakable', undefined]);
    expect(tempStore(dir).count()).toBe(1);
  });

  it('comes back from the trash as what it was', () => {
    const { store, history } = historyFor(() => START);
    const { clip } = store.store(secretOf('x', START + MINUTE));
    store.delete([clip.id]);
    expect(store.restore(clip.id)).toEqual(clip);
    expect(history()).toEqual([clip]);
  });
});

describe('a clip that is kept for a time', () => {
  it('goes when it is over and not before, is told, and others stay', () => {
    let now = START;
    const { store, history, changes } = historyFor(() => now);
    const { clip } = store.store(secretOf('short', START + MINUTE));
    expect(clip.expiresAt).toBe(START + MINUTE);
    store.store(secretOf('longer', START + 2 * MINUTE));
    store.store(secretOf('for ever', null));
    expect(store.nextExpiry()).toBe(START + MINUTE);
    now = START + MINUTE - 1;
    expect(store.dropExpired(10)).toBe(0);
    now += 1;
    expect(store.dropExpired(10)).toBe(1);
    expect(changes.at(-1)).toEqual({ type: 'deleted', ids: [clip.id] });
    expect(history()).toHaveLength(2);
    expect(() => store.restore(clip.id)).toThrow(expect.objectContaining({ code: 'no-such-clip' }));
    expect(store.nextExpiry()).toBe(START + 2 * MINUTE);
  });

  it('copied again has the new time, and none where it is a secret no more', () => {
    const { store } = historyFor(() => START);
    store.store(secretOf('x', START + MINUTE));
    expect(store.store(secretOf('x', START + 5 * MINUTE)).clip.expiresAt).toBe(START + 5 * MINUTE);
    expect(store.store(clipOf('x')).clip).not.toHaveProperty('expiresAt');
    expect(store.nextExpiry()).toBeNull();
  });

  it('stays while it is pinned', () => {
    let now = START;
    const { store } = historyFor(() => now);
    const { clip } = store.store(secretOf('x', START + MINUTE));
    store.setPinned(clip.id, true);
    now += 2 * MINUTE;
    expect([store.nextExpiry(), store.dropExpired(10), store.count()]).toEqual([null, 0, 1]);
    store.setPinned(clip.id, false);
    expect([store.dropExpired(10), store.count()]).toEqual([1, 0]);
  });

  it('does not stay where the clock was set back', () => {
    let now = START;
    const { store } = historyFor(() => now);
    store.store(secretOf('x', START + MINUTE));
    now -= 30 * 24 * 60 * MINUTE;
    expect(store.dropExpired(10)).toBe(1);
  });

  it('in the trash goes with its time, so many in one step', () => {
    let now = START;
    const { store } = historyFor(() => now);
    for (let index = 0; index < 5; index++) store.store(secretOf(`x${index}`, START + MINUTE));
    store.delete([1, 2, 3]);
    now += MINUTE;
    expect([store.dropExpired(3), store.dropExpired(3), store.dropExpired(3)]).toEqual([3, 2, 0]);
    for (const id of [1, 2, 3]) expect(() => store.restore(id)).toThrow();
  });

  it('leaves no byte in database, WAL and backups, after a kill too', async () => {
    let now = START;
    const { dir, store } = historyFor(() => now);
    const tasks = new MaintenanceTasks({ dir, nativeBinding });
    onTestFinished(() => tasks.close());
    store.store(secretOf('Unmistakable '.repeat(3_000), START + MINUTE));
    store.store(secretOf('Unmistakable in the trash', START + MINUTE));
    store.store(clipOf('another'));
    store.delete([2]);
    store.checkpoint();
    expect(new Set(filesWith(dir, /unmistakable/i))).toEqual(new Set(['clipstead.db', 'clipstead.db-wal']));
    // A backup would keep it longer: it is not in there from the start.
    const { file } = await backUp(dir, nativeBinding, now);
    expect(checkDatabase(file, 'full', nativeBinding)).toMatchObject({ sound: true, clips: 1 });
    expect(filesWith(dir, /unmistakable/i)).not.toContain('backups');
    expect(listBackups(dir)).toHaveLength(1);
    now += MINUTE;
    // No close(): another connection finds what a kill would leave.
    expect(tempStore(dir, () => now).dropExpired(10)).toBe(2);
    tasks.empty();
    expect(filesWith(dir, /unmistakable/i)).toEqual([]);
  });

  it.each(['at once', 'while the index is emptied'])(
    'that was indexed before it became a secret is in no later backup, neither as text nor as words: %s',
    async (when) => {
      let now = START;
      const { dir, store } = historyFor(() => now);
      const tasks = new MaintenanceTasks({ dir, nativeBinding });
      onTestFinished(() => tasks.close());
      const index = () => {
        while (store.searchIndex.step(true));
      };
      store.store(clipOf('Unmistakable in the index'));
      store.store(clipOf('another text'));
      // Deleted before, and not quite gone.
      store.store(clipOf('Unmistakable in the trash'));
      index();
      store.delete([3]);
      for (const text of ['Unmistakable in the index', 'Unmistakable in the trash'])
        store.store(secretOf(text, START + MINUTE));
      if (when !== 'at once') store.searchIndex.reset();
      const { file } = await backUp(dir, nativeBinding, START);
      expect(filesWith(dir, /mistakable/i)).not.toContain('backups');
      expect(checkDatabase(file, 'full', nativeBinding)).toMatchObject({ sound: true, clips: 1 });
      // What is left of the index is true, and it can be built on.
      const restored = tempFolder();
      copyFileSync(file, databaseFile(restored));
      const next = tempStore(restored, () => START + 1);
      const found = () => readPage(tempPages(restored), { query: 'another' }).clips.map(({ id }) => id);
      expect(found()).toEqual([2]);
      next.store(clipOf('yet another'));
      while (next.searchIndex.step(true));
      expect(found()).toHaveLength(2);
      expect(readPage(tempPages(restored), { query: 'unmistakable' }).clips).toEqual([]);
      // And after their time in no file at all.
      now += Math.max(MINUTE, TRASH_MS) + 1;
      expect([store.dropExpired(10), store.emptyTrash(10)]).toEqual([2, 1]);
      index();
      tasks.empty();
      expect(filesWith(dir, /mistakable/i)).toEqual([]);
    },
  );

  it('a masked one that stays is in the backups', async () => {
    const { dir, store } = historyFor();
    store.store(secretOf('Unmistakable', null));
    await backUp(dir, nativeBinding, START);
    expect(filesWith(dir, /unmistakable/i)).toContain('backups');
  });
});

describe('the history that is opened after a time is over', () => {
  const open = (dir: string, now: number) =>
    openHistory({
      dir,
      nativeBinding,
      maintenanceUrl: pathToFileURL(built('maintenance')),
      onTrouble: () => {},
      now: () => now,
    });

  it('does not have the clip any more when it can be read, and no file does once it is closed', async () => {
    const dir = tempFolder();
    const first = await open(dir, START);
    first.store.store(secretOf('Unmistakable', START + MINUTE));
    first.store.store(clipOf('another'));
    await first.close();
    expect(filesWith(dir, /unmistakable/i)).not.toEqual([]);
    const early = await open(dir, START + MINUTE - 1);
    expect(early.store.count()).toBe(2);
    await early.close();
    const late = await open(dir, START + MINUTE);
    expect(late.store.count()).toBe(1);
    await late.close();
    expect(filesWith(dir, /unmistakable/i)).toEqual([]);
  });
});

describe('the file of a large one', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
  afterEach(() => void vi.useRealTimers());

  it('goes with its time where it was deleted before', async () => {
    const dir = tempFolder();
    let now = START;
    const history = await tempHistory(dir, built('maintenance'), { now: () => now });
    const files = () => filesWith(dir, /unmistakable/i).filter((folder) => folder === 'payloads');
    // The sweep of the start is over.
    await vi.advanceTimersByTimeAsync(2_500);
    const { clip } = await history.store.storeAsync(
      secretOf('Unmistakable and large '.repeat(5_000), START + MINUTE),
    );
    history.store.delete([clip.id]);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(files()).toEqual(['payloads', 'payloads']);
    now += MINUTE;
    await vi.advanceTimersByTimeAsync(10_000);
    await vi.waitFor(() => expect(files()).toEqual([]), { timeout: 5_000 });
  });
});

describe('keepExpired', () => {
  beforeEach(() => void vi.useFakeTimers({ now: START }));
  afterEach(() => void vi.useRealTimers());

  function setUp(dropExpired: (limit: number) => number, next: () => number | null, busy = () => false) {
    const said: string[] = [];
    let listener: (change: HistoryChange) => void = () => {};
    const stop = keepExpired(
      {
        dropExpired,
        nextExpiry: next,
        onChange: (each) => {
          listener = each;
          return () => {
            listener = () => {};
          };
        },
      },
      () => said.push('checkpoint'),
      () => said.push('error'),
      busy,
    );
    return { said, stop, tell: (change: HistoryChange) => listener(change) };
  }

  it('ends at once what was over before, in steps, and rests where nothing is to go', async () => {
    const answers = [10, 10, 2];
    const { said, stop } = setUp(
      () => answers.shift() ?? 0,
      () => null,
    );
    expect(said).toEqual(['checkpoint']);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(said).toHaveLength(3);
    expect(vi.getTimerCount()).toBe(0);
    stop();
  });

  it('looks when the next one is due, and after a sleep soon after waking up', async () => {
    let looks = 0;
    let next: number | null = null;
    const { tell, stop } = setUp(
      () => {
        looks += 1;
        return 0;
      },
      () => next,
    );
    next = START + 5_000;
    const clip = { expiresAt: next } as never;
    tell({ type: 'stored', isNew: true, clip });
    await vi.advanceTimersByTimeAsync(4_999);
    expect(looks).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(looks).toBe(2);
    // An hour ahead; the machine sleeps that long, and the timers with it.
    next = START + 3_600_000;
    await vi.advanceTimersByTimeAsync(20);
    const before = looks;
    vi.setSystemTime(next);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(looks).toBeGreaterThan(before);
    stop();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is not put off by others that are copied or pinned meanwhile', async () => {
    const looks: number[] = [];
    let next: number | null = null;
    const { tell, stop } = setUp(
      () => {
        looks.push(Date.now() - START);
        return 0;
      },
      () => next,
    );
    next = START + 100;
    tell({ type: 'stored', isNew: true, clip: { expiresAt: next } as never });
    for (let n = 0; n < 20; n++) {
      tell({ type: 'pinned', clip: { expiresAt: START + 30 * MINUTE } as never });
      await vi.advanceTimersByTimeAsync(20);
    }
    expect(looks.slice(0, 2)).toEqual([0, 100]);
    stop();
  });

  it('does not write while the store is busy, and soon after', async () => {
    let busy = true;
    const { said, stop } = setUp(
      () => 1,
      () => null,
      () => busy,
    );
    await vi.advanceTimersByTimeAsync(1_000);
    expect(said).toEqual([]);
    busy = false;
    await vi.advanceTimersByTimeAsync(50);
    expect(said).toEqual(['checkpoint']);
    stop();
  });

  it('tries again after a failure', async () => {
    const answers: (number | Error)[] = [new Error('full'), 1];
    const { said, stop } = setUp(
      () => {
        const answer = answers.shift() ?? 0;
        if (answer instanceof Error) throw answer;
        return answer;
      },
      () => null,
    );
    await vi.advanceTimersByTimeAsync(10_000);
    expect(said).toEqual(['error', 'checkpoint']);
    stop();
  });
});

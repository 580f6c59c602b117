// The trash: how long it keeps, that it survives an end, and that afterwards nothing is left in any file.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { TRASH_MS } from '../../src-shared/limits';
import { backUp } from './backups';
import { MaintenanceTasks } from './maintenance-tasks';
import { clipOf, historyFor, html, nativeBinding, tempFolder, tempStore } from './testing/fixture';
import { keepTrashEmpty } from './trash';

const START = 1_800_000_000_000;
const noSuchClip = expect.objectContaining({ code: 'no-such-clip' });

describe('the trash', () => {
  it('keeps a clip through an end and a kill, and gives it back whole', () => {
    const dir = tempFolder();
    const first = tempStore(dir, () => START);
    const { clip } = first.store(clipOf('text', [html('<b>text</b>')]));
    const pinned = first.setPinned(clip.id, true);
    first.store(clipOf('other'));
    const before = first.get(clip.id);
    first.delete([clip.id]);
    // No close(): another connection finds what a kill would leave.
    const second = tempStore(dir, () => START + 1_000);
    expect(second.get(clip.id)).toBeNull();
    expect(second.restore(clip.id)).toEqual(pinned);
    expect(second.get(clip.id)).toEqual(before);
  });

  it('ends clips whose time is over, so many in one step, and no others', () => {
    let now = START;
    const { store } = historyFor(() => now);
    for (let index = 0; index < 5; index++) store.store(clipOf(`clip ${index}`));
    store.delete([1, 2, 3]);
    now += 60_000;
    store.delete([4]);
    now = START + TRASH_MS + 1;
    expect([store.emptyTrash(2), store.emptyTrash(2), store.emptyTrash(2)]).toEqual([2, 1, 0]);
    for (const id of [1, 2, 3]) expect(() => store.restore(id)).toThrow(noSuchClip);
    expect(store.restore(4).preview).toBe('clip 3');
    expect(store.count()).toBe(2);
  });

  it('does not keep a clip for ever where the clock was set back', () => {
    let now = START;
    const { store } = historyFor(() => now);
    store.store(clipOf('a'));
    store.delete([1]);
    now -= 2 * TRASH_MS;
    expect(store.emptyTrash(10)).toBe(1);
  });

  it('leaves a large payload where it is, and moves only its name', () => {
    const { dir, store } = historyFor(() => START);
    const large = clipOf('x'.repeat(8_000_000));
    store.store(large);
    const tasks = new MaintenanceTasks({ dir, nativeBinding });
    onTestFinished(() => tasks.close());
    const wal = () => statSync(join(dir, 'clipstead.db-wal')).size;
    for (const act of [() => store.delete([1]), () => store.restore(1)]) {
      tasks.empty();
      act();
      // The searched part of the text goes along.
      expect(wal()).toBeLessThan(500_000);
    }
    expect(
      Buffer.compare(store.payload(1) ?? Buffer.alloc(0), large.payloads[0]?.bytes ?? Buffer.alloc(1)),
    ).toBe(0);
  });

  it('leaves no byte in database, WAL, payload files and backups after its time, a checkpoint and three backups', async () => {
    let now = START;
    const { dir, store, pages } = historyFor(() => now);
    const tasks = new MaintenanceTasks({ dir, nativeBinding });
    onTestFinished(() => tasks.close());
    const found = () =>
      (readdirSync(dir, { recursive: true, withFileTypes: true }) ?? [])
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .filter((file) => /mistakable/i.test(readFileSync(file).toString('latin1')))
        .map((file) => file.slice(dir.length + 1).replace(/\/.*/, ''));
    store.store(clipOf('Unmistakable '.repeat(3_000), [html('<p>unmistakable')]));
    store.store(clipOf('Unmistakable and large '.repeat(5_000)));
    const sweep = () => {
      for (const hash of tasks.findUnnamed(true).hashes) store.payloadFiles.drop(hash);
    };
    store.store(clipOf('another'));
    const index = () => {
      while (store.searchIndex.step(true));
    };
    index();
    await backUp(dir, nativeBinding, now);
    store.checkpoint();
    expect(new Set(found())).toEqual(new Set(['clipstead.db', 'clipstead.db-wal', 'payloads', 'backups']));
    store.delete([1, 2]);
    await backUp(dir, nativeBinding, now + 1);
    expect(found()).toContain('backups');
    now += TRASH_MS + 1;
    expect(store.emptyTrash(10)).toBe(2);
    index();
    tasks.empty();
    // Both backups name the file.
    for (const left of [2, 1, 0]) {
      sweep();
      await vi.waitFor(() =>
        expect(found().sort()).toEqual([...Array(left).fill('backups'), ...(left > 0 ? ['payloads'] : [])]),
      );
      // The first backup after the delete leaves both in place: three are kept.
      if (left === 2) await backUp(dir, nativeBinding, now);
      await backUp(dir, nativeBinding, now + left + 1);
    }
    expect(pages.count()).toBe(1);
  });
});

describe('keepTrashEmpty', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('looks now and then, goes on while there is more, asks for a checkpoint, and survives a failure', async () => {
    const answers: (number | Error)[] = [10, 10, 3, 0, new Error('full'), 1, 0];
    const said: string[] = [];
    const stop = keepTrashEmpty(
      {
        emptyTrash(limit) {
          const answer = answers.shift() ?? 0;
          if (answer instanceof Error) throw answer;
          said.push(`${answer} of ${limit}`);
          return answer;
        },
      },
      () => said.push('checkpoint'),
      () => said.push('error'),
      () => false,
    );
    await vi.advanceTimersByTimeAsync(2_000);
    const first = ['10 of 10', 'checkpoint', '10 of 10', 'checkpoint', '3 of 10', 'checkpoint'];
    expect(said).toEqual(first);
    await vi.advanceTimersByTimeAsync(90_000);
    expect(said).toEqual([...first, '0 of 10', 'error', '1 of 10', 'checkpoint']);
    stop();
    await vi.advanceTimersByTimeAsync(90_000);
    expect(said).toHaveLength(10);
  });

  it('does not write while the store is busy, and soon after', async () => {
    let busy = true;
    const emptyTrash = vi.fn(() => 0);
    const stop = keepTrashEmpty(
      { emptyTrash },
      () => {},
      () => {},
      () => busy,
    );
    await vi.advanceTimersByTimeAsync(5_000);
    expect(emptyTrash).not.toHaveBeenCalled();
    busy = false;
    await vi.advanceTimersByTimeAsync(50);
    expect(emptyTrash).toHaveBeenCalledOnce();
    stop();
  });
});

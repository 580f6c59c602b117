// What the writer tells of its changes, how it counts them, and how it ends.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { log } from '../log';
import { clipOf, historyFor, tempFolder, tempStore } from './testing/fixture';

describe('count', () => {
  it('follows every change, however it was counted first', () => {
    const { store, pages, dir } = historyFor();
    const check = (clips: number) => expect([store.count(), pages.count()]).toEqual([clips, clips]);
    store.store(clipOf('before the first count'));
    check(1);
    store.storeMany([clipOf('a'), clipOf('a'), clipOf('b')]);
    check(3);
    store.delete([1, 2]);
    check(1);
    store.restore(1);
    check(2);
    expect(() => store.delete([99])).toThrow();
    store.use(1);
    check(2);
    store.close();
    expect(tempStore(dir).count()).toBe(2);
  });
});

describe('onChange', () => {
  it('runs after COMMIT: another connection sees what it tells', () => {
    const { store, ids } = historyFor();
    const seen: number[][] = [];
    store.onChange(() => seen.push(ids()));
    store.store(clipOf('a'));
    store.delete([1]);
    expect(seen).toEqual([[1], []]);
  });

  it('stops when asked', () => {
    const { store } = historyFor();
    const seen: string[] = [];
    const stop = store.onChange(({ type }) => seen.push(type));
    store.store(clipOf('a'));
    stop();
    store.use(1);
    expect(seen).toEqual(['stored']);
  });

  it('goes on when a listener throws, and logs it', () => {
    const logged = vi.spyOn(log, 'error').mockImplementation(() => {});
    onTestFinished(() => logged.mockRestore());
    const { store, changes } = historyFor();
    store.onChange(() => {
      throw new Error('a listener of the test fails');
    });
    const after: string[] = [];
    store.onChange(({ type }) => after.push(type));
    expect(store.store(clipOf('a')).isNew).toBe(true);
    expect(store.use(1).id).toBe(1);
    expect(after).toEqual(['stored', 'used']);
    expect(changes).toHaveLength(2);
    expect(logged.mock.calls.map(([event]) => event)).toEqual(Array(2).fill('storage.listener-failed'));
  });

  it('keeps commit order for every listener when one of them writes', () => {
    const { store } = historyFor();
    const heard: Record<'first' | 'second', string[]> = { first: [], second: [] };
    store.onChange(({ type }) => {
      heard.first.push(type);
      if (type === 'stored') store.use(1);
    });
    store.onChange(({ type }) => heard.second.push(type));
    store.store(clipOf('a'));
    expect(heard).toEqual({ first: ['stored', 'used'], second: ['stored', 'used'] });
  });
});

describe('close', () => {
  it('leaves one file with everything in it, can be repeated, and ends all use', () => {
    const dir = tempFolder();
    const store = tempStore(dir);
    store.store(clipOf('a'));
    store.close();
    store.close();
    expect(readdirSync(dir)).toEqual(['clipstead.db']);
    for (const act of [() => store.store(clipOf('b')), () => store.get(1), () => store.count()]) {
      expect(act).toThrow(expect.objectContaining({ code: 'storage-failed' }));
    }
    expect(tempStore(dir).get(1)?.summary.preview).toBe('a');
  });

  it('does not let the WAL grow without end', () => {
    const { store, dir } = historyFor();
    for (let i = 0; i < 2_300; i++) store.store(clipOf(`${i} `.padEnd(64_000, 'x')));
    // 256 MB is the writer's own limit before it checkpoints (pragmas.ts); a statement left open would stop that.
    const wal = statSync(join(dir, 'clipstead.db-wal')).size;
    expect(wal).toBeGreaterThan(8 * 1024 * 1024);
    expect(wal).toBeLessThan(272 * 1024 * 1024);
  });
});

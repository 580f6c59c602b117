// Memory is given back once nobody uses a connection, and what it gave back comes again by itself.
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { letGo } from './database-care';
import { databaseFile } from './files';
import { openStore } from './open-store';
import { restAfterUse } from './rest';
import { clipOf, nativeBinding, tempDatabase, tempFolder } from './testing/fixture';

describe('restAfterUse', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('rests once after the last use, and again after the next one', async () => {
    let rests = 0;
    const rest = restAfterUse(() => {
      rests += 1;
    });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(rests).toBe(0);
    for (let use = 0; use < 100; use++) {
      rest.used();
      await vi.advanceTimersByTimeAsync(1_000);
    }
    expect(rests).toBe(0);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(rests).toBe(1);
    rest.used();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(rests).toBe(2);
    rest.used();
    rest.stop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(rests).toBe(2);
  });
});

describe('letGo', () => {
  it('unmaps the file, and leaves settings, statements and content as they are', () => {
    const dir = tempFolder();
    const store = openStore({ dir, nativeBinding });
    store.storeMany(Array.from({ length: 200 }, (_, n) => clipOf(`clip ${n} ${'x'.repeat(2_000)}`)));
    store.close();
    const db = tempDatabase(dir);
    const read = db.prepare('SELECT sum(length(preview)), count(*) FROM clip_models').raw();
    const before = read.get();
    const settings = () => ['mmap_size', 'cache_size'].map((name) => db.pragma(name, { simple: true }));
    const set = settings();
    // Only Linux says so.
    const maps = () => readFileSync('/proc/self/maps', 'latin1').includes(`${databaseFile(dir)}\n`);
    if (process.platform === 'linux') expect(maps()).toBe(true);
    letGo(db);
    if (process.platform === 'linux') expect(maps()).toBe(false);
    expect(settings()).toEqual(set);
    expect(read.get()).toEqual(before);
  });
});

// How much of the file a writing connection keeps mapped.
import { readFileSync } from 'node:fs';
import { expect, it, onTestFinished, vi } from 'vitest';
import { databaseFile } from './files';
import { MaintenanceTasks } from './maintenance-tasks';
import { clipOf, nativeBinding, tempFolder, tempStore } from './testing/fixture';

/** What of a file this process has mapped and in use, in KiB: https://man7.org/linux/man-pages/man5/proc_pid_smaps.5.html */
function mappedKiB(file: string): number {
  let ours = false;
  let sum = 0;
  for (const line of readFileSync('/proc/self/smaps', 'utf8').split('\n')) {
    if (/^[0-9a-f]+-[0-9a-f]+ /.test(line)) ours = line.endsWith(file);
    else if (ours && line.startsWith('Rss:')) sum += Number.parseInt(line.slice(4), 10);
  }
  return sum;
}

it.runIf(process.platform === 'linux')('is little, however much was written, and however it was', () => {
  const dir = tempFolder();
  const text = (index: number) => `${index} ${'x'.repeat(1_000)}`;
  const first = tempStore(dir);
  first.storeMany(Array.from({ length: 2_000 }, (_, index) => clipOf(text(index))));
  first.close();
  // With nothing in its cache.
  const store = tempStore(dir);
  const seen: number[] = [];
  const used = () => seen.push(mappedKiB(databaseFile(dir)));
  for (let index = 0; index < 1_200; index++) {
    store.use(1 + ((index * 37) % 2_000));
    used();
  }
  // Single writes unmap it now and then, ...
  expect(seen.filter((size) => size === 0).length).toBeGreaterThan(3);
  expect(Math.max(...seen)).toBeGreaterThan(100);
  // ... one of many clips at once, ...
  store.use(2_000);
  store.storeMany(Array.from({ length: 300 }, (_, index) => clipOf(text(index))));
  expect(mappedKiB(databaseFile(dir))).toBe(0);
  for (let id = 1_000; id < 1_050; id++) expect(store.get(id)).not.toBeNull();
  expect(mappedKiB(databaseFile(dir))).toBeGreaterThan(0);
  store.delete(Array.from({ length: 300 }, (_, index) => 1_100 + index));
  expect(mappedKiB(databaseFile(dir))).toBe(0);
  // ... and steps of the index.
  for (let id = 1_500; id < 1_550; id++) expect(store.get(id)).not.toBeNull();
  expect(mappedKiB(databaseFile(dir))).toBeGreaterThan(0);
  for (let step = 0; step < 256; step++) store.indexed();
  expect(mappedKiB(databaseFile(dir))).toBe(0);
});

it.runIf(process.platform === 'linux')(
  'is given up when another has begun the WAL anew, by catching up',
  () => {
    const dir = tempFolder();
    const first = tempStore(dir);
    first.storeMany(Array.from({ length: 300 }, (_, index) => clipOf(`${index} ${'x'.repeat(1_000)}`)));
    first.close();
    const store = tempStore(dir);
    const tasks = new MaintenanceTasks({ dir, nativeBinding });
    onTestFinished(() => tasks.close());
    tasks.begin(null);
    store.use(1);
    const read = () => {
      for (let id = 100; id < 200; id++) store.get(id);
    };
    read();
    expect(tasks.empty().emptied).toBe(true);
    const before = mappedKiB(databaseFile(dir));
    store.catchUp();
    // All but what it has just looked at.
    expect(mappedKiB(databaseFile(dir))).toBeLessThan(before / 2);
    // Nothing was left to be done by a second look.
    read();
    const afterwards = mappedKiB(databaseFile(dir));
    store.catchUp();
    expect(mappedKiB(databaseFile(dir))).toBe(afterwards);
  },
);

it('catching up never throws', () => {
  const logged = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const store = tempStore();
  store.close();
  store.catchUp();
  expect(logged).toHaveBeenCalledOnce();
  logged.mockRestore();
});

// What is said of files that are there, that are not, and that nobody answers for.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createFileFacts } from './file-facts';

test('files, folders, what is gone, and what is not on this machine', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'clipstead-facts-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  writeFileSync(join(dir, 'a'), '12345');
  const paths = [join(dir, 'a'), dir, join(dir, 'b'), join(dir, 'a', 'c'), 'sftp://host/x', 'x', '//host/x'];
  expect(await createFileFacts()(paths)).toEqual([
    { state: 'file', size: 5 },
    { state: 'folder', size: null },
    { state: 'missing', size: null },
    { state: 'missing', size: null },
    { state: 'unknown', size: null },
    { state: 'unknown', size: null },
    { state: 'unknown', size: null },
  ]);
});

test('a disk that does not answer holds up nothing but itself, and is asked no more than it can hold', async () => {
  vi.useFakeTimers();
  onTestFinished(() => {
    vi.useRealTimers();
  });
  const asked: string[] = [];
  const answers: (() => void)[] = [];
  const facts = createFileFacts((path) => {
    asked.push(path);
    const stats = { isDirectory: () => false, isFile: () => true, size: 1 };
    return new Promise((resolve) => answers.push(() => resolve(stats)));
  });
  const first = facts(['/gone/1', '/gone/2', '/gone/3']);
  const second = facts(['/other']);
  await vi.advanceTimersByTimeAsync(1_000);
  expect((await first).map(({ state }) => state)).toEqual(['unknown', 'unknown', 'unknown']);
  expect((await second).map(({ state }) => state)).toEqual(['unknown']);
  expect(asked).toEqual(['/gone/1', '/gone/2']);
  for (const answer of answers) answer();
  const third = facts(['/there']);
  await vi.advanceTimersByTimeAsync(0);
  answers.at(-1)?.();
  expect(await third).toEqual([{ state: 'file', size: 1 }]);
  expect(asked).toEqual(['/gone/1', '/gone/2', '/there']);
});

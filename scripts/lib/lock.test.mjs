// One at a time; and a dead holder does not block anybody.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { withLock } from './lock.mjs';

let folder;
let file;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clipstead-lock-'));
  file = join(folder, 'lock');
});
afterEach(() => rmSync(folder, { recursive: true }));

test('the second waits for the first, and says for whom', async () => {
  const events = [];
  let letGo;
  const first = withLock(file, async () => {
    events.push('first in');
    await new Promise((done) => {
      letGo = done;
    });
    events.push('first out');
  });
  let second;
  const holder = await new Promise((told) => {
    second = withLock(file, async () => events.push('second in'), told);
  });
  expect(holder).toBe(process.pid);
  expect(events).toEqual(['first in']);
  letGo();
  await Promise.all([first, second]);
  expect(events).toEqual(['first in', 'first out', 'second in']);
});

test('is free again after work that threw', async () => {
  await expect(
    withLock(file, async () => {
      throw new Error('broken');
    }),
  ).rejects.toThrow('broken');
  expect(existsSync(file)).toBe(false);
  expect(await withLock(file, async () => 42)).toBe(42);
});

test("takes over a dead holder's lock", async () => {
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  writeFileSync(file, String(pid));
  expect(await withLock(file, async () => 'ours')).toBe('ours');
});

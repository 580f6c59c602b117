// One set-up at a time in one project folder.
// Never hold the lock while the app runs: it guards set-up, build and packaging only.
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from './run.mjs';

const POLL_MS = 300;

/** Takes the lock. @returns null where it is ours now, else the holder's process id (0 where it just let go). */
function take(file) {
  mkdirSync(dirname(file), { recursive: true });
  // Written first and linked then, so that a lock is never seen without its holder's id.
  const own = `${file}.${process.pid}`;
  writeFileSync(own, String(process.pid));
  try {
    linkSync(own, file);
    return null;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  } finally {
    rmSync(own, { force: true });
  }
  try {
    return Number.parseInt(readFileSync(file, 'utf8'), 10);
  } catch {
    return 0;
  }
}

/**
 * Runs `work` while this process alone holds the lock file; a dead holder's lock is taken over.
 * @template T
 * @param {string} file
 * @param {() => Promise<T>} work
 * @param {(pid: number) => void} onWait called once where another process holds it
 * @returns {Promise<T>}
 */
export async function withLock(file, work, onWait = () => {}) {
  let told = false;
  for (let holder = take(file); holder !== null; holder = take(file)) {
    if (holder === 0) continue;
    if (isAlive(holder)) {
      if (!told) onWait(holder);
      told = true;
      await sleep(POLL_MS);
    } else {
      rmSync(file, { force: true });
    }
  }
  const release = () => rmSync(file, { force: true });
  process.once('exit', release);
  try {
    return await work();
  } finally {
    process.removeListener('exit', release);
    release();
  }
}

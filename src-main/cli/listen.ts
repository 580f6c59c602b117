// Taking the place at which the app takes commands: private before anyone can connect, and never another live app's.
// It must never remove what it has not proved to be a dead socket.
import { chmodSync, closeSync, lstatSync, openSync, rmSync } from 'node:fs';
import type { Server } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { ClipsteadError } from '../../src-shared/errors';
import { makePrivateFolder } from './private-folder';
import { isAlive } from './socket';

const LOCK_WAIT_MS = 20;
const LOCK_TRIES = 100;

/**
 * Listens at the first path that works, alone: other users are kept out, a live app's socket is left alone, a dead one's replaced.
 * @returns that path.
 * @throws ClipsteadError 'refused' where a live app listens there, or the place is not safe; the system's error where no path works.
 */
export async function listenAtFirst(server: Server, paths: readonly string[]): Promise<string> {
  let trouble: unknown = new Error('no socket path');
  for (const path of paths) {
    try {
      // The data folder may be new; of the shared places only our own folder in them is ever made.
      await listenAt(server, path, paths.length === 1);
      return path;
    } catch (error) {
      if (error instanceof ClipsteadError) throw error;
      trouble = error;
    }
  }
  throw trouble;
}

async function listenAt(server: Server, path: string, parents: boolean): Promise<void> {
  if (process.platform === 'win32') return listen(server, path);
  makePrivateFolder(dirname(path), parents);
  try {
    await listen(server, path);
  } catch (error) {
    if (!hasCode(error, 'EADDRINUSE')) throw error;
    if (await isAlive(path)) throw alreadyRunning();
    await replaceDeadSocket(server, path);
  }
  chmodSync(path, 0o600);
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ path }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/**
 * Removes the socket that a dead app left, and listens. Several apps may start over one dead socket, and each could find it
 * dead and then remove the one that another has just made: so only the holder of a lock tests and removes.
 */
async function replaceDeadSocket(server: Server, path: string): Promise<void> {
  const lock = join(dirname(path), 'starting');
  await takeLock(lock);
  try {
    const found = lstatSync(path, { throwIfNoEntry: false });
    if (found !== undefined && !found.isSocket()) {
      throw new ClipsteadError('refused', `${path} is not a socket; remove it and start Clipstead again.`);
    }
    if (await isAlive(path)) throw alreadyRunning();
    rmSync(path, { force: true });
    await listen(server, path);
  } catch (error) {
    throw hasCode(error, 'EADDRINUSE') ? alreadyRunning() : error;
  } finally {
    rmSync(lock, { force: true });
  }
}

/** Its holder needs a few milliseconds; a lock that stays was left by an app that died with it. */
async function takeLock(lock: string): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      closeSync(openSync(lock, 'wx', 0o600));
      return;
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) throw error;
    }
    if (tries === LOCK_TRIES) rmSync(lock, { force: true });
    else await setTimeout(LOCK_WAIT_MS);
  }
}

function hasCode(error: unknown, code: string): boolean {
  return (error as NodeJS.ErrnoException).code === code;
}

function alreadyRunning(): ClipsteadError {
  return new ClipsteadError('refused', 'Clipstead is running with this data folder already.');
}

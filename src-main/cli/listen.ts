// Taking the place at which the app takes commands: private before anyone can connect, and never another live app's.
// It must never remove what it has not proved to be a dead socket.
import { chmodSync, lstatSync, renameSync, unlinkSync } from 'node:fs';
import type { Server } from 'node:net';
import { dirname, join } from 'node:path';
import { ClipsteadError } from '../../src-shared/errors';
import { makePrivateFolder } from './private-folder';
import { isAlive } from './socket';

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
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    await removeStaleSocket(path);
    await listen(server, path);
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
 * Removes the socket that a dead app left. Between the test and the removal another app may have done the same and be
 * listening by now, so what lies there is moved aside first, tested again, and put back where it lives.
 */
async function removeStaleSocket(path: string): Promise<void> {
  if (!lstatSync(path).isSocket()) {
    throw new ClipsteadError('refused', `${path} is not a socket; remove it and start Clipstead again.`);
  }
  if (await isAlive(path)) throw alreadyRunning();
  const aside = join(dirname(path), `old.${process.pid}`);
  renameSync(path, aside);
  if (await isAlive(aside)) {
    renameSync(aside, path);
    throw alreadyRunning();
  }
  unlinkSync(aside);
}

function alreadyRunning(): ClipsteadError {
  return new ClipsteadError('refused', 'Clipstead is running with this data folder already.');
}

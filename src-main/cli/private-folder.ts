// The folder around the command line's socket: ours, closed to everybody else, and no link to elsewhere.
// It is what keeps other users out, so nothing may listen or connect before it was checked.
import { chmodSync, lstatSync, mkdirSync } from 'node:fs';
import { ClipsteadError } from '../../src-shared/errors';

/**
 * Makes the folder with mode 0700, or gives one that is already ours that mode. Windows has no such modes: pipes have no folder.
 * @param parents whether missing parents are made too (each 0700).
 * @throws ClipsteadError 'refused' where another user owns it or it is a link; the system's error where it can't be made.
 */
export function makePrivateFolder(folder: string, parents: boolean): void {
  try {
    mkdirSync(folder, { recursive: parents, mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  requireOwnFolder(folder);
  chmodSync(folder, 0o700);
}

/**
 * Checks that nobody else can have put a socket into the folder: a real folder (no link), ours, and only we may write to it.
 * @throws ClipsteadError 'refused' where that isn't so; the system's error (ENOENT …) where it can't be looked at.
 */
export function requirePrivateFolder(folder: string): void {
  const mode = requireOwnFolder(folder);
  if ((mode & 0o022) !== 0) {
    throw new ClipsteadError('refused', `Others may write to ${folder}; make it private with chmod 700.`);
  }
}

function requireOwnFolder(folder: string): number {
  const found = lstatSync(folder);
  if (!found.isDirectory()) throw new ClipsteadError('refused', `${folder} is not a folder; remove it.`);
  if (found.uid !== process.getuid?.()) {
    throw new ClipsteadError('refused', `${folder} belongs to another user; only its owner can use it.`);
  }
  return found.mode;
}

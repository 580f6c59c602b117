// Files that are on the disk when the call returns: written aside, synced, renamed, and the folder synced.
// Never use it on a database file that is open (see files.ts).
import {
  chmodSync,
  closeSync,
  constants,
  copyFileSync,
  fsyncSync,
  openSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';

/** Makes the names in a folder durable. Windows syncs no folders: NTFS journals names by itself. */
export function syncFolder(dir: string): void {
  if (process.platform !== 'win32') syncFile(dir, 'r');
}

/** Brings a file's content onto the disk. */
export function syncFile(path: string, flags = 'r+'): void {
  const fd = openSync(path, flags);
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** Renames within one file system; afterwards a power cut leaves the new name. */
export function renameDurably(from: string, to: string): void {
  renameSync(from, to);
  syncFolder(dirname(to));
}

/** Writes a small private file (0600), whole or not at all. */
export function writeDurably(path: string, text: string): void {
  const aside = `${path}.new`;
  const fd = openSync(aside, 'w', 0o600);
  try {
    writeSync(fd, text);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  renameDurably(aside, path);
}

/** Copies a file to a private one (0600), whole or not at all. */
export function copyDurably(from: string, to: string): void {
  const aside = `${to}.new`;
  copyFileSync(from, aside, constants.COPYFILE_FICLONE);
  chmodSync(aside, 0o600);
  syncFile(aside);
  renameDurably(aside, to);
}

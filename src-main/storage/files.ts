// Where the history lies, and that only its user can read it.
// Never open and close the database file here while it may be in use: closing any descriptor of it drops the
// locks that SQLite holds in this process (https://sqlite.org/howtocorrupt.html, 2.2).
import { chmodSync, closeSync, existsSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const DATABASE = 'clipstead.db';
const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;

/** The database file of a data folder. */
export function databaseFile(dir: string): string {
  return join(dir, DATABASE);
}

/** Which file a name stands for; null where it stands for none. */
export function identity(path: string): string | null {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stat === undefined ? null : `${stat.dev}:${stat.ino}`;
}

/** The data folder of an open database; its name is as it was given to open it, a path or a URI (reading.ts). */
export function folderOf({ name }: { readonly name: string }): string {
  return dirname(name.startsWith('file:') ? fileURLToPath(name) : name);
}

/** Makes a private folder (0700), parents too. One at a time: a umask that takes the owner's own rights away would stop a recursive mkdir half-way. */
export function makeFolder(dir: string): void {
  if (existsSync(dir)) return;
  makeFolder(dirname(dir));
  mkdirSync(dir, { mode: FOLDER_MODE });
  chmodSync(dir, FOLDER_MODE);
}

function ifThere(action: () => void, allowed: string): void {
  try {
    action();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== allowed) throw error;
  }
}

/**
 * Makes the data folder (0700) and an empty database file (0600) where they are missing.
 * SQLite gives -wal and -shm the mode of the database file, whatever the umask.
 */
export function makePrivateFiles(dir: string): void {
  makeFolder(dir);
  ifThere(() => closeSync(openSync(databaseFile(dir), 'wx', FILE_MODE)), 'EEXIST');
  tightenFiles(dir);
}

/** Takes everybody else's rights from the folder and the database's files, whoever gave them. */
export function tightenFiles(dir: string): void {
  chmodSync(dir, FOLDER_MODE);
  for (const suffix of ['', '-wal', '-shm']) {
    ifThere(() => chmodSync(databaseFile(dir) + suffix, FILE_MODE), 'ENOENT');
  }
}

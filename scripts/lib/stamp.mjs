// What was made from what: content hashes of inputs, kept beside the outputs, so that nothing is made twice.
// Never write a stamp before its output is complete.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { cacheDir } from './paths.mjs';
import { isAlive } from './run.mjs';

/** Every file under the given files and folders, sorted; what does not exist gives none. */
export function listFiles(paths) {
  const files = [];
  const visit = (path) => {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat?.isFile()) files.push(path);
    else if (stat?.isDirectory()) for (const name of readdirSync(path)) visit(join(path, name));
  };
  for (const path of paths) visit(path);
  return files.sort();
}

/**
 * A hash over names and contents: equal where, and only where, the same files hold the same bytes.
 * @param {string} base folder that the names are relative to
 * @param {readonly string[]} paths files and folders
 * @param {{facts?: readonly string[], keep?: (file: string) => boolean}} options `facts` are other things that the output
 *   depends on; files that `keep` refuses do not count
 */
export function hashInputs(base, paths, { facts = [], keep = () => true } = {}) {
  const hash = createHash('sha256');
  for (const fact of facts) hash.update(`fact ${Buffer.byteLength(fact)} ${fact}\n`);
  for (const file of listFiles(paths).filter(keep)) {
    const bytes = readFileSync(file);
    const name = relative(base, file).split(sep).join('/');
    hash.update(`file ${Buffer.byteLength(name)} ${name} ${bytes.length}\n`).update(bytes);
  }
  return hash.digest('hex');
}

/** Parsed JSON of a file, null where it is missing or broken. */
export function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

/** Writes a JSON file that is there completely or not at all. */
export function writeJson(file, value) {
  mkdirSync(dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}.tmp`;
  writeFileSync(temporary, `${JSON.stringify(value, null, 2)}\n`);
  renameSync(temporary, file);
}

/** A fresh folder for unfinished work; a later run removes it where this one is killed. */
export function workFolder(name) {
  const folder = join(cacheDir, 'tmp', `${process.pid}-${name}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** Removes what runs that are gone left unfinished. */
export function cleanWorkFolders() {
  const folder = join(cacheDir, 'tmp');
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) {
    if (!isAlive(Number.parseInt(name, 10))) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

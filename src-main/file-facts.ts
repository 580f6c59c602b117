// What became of files on the disk: there or not, how large. For the preview of copied files.
// Never wait for a disk that sleeps or a server that is gone: no answer in time is an answer too.
import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { FileState } from '../src-shared/clip-preview';
import { FILE_FACTS_MS } from '../src-shared/limits';

interface FileFact {
  readonly state: FileState;
  /** Bytes; null of anything but a file that is there. */
  readonly size: number | null;
}

/**
 * Questions to the disk at a time, all previews together. Each holds one of Node's four threads for the file system until it is
 * answered, which on a server that is gone may be never, and the history's files need the others.
 */
const AT_ONCE = 2;

const UNKNOWN: FileFact = { state: 'unknown', size: null };

/**
 * @param look how a path is looked at, as stat() does.
 * @returns a function from paths to facts, in order, within FILE_FACTS_MS. Paths that are not absolute are 'unknown'.
 */
export function createFileFacts(
  look: (path: string) => Promise<Pick<Stats, 'isDirectory' | 'isFile' | 'size'>> = stat,
) {
  let free = AT_ONCE;
  const waiting: (() => void)[] = [];
  const take = () => {
    if (free === 0) return new Promise<void>((resolve) => waiting.push(resolve));
    free -= 1;
    return Promise.resolve();
  };
  const give = () => {
    const next = waiting.shift();
    if (next === undefined) free += 1;
    else next();
  };

  return async (paths: readonly string[]): Promise<readonly FileFact[]> => {
    const facts = paths.map(() => UNKNOWN);
    let over = false;
    const lookAt = async (path: string, at: number) => {
      // A path on a Windows share is asked of the network.
      if (!/^(?:\/(?!\/)|[a-z]:[\\/])/i.test(path)) return;
      await take();
      try {
        if (!over) facts[at] = factOf(await look(path));
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code === 'ENOENT' || code === 'ENOTDIR') facts[at] = { state: 'missing', size: null };
      } finally {
        give();
      }
    };
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise((resolve) => {
      timer = setTimeout(resolve, FILE_FACTS_MS);
    });
    await Promise.race([Promise.all(paths.map(lookAt)), late]);
    clearTimeout(timer);
    over = true;
    return [...facts];
  };
}

function factOf(stats: Pick<Stats, 'isDirectory' | 'isFile' | 'size'>): FileFact {
  if (stats.isDirectory()) return { state: 'folder', size: null };
  return { state: 'file', size: stats.isFile() ? stats.size : null };
}

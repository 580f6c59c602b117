// Takes over what the user writes into the settings file while the app runs.
// Never touch the file: who is in the middle of a change wants to go on with it.

import { type FSWatcher, watch } from 'node:fs';
import type { Said } from '../../src-shared/i18n/said';
import { said } from '../../src-shared/i18n/said';
import type { SettingsFile } from './settings-file';

const NAME = 'settings.json';

/** After the system's last notice of a change: an editor writes in pieces. */
const SETTLED_MS = 300;

/** A look without any notice: some file systems give none. Seldom, since each wakes a program that is to cost nothing. */
const LOOK_EVERY_MS = 30_000;

/**
 * @param onTrouble told once for each way in which the file is wrong.
 * @returns what stops it.
 */
export function watchSettings(
  dataDir: string,
  settings: Pick<SettingsFile, 'reread'>,
  onTrouble: (message: Said) => void,
): () => void {
  let told: string | null = null;
  let soon: NodeJS.Timeout | undefined;
  let watcher: FSWatcher | null = null;

  const look = () => {
    const wrong = settings.reread();
    if (wrong !== null && wrong !== told) {
      onTrouble(said('settingsWrong', wrong));
    }
    told = wrong;
  };
  /** The folder, not the file: editors put another file in its place. (https://nodejs.org/api/fs.html#inodes) */
  function follow(): void {
    try {
      // A system that does not say which file has changed means any.
      watcher = watch(dataDir, { persistent: false }, (_event, name) => {
        if (name !== null && name !== NAME) return;
        clearTimeout(soon);
        soon = setTimeout(look, SETTLED_MS).unref();
      });
      watcher.on('error', unfollow);
    } catch {
      // No notices are to be had here (inotify's are limited): then the looks find it.
      watcher = null;
    }
  }
  function unfollow(): void {
    watcher?.close();
    watcher = null;
  }

  follow();
  // What was written between the start's own reading and now.
  soon = setTimeout(look, SETTLED_MS).unref();
  const timer = setInterval(look, LOOK_EVERY_MS).unref();
  return () => {
    clearInterval(timer);
    clearTimeout(soon);
    unfollow();
  };
}

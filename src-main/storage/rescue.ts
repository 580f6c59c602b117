// A history whose file was deleted or replaced while it is open: found, and saved as a backup from the connection that still has it.
// Never touch what lies under the history's name now: it is somebody else's.

import { type Said, said } from '../../src-shared/i18n/said';
import { errorFields, log } from '../log';
import { databaseFile, identity } from './files';
import type { ClipStore } from './types';

/** After a write: what comes in is to be saved before the app could be killed. A look costs microseconds. */
const LOOK_AFTER_MS = 2_000;
/** Where nothing comes in, nothing can be lost while the file is open; each look wakes a program that is to cost nothing. */
const LOOK_EVERY_MS = 30_000;

const GONE = said('rescued');
const NOT_SAVED = said('notRescued');

export interface FileGuard {
  /** Looks now. @returns true where the file is no longer ours: nobody may open it any more. */
  isGone(): boolean;
  /** Looks once more, and saves what is not saved yet. */
  stop(): Promise<void>;
}

/**
 * Watches the database and its WAL by name until stop().
 * @param save writes all clips of the open history to a place from which the next start restores them.
 */
export function guardFiles(
  dir: string,
  store: Pick<ClipStore, 'onChange'>,
  save: () => Promise<void>,
  onTrouble: (message: Said) => void,
): FileGuard {
  // The WAL too: a connection that is opened beside another's deleted WAL sees an older history, and writes over the newer.
  const paths = [databaseFile(dir), `${databaseFile(dir)}-wal`];
  const own = paths.map(identity);
  let gone = false;
  let unsaved = true;
  let told: Said | null = null;
  let saving: Promise<void> | null = null;
  let failures = 0;
  let stopping = false;

  let soon: NodeJS.Timeout | null = null;
  const unsubscribe = store.onChange(() => {
    unsaved = true;
    soon ??= setTimeout(look, LOOK_AFTER_MS).unref();
  });

  function tell(message: Said): void {
    if (told !== message) onTrouble(message);
    told = message;
  }

  async function saveNow(): Promise<void> {
    unsaved = false;
    try {
      await save();
      failures = 0;
      tell(GONE);
    } catch (error) {
      unsaved = true;
      failures += 1;
      log.error('rescue.failed', errorFields(error));
      // One that fails while the file is just being replaced, and then does not, is none to worry about.
      if (failures > 1 || stopping) tell(NOT_SAVED);
      if (failures === 1 && !stopping) soon ??= setTimeout(look, LOOK_AFTER_MS).unref();
    }
  }

  function isGone(): boolean {
    if (!gone && paths.some((path, index) => identity(path) !== own[index])) {
      gone = true;
      log.error('rescue.file-gone', {});
    }
    return gone;
  }

  function look(): void {
    if (soon !== null) clearTimeout(soon);
    soon = null;
    if (!isGone() || !unsaved || saving !== null) return;
    saving = saveNow().finally(() => {
      saving = null;
    });
  }

  const timer = setInterval(look, LOOK_EVERY_MS).unref();
  return {
    isGone,
    async stop() {
      stopping = true;
      clearInterval(timer);
      await saving;
      look();
      await saving;
      unsubscribe();
      if (soon !== null) clearTimeout(soon);
    },
  };
}

// Takes over what the user writes into the settings file while the app runs.
// Never touch the file: who is in the middle of a change wants to go on with it.

import { unwatchFile, watchFile } from 'node:fs';
import { join } from 'node:path';
import { type Said, said } from '../../src-shared/i18n/said';
import type { SettingsFile } from './settings-file';

/** A look costs microseconds, and unlike the system's own notices it works on every file system. */
const LOOK_EVERY_MS = 2_000;

/**
 * @param onTrouble told once for each way in which the file is wrong.
 * @returns what stops it.
 */
export function watchSettings(
  dataDir: string,
  settings: Pick<SettingsFile, 'reread'>,
  onTrouble: (message: Said) => void,
): () => void {
  const path = join(dataDir, 'settings.json');
  let told: string | null = null;
  const look = () => {
    const wrong = settings.reread();
    if (wrong !== null && wrong !== told) {
      onTrouble(said('settingsWrong', wrong));
    }
    told = wrong;
  };
  watchFile(path, { interval: LOOK_EVERY_MS, persistent: false }, look);
  // It compares with what its own first look finds, which comes later than this call: a change in between would go unseen.
  const first = setTimeout(look, LOOK_EVERY_MS).unref();
  return () => {
    clearTimeout(first);
    unwatchFile(path, look);
  };
}

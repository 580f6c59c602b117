// Reads and writes <data>/settings.json. Never lets a broken file stop the app, and never throws one away: it is set aside.
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_SETTINGS, type Settings, settingsSchema } from '../../src-shared/settings';

export interface SettingsFile {
  readonly current: Settings;
  /** One line in words where the file could not be used; null where all was well. */
  readonly trouble: string | null;
  /**
   * Changes some settings and writes them (temporary file, then rename).
   * @throws the file system's error; the change holds until the app ends all the same.
   */
  update(change: Partial<Omit<Settings, 'version'>>): void;
}

/**
 * Opens the settings in `dataDir`; missing ones have their defaults. What cannot be read as settings is renamed to
 * settings.broken-<time>.json, and the defaults are used, paused: what was to be left out is not known any more.
 * @throws the file system's error where `dataDir` cannot be made.
 */
export function openSettings(dataDir: string): SettingsFile {
  const path = join(dataDir, 'settings.json');
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  let current = DEFAULT_SETTINGS;
  let trouble: string | null = null;
  if (existsSync(path)) {
    const parsed = read(path);
    if (typeof parsed !== 'string') current = parsed;
    else {
      current = { ...DEFAULT_SETTINGS, paused: true };
      trouble = `The settings could not be used (${parsed}), so the defaults are, and capture is paused until you resume it; ${setAside(path, dataDir)}`;
    }
  }
  const file: SettingsFile = {
    get current() {
      return current;
    },
    get trouble() {
      return trouble;
    },
    update(change) {
      const next = settingsSchema.parse({ ...current, ...change });
      current = next;
      const temporary = `${path}.new`;
      writeFileSync(temporary, `${JSON.stringify(next, null, 2)}\n`, { mode: 0o600 });
      chmodSync(temporary, 0o600);
      renameSync(temporary, path);
    },
  };
  if (trouble !== null) {
    try {
      // For the next start as well.
      file.update({ paused: true });
    } catch {
      // The trouble is told; a folder in the file's place cannot be written to.
    }
  }
  return file;
}

/** @returns what became of the file, to end a sentence with. */
function setAside(path: string, dataDir: string): string {
  const name = `settings.broken-${Date.now()}.json`;
  try {
    renameSync(path, join(dataDir, name));
    return `the old file is kept as ${name}.`;
  } catch {
    return 'the old file could not be moved away.';
  }
}

/** @returns what is wrong with the file in a few words, where it cannot be used. */
function read(path: string): Settings | string {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'no object';
    const result = settingsSchema.safeParse({ ...DEFAULT_SETTINGS, ...value });
    if (result.success) return result.data;
    const issue = result.error.issues[0];
    return `${issue?.path.join('.')}: ${issue?.message}`;
  } catch (error) {
    return error instanceof SyntaxError ? 'no JSON' : 'not readable';
  }
}

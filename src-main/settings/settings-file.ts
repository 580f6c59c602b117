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
 * settings.broken-<time>.json, and the defaults are used.
 * @throws the file system's error where `dataDir` cannot be made.
 */
export function openSettings(dataDir: string): SettingsFile {
  const path = join(dataDir, 'settings.json');
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  let current = DEFAULT_SETTINGS;
  let trouble: string | null = null;
  if (existsSync(path)) {
    const parsed = read(path);
    if (parsed !== null) current = parsed;
    else trouble = `The settings could not be read, so the defaults are used; ${setAside(path, dataDir)}`;
  }
  return {
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

function read(path: string): Settings | null {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
    const result = settingsSchema.safeParse({ ...DEFAULT_SETTINGS, ...value });
    return result.success ? result.data : null;
  } catch {
    return null;
  }
}

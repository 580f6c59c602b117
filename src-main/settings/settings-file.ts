// Reads and writes <data>/settings.json. Never lets a broken file stop the app, and never throws one away: it is set aside.
import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_SETTINGS, type Settings, settingsSchema } from '../../src-shared/settings';

export interface SettingsFile {
  readonly current: Settings;
  /** One line in words where the file could not be used; null where all was well. */
  readonly trouble: string | null;
  /** Changes some settings and writes them (temporary file, then rename). @throws the file system's error */
  update(change: Partial<Omit<Settings, 'version'>>): void;
}

/**
 * Opens the settings in `dataDir`; missing ones have their defaults. A file that cannot be read as settings is renamed to
 * settings.broken.json and the defaults are used.
 */
export function openSettings(dataDir: string): SettingsFile {
  const path = join(dataDir, 'settings.json');
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  let current = DEFAULT_SETTINGS;
  let trouble: string | null = null;
  const text = readIfThere(path);
  if (text !== null) {
    const parsed = parse(text);
    if (parsed) current = parsed;
    else {
      renameSync(path, join(dataDir, 'settings.broken.json'));
      trouble =
        'The settings could not be read, so the defaults are used; the old file is kept as settings.broken.json.';
    }
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
      const temporary = `${path}.new`;
      writeFileSync(temporary, `${JSON.stringify(next, null, 2)}\n`, { mode: 0o600 });
      chmodSync(temporary, 0o600);
      renameSync(temporary, path);
      current = next;
    },
  };
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function parse(text: string): Settings | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
    const result = settingsSchema.safeParse({ ...DEFAULT_SETTINGS, ...value });
    return result.success ? result.data : null;
  } catch {
    return null;
  }
}

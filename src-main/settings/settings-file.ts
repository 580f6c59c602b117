// Reads and writes <data>/settings.json. Never lets a broken file stop the app, and never throws one away: it is set aside.

import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Said, said } from '../../src-shared/i18n/said';
import { DEFAULT_SETTINGS, type Settings, settingsSchema } from '../../src-shared/settings';

export interface SettingsFile {
  readonly current: Settings;
  /** Says where the file could not be used; null where all was well. */
  readonly trouble: Said | null;
  /**
   * Changes some settings and writes them (temporary file, then rename).
   * @throws the file system's error; the change holds until the app ends all the same.
   */
  update(change: Partial<Omit<Settings, 'version'>>): void;
  /**
   * Takes over what was written into the file by somebody else.
   * @returns what is wrong with it in a few words: the settings then stay as they are, and so does the file; null where it is well.
   */
  reread(): string | null;
  /** @param listener runs after every change, whoever made it. @returns a function that stops listening. */
  onChange(listener: () => void): () => void;
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
  let trouble: Said | null = null;
  /** Changes that could not be written: they hold whatever stands in the file. */
  let unsaved: Partial<Settings> = {};
  const listeners = new Set<() => void>();

  function change(next: Settings): void {
    if (JSON.stringify(next) === JSON.stringify(current)) return;
    current = next;
    for (const listener of listeners) listener();
  }

  function reread(): string | null {
    if (!existsSync(path)) return null;
    const parsed = read(path);
    if (typeof parsed === 'string') return parsed;
    change({ ...parsed, ...unsaved });
    return null;
  }

  if (existsSync(path)) {
    const parsed = read(path);
    if (typeof parsed !== 'string') current = parsed;
    else {
      current = { ...DEFAULT_SETTINGS, paused: true };
      trouble = said('settingsNotUsed', parsed, setAside(path, dataDir));
    }
  }
  const file: SettingsFile = {
    get current() {
      return current;
    },
    get trouble() {
      return trouble;
    },
    reread,
    update(some) {
      // What was written by hand a moment ago is neither undone nor, where it is wrong, lost.
      if (reread() !== null) setAside(path, dataDir);
      unsaved = { ...unsaved, ...some };
      const next = settingsSchema.parse({ ...current, ...some });
      change(next);
      const temporary = `${path}.new`;
      writeFileSync(temporary, `${JSON.stringify(next, null, 2)}\n`, { mode: 0o600 });
      chmodSync(temporary, 0o600);
      renameSync(temporary, path);
      unsaved = {};
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
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

/** Runs `act` when a part of the settings has become another. @returns what stops it. */
export function onPartChange<Part>(
  settings: Pick<SettingsFile, 'current' | 'onChange'>,
  partOf: (settings: Settings) => Part,
  act: (part: Part) => void,
): () => void {
  let known = JSON.stringify(partOf(settings.current));
  return settings.onChange(() => {
    const part = partOf(settings.current);
    const now = JSON.stringify(part);
    if (now === known) return;
    known = now;
    act(part);
  });
}

/** @returns what became of the file, to end a sentence with. */
function setAside(path: string, dataDir: string): Said {
  const name = `settings.broken-${Date.now()}.json`;
  try {
    renameSync(path, join(dataDir, name));
    return said('settingsKeptAs', name);
  } catch {
    return said('settingsNotMoved');
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

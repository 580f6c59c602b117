// The settings file: defaults, round trip, and a broken file that is set aside.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DEFAULT_SETTINGS } from '../../src-shared/settings';
import { openSettings } from './settings-file';

const freshDir = () => mkdtempSync(join(tmpdir(), 'clipstead-settings-'));

test('a fresh folder has the defaults and no trouble', () => {
  const settings = openSettings(freshDir());
  expect(settings.current).toEqual(DEFAULT_SETTINGS);
  expect(settings.trouble).toBeNull();
});

test('a change survives a reopen and only the user can read it', () => {
  const dir = freshDir();
  openSettings(dir).update({ paused: true });
  expect(openSettings(dir).current).toEqual({ ...DEFAULT_SETTINGS, paused: true });
  expect(statSync(join(dir, 'settings.json')).mode & 0o777).toBe(0o600);
});

test('a file with only some settings takes the rest from the defaults', () => {
  const dir = freshDir();
  writeFileSync(join(dir, 'settings.json'), '{"hotkey":"Alt+Space"}');
  expect(openSettings(dir).current).toEqual({ ...DEFAULT_SETTINGS, hotkey: 'Alt+Space' });
});

test.each(['', 'not json', '[]', '{"hotkey":7}', '{"version":99}', 'null'])(
  'a broken file (%j) is set aside, told, and the defaults are used',
  (text) => {
    const dir = freshDir();
    writeFileSync(join(dir, 'settings.json'), text);
    const settings = openSettings(dir);
    expect(settings.current).toEqual(DEFAULT_SETTINGS);
    const kept = readdirSync(dir).find((name) => name.startsWith('settings.broken-')) ?? '';
    expect(settings.trouble).toContain(kept);
    expect(readFileSync(join(dir, kept), 'utf8')).toBe(text);
    expect(existsSync(join(dir, 'settings.json'))).toBe(false);
  },
);

test('a folder in the place of the file is told, and nothing stops', () => {
  const dir = freshDir();
  mkdirSync(join(dir, 'settings.json'));
  const settings = openSettings(dir);
  expect(settings.current).toEqual(DEFAULT_SETTINGS);
  expect(settings.trouble).not.toBeNull();
});

test('a change that cannot be written is thrown, and holds until the app ends', () => {
  const dir = freshDir();
  const settings = openSettings(dir);
  mkdirSync(join(dir, 'settings.json.new'));
  expect(() => settings.update({ paused: true })).toThrow();
  expect(settings.current.paused).toBe(true);
});

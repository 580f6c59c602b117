// The settings file: defaults, round trip, and a broken file that is set aside.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
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

test('keys stay in the file as they were written, also those that are wrong', () => {
  const dir = freshDir();
  const keys = { pin: ['Alt+P'], edit: 'F2', fly: 'Hyper+X' };
  writeFileSync(join(dir, 'settings.json'), JSON.stringify({ keys }));
  const settings = openSettings(dir);
  expect(settings.trouble).toBeNull();
  settings.update({ paused: true });
  expect(openSettings(dir).current).toEqual({ ...DEFAULT_SETTINGS, paused: true, keys });
});

test.each([
  '',
  'not json',
  '[]',
  '{"hotkey":7}',
  '{"keys":["F2"]}',
  '{"keys":{"pin":7}}',
  '{"version":99}',
  'null',
])(
  'a broken file (%j) is set aside, told, and the defaults are used, paused, at the next start too',
  (text) => {
    const dir = freshDir();
    writeFileSync(join(dir, 'settings.json'), text);
    const settings = openSettings(dir);
    expect(settings.current).toEqual({ ...DEFAULT_SETTINGS, paused: true });
    const kept = readdirSync(dir).find((name) => name.startsWith('settings.broken-')) ?? '';
    expect(settings.trouble).toContain(kept);
    expect(readFileSync(join(dir, kept), 'utf8')).toBe(text);
    expect(openSettings(dir)).toMatchObject({ current: { paused: true }, trouble: null });
  },
);

test('what is wrong is named by its place', () => {
  const dir = freshDir();
  writeFileSync(join(dir, 'settings.json'), '{"secrets":{"rules":{"jwt":"sometimes"}}}');
  expect(openSettings(dir).trouble).toContain(
    '(secrets.rules.jwt: must be "keep", "mask", "never" or {"minutes":',
  );
});

test('rules for secrets and programs may be given in part', () => {
  const dir = freshDir();
  const custom = [{ name: 'staff', pattern: 'ACME-\\d+', action: { minutes: 5 } }];
  writeFileSync(
    join(dir, 'settings.json'),
    JSON.stringify({ secrets: { custom, rules: { jwt: 'mask' } }, apps: { denied: ['my bank'] } }),
  );
  const settings = openSettings(dir);
  expect(settings.trouble).toBeNull();
  expect(settings.current).toEqual({
    ...DEFAULT_SETTINGS,
    secrets: { rules: { jwt: 'mask' }, custom },
    apps: { ...DEFAULT_SETTINGS.apps, denied: ['my bank'] },
  });
});

test('a folder in the place of the file is told, and nothing stops', () => {
  const dir = freshDir();
  mkdirSync(join(dir, 'settings.json'));
  const settings = openSettings(dir);
  expect(settings.current).toEqual({ ...DEFAULT_SETTINGS, paused: true });
  expect(settings.trouble).not.toBeNull();
});

test('a change that cannot be written is thrown, and holds until the app ends', () => {
  const dir = freshDir();
  const settings = openSettings(dir);
  mkdirSync(join(dir, 'settings.json.new'));
  expect(() => settings.update({ paused: true })).toThrow();
  expect(settings.current.paused).toBe(true);
});

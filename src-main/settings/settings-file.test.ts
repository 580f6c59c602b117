// The settings file: defaults, round trip, and a broken file that is set aside.

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { inEnglish } from '../../src-shared/i18n/english';
import { DEFAULT_SETTINGS } from '../../src-shared/settings';
import { onPartChange, openSettings } from './settings-file';
import { watchSettings } from './watch-settings';

/** A folder that is deleted when the test ends. */
function freshDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'clipstead-settings-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

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
  '{"theme":"blue"}',
  '{"scale":89}',
  '{"scale":201}',
  '{"contrast":"less"}',
  'null',
])(
  'a broken file (%j) is set aside, told, and the defaults are used, paused, at the next start too',
  (text) => {
    const dir = freshDir();
    writeFileSync(join(dir, 'settings.json'), text);
    const settings = openSettings(dir);
    expect(settings.current).toEqual({ ...DEFAULT_SETTINGS, paused: true });
    const kept = readdirSync(dir).find((name) => name.startsWith('settings.broken-')) ?? '';
    expect(settings.trouble && inEnglish(settings.trouble)).toContain(kept);
    expect(readFileSync(join(dir, kept), 'utf8')).toBe(text);
    expect(openSettings(dir)).toMatchObject({ current: { paused: true }, trouble: null });
  },
);

test('theme, contrast and scale are taken at their ends', () => {
  const dir = freshDir();
  for (const look of [
    { theme: 'light', contrast: 'more', scale: 90 },
    { theme: 'dark', contrast: 'system', scale: 200 },
  ]) {
    writeFileSync(join(dir, 'settings.json'), JSON.stringify(look));
    expect(openSettings(dir)).toMatchObject({ current: look, trouble: null });
  }
});

test('what is wrong is named by its place', () => {
  const dir = freshDir();
  writeFileSync(join(dir, 'settings.json'), '{"secrets":{"rules":{"jwt":"sometimes"}}}');
  const { trouble } = openSettings(dir);
  expect(trouble && inEnglish(trouble)).toContain(
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

test('what is wrong is named by its place, in words that say what to do', () => {
  const wordsFor = (value: unknown) => {
    const dir = freshDir();
    writeFileSync(join(dir, 'settings.json'), JSON.stringify(value));
    const { trouble } = openSettings(dir);
    return trouble && inEnglish(trouble);
  };
  const whole = (most: number) => `must be a whole number from 1 to ${most}, or null for no limit`;
  for (const [retention, words] of [
    [{ all: { maxDays: 0 } }, `(retention.all.maxDays: ${whole(36_500)})`],
    [{ all: { maxClips: 1.5 } }, `(retention.all.maxClips: ${whole(1_000_000_000)})`],
    [{ all: { maxClips: '100' } }, `(retention.all.maxClips: ${whole(1_000_000_000)})`],
    [
      { kinds: { image: { maxMegabytes: -1 } } },
      `(retention.kinds.image.maxMegabytes: ${whole(1_000_000_000)})`,
    ],
    [
      { kinds: { image: { maxAge: 1 } } },
      '(retention.kinds.image: has a name that is not known; there are maxDays,',
    ],
    [{ kinds: { picture: {} } }, '(retention.kinds: must have no other names than text, link,'],
    [{ all: 7 }, '(retention.all: must be an object such as'],
    [{ everything: {} }, '(retention: must have no other names than all and kinds)'],
    [7, '(retention: '],
  ] as const) {
    expect(wordsFor({ retention })).toContain(words);
  }
  expect(wordsFor({ retention: {} })).toBeNull();
});

test('limits may be given in part', () => {
  const dir = freshDir();
  const retention = { all: { maxClips: null }, kinds: { image: { maxDays: 30 } } };
  writeFileSync(join(dir, 'settings.json'), JSON.stringify({ retention }));
  const settings = openSettings(dir);
  expect([settings.trouble, settings.current.retention]).toEqual([
    null,
    {
      all: { maxDays: null, maxClips: null, maxMegabytes: 4_096 },
      kinds: { image: { maxDays: 30, maxClips: null, maxMegabytes: null } },
    },
  ]);
});

describe('a file that is changed while the app runs', () => {
  function setUp() {
    const dir = freshDir();
    const path = join(dir, 'settings.json');
    const settings = openSettings(dir);
    let heard = 0;
    settings.onChange(() => {
      heard += 1;
    });
    return { dir, path, settings, heard: () => heard };
  }

  test('is taken over by reread(), and told of once', () => {
    const { path, settings, heard } = setUp();
    expect([settings.reread(), heard()]).toEqual([null, 0]);
    writeFileSync(path, '{"hotkey":"Alt+Space"}');
    expect([settings.reread(), settings.reread(), heard()]).toEqual([null, null, 1]);
    expect(settings.current.hotkey).toBe('Alt+Space');
    settings.update({ paused: true });
    expect(heard()).toBe(2);
  });

  test('is left alone where it is wrong, and the settings stay', () => {
    const { path, settings, heard } = setUp();
    settings.update({ paused: true });
    writeFileSync(path, '{"hotkey":7}');
    expect(settings.reread()).toMatch(/^hotkey: /);
    expect([settings.current.paused, heard(), readFileSync(path, 'utf8')]).toEqual([true, 1, '{"hotkey":7}']);
  });

  test('is not undone by a change of the app’s own', () => {
    const { dir, path, settings } = setUp();
    writeFileSync(path, '{"hotkey":"Alt+Space"}');
    settings.update({ paused: true });
    expect(openSettings(dir).current).toMatchObject({ hotkey: 'Alt+Space', paused: true });
  });

  test('is kept aside where it is wrong and the app has something to write', () => {
    const { dir, path, settings } = setUp();
    writeFileSync(path, '{"hotkey":');
    settings.update({ paused: true });
    const kept = readdirSync(dir).find((name) => name.startsWith('settings.broken-')) ?? '';
    expect(readFileSync(join(dir, kept), 'utf8')).toBe('{"hotkey":');
    expect(openSettings(dir).current.paused).toBe(true);
  });

  test('does not take back what could not be written', () => {
    const { dir, path, settings } = setUp();
    writeFileSync(path, '{"paused":false}');
    mkdirSync(join(dir, 'settings.json.new'));
    expect(() => settings.update({ paused: true })).toThrow();
    writeFileSync(path, '{"paused":false,"hotkey":"Alt+Space"}');
    expect(settings.reread()).toBeNull();
    expect(settings.current).toMatchObject({ paused: true, hotkey: 'Alt+Space' });
    rmSync(join(dir, 'settings.json.new'), { recursive: true });
    settings.update({ hotkey: 'Alt+X' });
    expect(openSettings(dir).current).toMatchObject({ paused: true, hotkey: 'Alt+X' });
  });

  test('is taken over when somebody writes it; trouble is told once', async () => {
    const { dir, path, settings } = setUp();
    const told: string[] = [];
    const stop = watchSettings(dir, settings, (message) => told.push(inEnglish(message)));
    try {
      writeFileSync(path, '{"hotkey":"Alt+Space"}');
      await expect.poll(() => settings.current.hotkey, { timeout: 15_000 }).toBe('Alt+Space');
      writeFileSync(path, '{"retention":{"all":{"maxDays":0}}}');
      await expect
        .poll(() => told, { timeout: 15_000 })
        .toEqual([expect.stringContaining('retention.all.maxDays')]);
      expect(settings.current.hotkey).toBe('Alt+Space');
    } finally {
      stop();
    }
  });
});

test('who follows one part hears of that part only', () => {
  const dir = freshDir();
  const settings = openSettings(dir);
  const heard: unknown[] = [];
  const stop = onPartChange(
    settings,
    ({ apps }) => apps,
    ({ denied }) => heard.push(denied),
  );
  settings.update({ paused: true });
  settings.update({ apps: { ...settings.current.apps, denied: ['My Bank'] } });
  settings.update({ paused: false });
  writeFileSync(join(dir, 'settings.json'), '{"apps":{"denied":["vault*"]}}');
  settings.reread();
  stop();
  settings.update({ apps: DEFAULT_SETTINGS.apps });
  expect(heard).toEqual([['My Bank'], ['vault*']]);
});

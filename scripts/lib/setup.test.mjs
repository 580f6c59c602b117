// The parts of set-up that decide; what they do to a machine is shown by a fresh clone.
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { executableName, integrityOf, pinnedVersion, STAND_IN } from './electron-runtime.mjs';
import { forcedFlags } from './launch.mjs';
import { withoutNapi10 } from './native-sqlite.mjs';
import { outdatedPackages } from './npm-install.mjs';
import { releaseFlavour, testFlavour } from './packing.mjs';
import { packagedApp, unpackedName } from './paths.mjs';
import { npmCommand } from './run.mjs';
import { hasDisplay, isAtLeast } from './setup.mjs';
import { seconds } from './step.mjs';
import { chooseNames, missingNeeds } from './system-packages.mjs';

test.each([
  ['20.20.2', '20.20', true],
  ['20.20.0', '20.20', true],
  ['24.0.0', '20.20', true],
  ['20.9.0', '20.20', false],
  ['18.20.5', '20.20', false],
])('isAtLeast(%s, %s) is %s', (version, wanted, expected) => {
  expect(isAtLeast(version, wanted)).toBe(expected);
});

test('a display is what X11 or Wayland names, and always there off Linux', () => {
  expect(hasDisplay('linux', {})).toBe(false);
  expect(hasDisplay('linux', { DISPLAY: '' })).toBe(false);
  expect(hasDisplay('linux', { DISPLAY: ':0' })).toBe(true);
  expect(hasDisplay('linux', { WAYLAND_DISPLAY: 'wayland-0' })).toBe(true);
  expect(hasDisplay('darwin', {})).toBe(true);
});

describe('outdatedPackages', () => {
  const lock = {
    packages: {
      '': { name: 'clipstead' },
      'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
      'node_modules/mac-only': { version: '1.0.0', integrity: 'sha512-m', optional: true },
    },
  };
  const installed = (a) => ({ packages: { 'node_modules/a': a } });

  test('is empty where all is installed that this platform takes', () => {
    expect(outdatedPackages(lock, installed({ version: '1.0.0', integrity: 'sha512-a' }))).toEqual([]);
  });

  test.each([
    ['nothing is installed', null],
    ['one is missing', { packages: {} }],
    ['one has another version', installed({ version: '1.0.1', integrity: 'sha512-a' })],
    ['one has other bytes', installed({ version: '1.0.0', integrity: 'sha512-b' })],
  ])('names the package where %s', (_name, have) => {
    expect(outdatedPackages(lock, have)).toEqual(['node_modules/a']);
  });

  test('an optional package of another version is outdated too', () => {
    const have = installed({ version: '1.0.0', integrity: 'sha512-a' });
    have.packages['node_modules/mac-only'] = { version: '0.9.0', integrity: 'sha512-m' };
    expect(outdatedPackages(lock, have)).toEqual(['node_modules/mac-only']);
  });
});

describe('system packages', () => {
  const needs = [['libgtk-3-0', 'libgtk-3-0t64'], ['xclip'], ['openbox']];

  test('are missing where no alternative is installed', () => {
    const status = 'libgtk-3-0t64 installed\nxclip config-files\n';
    expect(missingNeeds(needs, status)).toEqual([['xclip'], ['openbox']]);
  });

  test('are chosen by what the release offers', () => {
    const policy =
      'libgtk-3-0:\n  Installed: (none)\n  Candidate: (none)\n  Version table:\n' +
      'libgtk-3-0t64:\n  Installed: (none)\n  Candidate: 3.24.49-3\n  Version table:\n     3.24.49-3 500\n' +
      'xclip:\n  Installed: (none)\n  Candidate: 0.13-4\n';
    expect(chooseNames(needs, policy)).toEqual({ install: ['libgtk-3-0t64', 'xclip'], unknown: ['openbox'] });
  });

  test('are all unknown without package lists', () => {
    expect(chooseNames(needs, '')).toEqual({ install: [], unknown: ['libgtk-3-0', 'xclip', 'openbox'] });
  });
});

describe('the runtime', () => {
  test('integrityOf gives what package locks have', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'clipstead-integrity-'));
    writeFileSync(join(folder, 'file'), 'bytes');
    const expected = `sha512-${createHash('sha512').update('bytes').digest('base64')}`;
    expect(await integrityOf(join(folder, 'file'))).toBe(expected);
    rmSync(folder, { recursive: true });
  });

  test('both are pinned exactly', () => {
    expect(pinnedVersion()).toMatch(/^\d+\.\d+\.\d+$/);
    expect(STAND_IN.version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(Buffer.from(STAND_IN.integrity.replace('sha512-', ''), 'base64')).toHaveLength(64);
  });

  test('its program has each platform’s name', () => {
    expect(executableName('linux')).toBe('electron');
    expect(executableName('win32')).toBe('electron.exe');
    expect(executableName('darwin')).toMatch(/^Electron\.app/);
  });
});

describe('withoutNapi10', () => {
  test('replaces the demand and leaves the rest', () => {
    const gyp = "'defines': ['NAPI_VERSION=10', 'NAPI_DISABLE_CPP_EXCEPTIONS'],";
    const changed = withoutNapi10(gyp);
    expect(changed).not.toContain('NAPI_VERSION');
    expect(changed).toMatch(/^'defines': \['NAPI_EXPERIMENTAL', .*, 'NAPI_DISABLE_CPP_EXCEPTIONS'\],$/);
  });

  test.each([
    ['none', "'defines': ['NAPI_VERSION=11']"],
    ['two', "['NAPI_VERSION=10'], ['NAPI_VERSION=10']"],
  ])('refuses a file with %s of it', (_name, gyp) => {
    expect(() => withoutNapi10(gyp)).toThrow('binding.gyp');
  });
});

describe('packing', () => {
  const standIn = { source: 'npm-registry', version: '33.2.1', path: '/runtime', napi: 9 };
  const official = { source: 'official', version: '43.8.12', path: '/official', napi: 10 };

  test('a release takes the official runtime only, and no debugger', () => {
    expect(() => releaseFlavour(standIn)).toThrow('official Electron only');
    const release = releaseFlavour(official);
    expect(release).not.toHaveProperty('electronDist');
    expect(release).not.toHaveProperty('electronFuses');
  });

  test('the test flavour has the runtime that is here, and a binding where it needs one', () => {
    expect(testFlavour(standIn, '/built.node')).toMatchObject({
      electronDist: '/runtime',
      electronVersion: '33.2.1',
      electronFuses: { enableNodeCliInspectArguments: true },
      extraResources: [{ from: '/built.node', to: 'native/better_sqlite3.node' }],
    });
    expect(testFlavour(official, null)).not.toHaveProperty('extraResources');
  });

  test.each([
    ['linux', 'x64', 'linux-unpacked'],
    ['linux', 'arm64', 'linux-arm64-unpacked'],
    ['win32', 'x64', 'win-unpacked'],
    ['darwin', 'arm64', 'mac-arm64'],
    ['darwin', 'x64', 'mac'],
  ])('%s on %s is in release/%s', (platform, arch, name) => {
    expect(unpackedName(platform, arch)).toBe(name);
  });

  test('the program lies where the README says', () => {
    expect(packagedApp('linux', 'x64').executable).toMatch(/release\/linux-unpacked\/clipstead$/);
  });
});

test('flags that weaken the app are passed only where they must be', () => {
  const flags = (machine) => forcedFlags(machine).map(({ flag }) => flag);
  expect(flags({ isRoot: false, isVirtual: false })).toEqual([]);
  expect(flags({ isRoot: true, isVirtual: false })).toEqual(['--no-sandbox']);
  expect(flags({ isRoot: false, isVirtual: true })).toEqual(['--disable-gpu']);
});

test('npm is the one that started us, where there is one', () => {
  expect(npmCommand(['ci'], { npm_execpath: '/lib/npm-cli.js' })).toEqual([
    process.execPath,
    ['/lib/npm-cli.js', 'ci'],
  ]);
  expect(npmCommand(['ci'], {})).toEqual(['npm', ['ci']]);
  expect(npmCommand(['ci'], { npm_execpath: '/lib/yarn.js' })).toEqual(['npm', ['ci']]);
});

test.each([
  [43, '0.0 s'],
  [85_300, '85.3 s'],
  [179_700, '3 min 0 s'],
  [725_000, '12 min 5 s'],
])('%d ms prints as %s', (ms, text) => {
  expect(seconds(ms)).toBe(text);
});

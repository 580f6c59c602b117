import { describe, expect, it } from 'vitest';
import { leftOverFolders, type Machine, resolveDataDir, socketPaths, thisMachine } from './paths';

const linux: Machine = { platform: 'linux', env: {}, home: '/home/ann', cwd: '/tmp/here', uid: 1000 };
const mac: Machine = { ...linux, platform: 'darwin', home: '/Users/ann' };
const windows: Machine = {
  platform: 'win32',
  env: { APPDATA: 'C:\\Users\\Ann\\AppData\\Roaming' },
  home: 'C:\\Users\\Ann',
  cwd: 'D:\\here',
  uid: -1,
};
const withEnv = (machine: Machine, env: Record<string, string>): Machine => ({ ...machine, env });

describe('the data folder', () => {
  it.each<[string, string | null, Machine, string]>([
    ['Linux default', null, linux, '/home/ann/.local/share/clipstead'],
    ['XDG_DATA_HOME', null, withEnv(linux, { XDG_DATA_HOME: '/data' }), '/data/clipstead'],
    [
      'a relative XDG_DATA_HOME is ignored',
      null,
      withEnv(linux, { XDG_DATA_HOME: 'data' }),
      '/home/ann/.local/share/clipstead',
    ],
    [
      'an empty variable is not given',
      null,
      withEnv(linux, { CLIPSTEAD_DATA_DIR: '', XDG_DATA_HOME: '' }),
      '/home/ann/.local/share/clipstead',
    ],
    ['the variable', null, withEnv(linux, { CLIPSTEAD_DATA_DIR: '/v', XDG_DATA_HOME: '/x' }), '/v'],
    ['the option wins', '/flag', withEnv(linux, { CLIPSTEAD_DATA_DIR: '/v' }), '/flag'],
    ['relative to the working folder', 'a/../b/', linux, '/tmp/here/b'],
    ['a relative variable too', null, withEnv(linux, { CLIPSTEAD_DATA_DIR: './v' }), '/tmp/here/v'],
    ['macOS default', null, mac, '/Users/ann/Library/Application Support/Clipstead'],
    ['Windows default', null, windows, 'C:\\Users\\Ann\\AppData\\Roaming\\Clipstead'],
    ['Windows without APPDATA', null, withEnv(windows, {}), 'C:\\Users\\Ann\\AppData\\Roaming\\Clipstead'],
    ['Windows, relative', 'x', windows, 'D:\\here\\x'],
  ])('%s', (_, flag, machine, expected) => {
    expect(resolveDataDir(flag, machine)).toBe(expected);
  });

  it('is absolute on the machine that runs this', () => {
    expect(resolveDataDir('x', thisMachine())).toBe(`${process.cwd()}/x`);
  });
});

describe('the socket', () => {
  // "/run/clipstead.sock" has 19 bytes; the longest usable path has 107 (Linux) or 103 (macOS).
  const folder = (bytes: number) => `/${'d'.repeat(bytes - 1)}`;

  it('lies in the data folder up to the system limit', () => {
    expect(socketPaths(folder(88), linux)).toEqual([`${folder(88)}/run/clipstead.sock`]);
    expect(socketPaths(folder(84), mac)).toEqual([`${folder(84)}/run/clipstead.sock`]);
  });

  it('counts bytes, not characters', () => {
    expect(socketPaths(`/${'é'.repeat(50)}`, linux)[0]).not.toContain('é');
  });

  it.each([
    ['Linux', linux, 89],
    ['macOS', mac, 85],
  ])('moves to a short place one byte above it: %s', (_, machine, bytes) => {
    for (const path of socketPaths(folder(bytes), machine)) {
      expect(path).toMatch(/^\/(run\/user\/1000\/clipstead|tmp\/clipstead-1000)\/[0-9a-f]{16}\.sock$/);
    }
  });

  it('prefers XDG_RUNTIME_DIR, and skips one that is relative or too long itself', () => {
    const at = (runtime: string) => socketPaths(folder(200), withEnv(linux, { XDG_RUNTIME_DIR: runtime }));
    expect(at('/run/here')[0]).toMatch(/^\/run\/here\/clipstead\//);
    expect(at('here')[0]).toMatch(/^\/run\/user\/1000\/clipstead\//);
    expect(at(folder(120))).toHaveLength(1);
    expect(at(folder(120))[0]).toMatch(/^\/tmp\/clipstead-1000\//);
  });

  it('is found by a client that has no XDG_RUNTIME_DIR', () => {
    const app = socketPaths(folder(200), withEnv(linux, { XDG_RUNTIME_DIR: '/run/user/1000' }));
    expect(socketPaths(folder(200), linux)).toContain(app[0]);
  });

  it('differs from data folder to data folder', () => {
    expect(socketPaths(folder(200), linux)[0]).not.toBe(socketPaths(folder(201), linux)[0]);
  });

  it('is a named pipe on Windows, blind to case', () => {
    expect(socketPaths('C:\\Data', windows)).toEqual(socketPaths('c:\\data', windows));
    expect(socketPaths('C:\\Data', windows)[0]).toMatch(/^\\\\\.\\pipe\\clipstead-[0-9a-f]{16}$/);
  });
});

describe('what could not be stored', () => {
  it('is left in the data folder, else in a folder of this user and this data folder alone', () => {
    const folders = leftOverFolders('/data', '/tmp', linux);
    expect(folders).toEqual([
      '/data/left-over',
      expect.stringMatching(/^\/tmp\/clipstead-left-over-1000-[0-9a-f]{16}$/),
    ]);
    expect(leftOverFolders('/other', '/tmp', linux)[1]).not.toBe(folders[1]);
    expect(leftOverFolders('C:\\d', 'C:\\t', windows)).toEqual([
      'C:\\d\\left-over',
      expect.stringMatching(/^C:\\t\\clipstead-left-over-[0-9a-f]{16}$/),
    ]);
  });
});

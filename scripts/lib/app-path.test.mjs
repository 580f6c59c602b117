import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findApp } from './app-path.mjs';

let folder;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'app-path-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Makes an empty file. @returns its path */
function file(...path) {
  const made = join(folder, ...path);
  mkdirSync(dirname(made), { recursive: true });
  writeFileSync(made, '');
  return made;
}

describe('findApp', () => {
  it.each([
    ['linux', ['release', 'linux-unpacked', 'clipstead'], ['release', 'linux-unpacked']],
    ['win32', ['release', 'win-unpacked', 'Clipstead.exe'], ['release', 'win-unpacked']],
    ['darwin', ['Clipstead.app', 'Contents', 'MacOS', 'Clipstead'], ['Clipstead.app']],
    ['darwin', ['mac-arm64', 'Clipstead.app', 'Contents', 'MacOS', 'Clipstead'], ['mac-arm64']],
  ])('%s: finds %j in %j', (platform, program, named) => {
    const made = file(...program);
    expect(findApp(join(folder, ...named), platform)).toBe(made);
    expect(findApp(made, platform)).toBe(made);
  });

  it('takes any file at its word: an AppImage has any name', () => {
    const made = file('Clipstead-0.1.0.AppImage');
    expect(findApp(made, 'linux')).toBe(made);
  });

  it('says what is wrong with what is nowhere, or holds no app', () => {
    expect(() => findApp(join(folder, 'nowhere'), 'linux')).toThrow(/there is no .*nowhere/);
    expect(() => findApp(folder, 'linux')).toThrow(/holds no packed Clipstead/);
    mkdirSync(join(folder, 'Clipstead.app'));
    expect(() => findApp(join(folder, 'Clipstead.app'), 'darwin')).toThrow(/holds no packed Clipstead/);
    mkdirSync(join(folder, 'clipstead'));
    expect(() => findApp(folder, 'linux')).toThrow(/holds no packed Clipstead/);
  });

  it('says where an app of another platform runs', () => {
    file('win', 'Clipstead.exe');
    file('mac', 'Clipstead.app', 'Contents', 'MacOS', 'Clipstead');
    expect(() => findApp(join(folder, 'win'), 'linux')).toThrow(/runs on Windows only/);
    expect(() => findApp(join(folder, 'mac'), 'linux')).toThrow(/runs on macOS only/);
  });
});

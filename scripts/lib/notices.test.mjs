// The notices of other people's code: whose a module is, and that no package goes in without its licence.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { gatherPackages, noticesOf, packageFolder } from './notices.mjs';

let root;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'clipstead-notices-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function makePackage(name, files) {
  const folder = join(root, 'node_modules', name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, version: '1.2.3', license: 'MIT' }));
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
  return folder;
}

test.each([
  ['/app/src-renderer/main.tsx', null],
  ['/app/node_modules/react/index.js', '/app/node_modules/react'],
  ['/app/node_modules/@scope/part/dist/a.js', '/app/node_modules/@scope/part'],
  ['/app/node_modules/a/node_modules/b/b.js', '/app/node_modules/a/node_modules/b'],
  ['\0/app/node_modules/react/index.js?commonjs-module', '/app/node_modules/react'],
  ['C:\\app\\node_modules\\zod\\index.js', 'C:/app/node_modules/zod'],
  ['\0rolldown/runtime.js', null],
])('%j is of %j', (id, folder) => {
  expect(packageFolder(id)).toBe(folder);
});

test('what went into the chunks is gathered, each package once', () => {
  const folders = new Set();
  gatherPackages(folders).generateBundle(null, {
    'a.js': { type: 'chunk', moduleIds: ['/x/node_modules/a/1.js', '/x/node_modules/a/2.js', '/x/own.ts'] },
    'b.js': { type: 'chunk', moduleIds: ['/x/node_modules/b/1.js'] },
    'c.css': { type: 'asset' },
  });
  expect([...folders]).toEqual(['/x/node_modules/a', '/x/node_modules/b']);
});

test('each package stands with its name, its version and all its words', () => {
  const text = noticesOf([
    makePackage('zeta', { LICENSE: 'Zeta’s words' }),
    makePackage('@scope/alpha', { 'LICENSE.txt': 'Alpha’s words\n', NOTICE: 'and more', 'README.md': 'no' }),
  ]);
  expect(text).toMatch(
    /@scope\/alpha 1\.2\.3 \(MIT\)\n\nAlpha’s words\n\nand more\n[\s\S]*zeta 1\.2\.3 \(MIT\)\n\nZeta’s words/,
  );
  expect(text).not.toContain('\nno');
});

test('a package without its licence fails the build', () => {
  expect(() => noticesOf([makePackage('bare', {})])).toThrow('bare');
});

// The house's arrows: reads every import of the source and fails on one that runs against the flow of ARCHITECTURE.md.
// Never add an arrow here without drawing it there.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');

/** Rooms, and the rooms that each may import from besides itself and src-shared. `types` = only by `import type`. */
const arrows: Readonly<Record<string, readonly string[]>> = {
  'src-shared': [],
  'src-main/clipboard': ['log'],
  'src-main/capture': ['log', 'types:src-main/clipboard'],
  'src-main/storage': ['log', 'types:src-main/capture'],
  'src-main/transfer': ['log', 'src-main/capture', 'src-main/storage'],
  'src-main/paste': ['log', 'types:src-main/clipboard', 'src-main/clipboard/x11'],
  'src-main/ipc': ['log', 'types:src-main/storage'],
  'src-main/cli': ['log', 'src-main/paths'],
  'src-main/settings': ['log'],
  'src-main/comeback': ['log', 'src-main/clipboard/x11', 'types:src-main/clipboard'],
  'src-main/electron': ['log', 'src-main/ipc', 'src-main/tray-labels', 'types:src-main/clipboard'],
  'src-renderer': [],
};

const composition = /^src-main\/[^/]+\.ts$/;
const importPattern =
  /(?:^|\n)\s*(import|export)\s+(type\s+)?(?:[^'"`;]*?\sfrom\s+)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/g;

function sourceFiles(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|tsx)$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

function importsOf(file: string): { specifier: string; typeOnly: boolean }[] {
  const text = readFileSync(join(root, file), 'utf8');
  return [...text.matchAll(importPattern)].map((match) => ({
    specifier: match[3] ?? match[4] ?? '',
    typeOnly: match[2] !== undefined,
  }));
}

function roomOf(file: string): string | undefined {
  return Object.keys(arrows).find((room) => file.startsWith(`${room}/`));
}

function mayImport(from: string, to: string, typeOnly: boolean): boolean {
  const room = roomOf(from);
  // package.json is data: the version stands there once.
  if (to.startsWith('src-shared/') || to === 'package.json') return true;
  if (room === undefined) return composition.test(from);
  if (to.startsWith(`${room}/`)) return true;
  return (arrows[room] ?? []).some((arrow) => {
    if (arrow === 'log') return to === 'src-main/log';
    if (arrow.startsWith('types:')) return typeOnly && to.startsWith(`${arrow.slice(6)}/`);
    return to === arrow || to.startsWith(`${arrow}/`);
  });
}

const files = ['src-shared', 'src-main', 'src-renderer'].flatMap(sourceFiles);
const product = files.filter((file) => !/\.(test|sway)\./.test(file) && !file.includes('/testing/'));

test('the source is found', () => {
  expect(product.length).toBeGreaterThan(20);
});

test('no import runs against the flow', () => {
  const wrong: string[] = [];
  for (const file of product) {
    for (const { specifier, typeOnly } of importsOf(file)) {
      if (!specifier.startsWith('.')) continue;
      const to = relative(root, resolve(dirname(join(root, file)), specifier));
      if (!mayImport(file, to, typeOnly)) wrong.push(`${file} → ${to}${typeOnly ? ' (type)' : ''}`);
    }
  }
  expect(wrong).toEqual([]);
});

test('electron is imported in one room, and in the preload', () => {
  const importers = product.filter((file) =>
    importsOf(file).some(({ specifier }) => specifier === 'electron' || specifier.startsWith('electron/')),
  );
  expect(importers.filter((f) => !f.startsWith('src-main/electron/') && f !== 'src-main/preload.ts')).toEqual(
    [],
  );
  expect(importers.length).toBeGreaterThan(3);
});

test('src-shared and the renderer know nothing of Node', () => {
  const wrong = product
    .filter((file) => file.startsWith('src-shared/') || file.startsWith('src-renderer/'))
    .filter((file) => importsOf(file).some(({ specifier }) => specifier.startsWith('node:')));
  expect(wrong).toEqual([]);
});

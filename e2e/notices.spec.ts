// The licences of the libraries in the app, as they lie in the package.
// Never a check of their words alone: what the bundles hold decides which there must be.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { expect, test } from '@playwright/test';
import { executable } from './support/app';

const dist = resolve(import.meta.dirname, '../dist');
const notices = () => readFileSync(join(dirname(executable), 'THIRD-PARTY-NOTICES.txt'), 'utf8');
const named = () =>
  [...notices().matchAll(/^((?:@[\w.-]+\/)?[\w.-]+) \d+\.\d+\.\d+\S* \(/gm)].map(([, name]) => name);

test('each library has its licence beside the program', () => {
  expect(named()).toEqual(
    expect.arrayContaining([
      'react',
      'react-dom',
      'highlight.js',
      'dompurify',
      'lucide-react',
      'qr',
      'zod',
      're2js',
      'better-sqlite3',
      'koffi',
      'x11',
    ]),
  );
  expect(notices()).toContain('Redistributions in binary form must reproduce the above copyright notice');
});

test('no library that the source maps name is left out', () => {
  const maps = readdirSync(dist, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.map'));
  const bundled = new Set(
    maps.flatMap((name) =>
      [...readFileSync(join(dist, name), 'utf8').matchAll(/node_modules\/((?:@[\w.-]+\/)?[\w.-]+)\//g)].map(
        ([, library]) => library,
      ),
    ),
  );
  expect(bundled.size).toBeGreaterThan(1);
  expect([...bundled].filter((library) => !named().includes(library))).toEqual([]);
});

// The stamps' one promise: equal where the same files hold the same bytes, and only there.
import { mkdirSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hashInputs, listFiles, readJson, writeJson } from './stamp.mjs';

let folder;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clipstead-stamp-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (name, text) => {
  mkdirSync(join(folder, name, '..'), { recursive: true });
  writeFileSync(join(folder, name), text);
};
const hash = (options) => hashInputs(folder, [join(folder, 'src')], options);

describe('hashInputs', () => {
  beforeEach(() => {
    write('src/a.ts', 'one');
    write('src/deep/b.ts', 'two');
  });

  test('is the same for the same bytes, whenever they were written', () => {
    const before = hash();
    utimesSync(join(folder, 'src/a.ts'), 1, 1);
    expect(hash()).toBe(before);
  });

  test.each([
    ['another content', () => write('src/a.ts', 'One')],
    ['a new file', () => write('src/c.ts', '')],
    ['a file less', () => rmSync(join(folder, 'src/a.ts'))],
    ['another name', () => renameSync(join(folder, 'src/a.ts'), join(folder, 'src/z.ts'))],
    [
      'bytes that moved from one file to the next',
      () => [write('src/a.ts', 'onet'), write('src/deep/b.ts', 'wo')],
    ],
  ])('differs for %s', (_name, change) => {
    const before = hash();
    change();
    expect(hash()).not.toBe(before);
  });

  test('differs for other facts', () => {
    expect(hash({ facts: ['x'] })).not.toBe(hash({ facts: ['y'] }));
    expect(hash({ facts: ['x', 'y'] })).not.toBe(hash({ facts: ['xy'] }));
  });

  test('leaves out what `keep` refuses, and nothing else', () => {
    const keep = (file) => !file.endsWith('.test.ts');
    const before = hash({ keep });
    write('src/a.test.ts', 'new');
    expect(hash({ keep })).toBe(before);
    write('src/a.ts', 'new');
    expect(hash({ keep })).not.toBe(before);
  });
});

test('listFiles takes files and folders, and nothing from what is not there', () => {
  write('src/deep/b.ts', '');
  write('x.json', '');
  const found = listFiles(['x.json', 'src', 'missing'].map((name) => join(folder, name)));
  expect(found).toEqual(['src/deep/b.ts', 'x.json'].map((name) => join(folder, name)));
});

describe('JSON files', () => {
  test('come back as written', () => {
    const file = join(folder, 'a/b.json');
    writeJson(file, { inputs: 'abc' });
    expect(readJson(file)).toEqual({ inputs: 'abc' });
    expect(listFiles([folder])).toEqual([file]);
  });

  test('are null where missing or broken', () => {
    write('cut.json', '{"inputs": "ab');
    expect(readJson(join(folder, 'cut.json'))).toBeNull();
    expect(readJson(join(folder, 'missing.json'))).toBeNull();
  });
});

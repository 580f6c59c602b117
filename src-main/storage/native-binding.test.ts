// Which library is loaded, by Node-API version and by what lies in the folders.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findNativeBinding } from './native-binding';
import { projectDir, tempFolder } from './testing/fixture';

function put(folder: string, ...path: string[]): string {
  const file = join(folder, ...path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, '');
  return file;
}

describe('findNativeBinding', () => {
  const { version } = JSON.parse(
    readFileSync(join(projectDir, 'node_modules/better-sqlite3/package.json'), 'utf8'),
  );
  const built = `better_sqlite3-${version}-napi9-${process.platform}-${process.arch}.node`;

  it('leaves it to the package from Node-API 10 on, whatever lies around', () => {
    const dir = tempFolder();
    put(dir, 'native', 'better_sqlite3.node');
    expect(findNativeBinding({ resourcesPath: dir }, 10)).toBeUndefined();
    expect(findNativeBinding({}, 11)).toBeUndefined();
  });

  it('takes the packaged one below that', () => {
    const dir = tempFolder();
    const file = put(dir, 'native', 'better_sqlite3.node');
    expect(findNativeBinding({ resourcesPath: dir }, 9)).toBe(file);
  });

  it("takes set-up's one from the source tree, for this version and machine only", () => {
    const dir = tempFolder();
    put(dir, '.cache', 'native', 'better_sqlite3-0.0.1-napi9-linux-x64.node');
    expect(() => findNativeBinding({ projectDir: dir }, 9)).toThrow(/npm run setup/);
    const file = put(dir, '.cache', 'native', built);
    expect(findNativeBinding({ projectDir: dir }, 9)).toBe(file);
  });

  it('fails in words where there is none: a wrong one takes the process down', () => {
    expect(() => findNativeBinding({ resourcesPath: tempFolder(), projectDir: tempFolder() }, 9)).toThrow(
      expect.objectContaining({ code: 'storage-failed' }),
    );
  });
});

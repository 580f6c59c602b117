// The payload files of a history against all that names them, without the code under test.
import { hash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { tempDatabase } from './fixture';

/**
 * Expects that each file is counted exactly as often as rows name it, that it is there and holds what its name says, and that no
 * other file is there than such as rows once named.
 * @returns the counts, lowest first.
 */
export function countFiles(dir: string): number[] {
  const db = tempDatabase(dir);
  const rows = (sql: string) => db.prepare(sql).raw().all() as [string, number][];
  const counted = new Map(rows('SELECT lower(hex(hash)), refs FROM payload_files'));
  const named = new Map(
    rows(
      `SELECT lower(hex(file)), count(*) FROM (SELECT file FROM clip_payloads UNION ALL SELECT file FROM clip_trash_payloads)
       WHERE file IS NOT NULL GROUP BY file`,
    ),
  );
  db.close();
  expect(new Map([...counted].filter(([, refs]) => refs > 0))).toEqual(named);
  const folder = join(dir, 'payloads');
  const files = existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    : [];
  const names = files.map(({ name }) => name).filter((name) => !name.startsWith('tmp-'));
  for (const name of named.keys()) expect(names).toContain(name);
  for (const name of names) {
    expect(counted.has(name)).toBe(true);
    expect(hash('sha256', readFileSync(join(folder, name.slice(0, 2), name)))).toBe(name);
  }
  return [...counted.values()].sort((a, b) => a - b);
}

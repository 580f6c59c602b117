// Runs one part in this process and writes its report: the entry that the runner starts in Node and in Electron.
// Run as: run-part.js <part> <context as JSON> <file for the report>
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import Database from 'better-sqlite3';
import { findNativeBinding } from '../../src-main/storage/native-binding';
import type { BenchContext, BenchPart, RunReport } from './part';

const [part = '', contextText = '{}', reportFile = ''] = process.argv.slice(2);
const context = JSON.parse(contextText) as BenchContext;

function sqliteVersion(): string {
  const nativeBinding = findNativeBinding({ projectDir: context.projectDir });
  const db = new Database(':memory:', nativeBinding === undefined ? {} : { nativeBinding });
  const version = db.prepare('SELECT sqlite_version()').pluck().get() as string;
  db.close();
  return version;
}

const module = (await import(
  /* @vite-ignore */ pathToFileURL(join(context.bundleDir, `${part}.js`)).href
)) as BenchPart;
const started = performance.now();
const report = await module.run(context);
const { node, v8, electron, modules } = process.versions;
const full: RunReport = {
  part,
  runtime: context.runtime,
  versions: {
    node,
    v8,
    modules,
    ...(electron === undefined ? {} : { electron }),
    sqlite: sqliteVersion(),
  },
  seconds: Math.round((performance.now() - started) / 100) / 10,
  ...report,
};
writeFileSync(reportFile, JSON.stringify(full));

// Runs one part in this process and says in which runtime that was.
// Never measure here.
import Database from 'better-sqlite3';
import type { BenchContext, BenchPart, RunReport } from './part';

/** @throws what the part throws */
export async function runAndReport(module: BenchPart, context: BenchContext): Promise<RunReport> {
  const started = performance.now();
  const report = await module.run(context);
  const { node, v8, electron, modules } = process.versions;
  return {
    part: module.name,
    runtime: context.runtime,
    versions: {
      node,
      v8,
      modules,
      ...(electron === undefined ? {} : { electron }),
      sqlite: sqliteVersion(context.nativeBinding),
    },
    arch: process.arch,
    seconds: Math.round((performance.now() - started) / 100) / 10,
    ...report,
  };
}

function sqliteVersion(nativeBinding: string | null): string {
  const db = new Database(':memory:', nativeBinding === null ? {} : { nativeBinding });
  const version = db.prepare('SELECT sqlite_version()').pluck().get() as string;
  db.close();
  return version;
}

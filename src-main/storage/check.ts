// Whether a database file can be trusted, looked at through a read-only connection of its own.
// Never change the file, and never take a file that cannot be opened just now for a damaged one.
import Database from 'better-sqlite3';
import { SCHEMA_VERSION } from './migrations/index';

/**
 * open: header and schema can be read. quick: every page's structure too (PRAGMA quick_check, 0.3 s at a million clips).
 * full: every index against its table too (PRAGMA integrity_check).
 */
export type CheckDepth = 'open' | 'quick' | 'full';

export type CheckResult =
  | { readonly sound: true; readonly schema: number; readonly clips: number }
  | { readonly sound: false };

/** https://sqlite.org/rescode.html; "no such table" is SQLITE_ERROR: a file that holds something else. */
const DAMAGE = /^SQLITE_(CORRUPT|NOTADB|ERROR)/;

/** Whether an error of SQLite's says that the file itself is broken, and not that it cannot be had at the moment. */
export function isDamage(error: unknown): boolean {
  return DAMAGE.test(String((error as { code?: unknown } | null)?.code ?? ''));
}

/** @throws SqliteError where the file cannot be opened or read for a reason that is not its own. */
export function checkDatabase(
  file: string,
  depth: CheckDepth,
  nativeBinding: string | undefined,
): CheckResult {
  let db: Database.Database | undefined;
  try {
    db = new Database(file, {
      readonly: true,
      fileMustExist: true,
      ...(nativeBinding === undefined ? {} : { nativeBinding }),
    });
    const schema = db.pragma('user_version', { simple: true }) as number;
    // A newer version's tables are its own business; an empty file has none yet.
    const known = schema > 0 && schema <= SCHEMA_VERSION;
    if (depth !== 'open') {
      const answer = db.pragma(depth === 'quick' ? 'quick_check(1)' : 'integrity_check(1)', { simple: true });
      if (answer !== 'ok') return { sound: false };
    }
    // Counting reads the index of the history from end to end: only where time is taken anyway.
    const sql = depth === 'open' ? 'SELECT 0 FROM clip_models LIMIT 1' : 'SELECT count(*) FROM clip_models';
    const clips = known ? ((db.prepare(sql).pluck().get() as number | undefined) ?? 0) : 0;
    return { sound: true, schema, clips };
  } catch (error) {
    if (isDamage(error)) return { sound: false };
    throw error;
  } finally {
    db?.close();
  }
}

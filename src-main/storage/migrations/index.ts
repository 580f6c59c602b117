// The schema's history: numbered steps, each applied once, in order, all or nothing (PRAGMA user_version counts them).
// Never change a step that was released, and never write to a file that a newer Clipstead made.

import type { Database } from 'better-sqlite3';
import { ClipsteadError } from '../../../src-shared/errors';
import { type Said, said } from '../../../src-shared/i18n/said';
import { sql as clips } from './001-clips';
import { sql as searchIndex } from './002-search-index';
import { sql as trash } from './003-trash';
import { sql as payloadFiles } from './004-payload-files';
import { sql as searchWords } from './005-search-words';
import { sql as secrets } from './006-secrets';
import { sql as searchNeighbours } from './007-search-neighbours';
import { sql as images } from './008-images';

/** `MIGRATIONS[n - 1]` leads to schema n. */
export const MIGRATIONS: readonly string[] = [
  clips,
  searchIndex,
  trash,
  payloadFiles,
  searchWords,
  secrets,
  searchNeighbours,
  images,
];

/** The schema that this build writes. */
export const SCHEMA_VERSION = MIGRATIONS.length;

/** The file was written by a newer version: it may be read, as far as that goes, and never written. */
export class NewerSchemaError extends ClipsteadError {
  /** What to tell of it. */
  readonly newer: Said;

  constructor(version: number) {
    const newer = said('newerHistory', String(version), String(SCHEMA_VERSION));
    super('storage-failed', newer);
    this.newer = newer;
  }
}

/**
 * The schema that the file has; 0 = empty.
 * @throws NewerSchemaError
 */
export function knownSchemaVersion(db: Database): number {
  const version = db.pragma('user_version', { simple: true }) as number;
  if (version <= SCHEMA_VERSION) return version;
  throw new NewerSchemaError(version);
}

/**
 * Brings the file to SCHEMA_VERSION.
 * @throws NewerSchemaError; SqliteError where a step fails: the file is then as before that step.
 */
export function migrate(db: Database): void {
  for (let version = knownSchemaVersion(db); version < SCHEMA_VERSION; version++) {
    const step = MIGRATIONS[version] as string;
    db.transaction(() => {
      db.exec(step);
      db.pragma(`user_version=${version + 1}`);
    }).exclusive();
  }
}

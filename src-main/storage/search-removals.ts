// Ends what the search index has begun, in a copy of the history: there is nobody who would go on with it.
// Never use it on the history itself: it takes as long as it takes.
import type { Database } from 'better-sqlite3';
import { SCHEMA_VERSION } from './migrations/index';
import { SearchIndex } from './search-index';

/** The first schema in which a clip may have to go: older ones hold nothing whose text may not be kept. */
const FIRST_WITH_SECRETS = 6;

/**
 * Takes out of a copy's index what waits to be taken out: among it are texts that became secrets after they were indexed. Where the
 * index is of an older kind, or being emptied anyway, all of it goes, and whoever opens the copy builds it anew.
 * @param db a writing connection to the copy, with `secure_delete` on.
 * @throws SqliteError
 */
export function finishRemovals(db: Database): void {
  const schema = db.pragma('user_version', { simple: true }) as number;
  if (schema < FIRST_WITH_SECRETS || schema > SCHEMA_VERSION) return;
  const left = db
    .prepare('SELECT resetting OR EXISTS (SELECT 1 FROM search_removals) FROM search_state')
    .pluck();
  if (left.get() !== 1) return;
  const index = new SearchIndex(db);
  if (schema !== SCHEMA_VERSION) index.reset();
  while (left.get() === 1) index.step(false);
}

// Migration 6: clips that a rule found to be secrets: masked in lists, or gone after a time.
// Frozen once released: a change of the schema is a new migration.

export const sql = `
  -- 1: the preview is dots and a name, and nothing of it stands in clip_search.
  ALTER TABLE clip_models ADD COLUMN masked INTEGER NOT NULL DEFAULT 0;
  -- Microseconds since the epoch; NULL = it stays. In the trash too: undoing a deletion must not make it stay.
  ALTER TABLE clip_models ADD COLUMN expires_at INTEGER;
  ALTER TABLE clip_trash ADD COLUMN masked INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE clip_trash ADD COLUMN expires_at INTEGER;
  CREATE INDEX idx_clips_expires_at ON clip_models (expires_at) WHERE expires_at IS NOT NULL;
  CREATE INDEX idx_trash_expires_at ON clip_trash (expires_at) WHERE expires_at IS NOT NULL;
`;

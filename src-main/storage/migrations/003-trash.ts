// Migration 3: the trash, where deleted clips wait until they are really gone.
// Frozen once released: a change of the schema is a new migration.

export const sql = `
  -- Tables of their own, so that no list, count or search can meet a deleted clip. Columns as in clip_models.
  CREATE TABLE clip_trash (
    id INTEGER PRIMARY KEY,
    -- Microseconds since the epoch.
    deleted_at INTEGER NOT NULL,
    content_hash BLOB NOT NULL,
    kind TEXT NOT NULL,
    preview TEXT NOT NULL,
    size INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    last_used INTEGER NOT NULL,
    use_count INTEGER NOT NULL,
    pin_order INTEGER,
    source_app TEXT,
    formats TEXT NOT NULL,
    -- As in clip_search; NULL where there was none.
    folded BLOB
  ) STRICT;
  CREATE INDEX idx_trash_deleted_at ON clip_trash (deleted_at);

  -- As clip_payloads.
  CREATE TABLE clip_trash_payloads (
    id INTEGER PRIMARY KEY,
    clip_id INTEGER NOT NULL REFERENCES clip_trash (id) ON DELETE CASCADE,
    mime TEXT NOT NULL,
    bytes BLOB NOT NULL
  ) STRICT;
  CREATE INDEX idx_trash_payloads_clip ON clip_trash_payloads (clip_id);
`;

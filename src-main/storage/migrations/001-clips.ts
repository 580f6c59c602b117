// Migration 1: clips, their payloads and the text that is searched.
// Frozen once released: a change of the schema is a new migration.

export const sql = `
  -- AUTOINCREMENT: an id is never given twice, so an id that a window or a script still holds can't mean another clip.
  CREATE TABLE clip_models (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    content_hash BLOB NOT NULL CHECK (length(content_hash) = 32),
    kind TEXT NOT NULL,
    preview TEXT NOT NULL,
    -- Bytes of all payloads.
    size INTEGER NOT NULL,
    -- Microseconds since the epoch. last_used is unique and rising: the order of the history and the key of its pages.
    created_at INTEGER NOT NULL,
    last_used INTEGER NOT NULL,
    use_count INTEGER NOT NULL,
    pin_order INTEGER,
    source_app TEXT,
    -- JSON array of MIME types, primary first, so that a list needs no look at the payloads.
    formats TEXT NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX idx_clips_content_hash ON clip_models (content_hash);
  CREATE INDEX idx_clips_last_used ON clip_models (last_used);
  CREATE INDEX idx_clips_pin_order ON clip_models (pin_order) WHERE pin_order IS NOT NULL;

  -- Rising id = the order of the formats. Not WITHOUT ROWID: its pages hold no more than 1,002 bytes of a row.
  CREATE TABLE clip_payloads (
    id INTEGER PRIMARY KEY,
    clip_id INTEGER NOT NULL REFERENCES clip_models (id) ON DELETE CASCADE,
    mime TEXT NOT NULL,
    bytes BLOB NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX idx_payloads_clip_mime ON clip_payloads (clip_id, mime);

  -- Folded text (src-shared/search-query.ts) as UTF-8. A BLOB: text functions stop at NUL, and instr() is faster on bytes.
  CREATE TABLE clip_search (
    clip_id INTEGER PRIMARY KEY REFERENCES clip_models (id) ON DELETE CASCADE,
    folded BLOB NOT NULL
  ) STRICT;
`;

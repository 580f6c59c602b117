// Migration 2: the search index and what keeps it true; indexes for the filters that match few clips.
// Frozen once released: a change of the schema is a new migration.

export const sql = `
  -- Which clip stands under which key of the index. Keys rise with last_used, so that walking them downwards is walking the
  -- history newest first. A clip whose last_used is no longer the slot's was used since: it is searched as if it were not indexed.
  CREATE TABLE search_slots (
    k INTEGER PRIMARY KEY,
    -- NULL: deleted, or given a higher key. A restored clip takes its slot again.
    clip_id INTEGER,
    last_used INTEGER NOT NULL,
    -- Trigrams that are indexed so far; NULL = all. Only the highest slot is ever partial.
    partial INTEGER
  ) STRICT;
  CREATE UNIQUE INDEX idx_slots_clip ON search_slots (clip_id) WHERE clip_id IS NOT NULL;

  -- Texts on their way out of the index, in pieces when idle; a text may not outlive its clip by more than that.
  CREATE TABLE search_removals (
    id INTEGER PRIMARY KEY,
    k INTEGER NOT NULL,
    folded BLOB NOT NULL,
    -- Trigrams of it that are indexed; NULL = all.
    partial INTEGER
  ) STRICT;

  -- Clips below the highest slot that have none: restored ones, imported ones. stuck: 1 = there is no slot to go back to.
  CREATE TABLE search_outliers (clip_id INTEGER PRIMARY KEY, stuck INTEGER NOT NULL DEFAULT 0) STRICT;

  -- One row. removed: trigrams of the first removal that are out of the index. resetting: 1 while the index is emptied.
  CREATE TABLE search_state (
    removed INTEGER NOT NULL,
    resetting INTEGER NOT NULL
  ) STRICT;
  INSERT INTO search_state VALUES (0, 0);

  -- Which trigram of the folded text is in which slot. What is inserted is the list of them, each once, parted by spaces
  -- (src-main/storage/grams.ts); whatever is no white space and no control character is part of one.
  CREATE VIRTUAL TABLE search_fts USING fts5 (
    grams, content = '', columnsize = 0, detail = none,
    tokenize = "ascii tokenchars '!""#$%&''()*+,-./:;<=>?@[\\]^_\`{|}~'"
  );
  -- Removed entries leave the pages at once. Merging is done in small steps when idle, never inside a write.
  INSERT INTO search_fts (search_fts, rank) VALUES ('secure-delete', 1);
  INSERT INTO search_fts (search_fts, rank) VALUES ('automerge', 0);
  INSERT INTO search_fts (search_fts, rank) VALUES ('crisismerge', 64);
  CREATE VIRTUAL TABLE search_grams USING fts5vocab (search_fts, instance);

  -- Triggers, so that no way of deleting or putting back a clip can forget the index.
  CREATE TRIGGER search_text_deleted AFTER DELETE ON clip_search BEGIN
    INSERT INTO search_removals (k, folded, partial)
      SELECT k, OLD.folded, partial FROM search_slots WHERE clip_id = OLD.clip_id;
    UPDATE search_slots SET clip_id = NULL, partial = NULL WHERE clip_id = OLD.clip_id;
    DELETE FROM search_outliers WHERE clip_id = OLD.clip_id;
  END;
  CREATE TRIGGER search_text_changed AFTER UPDATE OF folded ON clip_search BEGIN
    INSERT INTO search_removals (k, folded, partial)
      SELECT k, OLD.folded, partial FROM search_slots WHERE clip_id = OLD.clip_id;
    INSERT OR REPLACE INTO search_outliers (clip_id) SELECT clip_id FROM search_slots WHERE clip_id = OLD.clip_id;
    UPDATE search_slots SET clip_id = NULL, partial = NULL WHERE clip_id = OLD.clip_id;
  END;
  CREATE TRIGGER search_clip_below AFTER INSERT ON clip_models
    WHEN NEW.last_used <= (SELECT last_used FROM search_slots ORDER BY k DESC LIMIT 1)
  BEGIN
    INSERT OR REPLACE INTO search_outliers (clip_id) VALUES (NEW.id);
  END;
  CREATE TRIGGER search_clip_moved_down AFTER UPDATE OF last_used ON clip_models
    WHEN NEW.last_used < OLD.last_used
  BEGIN
    INSERT OR REPLACE INTO search_outliers (clip_id) VALUES (NEW.id);
  END;

  -- Kinds and sizes that few clips have.
  CREATE INDEX idx_clips_kind ON clip_models (kind, last_used) WHERE kind <> 'text';
  CREATE INDEX idx_clips_large ON clip_models (last_used) WHERE size >= 65536;
`;

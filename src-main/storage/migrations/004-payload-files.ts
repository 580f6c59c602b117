// Migration 4: payloads that lie beside the database, each in a file named by its content.
// Frozen once released: a change of the schema is a new migration.

export const sql = `
  -- SHA-256 of the payload, which then lies in payloads/<2 hex>/<64 hex>, and 'bytes' is empty; NULL = 'bytes' is the payload.
  ALTER TABLE clip_payloads ADD COLUMN file BLOB;
  ALTER TABLE clip_payloads ADD COLUMN file_size INTEGER;
  ALTER TABLE clip_trash_payloads ADD COLUMN file BLOB;
  ALTER TABLE clip_trash_payloads ADD COLUMN file_size INTEGER;

  -- The files that rows name, and how many do. At 0 the file is on its way out (src-main/storage/payload-sweep.ts).
  CREATE TABLE payload_files (
    hash BLOB PRIMARY KEY CHECK (length(hash) = 32),
    size INTEGER NOT NULL,
    refs INTEGER NOT NULL CHECK (refs >= 0)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX idx_payload_files_unnamed ON payload_files (hash) WHERE refs = 0;

  -- Triggers, so that no way of storing, deleting or putting back a clip can miscount.
  CREATE TRIGGER payload_file_named AFTER INSERT ON clip_payloads WHEN NEW.file IS NOT NULL BEGIN
    INSERT INTO payload_files (hash, size, refs) VALUES (NEW.file, NEW.file_size, 1)
      ON CONFLICT (hash) DO UPDATE SET refs = refs + 1;
  END;
  CREATE TRIGGER payload_file_left AFTER DELETE ON clip_payloads WHEN OLD.file IS NOT NULL BEGIN
    UPDATE payload_files SET refs = refs - 1 WHERE hash = OLD.file;
  END;
  CREATE TRIGGER payload_file_fixed BEFORE UPDATE OF file, file_size ON clip_payloads BEGIN
    SELECT RAISE(ABORT, 'a payload never changes its file');
  END;
  CREATE TRIGGER trash_file_named AFTER INSERT ON clip_trash_payloads WHEN NEW.file IS NOT NULL BEGIN
    INSERT INTO payload_files (hash, size, refs) VALUES (NEW.file, NEW.file_size, 1)
      ON CONFLICT (hash) DO UPDATE SET refs = refs + 1;
  END;
  CREATE TRIGGER trash_file_left AFTER DELETE ON clip_trash_payloads WHEN OLD.file IS NOT NULL BEGIN
    UPDATE payload_files SET refs = refs - 1 WHERE hash = OLD.file;
  END;
  CREATE TRIGGER trash_file_fixed BEFORE UPDATE OF file, file_size ON clip_trash_payloads BEGIN
    SELECT RAISE(ABORT, 'a payload never changes its file');
  END;
`;

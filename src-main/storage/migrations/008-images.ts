// Migration 8: what is made of an image clip when idle: its thumbnail, and the identity of its pixels.
// Frozen once released: a change of the schema is a new migration.

export const sql = `
  -- One row for each image clip that is not masked.
  CREATE TABLE clip_images (
    clip_id INTEGER PRIMARY KEY REFERENCES clip_models (id) ON DELETE CASCADE,
    -- 1: nobody has looked at it yet. tries: how often it was begun, so that an image that ends its decoder is not tried for ever.
    waiting INTEGER NOT NULL DEFAULT 1,
    tries INTEGER NOT NULL DEFAULT 0,
    -- SHA-256 of the decoded pixels and all that decides how they look; NULL = not known, or not to be compared.
    pixels BLOB CHECK (length(pixels) = 32),
    -- A small WebP or PNG; NULL = there is none.
    thumbnail BLOB
  ) STRICT;
  CREATE INDEX idx_images_waiting ON clip_images (clip_id) WHERE waiting = 1;
  CREATE INDEX idx_images_pixels ON clip_images (pixels) WHERE pixels IS NOT NULL;

  -- As clip_images, of clips in the trash.
  CREATE TABLE clip_trash_images (
    clip_id INTEGER PRIMARY KEY REFERENCES clip_trash (id) ON DELETE CASCADE,
    waiting INTEGER NOT NULL,
    tries INTEGER NOT NULL,
    pixels BLOB,
    thumbnail BLOB
  ) STRICT;

  -- Other bytes of a clip's picture that were copied before: known at once when they are copied again.
  CREATE TABLE clip_image_twins (
    content_hash BLOB PRIMARY KEY CHECK (length(content_hash) = 32),
    clip_id INTEGER NOT NULL REFERENCES clip_models (id) ON DELETE CASCADE
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX idx_image_twins_clip ON clip_image_twins (clip_id);

  -- Triggers, so that no way of storing a clip can forget its image, and none of masking one can leave a picture of it.
  CREATE TRIGGER image_stored AFTER INSERT ON clip_models WHEN NEW.kind = 'image' AND NEW.masked = 0 BEGIN
    INSERT INTO clip_images (clip_id) VALUES (NEW.id);
  END;
  CREATE TRIGGER image_masked AFTER UPDATE OF masked ON clip_models WHEN NEW.masked <> OLD.masked BEGIN
    DELETE FROM clip_images WHERE clip_id = NEW.id;
    INSERT INTO clip_images (clip_id) SELECT NEW.id WHERE NEW.kind = 'image' AND NEW.masked = 0;
  END;

  INSERT INTO clip_images (clip_id) SELECT id FROM clip_models WHERE kind = 'image' AND masked = 0;
`;

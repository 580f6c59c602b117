// Migration 5: the index holds words, and grams of what is no word, where it held the grams of everything.
// Frozen once released: a change of the schema is a new migration.

export const sql = `
  -- Every word that the index holds (src-main/storage/terms.ts): which of them have a piece that is looked for, a search finds here.
  -- AUTOINCREMENT: whoever has read them up to an id has only to read the later ones.
  CREATE TABLE search_words (id INTEGER PRIMARY KEY AUTOINCREMENT, word TEXT NOT NULL UNIQUE) STRICT;

  -- What is in the index is of the old kind: it is emptied and built anew when idle.
  UPDATE search_state SET removed = 0, resetting = 1;
`;

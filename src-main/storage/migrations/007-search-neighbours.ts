// Migration 7: the grams of a run of symbols reach two characters to either side, where they reached one.
// Frozen once released: a change of the schema is a new migration.

export const sql = `
  -- What is in the index is of the old kind (src-main/storage/terms.ts): it is emptied and built anew when idle.
  UPDATE search_state SET removed = 0, resetting = 1;
`;

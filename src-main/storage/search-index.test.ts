// What the index holds of a long text that goes, or is used again, while it is only half there.
import { expect, it } from 'vitest';
import { randomFrom } from '../../src-shared/testing/random';
import { openDatabase } from './open-store';
import { SearchIndex } from './search-index';
import { indexedTerms } from './terms';
import { clipOf, nativeBinding, tempFolder, tempStore } from './testing/fixture';

const LONG_BYTES = 1_000;
/** Of looking for the terms of such a text, and of taking them in. */
const TUNING = { longBytes: LONG_BYTES, turnMs: 0, breath: 256, minTerms: 50, maxTerms: 200, maxTaken: 200 };

const random = randomFrom(11);
const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789+/';
const LONG = Array.from({ length: 4_000 }, () => LETTERS[Math.floor(random() * LETTERS.length)]).join('');

function setUp() {
  const dir = tempFolder();
  const store = tempStore(dir);
  const connection = openDatabase({ dir, nativeBinding });
  const index = new SearchIndex(connection, TUNING);
  const terms = connection
    .prepare(
      `SELECT clip_id, term FROM search_grams LEFT JOIN search_slots ON k = doc ORDER BY clip_id, term`,
    )
    .raw();
  return {
    store,
    index,
    settle() {
      while (index.step(true));
      connection.exec("INSERT INTO search_fts (search_fts, rank) VALUES ('integrity-check', 0)");
    },
    /** Of every clip, and of what belongs to none. */
    held: () => terms.all() as [number | null, string][],
    slots: () => connection.prepare('SELECT clip_id, partial FROM search_slots').raw().all(),
    close() {
      connection.close();
    },
  };
}

const termsOf = (id: number, text: string) =>
  indexedTerms(text)
    .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    .map((term) => [id, term]);

it('nothing of it where it is deleted at any step, and all where it comes back or is used', () => {
  const states = new Set<string>();
  for (let steps = 1; ; steps += 3) {
    const { store, index, settle, held, slots, close } = setUp();
    const other = store.store(clipOf('another one')).clip.id;
    const id = store.store(clipOf(LONG)).clip.id;
    let more = true;
    for (let step = 0; step < steps && more; step++) more = index.step(true);
    states.add(JSON.stringify(slots()));
    store.delete([id]);
    settle();
    expect(held()).toEqual(termsOf(other, 'another one'));

    store.restore(id);
    for (let step = 0; step < steps && index.step(true); step++);
    store.use(id);
    settle();
    expect(held()).toEqual([...termsOf(other, 'another one'), ...termsOf(id, LONG)]);
    close();
    if (!more) break;
  }
  // Before it, while its terms are looked for, several times in the middle of it, and after it.
  expect(states.size).toBeGreaterThan(5);
});

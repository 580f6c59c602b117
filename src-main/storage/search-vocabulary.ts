// The index's words in memory, so that those with a piece in them are found in a millisecond.
// Never trust it for more than candidates: words may have gone since they were read.
import type { Database, Statement } from 'better-sqlite3';

/** Words that are read and kept together. */
const CHUNK_WORDS = 4_096;
/** Answers that are kept: what one types goes on from the last one. */
const MAX_ANSWERS = 64;

export interface Piece {
  readonly text: string;
  /** Whether words must begin, or end, with it. */
  readonly begins: boolean;
  readonly ends: boolean;
}

interface WordRow {
  readonly id: number;
  readonly word: string;
}

const keyOf = ({ text, begins, ends }: Piece) => `${begins ? '\n' : ''}${text}${ends ? '\n' : ''}`;

export class Vocabulary {
  readonly #after: Statement<[number, number], WordRow>;
  readonly #first: Statement<[], number | null>;
  /** Each word between line feeds, many to a string. */
  #chunks: string[] = [];
  #tail: string[] = [];
  #firstId: number | null = null;
  #lastId = 0;
  readonly #answers = new Map<string, readonly string[]>();

  constructor(db: Database) {
    this.#after = db.prepare('SELECT id, word FROM search_words WHERE id > ? ORDER BY id LIMIT ?');
    this.#first = db.prepare('SELECT min(id) FROM search_words').pluck() as unknown as Statement<
      [],
      number | null
    >;
  }

  /**
   * Reads words that came since, at most a chunk of them (3 ms).
   * @returns whether all are read.
   */
  read(): boolean {
    const first = this.#first.get() ?? null;
    // Built anew, or without its oldest word.
    if (first !== this.#firstId && this.#firstId !== null) this.#forget();
    this.#firstId = first;
    if (first === null) return true;
    const rows = this.#after.all(this.#lastId, CHUNK_WORDS);
    if (rows.length === 0) return true;
    this.#lastId = rows.at(-1)?.id ?? this.#lastId;
    this.#answers.clear();
    for (const { word } of rows) this.#tail.push(word);
    if (this.#tail.length >= CHUNK_WORDS) {
      this.#chunks.push(`\n${this.#tail.join('\n')}\n`);
      this.#tail = [];
    }
    return rows.length < CHUNK_WORDS;
  }

  /** Rises with every word that is read. */
  get lastId(): number {
    return this.#lastId;
  }

  /** Words that have a piece; up to a few more than `most`. */
  find(piece: Piece, most: number): readonly string[] {
    const key = keyOf(piece);
    const known = this.#answers.get(key);
    if (known !== undefined) return known;
    // What has this piece has also what it begins with.
    const wider = piece.ends ? undefined : this.#answers.get(key.slice(0, -1));
    const words =
      wider !== undefined && wider.length <= most
        ? wider.filter((word) => `\n${word}\n`.includes(key))
        : this.#search(key, most);
    if (this.#answers.size >= MAX_ANSWERS) this.#answers.clear();
    this.#answers.set(key, words);
    return words;
  }

  #search(key: string, most: number): string[] {
    const words: string[] = [];
    // The newest first: words that few texts have come late, and the others are found without the index.
    for (const word of this.#tail) if (`\n${word}\n`.includes(key)) words.push(word);
    for (let i = this.#chunks.length - 1; i >= 0 && words.length <= most; i--) {
      const chunk = this.#chunks[i] as string;
      for (let at = chunk.indexOf(key); at !== -1; ) {
        const start = key.startsWith('\n') ? at + 1 : chunk.lastIndexOf('\n', at) + 1;
        const end = chunk.indexOf('\n', start);
        words.push(chunk.slice(start, end));
        // The next word may begin with the line feed that ends this one.
        at = chunk.indexOf(key, end);
      }
    }
    return words;
  }

  #forget(): void {
    this.#chunks = [];
    this.#tail = [];
    this.#lastId = 0;
    this.#answers.clear();
  }
}

// Search against a plain scan of a model, under random work on the history and on the index, with everything reopened in
// between: 5,000 queries and more, through all pages of their results, and words typed letter by letter.

import { describe, expect, it } from 'vitest';
import { CLIP_KINDS, type ClipKind, type NewClip } from '../../src-shared/clip';
import { dateStart, fold, formatQuery, type QueryTerm, SIZE_UNITS } from '../../src-shared/search-query';
import { randomFrom } from '../../src-shared/testing/random';
import { openDatabase, openStore } from './open-store';
import { openPages, type Pages } from './pages';
import { SearchIndex } from './search-index';
import { COSTS } from './search-lookup';
import type { SearchTuning } from './search-tuning';
import { indexedTerms, isWord } from './terms';
import { clipOf, nativeBinding, readPage, SEARCH_PARTS, tempFolder } from './testing/fixture';

interface ModelClip {
  readonly id: number;
  readonly clip: NewClip;
  readonly text: string;
  readonly order: number;
  readonly pinned: boolean;
}

const PARTS = [
  ...[
    'a',
    'B',
    'c',
    'ab',
    'ba',
    'the ',
    'then',
    'he',
    'ä',
    'Ä',
    'ß',
    'ss',
    'É',
    'e\u0301',
    ' ',
    ' ',
    '\n',
    'Σ',
    'ς',
  ],
  ...[
    '日本',
    '日',
    '語',
    '😀',
    '👩‍💻',
    '%',
    '_',
    '\0',
    '1',
    '2',
    'İ',
    'ı',
    '"',
    "'",
    '/',
    '\\',
    '.',
    ':',
    'ﬁ',
    '한',
  ],
];
const APPS = [null, 'firefox', 'Text Editor', 'Émacs'];
const PATTERNS = [
  'a+b',
  '[0-9]',
  'the.*b',
  '^B',
  'then',
  '(a|b)c',
  'é',
  '日.',
  'a{2}',
  '\\\\',
  'x*',
  'th(e|a)n?',
  'B$',
];
/** The clock's beginning; it runs through a few months. */
const START = new Date(2026, 0, 15).getTime();
const DAY = 24 * 3_600_000;

/** Everything small, so that a hundred clips go through what a million do. */
const SMALL = {
  firstRows: 3,
  sliceMs: 0.05,
  triedRows: 4,
  triedTimes: 0.01,
  firstWindow: 8,
  minWindow: 2,
  candidates: 3,
  newest: { bytes: 600, clips: 16 },
  newestStep: 2,
};
const SMALL_INDEX = {
  minBytes: 16,
  maxBytes: 64,
  longBytes: 64,
  maxTaken: 64,
  turnMs: 0,
  maxClips: 3,
  minTerms: 3,
  maxTerms: 8,
  maxUnmerged: 2,
  maxSegments: 1,
  resetRows: 5,
};

/** Most indexes come past a long text within the steps that they are given; one in four looks at it for long. */
const BREATHS = [4_000, 4_000, 4_000, 40];
let openings = 0;

class Pair {
  readonly #random: () => number;
  readonly #tuning: Partial<SearchTuning>;
  readonly #dir = tempFolder();
  #now = START;
  #store = this.#openStore();
  #index = this.#openIndex();
  #pages: Pages;
  readonly #clips = new Map<number, ModelClip>();
  #deleted: ModelClip[] = [];

  constructor(seed: number) {
    this.#random = randomFrom(seed);
    // Reading first, where that seems faster, or the index at once.
    this.#tuning = { ...SMALL, costs: { ...COSTS, row: seed % 3 === 0 ? 0.001 : 100 } };
    this.#pages = this.#openPages();
  }

  work(): void {
    const pick = this.#random();
    if (pick < 0.3) this.#storeOne();
    else if (pick < 0.42) this.#use();
    else if (pick < 0.52) this.#delete();
    else if (pick < 0.6) this.#restore();
    else if (pick < 0.68) this.#pin();
    else if (pick < 0.7) this.#reopen();
    else if (pick < 0.705) this.#index.db.reset();
    else for (let steps = this.#below(12); steps > 0; steps--) this.#index.db.step(this.#random() < 0.8);
  }

  /** Does all that the index has to do. */
  settle(): void {
    let steps = 0;
    while (this.#index.db.step(true)) {
      steps += 1;
      if (steps > 100_000) throw new Error('the index never comes to rest');
    }
  }

  /** What the index holds of deleted texts when it has come to rest: nothing. */
  compareIndex(): void {
    this.settle();
    const held = this.#index.connection
      .prepare('SELECT doc, term FROM search_grams ORDER BY doc, term')
      .raw()
      .all();
    const texts = this.#index.connection
      .prepare<[], [number, Buffer]>(
        'SELECT k, folded FROM search_slots JOIN clip_search ON clip_search.clip_id = search_slots.clip_id ORDER BY k',
      )
      .raw()
      .all() as unknown as [number, Buffer][];
    const bytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));
    const wanted = texts.flatMap(([k, text]) =>
      indexedTerms(text.toString())
        .sort(bytes)
        .map((term) => [k, term]),
    );
    expect(held).toEqual(wanted);
    const words = this.#index.connection.prepare('SELECT word FROM search_words').pluck().all() as string[];
    const wantedWords = new Set(wanted.map(([, term]) => String(term)).filter(isWord));
    expect(words.sort(bytes)).toEqual([...wantedWords].sort(bytes));
    this.#index.connection.exec("INSERT INTO search_fts (search_fts, rank) VALUES ('integrity-check', 0)");
  }

  compare(): void {
    const terms = this.#terms();
    const query = formatQuery(terms);
    const pinned = this.#random() < 0.3 ? 'exclude' : 'include';
    const limit = this.#random() < 0.5 ? 50 : 1 + this.#below(6);
    this.#compareAll(query, terms, pinned, limit);
  }

  /** Types something that stands in a clip, takes letters back now and then, and lets things happen between two letters. */
  compareTyped(): void {
    const others = this.#terms().filter(({ type }) => type !== 'regex' && this.#random() < 0.2);
    const source = this.#any()?.text ?? '';
    const from = this.#below(source.length);
    const typed = source.slice(from, from + 8).replace(/[\s"/:\p{M}]/gu, '');
    const limit = this.#random() < 0.5 ? 50 : 1 + this.#below(6);
    for (let length = 1; length <= typed.length; length += this.#random() < 0.15 ? -1 : 1) {
      // Half of a surrogate pair stands for itself nowhere: it is looked for as what it is in UTF-8.
      const text = typed.slice(0, Math.max(length, 1));
      const word = (part: string): QueryTerm => ({ type: 'word', text: part });
      if (fold(text) === '') continue;
      const terms = [word(Buffer.from(text).toString()), ...others];
      this.#compareAll(formatQuery([word(text), ...others]), terms, 'include', limit);
      if (this.#random() < 0.2) this.work();
    }
  }

  #compareAll(
    query: string,
    terms: readonly QueryTerm[],
    pinned: 'include' | 'exclude',
    limit: number,
  ): void {
    const wanted = [...this.#clips.values()]
      .sort((a, b) => b.order - a.order)
      .filter((clip) => (pinned === 'include' || !clip.pinned) && matches(clip, terms))
      .map(({ id }) => id);
    const found: number[] = [];
    let after: number | null = null;
    do {
      const page = readPage(this.#pages, { query, after, limit, pinned });
      expect(page.next === null || page.clips.length === limit).toBe(true);
      found.push(...page.clips.map(({ id }) => id));
      after = page.next;
    } while (after !== null);
    expect([query, found]).toEqual([query, wanted]);
  }

  close(): void {
    this.#pages.close();
    this.#index.connection.close();
    this.#store.close();
  }

  #below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }

  #pick<T>(list: readonly T[]): T {
    return list[this.#below(list.length)] as T;
  }

  #text(most: number): string {
    return Array.from({ length: 1 + this.#below(most) }, () => this.#pick(PARTS)).join('');
  }

  #openStore() {
    const now = () => {
      this.#now += this.#random() < 0.3 ? 0 : this.#below(DAY) - (this.#random() < 0.05 ? 2 * DAY : 0);
      return this.#now;
    };
    return openStore({ dir: this.#dir, nativeBinding, now });
  }

  #openPages() {
    return openPages({ dir: this.#dir, nativeBinding, tuning: this.#tuning }, SEARCH_PARTS);
  }

  #openIndex() {
    const connection = openDatabase({ dir: this.#dir, nativeBinding });
    openings += 1;
    const breath = BREATHS[openings % BREATHS.length] as number;
    return { connection, db: new SearchIndex(connection, { ...SMALL_INDEX, breath }) };
  }

  #terms(): QueryTerm[] {
    const terms: QueryTerm[] = [];
    do {
      const term = this.#term();
      if (term.type === 'regex' && terms.some(({ type }) => type === 'regex')) continue;
      terms.push(term);
    } while (this.#random() < 0.35);
    return terms;
  }

  #term(): QueryTerm {
    const pick = this.#random();
    if (pick < 0.62) {
      // Mostly something that stands in a clip, cut anywhere.
      const source =
        this.#random() < 0.8 ? ([...this.#clips.values()][this.#below(this.#clips.size)]?.text ?? '') : '';
      const characters = [...(source || this.#text(4))];
      const from = this.#below(characters.length);
      const text = characters.slice(from, from + 1 + this.#below(7)).join('');
      const word = text.replace(/\s/gu, '');
      if (this.#random() < 0.3 && text !== '') return { type: 'phrase', text };
      if (/^[^"/:]+$/u.test(word) && fold(word) !== '') return { type: 'word', text: word };
      return { type: 'word', text: 'a' };
    }
    if (pick < 0.74)
      return { type: 'regex', pattern: this.#pick(PATTERNS), flags: this.#pick(['', 'i', 'm', 'is']) };
    if (pick < 0.8) return { type: 'kind', kinds: [this.#pick(CLIP_KINDS), this.#pick(CLIP_KINDS)] };
    if (pick < 0.84) return { type: 'app', name: this.#pick(['fire', 'EMACS', 'text ed', 'x']) };
    if (pick < 0.92) {
      const day = new Date(START + this.#below(150) * DAY);
      const date = {
        year: day.getFullYear(),
        month: day.getMonth() + 1,
        day: this.#pick([null, day.getDate()]),
      };
      return { type: this.#pick(['before', 'after'] as const), date };
    }
    if (pick < 0.95) return { type: 'pinned' };
    const than = this.#pick(['<', '<=', '>', '>='] as const);
    return { type: 'size', than, amount: this.#below(40), unit: this.#random() < 0.9 ? 'b' : 'kb' };
  }

  #newClip(): NewClip {
    const pick = this.#random();
    const text = pick < 0.03 ? this.#text(8).repeat(this.#below(12_000)) : this.#text(pick < 0.2 ? 90 : 10);
    const clip = clipOf(text);
    const kind: ClipKind = this.#random() < 0.7 ? 'text' : this.#pick(CLIP_KINDS);
    return {
      ...clip,
      kind,
      sourceApp: this.#pick(APPS),
      searchText: this.#random() < 0.05 ? '' : fold(beginningOf(Buffer.from(text))),
    };
  }

  #storeOne(): void {
    const clip = this.#newClip();
    const { clip: stored } = this.#store.store(clip);
    const known = this.#clips.get(stored.id);
    const kept = known === undefined ? clip : { ...known.clip, sourceApp: stored.sourceApp };
    this.#know(stored.id, kept, stored.order, stored.pinned);
  }

  #know(id: number, clip: NewClip, order: number, pinned: boolean): void {
    const text = clip.searchText === '' ? '' : beginningOf(clip.payloads[0]?.bytes ?? new Uint8Array());
    this.#clips.set(id, { id, clip, text, order, pinned });
  }

  #any(): ModelClip | undefined {
    return [...this.#clips.values()][this.#below(this.#clips.size)];
  }

  #use(): void {
    const clip = this.#any();
    if (clip !== undefined) this.#clips.set(clip.id, { ...clip, order: this.#store.use(clip.id).order });
  }

  #delete(): void {
    const clip = this.#any();
    if (clip === undefined) return;
    this.#store.delete([clip.id]);
    this.#deleted.push(clip);
    this.#clips.delete(clip.id);
  }

  #restore(): void {
    const [deleted] = this.#deleted.splice(this.#below(this.#deleted.length), 1);
    if (deleted === undefined) return;
    const clip = this.#store.restore(deleted.id);
    if (this.#clips.has(clip.id)) return;
    this.#clips.set(clip.id, { ...deleted, order: clip.order });
  }

  #pin(): void {
    const clip = this.#any();
    if (clip === undefined) return;
    const pinned = this.#random() < 0.5;
    this.#store.setPinned(clip.id, pinned);
    this.#clips.set(clip.id, { ...clip, pinned });
  }

  #reopen(): void {
    this.close();
    this.#store = this.#openStore();
    this.#index = this.#openIndex();
    this.#pages = this.#openPages();
  }
}

/** What is searched of a text; a character that the limit cuts is not. */
const beginningOf = (bytes: Uint8Array) =>
  new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(0, 65_536), { stream: true });

/** The plain meaning of a query, with JavaScript's own patterns. */
function matches({ clip, text, order, pinned }: ModelClip, terms: readonly QueryTerm[]): boolean {
  const folded = fold(text);
  const kinds = terms.flatMap((term) => (term.type === 'kind' ? term.kinds : []));
  const apps = terms.flatMap((term) => (term.type === 'app' ? [term.name] : []));
  const app = fold(clip.sourceApp ?? '');
  if (kinds.length > 0 && !kinds.includes(clip.kind)) return false;
  if (apps.length > 0 && !apps.some((name) => app.includes(fold(name)))) return false;
  return terms.every((term) => {
    switch (term.type) {
      case 'word':
      case 'phrase':
        return folded.includes(fold(term.text));
      case 'regex':
        return text !== '' && new RegExp(term.pattern, `u${term.flags}`).test(text);
      case 'before':
        return order < dateStart(term.date) * 1_000;
      case 'after':
        return order >= dateStart(term.date) * 1_000;
      case 'pinned':
        return pinned;
      case 'size': {
        const bytes = term.amount * SIZE_UNITS[term.unit];
        if (term.than.startsWith('<'))
          return clip.size < bytes || (term.than === '<=' && clip.size === bytes);
        return clip.size > bytes || (term.than === '>=' && clip.size === bytes);
      }
      default:
        return true;
    }
  });
}

describe('search against a scan of a model', () => {
  it.each(Array.from({ length: 12 }, (_, index) => index + 1))(
    'seed %i: 220 random steps, 2 queries each, and typed ones',
    (seed) => {
      const pair = new Pair(seed);
      for (let step = 0; step < 220; step++) {
        pair.work();
        pair.compare();
        pair.compare();
        if (step % 4 === 0) pair.compareTyped();
        if (step % 70 === 69) pair.compareIndex();
      }
      pair.close();
    },
  );
});

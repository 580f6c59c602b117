// The history against a model of it in plain arrays, under random work, with the store reopened in between.

import { describe, expect, it } from 'vitest';
import type { NewClip } from '../../src-shared/clip';
import { fold, queryWords } from '../../src-shared/search-query';
import { randomFrom } from '../../src-shared/testing/random';
import { openStore } from './open-store';
import { openPages } from './pages';
import { clipOf, nativeBinding, readPage, SEARCH_PARTS, tempFolder, timesUsed } from './testing/fixture';

interface ModelClip {
  readonly id: number;
  readonly text: string;
  readonly formats: readonly string[];
  readonly uses: number;
  /** When it was last used and when it was pinned, in steps of the test. */
  readonly used: number;
  readonly pinned: number | null;
}

const MIMES = ['text/html', 'text/rtf', 'image/png'];
const QUERIES = ['', 'text', 'ALPHA 1', 'gamma', '5', 'beta text 2', 'nowhere'];

/** A store and what it should hold, side by side. */
class Pair {
  readonly #random: () => number;
  readonly #dir = tempFolder();
  #now = 1_800_000_000_000;
  #store = this.#open();
  #pages = openPages({ dir: this.#dir, nativeBinding }, SEARCH_PARTS);
  readonly #clips = new Map<number, ModelClip>();
  #deleted: ModelClip[] = [];
  #step = 0;

  constructor(seed: number) {
    this.#random = randomFrom(seed);
  }

  /** Does one random thing to both. */
  work(): void {
    const things: readonly (readonly [weight: number, thing: () => void])[] = [
      [8, () => this.#storeOne()],
      [2, () => this.#storeMany()],
      [5, () => this.#use()],
      [3, () => this.#delete()],
      [2, () => this.#restore()],
      [3, () => this.#pin()],
      [1, () => this.#reopen()],
    ];
    let pick = this.#random() * things.reduce((sum, [weight]) => sum + weight, 0);
    for (const [weight, thing] of things) {
      pick -= weight;
      if (pick < 0) {
        thing();
        return;
      }
    }
  }

  /** Fails where the two differ. */
  compare(): void {
    const model = [...this.#clips.values()].sort((a, b) => b.used - a.used);
    const all = readPage(this.#pages, { limit: 10_000 }).clips;
    expect(all.map(({ id, preview, formats, pinned }) => [id, preview, formats, pinned])).toEqual(
      model.map(({ id, text, formats, pinned }) => [id, text, formats, pinned !== null]),
    );
    expect([this.#store.count(), this.#pages.count()]).toEqual([model.length, model.length]);
    const pins = model.filter(({ pinned }) => pinned !== null);
    expect(this.#pages.pinned().map(({ id }) => id)).toEqual(
      pins.sort((a, b) => (a.pinned ?? 0) - (b.pinned ?? 0)).map(({ id }) => id),
    );

    const query = QUERIES[this.#below(QUERIES.length)] ?? '';
    const words = queryWords(query);
    const pinned = this.#random() < 0.5 ? 'exclude' : 'include';
    const limit = 1 + this.#below(20);
    const found: number[] = [];
    let after: number | null = null;
    do {
      const page = readPage(this.#pages, { query, after, limit, pinned });
      expect(page.clips.length <= limit && (page.next === null || page.clips.length === limit)).toBe(true);
      found.push(...page.clips.map(({ id }) => id));
      after = page.next;
    } while (after !== null);
    expect(found).toEqual(
      model
        .filter(({ text }) => words.every((word) => fold(text).includes(word)))
        .filter((clip) => pinned === 'include' || clip.pinned === null)
        .map(({ id }) => id),
    );
  }

  close(): void {
    this.#pages.close();
    this.#store.close();
  }

  #below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }

  /** On a clock that stands, runs, jumps, and is set back. */
  #open() {
    const now = () => {
      this.#now += this.#random() < 0.6 ? 0 : this.#below(2_000) - (this.#random() < 0.05 ? 100_000 : 0);
      return this.#now;
    };
    return openStore({ dir: this.#dir, nativeBinding, now });
  }

  #newClip(): NewClip {
    const text = `Text ${this.#below(60)} ${['alpha', 'Beta', 'GÄMMA'][this.#below(3)]}`;
    const mimes = MIMES.filter(() => this.#random() < 0.2);
    return clipOf(
      text,
      mimes.map((mime) => ({ mime, bytes: Buffer.from(mime + text) })),
    );
  }

  #anyClip(): ModelClip | undefined {
    return [...this.#clips.values()][this.#below(this.#clips.size)];
  }

  #withText(text: string): ModelClip | undefined {
    return [...this.#clips.values()].find((clip) => clip.text === text);
  }

  #stored({ preview: text, payloads }: NewClip, id: number, isNew: boolean): void {
    const known = this.#withText(text);
    expect([isNew, id]).toEqual([known === undefined, known?.id ?? id]);
    const formats = [...new Set([...(known?.formats ?? []), ...payloads.map(({ mime }) => mime)])];
    const uses = (known?.uses ?? 0) + 1;
    this.#clips.set(id, { id, text, formats, uses, used: ++this.#step, pinned: known?.pinned ?? null });
  }

  #storeOne(): void {
    const clip = this.#newClip();
    const result = this.#store.store(clip);
    this.#stored(clip, result.clip.id, result.isNew);
  }

  #storeMany(): void {
    const clips = Array.from({ length: this.#below(5) }, () => this.#newClip());
    const waiting = [...clips];
    const stop = this.#store.onChange((change) => {
      const clip = waiting.shift();
      if (change.type !== 'stored' || clip === undefined) throw new Error('an unexpected change');
      this.#stored(clip, change.clip.id, change.isNew);
    });
    this.#store.storeMany(clips);
    stop();
    expect(waiting).toEqual([]);
  }

  #use(): void {
    const clip = this.#anyClip();
    if (clip === undefined) return;
    this.#store.use(clip.id);
    this.#clips.set(clip.id, { ...clip, uses: clip.uses + 1, used: ++this.#step });
  }

  #delete(): void {
    const clips = [...new Set([this.#anyClip(), this.#anyClip()])].filter((clip) => clip !== undefined);
    for (const { id, uses } of clips) expect(timesUsed(this.#dir, id)).toBe(uses);
    this.#store.delete(clips.map(({ id }) => id));
    for (const clip of clips) this.#clips.delete(clip.id);
    this.#deleted.push(...clips);
  }

  #restore(): void {
    const [deleted] = this.#deleted.splice(this.#below(this.#deleted.length), 1);
    if (deleted === undefined) return;
    const same = this.#withText(deleted.text);
    expect(this.#store.restore(deleted.id).id).toBe((same ?? deleted).id);
    if (same === undefined) {
      this.#clips.set(deleted.id, deleted);
      return;
    }
    this.#clips.set(same.id, {
      ...same,
      formats: [...new Set([...same.formats, ...deleted.formats])],
      uses: same.uses + deleted.uses,
      pinned: same.pinned ?? deleted.pinned,
    });
  }

  #pin(): void {
    const clip = this.#anyClip();
    if (clip === undefined) return;
    const pinned = this.#random() < 0.6;
    this.#store.setPinned(clip.id, pinned);
    this.#clips.set(clip.id, { ...clip, pinned: pinned ? (clip.pinned ?? ++this.#step) : null });
  }

  #reopen(): void {
    this.close();
    this.#store = this.#open();
    this.#pages = openPages({ dir: this.#dir, nativeBinding }, SEARCH_PARTS);
  }
}

describe('the writer and the reader against a model', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('seed %i: 400 random steps', (seed) => {
    const pair = new Pair(seed);
    for (let step = 0; step < 400; step++) {
      pair.work();
      if (step % 4 === 0) pair.compare();
    }
    pair.compare();
    pair.close();
  });
});

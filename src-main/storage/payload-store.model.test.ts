// Payload files under random work against a model: each is there as long as a clip or the trash names it, and goes after that.

import { readdirSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import type { ClipFormat } from '../../src-shared/clip';
import { INLINE_PAYLOAD_BYTES, TRASH_MS } from '../../src-shared/limits';
import { randomFrom } from '../../src-shared/testing/random';
import { openStore } from './open-store';
import { findUnnamed } from './payload-check';
import { payloadFolder } from './payload-files';
import { countFiles } from './testing/count-files';
import { clipOf, nativeBinding, tempDatabase, tempFolder } from './testing/fixture';

const large = (byte: number) => Buffer.alloc(INLINE_PAYLOAD_BYTES + 1, byte);

/** What a clip holds, by the names of its contents. */
type Formats = ReadonlyMap<string, string>;

class Pair {
  readonly dir = tempFolder();
  readonly #random: () => number;
  #now = 1_800_000_000_000;
  #store = this.#open();
  readonly #clips = new Map<number, Formats>();
  readonly #trash = new Map<number, Formats>();

  constructor(seed: number) {
    this.#random = randomFrom(seed);
  }

  async work(): Promise<void> {
    const things = [
      () => this.#storeOne(),
      () => this.#storeOne(),
      () => this.#storeOne(),
      () => this.#storeMany(),
      () => this.#fail(),
      () => this.#delete(),
      () => this.#delete(),
      () => this.#restore(),
      () => this.#emptyTrash(),
      () => this.#excess(),
      () => this.#sweep(),
      () => this.#reopen(),
    ];
    await things[this.#below(things.length)]?.();
  }

  async compare(): Promise<void> {
    for (const [id, formats] of this.#clips) {
      const clip = await this.#store.read(id);
      const found = clip?.payloads.map(({ mime, bytes }) => [mime, nameOf(bytes)]);
      expect(found).toEqual([...formats]);
    }
    const names = [...this.#clips.values(), ...this.#trash.values()].flatMap((formats) =>
      [...formats.values()].filter((name) => name.startsWith('large')),
    );
    const counts = new Map(names.map((name) => [name, names.filter((other) => other === name).length]));
    expect(countFiles(this.dir).filter((count) => count > 0)).toEqual(
      [...counts.values()].sort((a, b) => a - b),
    );
  }

  /** Ends everything, and looks that nothing is left. */
  async end(): Promise<void> {
    this.#store.delete([...this.#clips.keys()]);
    this.#now += 2 * TRASH_MS;
    this.#store.emptyTrash(1_000);
    this.#sweep();
    this.#store.close();
    const files = () =>
      readdirSync(payloadFolder(this.dir), { recursive: true, withFileTypes: true }).filter((e) =>
        e.isFile(),
      );
    await vi.waitFor(() => expect(files()).toEqual([]));
    expect(countFiles(this.dir)).toEqual([]);
  }

  #below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }

  #open() {
    return openStore({ dir: this.dir, nativeBinding, now: () => ++this.#now });
  }

  /** Few contents, so that clips share files, and known clips come back with other formats. */
  #newClip() {
    const isLarge = this.#random() < 0.5;
    const more: ClipFormat[] = [];
    for (const mime of ['text/html', 'image/png']) {
      if (this.#random() < 0.4) more.push({ mime, bytes: large(65 + this.#below(3)) });
    }
    const name = this.#below(4);
    return clipOf(isLarge ? large(97 + name) : `small ${name}`, more);
  }

  #stored(clip: ReturnType<typeof clipOf>, id: number): void {
    const known = this.#clips.get(id) ?? new Map<string, string>();
    const copied = clip.payloads.map(({ mime, bytes }) => [mime, nameOf(bytes)] as const);
    this.#clips.set(id, new Map([...known, ...copied]));
  }

  async #storeOne(): Promise<void> {
    const clip = this.#newClip();
    const stored = this.#random() < 0.5 ? this.#store.store(clip) : await this.#store.storeAsync(clip);
    this.#stored(clip, stored.clip.id);
  }

  /** Also while others are on their way. */
  async #storeMany(): Promise<void> {
    const [first, second, ...rest] = Array.from({ length: 4 }, () => this.#newClip());
    if (first === undefined || second === undefined) return;
    const stop = this.#store.onChange((change) => {
      if (change.type === 'stored') ids.push(change.clip.id);
    });
    const ids: number[] = [];
    const onTheirWay = Promise.all([this.#store.storeAsync(first), this.#store.storeAsync(second)]);
    this.#store.storeMany(rest);
    stop();
    for (const [index, id] of ids.entries()) this.#stored(rest[index] as typeof first, id);
    this.#sweep();
    const stored = await onTheirWay;
    const inOrder = [first, second].map((clip, index) => ({ clip, stored: stored[index] }));
    // In the order of their commits: the formats of the last to come are the ones that stay.
    inOrder.sort((a, b) => (a.stored?.clip.order ?? 0) - (b.stored?.clip.order ?? 0));
    for (const { clip, stored: done } of inOrder) this.#stored(clip, done?.clip.id ?? 0);
  }

  async #fail(): Promise<void> {
    const bad = { ...this.#newClip(), contentHash: Buffer.alloc(31) };
    if (this.#random() < 0.5) expect(() => this.#store.store(bad)).toThrow();
    else await expect(this.#store.storeAsync(bad)).rejects.toThrow();
  }

  #anyOf(clips: ReadonlyMap<number, Formats>): number | undefined {
    return [...clips.keys()][this.#below(clips.size)];
  }

  #delete(): void {
    const id = this.#anyOf(this.#clips);
    if (id === undefined) return;
    this.#store.delete([id]);
    this.#trash.set(id, this.#clips.get(id) ?? new Map());
    this.#clips.delete(id);
  }

  #restore(): void {
    const id = this.#anyOf(this.#trash);
    if (id === undefined) return;
    const back = this.#store.restore(id);
    const formats = this.#trash.get(id) ?? new Map();
    // Where the same content was stored meanwhile, it gets what it lacks.
    this.#clips.set(
      back.id,
      new Map([...(this.#clips.get(back.id) ?? []), ...lackedBy(this.#clips.get(back.id), formats)]),
    );
    this.#trash.delete(id);
  }

  #emptyTrash(): void {
    if (this.#random() < 0.5) return;
    this.#now += TRASH_MS + 1;
    this.#store.emptyTrash(1_000);
    this.#trash.clear();
  }

  #excess(): void {
    const id = this.#anyOf(this.#clips);
    if (id === undefined) return;
    const order = this.#store.get(id)?.summary.order ?? 0;
    this.#store.deleteExcess([{ id, order, size: 1 }]);
    this.#clips.delete(id);
  }

  #sweep(): void {
    const db = tempDatabase(this.dir);
    const unnamed = findUnnamed(db, this.dir, nativeBinding, true);
    db.close();
    for (const hash of unnamed.hashes) this.#store.payloadFiles.drop(hash);
    for (const name of unnamed.temporary) this.#store.payloadFiles.dropTemporary(name);
  }

  #reopen(): void {
    this.#store.close();
    this.#store = this.#open();
  }
}

function lackedBy(had: Formats | undefined, formats: Formats) {
  return [...formats].filter(([mime]) => had?.has(mime) !== true);
}

function nameOf(bytes: Uint8Array): string {
  const whole = Buffer.from(bytes);
  const byte = whole[0] ?? 0;
  if (whole.byteLength <= INLINE_PAYLOAD_BYTES) return whole.toString();
  return whole.equals(large(byte)) ? `large ${byte}` : 'something else';
}

describe('payload files against a model', () => {
  it.each([1, 2, 3, 4, 5, 6])('seed %i: 150 random steps', async (seed) => {
    const pair = new Pair(seed);
    for (let step = 0; step < 150; step++) {
      await pair.work();
      if (step % 3 === 0) await pair.compare();
    }
    await pair.compare();
    await pair.end();
  });
});

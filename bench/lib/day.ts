// What a history lives through in the loop's bench: copies of mixed sizes at a steady pace, and letters typed into the search.
// Never wait for the history: neither a person's fingers nor another program's copies do.
import { randomBytes } from 'node:crypto';
import { newClipFromText } from '../../src-main/capture/normalise';
import type { NewClip } from '../../src-shared/clip';
import type { CallTimes } from './call-times';

/** Where copies and queries go: the history, or for the control nothing. */
export interface Target {
  store(clip: NewClip): void;
  search(query: string): Promise<unknown>;
}

export const COPIES_PER_SECOND = 20;
/** A fast typist's. */
export const LETTER_MS = 80;

const SIZES = { '1 KB': 1_000, '100 KB': 100_000, '5 MB': 5_000_000 } as const;
export type SizeLabel = keyof typeof SIZES;

/** Of fifty copies one has 5 MB and five have 100 KB, spread evenly. */
function sizeOf(index: number): SizeLabel {
  if (index % 50 === 7) return '5 MB';
  return index % 10 === 3 ? '100 KB' : '1 KB';
}

/** The size's name of a clip that was made here. */
export function labelOf(bytes: number): SizeLabel {
  if (bytes >= SIZES['5 MB']) return '5 MB';
  return bytes >= SIZES['100 KB'] ? '100 KB' : '1 KB';
}

/** Texts to copy, each one once in the world: made before the clock runs. */
export function makeCopies(count: number, text: () => string): readonly Uint8Array[] {
  let prose = '';
  while (prose.length < SIZES['5 MB']) prose += `${text()}\n`;
  return Array.from({ length: count }, (_, index) => {
    const bytes = Buffer.alloc(SIZES[sizeOf(index)], prose.slice((index * 977) % 1_000_000));
    bytes.write(`${randomBytes(12).toString('hex')} `);
    return bytes;
  });
}

/** The words of some texts, as they are typed: one query for each letter. */
export function makeQueries(words: readonly string[]): readonly string[] {
  return words.flatMap((word) => {
    const typed = word.slice(0, 12);
    return Array.from({ length: typed.length }, (_, length) => typed.slice(0, length + 1));
  });
}

/** Runs `act` at a steady pace, whatever it and others take: what is late comes at once. */
async function atPace<T>(items: readonly T[], everyMs: number, act: (item: T) => void): Promise<void> {
  const began = performance.now();
  for (const [index, item] of items.entries()) {
    const wait = began + index * everyMs - performance.now();
    await new Promise((done) => setTimeout(done, Math.max(0, wait)));
    act(item);
  }
}

/** Copies come in, as capture.ts takes them: made a clip of, and stored, on this thread. */
export function copyAll(copies: readonly Uint8Array[], target: Target, calls: CallTimes): Promise<void> {
  return atPace(copies, 1_000 / COPIES_PER_SECOND, (bytes) => {
    const clip = calls.time(`make a clip of ${labelOf(bytes.byteLength)}`, () =>
      newClipFromText(bytes, 'bench'),
    );
    target.store(clip);
  });
}

/** Letters come in, as the picker sends them: the next one whether or not the last one has its answer. */
export async function typeAll(queries: readonly string[], target: Target): Promise<void> {
  const answers: Promise<unknown>[] = [];
  await atPace(queries, LETTER_MS, (query) => {
    answers.push(target.search(query));
  });
  await Promise.all(answers);
}

// The clips of the kill test: made from their name alone, so that both processes know their bytes.
import { hash } from 'node:crypto';
import type { NewClip } from '../../../src-shared/clip';

/** One size for each of eight numbers in a row: some fit into a page, some need many, the last is a payload file. */
const SIZES = [40, 1_000, 5_000, 40, 1_000, 5_000, 60_000, 200_000];
export const KILL_SIZES = SIZES.length;

/** So that kills fall into short and long transactions, and into the writing of files. */
export function killClip(name: string): NewClip {
  const size = SIZES[Number(name.split('.')[1]) % KILL_SIZES] ?? 40;
  const bytes = Buffer.from(`${name} `.repeat(Math.ceil(size / (name.length + 1))));
  const html = Buffer.from(`<p>${name}`);
  return {
    contentHash: hash('sha256', bytes, 'buffer'),
    kind: 'text',
    preview: name,
    searchText: name,
    size: bytes.byteLength + html.byteLength,
    sourceApp: null,
    payloads: [
      { mime: 'text/plain', bytes },
      { mime: 'text/html', bytes: html },
    ],
  };
}

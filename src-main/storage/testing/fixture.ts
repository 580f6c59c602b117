// What the storage tests share: folders that vanish, stores that are closed, clips with everything derived.
// Never real data: every text is made up here.
import { hash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Database } from 'better-sqlite3';
import { onTestFinished } from 'vitest';
import { type ClipFormat, type HistoryChange, type NewClip, TEXT_MIME } from '../../../src-shared/clip';
import { fold } from '../../../src-shared/search-query';
import { searchableText } from '../../capture/searchable-text';
import type { ClipDao } from '../clip-dao';
import { findNativeBinding } from '../native-binding';
import { openDatabase, openStore } from '../open-store';
import { openPages, type Pages } from '../pages';
import type { PageRequest } from '../types';

export const projectDir = resolve(import.meta.dirname, '../../..');
export const nativeBinding = findNativeBinding({ projectDir });

/** A folder that is deleted when the test ends. */
export function tempFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'clipstead-storage-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/** A store that is closed when the test ends (closing it before is fine). */
export function tempStore(dir = tempFolder(), now?: () => number): ClipDao {
  const store = openStore({ dir, nativeBinding, ...(now === undefined ? {} : { now }) });
  onTestFinished(() => store.close());
  return store;
}

/** The writing connection itself, closed when the test ends. */
export function tempDatabase(dir = tempFolder()): Database {
  const db = openDatabase({ dir, nativeBinding });
  onTestFinished(() => {
    db.close();
  });
  return db;
}

/** What a reader needs of others, as the reader's thread has it. */
export const SEARCH_PARTS = { searchedText: searchableText } as const;

/** The reading side of a folder, on this thread. */
export function tempPages(dir: string): Pages {
  const pages = openPages({ dir, nativeBinding }, SEARCH_PARTS);
  onTestFinished(() => pages.close());
  return pages;
}

/** Runs a page's slices to the end. */
export function readPage(pages: Pages, request: Partial<PageRequest> = {}) {
  return run(pages.page({ query: '', after: null, limit: 50, pinned: 'include', ...request }));
}

/** The same for snippets. */
export function readSnippets(pages: Pages, query: string, ids: readonly number[]) {
  return run(pages.snippets(query, ids));
}

function run<T>(steps: Generator<undefined, T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}

/** A store on a new folder, what it tells, and its history as the reading side sees it. */
export function historyFor(now?: () => number) {
  const dir = tempFolder();
  const store = tempStore(dir, now);
  const pages = tempPages(dir);
  const changes: HistoryChange[] = [];
  store.onChange((change) => changes.push(change));
  const history = () => readPage(pages).clips;
  return { dir, store, pages, changes, history, ids: () => history().map(({ id }) => id) };
}

/** How often a clip was used, which no summary tells. */
export function timesUsed(dir: string, id: number): unknown {
  const db = openDatabase({ dir, nativeBinding });
  try {
    return db.prepare('SELECT use_count FROM clip_models WHERE id = ?').pluck().get(id);
  } finally {
    db.close();
  }
}

/** A clip as capture makes it: identity over the first payload, text taken from text/plain. */
export function clipOf(content: string | Uint8Array, more: readonly ClipFormat[] = []): NewClip {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  const payloads = [{ mime: TEXT_MIME, bytes }, ...more];
  const text = Buffer.from(bytes.subarray(0, 64 * 1024)).toString();
  return {
    contentHash: hash('sha256', bytes, 'buffer'),
    kind: 'text',
    preview: text.slice(0, 200),
    searchText: fold(text),
    size: payloads.reduce((sum, payload) => sum + payload.bytes.byteLength, 0),
    sourceApp: null,
    payloads,
  };
}

export const html = (text: string): ClipFormat => ({ mime: 'text/html', bytes: Buffer.from(text) });

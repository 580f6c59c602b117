// The main process as the renderer knows it, in memory: a history that answers pages, and a bridge to it. For tests only.
// Never answer what the real one would not: pages are keyset pages, pushes are first pages.
import type { ClipSnippet, ClipSummary, HistoryPage } from '../../src-shared/clip';
import type { ClipPreview } from '../../src-shared/clip-preview';
import type { ErrorCode } from '../../src-shared/errors';
import type {
  AppStatus,
  ClipsteadBridge,
  FirstPage,
  Push,
  PushChannel,
  Reply,
  RequestChannel,
  RequestIn,
} from '../../src-shared/ipc-contract';
import { PAGE_ROWS } from '../../src-shared/limits';
import { fold, queryWords } from '../../src-shared/search-query';

export const usualStatus: AppStatus = {
  capturing: true,
  paused: false,
  pausedUntil: null,
  ignoringNext: false,
  captureTrouble: null,
  pasteTrouble: null,
  hotkey: 'CommandOrControl+Shift+V',
  hotkeyTrouble: null,
  keys: {},
  separator: '\n',
  contrast: 'system',
  queued: null,
  platform: 'linux',
};

/** A clip of `order` milliseconds, previewing as the given text. */
export function clipOf(id: number, order: number, preview = `clip ${id}`, pinned = false): ClipSummary {
  return {
    id,
    kind: 'text',
    preview,
    size: preview.length,
    createdAt: order,
    lastUsed: order,
    order,
    pinned,
    sourceApp: null,
    formats: ['text/plain'],
  };
}

function emptyPreview(id: number): ClipPreview {
  return { id, uses: 1, formats: [], masked: false, text: null, html: null, image: null, files: null };
}

export class FakeMain {
  clips: ClipSummary[] = [];
  readonly asked: { channel: RequestChannel; payload: unknown }[] = [];
  /** Channels whose requests are refused with this message. */
  readonly refusing = new Map<RequestChannel, string>();
  refusalCode: ErrorCode = 'storage-failed';
  /** A search looks at this many clips a page, like one that runs out of its time. */
  pageEndsAfter = Number.POSITIVE_INFINITY;
  snippetsOf: (id: number) => ClipSnippet | null = (id) => ({
    text: `part of ${id}`,
    matches: [[0, 4]],
    at: 0,
  });
  /** What the previews of clips hold, by id. */
  readonly previews = new Map<number, Partial<ClipPreview>>();
  /** While true, requests wait for release(). */
  holding = false;
  #held: (() => void)[] = [];
  #deleted = new Map<number, ClipSummary>();
  #listeners = new Map<PushChannel, ((payload: never) => void)[]>();

  constructor(count = 0) {
    for (let id = 1; id <= count; id += 1) this.clips.push(clipOf(id, id * 10));
  }

  readonly api: ClipsteadBridge = {
    request: async (channel, payload) => {
      this.asked.push({ channel, payload });
      if (this.holding) await new Promise<void>((resolve) => this.#held.push(resolve));
      const message = this.refusing.get(channel);
      if (message !== undefined) return { ok: false, error: { code: this.refusalCode, message } };
      return { ok: true, value: this.#answer(channel, payload) } as Reply<typeof channel>;
    },
    on: (channel, listener) => {
      const listeners = this.#listeners.get(channel) ?? [];
      this.#listeners.set(channel, [...listeners, listener as (payload: never) => void]);
      return () => {};
    },
  };

  push<C extends PushChannel>(channel: C, payload: Push<C>): void {
    for (const listener of this.#listeners.get(channel) ?? []) listener(payload as never);
  }

  /** Tells of the history as it is now. */
  tell(): void {
    this.push('history:changed', this.firstPage());
  }

  /** Answers the requests that wait, oldest first; all of them without `count`. */
  release(count = this.#held.length): void {
    for (const resolve of this.#held.splice(0, count)) resolve();
  }

  /** Answers the request that came last, before those that came earlier. */
  releaseNewest(): void {
    this.#held.pop()?.();
  }

  asks(channel: RequestChannel): unknown[] {
    return this.asked.filter((request) => request.channel === channel).map(({ payload }) => payload);
  }

  /** Moves a clip to the top, or stores a new one. */
  use(id: number, preview?: string): void {
    const top = Math.max(0, ...this.clips.map(({ order }) => order)) + 10;
    const old = this.clips.find((clip) => clip.id === id);
    this.clips = this.clips.filter((clip) => clip.id !== id);
    this.clips.push(old === undefined ? clipOf(id, top, preview) : { ...old, order: top, lastUsed: top });
  }

  delete(id: number): void {
    const clip = this.clips.find((one) => one.id === id);
    if (clip !== undefined) this.#deleted.set(id, clip);
    this.clips = this.clips.filter((one) => one.id !== id);
  }

  setPinned(id: number, pinned: boolean): void {
    this.clips = this.clips.map((clip) => (clip.id === id ? { ...clip, pinned } : clip));
  }

  firstPage(): FirstPage {
    const { clips, next } = this.page({ query: '', after: null, limit: PAGE_ROWS });
    const pinned = this.clips.filter((clip) => clip.pinned).sort((a, b) => a.id - b.id);
    return { pinned, clips: [...clips], next, total: this.clips.length };
  }

  page({ query, after, limit }: RequestIn<'history:page'>): HistoryPage {
    const words = queryWords(query);
    const seen = this.clips
      .filter(({ order }) => after === null || order < after)
      .sort((a, b) => b.order - a.order)
      .slice(0, words.length === 0 ? this.clips.length : this.pageEndsAfter);
    const matches = seen.filter(({ preview, pinned }) =>
      words.length === 0 ? !pinned : words.every((word) => fold(preview).includes(word)),
    );
    const last = seen.at(-1)?.order ?? 0;
    const early = this.clips.some(({ order }) => order < last);
    const clips = matches.slice(0, limit);
    if (matches.length > limit) return { clips, next: clips.at(-1)?.order ?? null };
    return { clips, next: early ? last : null };
  }

  #answer(channel: RequestChannel, payload: unknown): unknown {
    const { id, ids } = (payload ?? {}) as { id: number; ids: number[] };
    switch (channel) {
      case 'history:page':
        return this.page(payload as RequestIn<'history:page'>);
      case 'history:snippets':
        return ids.flatMap((one) => {
          const snippet = this.snippetsOf(one);
          return snippet === null ? [] : [{ id: one, snippet }];
        });
      case 'history:first-page':
        return this.firstPage();
      case 'app:status':
        return usualStatus;
      case 'clip:delete':
        for (const one of ids) this.delete(one);
        return null;
      case 'clip:undo-delete':
        for (const one of ids) {
          const clip = this.#deleted.get(one);
          if (clip !== undefined) this.clips.push(clip);
        }
        return null;
      case 'clip:toggle-pinned': {
        const pinned = !ids.every((one) => this.clips.find((clip) => clip.id === one)?.pinned);
        for (const one of ids) this.setPinned(one, pinned);
        return null;
      }
      case 'clip:preview':
        return { ...emptyPreview(id), ...this.previews.get(id) };
      case 'clip:paste':
      case 'clip:join':
        return { pasted: true };
      default:
        return null;
    }
  }
}

/** Lets every promise that is due run. */
export async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

// The renderer's window on the history: what is searched for, the pages around what is seen, and pushes applied to them.
// Never hold the whole history, and never let the answer to an older question overwrite a newer one.
import type { ClipSnippet, ClipSummary, HistoryPage } from '../../src-shared/clip';
import type { FirstPage, RequestIn, RequestOut } from '../../src-shared/ipc-contract';
import { PAGE_ROWS } from '../../src-shared/limits';
import { parseQuery } from '../../src-shared/search-query';
import {
  emptyList,
  forgetFar,
  fromFirst,
  indexOfRow,
  nextWish,
  type PagedList,
  rowAt,
  rowCount,
  withNewFirst,
  withoutRows,
  withPage,
} from './paged-list';

/** What the list shows at one moment. Immutable. */
export interface HistoryView {
  /** The query that these rows answer; '' for the history itself. */
  readonly query: string;
  /** Pinned clips in their own order; empty while searching. */
  readonly pinned: readonly ClipSummary[];
  readonly list: PagedList;
  /** Clips in the whole history. */
  readonly total: number;
  /** False until the first page came: nothing can be said about the history yet. */
  readonly loaded: boolean;
  /** Why what was asked last is no query that can be answered, in words; the rows are still those of the one before. */
  readonly refusal: string | null;
  /** Parts that matched, of rows whose page brought none. */
  readonly snippets: ReadonlyMap<number, ClipSnippet>;
}

/** Where pages come from; null where the request failed (which has been reported). */
export interface HistoryPort {
  /** `refused`: the query itself cannot be answered, and why. */
  page(wish: RequestIn<'history:page'>): Promise<HistoryPage | { readonly refused: string } | null>;
  snippets(wish: RequestIn<'history:snippets'>): Promise<RequestOut<'history:snippets'> | null>;
  firstPage(): Promise<FirstPage | null>;
}

/** Rows known so far, pinned ones first. */
export function viewCount(view: HistoryView): number {
  return view.pinned.length + rowCount(view.list);
}

/** The row at `index`; undefined where it is not loaded or there is none. */
export function viewRow(view: HistoryView, index: number): ClipSummary | undefined {
  return view.pinned[index] ?? rowAt(view.list, index - view.pinned.length);
}

/** Where the clip stands; -1 where it is not among the rows held. */
export function viewIndex(view: HistoryView, id: number): number {
  const pinnedAt = view.pinned.findIndex((row) => row.id === id);
  if (pinnedAt !== -1) return pinnedAt;
  const at = indexOfRow(view.list, id);
  return at === -1 ? -1 : view.pinned.length + at;
}

/** Whether all of these are pinned; null where those that are among the rows held are, and others are not held. */
export function arePinned(view: HistoryView, ids: readonly number[]): boolean | null {
  const rows = ids.map((id) => viewRow(view, viewIndex(view, id)));
  if (rows.some((row) => row?.pinned === false)) return false;
  return rows.includes(undefined) ? null : true;
}

const atOnce: Later = (call) => {
  call();
  return () => {};
};

const noSnippets: ReadonlyMap<number, ClipSnippet> = new Map();

/** Snippets are kept for this many rows that were seen: some screens of them. */
const MAX_SNIPPETS = 1_000;

const nothing: HistoryView = {
  query: '',
  pinned: [],
  list: emptyList,
  total: 0,
  loaded: false,
  refusal: null,
  snippets: noSnippets,
};

/** Runs something a little later. @returns what keeps it from running */
export type Later = (call: () => void) => () => void;

/** One history as one picker sees it. Calls `changed` after every change of `view`. */
export class History {
  view: HistoryView = nothing;

  readonly #port: HistoryPort;
  readonly #changed: () => void;
  readonly #later: Later;
  /** Keeps rows beyond those of an answer from being asked for, while that is put off; null where it is not. */
  #stopLoading: (() => void) | null = null;
  #home: FirstPage | null = null;
  #asked = '';
  /** Rises with every new question; an answer that carries an older one is dropped. */
  #token = 0;
  /** The question that is being answered. */
  #underWay: number | null = null;
  #outdated = false;
  /** Whose rows are being asked for: of a query that was left, no more are. */
  #loading: { readonly query: string } | null = null;
  #askingSnippets = false;
  #seen = { first: 0, last: 0 };
  /** Clips being deleted: shown nowhere until the deletion has failed or a push has come without them. */
  readonly #leaving = new Map<number, 'asked' | 'done'>();
  #waiting: ((settled: boolean) => void)[] = [];
  /** Resolves with the first page that is on its way; null where none is known to be. */
  #due: Promise<void> | null = null;
  #arrived: () => void = () => {};

  /** @param later when rows beyond a search's first page are asked for: not while its answer is still being drawn. */
  constructor(port: HistoryPort, changed: () => void, later: Later = atOnce) {
    this.#port = port;
    this.#changed = changed;
    this.#later = later;
  }

  /** Asks for the first page; later ones come as pushes. */
  async start(): Promise<void> {
    this.expectPage();
    const first = await this.#port.firstPage();
    if (first !== null && this.#home === null) this.applyFirstPage(first);
    else this.giveUpPage();
  }

  /** A first page is on its way, without which the rows are not what the user means. */
  expectPage(): void {
    this.#due ??= new Promise((resolve) => {
      this.#arrived = resolve;
    });
  }

  /** It is waited for no longer. */
  giveUpPage(): void {
    this.#due = null;
    this.#arrived();
  }

  /** Whether the rows lack something that is on its way. */
  get due(): boolean {
    return this.#due !== null && this.#asked === '';
  }

  /** Takes in a pushed first page: the history's top as it is now. */
  applyFirstPage(first: FirstPage): void {
    this.#home = first;
    const present = new Set([...first.pinned, ...first.clips].map(({ id }) => id));
    for (const [id, state] of this.#leaving) {
      if (state === 'done' && !present.has(id)) this.#leaving.delete(id);
    }
    if (this.view.query === '' && this.#asked === '') this.#showHome(true);
    else this.#show({ ...this.view, total: first.total, loaded: true });
    if (this.#asked !== '') {
      this.#outdated = true;
      void this.#search();
    }
    void this.#load();
    this.giveUpPage();
  }

  /**
   * Looks for `text`; at once where it is empty, otherwise as soon as the answer is there. A letter is not kept waiting for the answer
   * to the one before it: main gives that up (newest-search.ts).
   */
  search(text: string): void {
    const query = parseQuery(text).length === 0 ? '' : text.trim();
    if (query === this.#asked) return;
    this.#asked = query;
    // Typed back to what the rows answer.
    if (query === this.view.query && this.view.refusal !== null) this.#show({ ...this.view, refusal: null });
    this.#token += 1;
    this.#stopLoading?.();
    this.#stopLoading = null;
    if (query === '') {
      this.#showHome(false);
      this.#settle(true);
    } else {
      void this.#search();
    }
  }

  /** @returns true as soon as the rows answer what was asked last; false where that question failed (once more). */
  async settled(): Promise<boolean> {
    if (this.due) await this.#due;
    if (this.view.query === this.#asked && this.view.refusal === null) return true;
    if (this.view.refusal !== null && this.#underWay !== this.#token) return false;
    const answered = new Promise<boolean>((resolve) => this.#waiting.push(resolve));
    void this.#search();
    return await answered;
  }

  /** Tells which rows are visible: those and the ones around them are loaded, far ones forgotten. */
  see(first: number, last: number): void {
    this.#seen = { first, last };
    if (this.#stopLoading === null) void this.#load();
    void this.#loadSnippets();
  }

  /** Takes a clip out of every list while its deletion is under way. */
  hide(id: number): void {
    this.#leaving.set(id, 'asked');
    this.#show(this.view);
  }

  /** The deletion is committed: from the next push on, what main says counts. */
  hidden(id: number): void {
    if (this.#leaving.has(id)) this.#leaving.set(id, 'done');
  }

  /** The clip is back, or was never deleted; it shows again with the next push or page. */
  unhide(id: number): void {
    this.#leaving.delete(id);
    if (this.#home !== null) this.applyFirstPage(this.#home);
  }

  #show(view: HistoryView): void {
    const ids = new Set(this.#leaving.keys());
    const pinned = ids.size === 0 ? view.pinned : view.pinned.filter(({ id }) => !ids.has(id));
    for (const { id } of pinned) ids.add(id);
    this.view = { ...view, pinned, list: withoutRows(view.list, ids) };
    this.#changed();
  }

  #showHome(keepPages: boolean): void {
    if (this.#home === null) return;
    const { pinned, clips, next, total } = this.#home;
    const first = { clips, next };
    const list = keepPages && this.view.loaded ? withNewFirst(this.view.list, first) : fromFirst(first);
    this.#show({ query: '', pinned, list, total, loaded: true, refusal: null, snippets: noSnippets });
  }

  async #search(): Promise<void> {
    const token = this.#token;
    if (this.#underWay === token) return;
    this.#underWay = token;
    const query = this.#asked;
    let failed = false;
    while (!failed && query !== '' && (this.view.query !== query || this.#outdated)) {
      this.#outdated = false;
      const answer = await this.#port.page({ query, after: null, limit: PAGE_ROWS });
      // Something else is asked by now, and that question tells of its own end.
      if (token !== this.#token) return;
      if (answer === null) failed = true;
      else if ('refused' in answer) {
        failed = true;
        this.#show({ ...this.view, refusal: answer.refused });
      } else if (this.view.query === query) {
        this.#show({ ...this.view, list: withNewFirst(this.view.list, answer), refusal: null });
      } else {
        const list = fromFirst(answer);
        this.#show({ ...this.view, query, pinned: [], list, refusal: null, snippets: noSnippets });
        this.#settle(true);
      }
    }
    this.#underWay = null;
    this.#settle(!failed);
    this.#loadSoon();
  }

  /** Another letter may come, and what it asks must not wait for rows that nobody sees. */
  #loadSoon(): void {
    this.#stopLoading?.();
    let over = false;
    const stop = this.#later(() => {
      over = true;
      this.#stopLoading = null;
      void this.#load();
    });
    if (!over) this.#stopLoading = stop;
  }

  async #load(): Promise<void> {
    const { query } = this.view;
    if (this.#loading?.query === query) return;
    const mine = { query };
    this.#loading = mine;
    // While another question is under way nobody looks for more of this one: #search() comes back to it, should that be refused.
    while (this.#loading === mine && this.view.query === query && this.#underWay !== this.#token) {
      const token = this.#token;
      const first = this.#seen.first - this.view.pinned.length;
      const last = this.#seen.last - this.view.pinned.length;
      const wish = nextWish(this.view.list, first, last);
      if (wish === null) break;
      const answer = await this.#port.page({ query, ...wish });
      if (answer === null || 'refused' in answer) break;
      // Something was typed meanwhile: main may have given this page up, and what it says is then no answer.
      if (token !== this.#token) continue;
      // Rows for another query, or read before a deletion: the loop asks for what is wanted now.
      if (this.#loading !== mine || query !== this.view.query) break;
      this.#show({
        ...this.view,
        list: forgetFar(withPage(this.view.list, wish.after, answer), first, last),
      });
    }
    if (this.#loading !== mine) return;
    this.#loading = null;
    void this.#loadSnippets();
  }

  /** Asks for the parts that matched, of the rows in view that have none yet. */
  async #loadSnippets(): Promise<void> {
    if (this.#askingSnippets) return;
    this.#askingSnippets = true;
    /** A clip that has none, because it is just going, is not asked for again and again. */
    const tried = new Set<number>();
    for (;;) {
      const { query, snippets } = this.view;
      const ids: number[] = [];
      for (let row = this.#seen.first; row <= this.#seen.last && ids.length < PAGE_ROWS; row += 1) {
        const clip = viewRow(this.view, row);
        if (clip?.deeper === true && !snippets.has(clip.id) && !tried.has(clip.id)) ids.push(clip.id);
      }
      if (query === '' || ids.length === 0) break;
      for (const id of ids) tried.add(id);
      const found = await this.#port.snippets({ query, ids });
      if (found === null) break;
      if (query !== this.view.query) continue;
      const kept = snippets.size > MAX_SNIPPETS ? [] : [...snippets];
      const came = found.map(({ id, snippet }) => [id, snippet] as const);
      this.#show({ ...this.view, snippets: new Map([...kept, ...came]) });
    }
    this.#askingSnippets = false;
  }

  #settle(settled: boolean): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve(settled);
  }
}

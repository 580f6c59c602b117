// The reader's side of the conversation with its worker thread: takes requests, works on them slice by slice, answers.
// Never let an old request hold a newer one up for more than one slice: the newest is always served first.
import { type ThreadError, toThreadError } from '../../src-shared/errors';
import { storageError } from './failures';
import type { Pages } from './pages';
import type { PageRequest } from './types';

/** What a reader can be asked; `id` comes back with the answer. */
export type ReaderRequest =
  | { readonly id: number; readonly type: 'page'; readonly request: PageRequest }
  | { readonly id: number; readonly type: 'pinned' }
  | { readonly id: number; readonly type: 'count' }
  | {
      readonly id: number;
      readonly type: 'snippets';
      readonly query: string;
      readonly ids: readonly number[];
    }
  /** Nobody waits for answer `id` any more; it is not sent. */
  | { readonly id: number; readonly type: 'abandon' };

type Outcome =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: ThreadError };

export type ReaderAnswer = { readonly id: number } & Outcome;

/** What the worker says once, before any answer: whether it could open the history. */
export type ReaderHello = { readonly ready: true } | { readonly ready: false; readonly error: ThreadError };

interface Job {
  /** Null = nobody asked for it. */
  readonly id: number | null;
  readonly steps: Generator<undefined, unknown>;
}

/** Serves a reader's requests on one thread. */
export class ReaderService {
  readonly #pages: Pages;
  readonly #answer: (answer: ReaderAnswer) => void;
  readonly #later: (work: () => void) => void;
  /** Newest last. */
  #jobs: Job[] = [];
  #working = false;

  /**
   * @param answer called once for each request that is not abandoned.
   * @param later runs `work` after messages that have arrived meanwhile were handled.
   */
  constructor(
    pages: Pages,
    answer: (answer: ReaderAnswer) => void,
    later: (work: () => void) => void = (work) => {
      setImmediate(work);
    },
  ) {
    this.#pages = pages;
    this.#answer = answer;
    this.#later = later;
  }

  handle(request: ReaderRequest): void {
    if (request.type === 'abandon') {
      this.#jobs = this.#jobs.filter(({ id }) => id !== request.id);
      return;
    }
    this.#jobs.push({ id: request.id, steps: this.#steps(request) });
    this.#step();
  }

  /** Makes the first search as fast as later ones, while nothing is asked for. */
  warmUp(): void {
    this.#jobs.unshift({ id: null, steps: this.#pages.warmUp() });
    this.#step();
  }

  /** Forgets every request: nothing more is read or answered. */
  drop(): void {
    this.#jobs = [];
  }

  *#steps(request: Exclude<ReaderRequest, { type: 'abandon' }>): Generator<undefined, unknown> {
    if (request.type === 'page') return yield* this.#pages.page(request.request);
    if (request.type === 'snippets') return yield* this.#pages.snippets(request.query, request.ids);
    return request.type === 'pinned' ? this.#pages.pinned() : this.#pages.count();
  }

  /** One slice of the newest job. */
  #step(): void {
    const job = this.#jobs.at(-1);
    if (job === undefined) return;
    try {
      const { done, value } = job.steps.next();
      if (done === true) this.#finish(job, { ok: true, value });
    } catch (error) {
      this.#finish(job, { ok: false, error: toThreadError(storageError(error)) });
    }
    if (this.#jobs.length === 0 || this.#working) return;
    this.#working = true;
    this.#later(() => {
      this.#working = false;
      this.#step();
    });
  }

  #finish(job: Job, outcome: Outcome): void {
    this.#jobs = this.#jobs.filter((other) => other !== job);
    if (job.id !== null) this.#answer({ id: job.id, ...outcome });
  }
}

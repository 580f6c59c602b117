// Work on texts that could take long: given to a worker, which is ended and made anew where it does.
// Never do the work on the window's own thread, whatever happens to the worker.
import { TEXT_WORK_MS } from '../../src-shared/limits';
import type { TextCount, Transform, Transformed } from '../../src-shared/transforms';
import type { Clock } from '../picker/undo-stack';
import type { CodeSpan } from './code-spans';

export type TextTask =
  /** `language` null: it is guessed. */
  | { readonly do: 'highlight'; readonly text: string; readonly language?: 'json' | 'xml' | null }
  | { readonly do: 'count'; readonly text: string }
  /** JSON or XML with a line for each part; null for anything else. */
  | { readonly do: 'pretty'; readonly text: string }
  | { readonly do: 'transform'; readonly name: Transform; readonly text: string };

export type TextAnswer<T extends TextTask> = T extends { do: 'highlight' }
  ? CodeSpan[]
  : T extends { do: 'count' }
    ? TextCount
    : T extends { do: 'pretty' }
      ? string | null
      : Transformed;

/** The parts of a Worker that are used. */
export interface TextWorker {
  postMessage(message: unknown): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<{ id: number; answer: unknown }>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

interface Waiting {
  readonly task: TextTask;
  readonly resolve: (answer: never) => void;
}

export class TextWork {
  readonly #start: () => TextWorker;
  readonly #clock: Clock;
  #worker: TextWorker | null = null;
  readonly #waiting: Waiting[] = [];
  #id = 0;
  #stopClock: () => void = () => {};

  /** @param start makes a worker; called when the first text is to be worked on. */
  constructor(start: () => TextWorker, clock: Clock) {
    this.#start = start;
    this.#clock = clock;
  }

  /** One task at a time, in order. @returns null where it took longer than TEXT_WORK_MS or the worker failed */
  run<T extends TextTask>(task: T): Promise<TextAnswer<T> | null> {
    return new Promise((resolve) => {
      this.#waiting.push({ task, resolve });
      if (this.#waiting.length === 1) this.#next();
    });
  }

  /** Forgets the tasks that have not begun; their answers are null. For when nobody waits for them any more. */
  dropWaiting(): void {
    for (const { resolve } of this.#waiting.splice(1)) resolve(null as never);
  }

  #next(): void {
    const first = this.#waiting[0];
    if (first === undefined) return;
    this.#worker ??= this.#make();
    this.#id += 1;
    this.#worker.postMessage({ id: this.#id, task: first.task });
    this.#stopClock = this.#clock.after(TEXT_WORK_MS, () => this.#failed());
  }

  #make(): TextWorker {
    const worker = this.#start();
    worker.onmessage = ({ data: { id, answer } }) => {
      if (id === this.#id) this.#done(answer);
    };
    worker.onerror = () => this.#failed();
    return worker;
  }

  #failed(): void {
    this.#worker?.terminate();
    this.#worker = null;
    this.#done(null);
  }

  #done(answer: unknown): void {
    this.#stopClock();
    this.#id += 1;
    this.#waiting.shift()?.resolve(answer as never);
    this.#next();
  }
}

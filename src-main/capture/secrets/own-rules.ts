// The user's own patterns, asked on a thread of their own: as many as there are on a text as long as it is take seconds at the worst.
// Never leave a copy waiting: a thread that gives no answer in time, or has died, is replaced, and the copy is not judged.
import { Worker } from 'node:worker_threads';
import { OWN_RULES_MS, OWN_RULES_START_MS } from '../../../src-shared/limits';
import { errorFields, log } from '../../log';
import { type FromRulesWorker, RUNNING, type RulesWorkerData, type ToRulesWorker } from './own-rules-service';

/** The place of the first pattern that finds something; null = none does. */
type Found = number | null | 'error' | 'too-slow';

export interface OwnRulesParts {
  /** Where the built rules-worker.js lies. */
  readonly workerUrl: URL;
  /** Each one that RE2 takes. */
  readonly patterns: readonly string[];
  /** A copy could not be judged: the pattern that took longest, or that the thread died of; null where none was asked yet. */
  readonly onFailure: (pattern: number | null) => void;
  readonly answerMs?: number;
}

export interface OwnRules {
  /**
   * Asks the first `count` patterns about some texts. To be asked again only after the answer.
   * Does not reject.
   */
  ask(texts: readonly string[], count: number): Promise<Found>;
  /** Ends the thread; what it is asked about is not judged. */
  close(): void;
}

/** Starts the thread. */
export function openOwnRules(parts: OwnRulesParts): OwnRules {
  const { workerUrl, patterns, onFailure, answerMs = OWN_RULES_MS } = parts;
  const usedMs = new Int32Array(new SharedArrayBuffer(patterns.length * Int32Array.BYTES_PER_ELEMENT));
  let worker: Worker | null = null;
  let ready = false;
  let closed = false;
  let answer: ((found: Found) => void) | null = null;
  let timer: NodeJS.Timeout | undefined;
  let since = 0;

  function start(): Worker {
    const workerData: RulesWorkerData = { patterns, usedMs };
    const started = new Worker(workerUrl, { workerData, name: 'own-rules' });
    const ifStill = (then: () => void) => worker === started && then();
    started.on('message', (message: FromRulesWorker) =>
      ifStill(() => {
        if (message !== 'ready') return settle(message.found);
        ready = true;
        if (answer !== null) arm(answerMs);
      }),
    );
    started.on('error', (error) => log.error('own-rules.worker-failed', errorFields(error)));
    started.once('exit', () => ifStill(() => giveUp('error')));
    worker = started;
    ready = false;
    return started;
  }

  function arm(ms: number): void {
    clearTimeout(timer);
    since = performance.now();
    timer = setTimeout(() => giveUp('too-slow'), ms);
  }

  function settle(found: Found): void {
    clearTimeout(timer);
    const tell = answer;
    answer = null;
    tell?.(found);
  }

  function giveUp(why: 'error' | 'too-slow'): void {
    end();
    if (answer === null) return;
    onFailure(ready ? blamed(why) : null);
    // Its patterns are read again before the next copy comes. One that dies may die of that: it is started when it is needed.
    if (why === 'too-slow') start();
    settle(why);
  }

  function blamed(why: 'error' | 'too-slow'): number | null {
    const used = patterns.map((_, at) => Atomics.load(usedMs, at));
    const running = used.indexOf(RUNNING);
    if (running < 0) return null;
    if (why === 'error') return running;
    used[running] = 0;
    used[running] = performance.now() - since - used.reduce((sum, ms) => sum + ms, 0);
    return used.indexOf(Math.max(...used));
  }

  function end(): void {
    const last = worker;
    worker = null;
    void last?.terminate();
  }

  start();
  return {
    ask(texts, count) {
      if (closed) return Promise.resolve('error');
      const asked = worker ?? start();
      usedMs.fill(0);
      return new Promise((resolve) => {
        answer = resolve;
        arm(ready ? answerMs : OWN_RULES_START_MS);
        const message: ToRulesWorker = { texts, count };
        asked.postMessage(message);
      });
    },
    close() {
      closed = true;
      end();
      settle('error');
    },
  };
}

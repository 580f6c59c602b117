// The worker's end of the user's own patterns, and what main and it say to each other.
// Never say what a text holds: the place of a pattern is the answer.
import type { MessagePort } from 'node:worker_threads';
import { RE2JS } from 're2js';

export interface RulesWorkerData {
  readonly patterns: readonly string[];
  /** Milliseconds that each pattern has taken for this copy, for main to see also while no answer comes; RUNNING while it is asked. */
  readonly usedMs: Int32Array;
}

export interface ToRulesWorker {
  readonly texts: readonly string[];
  /** How many of the patterns are asked. */
  readonly count: number;
}

/** 'ready' once the patterns are read. */
export type FromRulesWorker = 'ready' | { readonly found: number | null };

export const RUNNING = -1;

export function serveOwnRules(port: MessagePort, { patterns, usedMs }: RulesWorkerData): void {
  const tell = (message: FromRulesWorker) => port.postMessage(message);
  const rules = patterns.map((pattern) => RE2JS.compile(pattern));
  port.on('message', ({ texts, count }: ToRulesWorker) => {
    const found = rules.slice(0, count).findIndex((rule, at) => {
      const began = performance.now();
      Atomics.store(usedMs, at, RUNNING);
      const finds = texts.some((text) => rule.test(text));
      Atomics.store(usedMs, at, performance.now() - began);
      return finds;
    });
    tell({ found: found < 0 ? null : found });
  });
  tell('ready');
}

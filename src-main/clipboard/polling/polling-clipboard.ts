// The clipboard where the system tells nobody of a change: a cheap counter is polled, and content is read only when it moved.
// Never read before the planner has seen the names, and never store what was read while the counter moved on.

import { hash } from 'node:crypto';
import type { ClipFormat } from '../../../src-shared/clip';
import { ClipsteadError } from '../../../src-shared/errors';
import { type Said, said } from '../../../src-shared/i18n/said';
import { BATTERY_POLL_MS, MAX_HINT_BYTES, OWNER_READ_MS, POLL_MS } from '../../../src-shared/limits';
import { IgnoreNext } from '../ignore-next';
import { utf8FromLatin1 } from '../latin1';
import { decide, type Outcome, skipped, tell } from '../outcome';
import { isOwnMark } from '../own-mark';
import type { ClipboardEvent, ClipboardPort, PlannedTarget, Planner, ReadPlan, StartOptions } from '../port';
import { type Answer, type AskLimits, readFormats } from '../read-formats';
import type { ChangeCounter } from './change-counter';
import { EchoGuard } from './echo-guard';

/** The system's clipboard, as much of it as is needed. Calls may fail while another program holds the clipboard open. */
export interface SystemClipboard {
  /** Names of all that is offered, the markers of secrets among them; text stands as text/plain. */
  formats(): Promise<readonly string[]>;
  /** A format's bytes, text as UTF-8; null where it is not offered (any more). */
  read(format: string): Promise<Uint8Array | null>;
  /** Puts all formats on the clipboard together, and the mark of `mark` where it has one. */
  write(formats: readonly ClipFormat[]): Promise<void>;
  /** The name under which its own writes are among formats(); without it they are known by their content. */
  readonly mark?: string;
  /** The program that the content comes from; null where the system does not tell. */
  readonly owner?: () => string | null;
}

export interface PollingParts {
  /** What `clipstead status` shows as `source`. */
  readonly name: string;
  readonly counter: ChangeCounter;
  readonly system: SystemClipboard;
  readonly plan: Planner;
  /** Pauses in ms before a failed access is tried again. */
  readonly retryMs?: readonly number[];
  readonly pollMs?: number;
}

/** Windows lets one program at a time open the clipboard; these pauses outlast nearly every holder. */
const RETRY_MS = [15, 35, 75];
const READ_FAILS = said('clipboardNotRead');

export class PollingClipboard implements ClipboardPort {
  readonly name: string;
  captureTrouble: Said | null = null;
  readonly noticesPastes = false;
  readonly #counter: ChangeCounter;
  readonly #system: SystemClipboard;
  readonly #plan: Planner;
  readonly #retryMs: readonly number[];
  readonly #pollMs: number;
  #onBattery = false;
  readonly #echo = new EchoGuard();
  #onEvent: ((event: ClipboardEvent) => void) | null = null;
  #timer: NodeJS.Timeout | undefined;
  #seen: number | null = null;
  #atStart: number | null = null;
  #paused = false;
  readonly #ignoreNext = new IgnoreNext();
  /** Where the change that is being read comes from. */
  #app: string | null = null;
  #polling: Promise<void> = Promise.resolve();

  constructor(parts: PollingParts) {
    this.name = parts.name;
    this.#counter = parts.counter;
    this.#system = parts.system;
    this.#plan = parts.plan;
    this.#retryMs = parts.retryMs ?? RETRY_MS;
    this.#pollMs = parts.pollMs ?? POLL_MS;
  }

  /** What stands on the clipboard at the start counts as a change, as it does on every system. */
  async start(onEvent: (event: ClipboardEvent) => void, options?: StartOptions): Promise<void> {
    this.#onEvent = onEvent;
    this.#atStart = this.#count();
    if (options?.leaveStanding === true) this.#seen = this.#atStart;
    this.#schedule(0);
  }

  setPaused(paused: boolean): void {
    this.#paused = paused;
  }

  setIgnoreNext(ignore: boolean): void {
    this.#ignoreNext.set(ignore);
  }

  /** Polls less often while it costs the battery. */
  setOnBattery(onBattery: boolean): void {
    this.#onBattery = onBattery;
  }

  async write(formats: readonly ClipFormat[]): Promise<void> {
    if (this.#system.mark === undefined) this.#echo.expect(formats);
    try {
      await this.#retrying(() => this.#system.write(formats));
    } catch (error) {
      this.#echo.consume(formats);
      throw new ClipsteadError('not-possible-here', said('clipboardNotWritten'), {
        cause: error,
      });
    }
  }

  async stop(): Promise<void> {
    this.#onEvent = null;
    clearTimeout(this.#timer);
    await this.#polling;
  }

  #schedule(ms: number): void {
    this.#timer = setTimeout(() => {
      this.#polling = this.#poll().finally(() => {
        if (this.#onEvent !== null) this.#schedule(this.#onBattery ? BATTERY_POLL_MS : this.#pollMs);
      });
    }, ms);
  }

  async #poll(): Promise<void> {
    const count = this.#count();
    if (count === null || count === this.#seen) return;
    this.#seen = count;
    const at = Date.now();
    const began = performance.now();
    this.#app = null;
    const outcome = await this.#outcome(count);
    const sourceApp = this.#app;
    // Nothing on the clipboard at the start is not a change.
    if (count === this.#atStart && outcome.type === 'skipped' && outcome.reason === 'empty') return;
    if (outcome.type === 'skipped') {
      tell(this.#onEvent, { ...outcome, sourceApp, at });
    } else {
      const readMs = performance.now() - began;
      tell(this.#onEvent, { ...outcome, sourceApp, at, readMs });
    }
  }

  /** @returns null while the counter cannot be read, which is told once. */
  #count(): number | null {
    let count: number | null = null;
    try {
      count = this.#counter.read();
    } catch {
      // Told below.
    }
    const trouble = count === null ? READ_FAILS : null;
    if (trouble !== this.captureTrouble) {
      this.captureTrouble = trouble;
      tell(this.#onEvent, { type: 'source', trouble });
    }
    return count;
  }

  async #outcome(count: number): Promise<Outcome> {
    if (this.#paused) return skipped('paused');
    try {
      const plan = await withDeadline(
        this.#retrying(() => this.#planned()),
        OWNER_READ_MS,
      );
      if (plan === null) return skipped('empty');
      if (plan.type === 'skip') return skipped(plan.reason);
      if (plan.type === 'ask') return skipped('secret');
      const until = performance.now() + plan.withinMs;
      const outcome = await readFormats(plan.formats, (target, limits) =>
        this.#ask(target, limits, count, until),
      );
      const own = outcome.type === 'content' && this.#echo.consume(outcome.formats);
      return own ? skipped('own') : outcome;
    } catch (error) {
      return skipped(error instanceof TimedOut ? 'timed-out' : 'refused');
    }
  }

  /** What to read of what is there now; null where nothing is. */
  async #planned(): Promise<ReadPlan | null> {
    const offered = new Set(await this.#system.formats());
    if (offered.size === 0) return null;
    const { mark, owner } = this.#system;
    if (mark !== undefined && offered.has(mark)) return { type: 'skip', reason: 'own' };
    // Reading would tell whether it is our own write; a copy that is to be ignored is not read, so the time has to do.
    if (this.#ignoreNext.pending && this.#echo.consumeAny()) return { type: 'skip', reason: 'own' };
    if (this.#ignoreNext.take()) return { type: 'skip', reason: 'ignored' };
    const app = owner?.() ?? null;
    this.#app = app;
    for (const name of offered) if (isOwnMark(name)) offered.delete(name);
    let plan = decide(() => this.#plan([...offered], app));
    while (plan.type === 'ask') {
      const { target, decide: judge } = plan;
      const value = offered.has(target) ? await this.#system.read(target) : null;
      // A marker is asked once: a plan that asks for it again would never end.
      offered.delete(target);
      plan = decide(() => judge(value !== null && value.byteLength <= MAX_HINT_BYTES ? value : null));
    }
    return plan;
  }

  async #ask(
    { target, encoding }: PlannedTarget,
    { maxBytes }: AskLimits,
    count: number,
    until: number,
  ): Promise<Answer> {
    let value: Uint8Array | null;
    try {
      const left = Math.max(0, until - performance.now());
      value = await withDeadline(
        this.#retrying(() => this.#system.read(target)),
        left,
      );
      // The counter moved while we read: this may be of another copy, a secret one even. The next poll reads anew.
      if (this.#counter.read() !== count) return { type: 'failed', reason: 'superseded', bytes: null };
    } catch (error) {
      return {
        type: 'failed',
        reason: error instanceof TimedOut ? 'timed-out' : 'refused',
        bytes: null,
      };
    }
    if (value === null) return { type: 'failed', reason: 'refused', bytes: null };
    if (value.byteLength > maxBytes) return { type: 'failed', reason: 'too-large', bytes: value.byteLength };
    const bytes = encoding === 'latin1' ? utf8FromLatin1(value) : value;
    return { type: 'value', bytes, sha256: hash('sha256', bytes, 'buffer') };
  }

  async #retrying<T>(access: () => Promise<T>): Promise<T> {
    for (const pause of this.#retryMs) {
      try {
        return await access();
      } catch {
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    }
    return access();
  }
}

class TimedOut extends Error {}

function withDeadline<T>(reading: Promise<T>, ms: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new TimedOut()), ms);
    reading.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

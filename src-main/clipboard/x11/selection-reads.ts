// Reads what other programs offer on a selection: TARGETS first, then only what the planner wants, each within its time.
// Never keep what was read while the owner changed: a secret may have come in between. stop() says when it did.
import { hash } from 'node:crypto';
import type { X11Event } from 'x11';
import { MAX_HINT_BYTES, MAX_TARGETS, OWNER_ANSWER_MS, OWNER_READ_MS } from '../../../src-shared/limits';
import { utf8FromLatin1 } from '../latin1';
import { decide, type Outcome, skipped } from '../outcome';
import { HELD_MARK } from '../own-mark';
import type { PlannedTarget, Planner } from '../port';
import { type Answer, type AskLimits, readFormats } from '../read-formats';
import type { XConnection } from './connection';
import { type Conversion, Requestor } from './requestor';

/** One change that is being read. */
interface Read {
  readonly selection: number;
  /** The window that asks; another one after a conversion that was given up. */
  requestor: Requestor;
  readonly time: number;
  deadline: NodeJS.Timeout | undefined;
  stopped: 'superseded' | 'timed-out' | null;
}

export class SelectionReads {
  readonly #x: XConnection;
  readonly #plan: Planner;
  readonly #requestors = new Map<number, Requestor>();
  readonly #free: Requestor[] = [];
  /** Of each selection what is being read of it now: neither stops the other. */
  readonly #reads = new Map<number, Read>();

  constructor(x: XConnection, plan: Planner) {
    this.#x = x;
    this.#plan = plan;
  }

  /** Feeds any event; those that are not for a read are left alone. */
  handle(event: X11Event): void {
    this.#requestors.get(event.requestor ?? event.wid)?.handle(event);
  }

  /** Ends what is being read of a selection. */
  stop(selection: number, reason: 'superseded' | 'timed-out'): void {
    const read = this.#reads.get(selection);
    this.#reads.delete(selection);
    if (read === undefined) return;
    read.stopped = reason;
    read.requestor.abandon(reason);
  }

  stopAll(): void {
    for (const selection of [...this.#reads.keys()]) this.stop(selection, 'superseded');
  }

  /**
   * Reads a selection.
   * @param time when it changed, by the server's clock
   * @param app the program that it comes from; waited for before the planner is asked
   */
  async outcome(selection: number, time: number, app: () => Promise<string | null>): Promise<Outcome> {
    const read: Read = {
      selection,
      requestor: this.#takeRequestor(),
      time,
      deadline: undefined,
      stopped: null,
    };
    this.#reads.set(selection, read);
    this.#setDeadline(read, OWNER_READ_MS);
    try {
      return await this.#read(read, app);
    } catch {
      // The connection went away below us.
      return skipped('superseded');
    } finally {
      clearTimeout(read.deadline);
      if (this.#reads.get(selection) === read) this.#reads.delete(selection);
      this.#giveBack(read.requestor);
    }
  }

  /** What was read by then is kept (readFormats). */
  #setDeadline(read: Read, ms: number): void {
    clearTimeout(read.deadline);
    read.deadline = setTimeout(() => {
      if (this.#reads.get(read.selection) === read) this.stop(read.selection, 'timed-out');
    }, ms);
  }

  /** TARGETS first; then only what the plan asks for, which knows the program by then. */
  async #read(read: Read, app: () => Promise<string | null>): Promise<Outcome> {
    const x = this.#x;
    const listed = await this.#convert(read, x.atom('TARGETS'), {
      maxBytes: MAX_TARGETS * 4,
      answerMs: OWNER_ANSWER_MS,
    });
    if (listed.type === 'failed') return skipped(listed.reason);
    const offered = new Map<string, number>();
    const list = Buffer.from(listed.bytes.buffer, listed.bytes.byteOffset, listed.bytes.length);
    const atoms = listed.format === 32 ? words(list) : [];
    const names = await Promise.all(atoms.map((atom) => x.atomName(atom)));
    names.forEach((name, index) => {
      const atom = atoms[index];
      if (name !== null && atom !== undefined) offered.set(name, atom);
    });
    if (offered.has(HELD_MARK)) return skipped('own');
    const name = await app();
    let plan = decide(() => this.#plan([...offered.keys()], name));
    while (plan.type === 'ask') {
      const { target, decide: judge } = plan;
      const atom = offered.get(target);
      const limits = { maxBytes: MAX_HINT_BYTES, answerMs: OWNER_ANSWER_MS };
      const answer = atom === undefined ? null : await this.#convert(read, atom, limits);
      if (answer?.type === 'failed' && answer.reason === 'superseded') return skipped('superseded');
      // A marker is asked once: a plan that asks for it again would never end.
      offered.delete(target);
      plan = decide(() => judge(answer?.type === 'value' ? answer.bytes : null));
    }
    if (plan.type === 'skip') return skipped(plan.reason);
    if (read.stopped === null) this.#setDeadline(read, plan.withinMs);
    return readFormats(plan.formats, (target, limits) => this.#ask(read, target, limits, offered));
  }

  async #ask(
    read: Read,
    { target, encoding }: PlannedTarget,
    limits: AskLimits,
    offered: ReadonlyMap<string, number>,
  ): Promise<Answer> {
    const atom = offered.get(target);
    if (atom === undefined) return { type: 'failed', reason: 'refused', bytes: null };
    const answer = await this.#convert(read, atom, limits);
    if (answer.type === 'failed') return { type: 'failed', reason: answer.reason, bytes: answer.size };
    // Not bytes: atoms or numbers, in this machine's order.
    if (answer.format !== 8 && answer.bytes.length > 0)
      return { type: 'failed', reason: 'refused', bytes: null };
    if (encoding === 'raw') return answer;
    const bytes = utf8FromLatin1(answer.bytes);
    return { type: 'value', bytes, sha256: new Uint8Array(hash('sha256', bytes, 'buffer')) };
  }

  async #convert(read: Read, target: number, { maxBytes, answerMs }: AskLimits): Promise<Conversion> {
    if (read.stopped !== null) return { type: 'failed', reason: read.stopped, size: null };
    if (!read.requestor.idle) {
      this.#giveBack(read.requestor);
      read.requestor = this.#takeRequestor();
    }
    return read.requestor.convert({ selection: read.selection, target, time: read.time, maxBytes, answerMs });
  }

  #takeRequestor(): Requestor {
    const free = this.#free.pop();
    if (free !== undefined) return free;
    const made = new Requestor(this.#x);
    this.#requestors.set(made.window, made);
    return made;
  }

  #giveBack(requestor: Requestor): void {
    requestor.whenIdle(() => this.#free.push(requestor));
  }
}

function words(bytes: Buffer): number[] {
  return Array.from({ length: bytes.length >> 2 }, (_, index) => bytes.readUInt32LE(index * 4));
}

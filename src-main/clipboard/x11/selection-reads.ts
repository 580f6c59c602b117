// Reads what selections hold on one connection, by the plan: first the list of targets, then what the plan asks for.
// Never store what was read while the owner changed: a secret may have come in between.
//
// Why that is exact: events and replies of one connection come in the order in which the server made them. A conversion
// that a new owner answered was sent to it after it had become the owner, so its XFixes event reaches us before the answer.
import { hash } from 'node:crypto';
import type { X11Event } from 'x11';
import type { OfferedNames } from '../../../src-shared/capture-log';
import { MAX_HINT_BYTES, MAX_TARGETS, OWNER_ANSWER_MS, OWNER_READ_MS } from '../../../src-shared/limits';
import { utf8FromLatin1 } from '../latin1';
import { decide, type Outcome, skipped, toLoggedNames } from '../outcome';
import { HELD_MARK } from '../own-mark';
import type { PlannedTarget, Planner } from '../port';
import { type Answer, type AskLimits, readFormats } from '../read-formats';
import type { XConnection } from './connection';
import { type Conversion, Requestor } from './requestor';

type StopReason = 'superseded' | 'timed-out';

export interface ReadResult {
  readonly outcome: Outcome;
  /** Null where the owner did not say. */
  readonly offered: OfferedNames | null;
}

/** One change that is being read. */
interface Read {
  readonly selection: number;
  readonly time: number;
  /** The window that asks; another one after a conversion that was given up. */
  requestor: Requestor;
  deadline: NodeJS.Timeout | undefined;
  stopped: StopReason | null;
  offered: OfferedNames | null;
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

  /**
   * Reads a selection; its first request goes out before this returns. Settles whatever the owner does.
   * @param time server time of the change (ICCCM section 2.4)
   * @param app the program that owns it, as soon as it is known; nothing but the list of targets is asked for before
   */
  async read(selection: number, time: number, app: () => Promise<string | null>): Promise<ReadResult> {
    const read: Read = {
      selection,
      time,
      requestor: this.#takeRequestor(),
      deadline: undefined,
      stopped: null,
      offered: null,
    };
    this.#reads.set(selection, read);
    this.#setDeadline(read, OWNER_READ_MS);
    try {
      return { outcome: await this.#read(read, app), offered: read.offered };
    } catch {
      // The connection went away below us.
      return { outcome: skipped('superseded'), offered: read.offered };
    } finally {
      clearTimeout(read.deadline);
      if (this.#reads.get(selection) === read) this.#reads.delete(selection);
      this.#giveBack(read.requestor);
    }
  }

  /** Gives up what is being read of a selection; what its owner has given out by now is kept. */
  stop(selection: number, reason: StopReason): void {
    const read = this.#reads.get(selection);
    this.#reads.delete(selection);
    if (read === undefined) return;
    read.stopped = reason;
    read.requestor.abandon(reason);
  }

  stopAll(): void {
    for (const selection of [...this.#reads.keys()]) this.stop(selection, 'superseded');
  }

  /** Nothing more comes on this connection. */
  end(): void {
    this.stopAll();
    for (const requestor of this.#requestors.values()) requestor.cancel('superseded');
  }

  /** Feeds any event; those of other windows are left alone. */
  handle(event: X11Event): void {
    this.#requestors.get(event.requestor ?? event.wid)?.handle(event);
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
    const listed = await this.#convert(read, this.#x.atom('TARGETS'), {
      maxBytes: MAX_TARGETS * 4,
      answerMs: OWNER_ANSWER_MS,
    });
    if (listed.type === 'failed') return skipped(listed.reason);
    const offered = await this.#named(listed);
    read.offered = toLoggedNames([...offered.keys()]);
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

  /** The atoms of a list of targets, by their names. What is no list of atoms offers nothing. */
  async #named({ format, bytes }: { readonly format: number; readonly bytes: Uint8Array }) {
    const atoms = format === 32 ? words(bytes) : [];
    const names = await Promise.all(atoms.map((atom) => this.#x.atomName(atom)));
    const offered = new Map<string, number>();
    names.forEach((name, index) => {
      const atom = atoms[index];
      if (name !== null && atom !== undefined) offered.set(name, atom);
    });
    return offered;
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

function words(bytes: Uint8Array): number[] {
  const list = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  return Array.from({ length: list.length >> 2 }, (_, index) => list.readUInt32LE(index * 4));
}

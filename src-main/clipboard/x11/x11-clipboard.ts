// The X11 clipboard behind the port: told of every change by XFixes, read by conversion, written by owning the selection.
// Never store what was read while the owner changed: a secret may have come in between.
//
// Why that is exact: events and replies of one connection come in the order in which the server made them. A conversion
// that a new owner answered was sent to it after it had become the owner, so its XFixes event reaches us before the answer.

import { hash } from 'node:crypto';
import type { X11Event } from 'x11';
import type { ClipFormat } from '../../../src-shared/clip';
import { ClipsteadError } from '../../../src-shared/errors';
import { type Said, said } from '../../../src-shared/i18n/said';
import { MAX_HINT_BYTES, MAX_TARGETS, OWNER_ANSWER_MS, OWNER_READ_MS } from '../../../src-shared/limits';
import { IgnoreNext } from '../ignore-next';
import { utf8FromLatin1 } from '../latin1';
import { decide, type Outcome, skipped, tell } from '../outcome';
import { HELD_MARK } from '../own-mark';
import type {
  ClipboardEvent,
  ClipboardPort,
  PlannedTarget,
  Planner,
  SkipReason,
  StartOptions,
} from '../port';
import { type Answer, type AskLimits, readFormats } from '../read-formats';
import type { XConnection } from './connection';
import type { DisplayLink, DisplayUser } from './display-link';
import { PasteWatch } from './paste-watch';
import { PrimaryWatch } from './primary-watch';
import { type Conversion, Requestor } from './requestor';
import { SelectionOwner } from './selection-owner';
import { sourceApp } from './source-app';

const DISPLAY_GONE = said('displayGone');

/** All that lives and dies with one connection. */
interface Session {
  readonly x: XConnection;
  readonly owner: SelectionOwner;
  readonly requestors: Map<number, Requestor>;
  readonly free: Requestor[];
  /** Of each selection what is being read of it now: neither stops the other. */
  readonly reads: Map<number, Read>;
  /** Null where the selected text is not captured. */
  readonly primary: PrimaryWatch | null;
  readonly pastes: PasteWatch;
}

/** One change that is being read. */
interface Read {
  readonly selection: number;
  /** The window that asks; another one after a conversion that was given up. */
  requestor: Requestor;
  readonly time: number;
  deadline: NodeJS.Timeout | undefined;
  stopped: 'superseded' | 'timed-out' | null;
}

export class X11Clipboard implements ClipboardPort, DisplayUser {
  readonly name = 'x11-xfixes';
  captureTrouble: Said | null = null;
  readonly noticesPastes = true;
  readonly #link: DisplayLink;
  readonly #plan: Planner;
  readonly #ownPid: number;
  readonly #primary: boolean;
  #session: Session | null = null;
  #onEvent: ((event: ClipboardEvent) => void) | null = null;
  #paused = false;
  #leaveStanding = false;
  readonly #ignoreNext = new IgnoreNext();
  #changeSeen = false;
  #handedOver = false;
  /** Events go out in the order of the changes, however long each read takes. */
  #out: Promise<void> = Promise.resolve();

  /**
   * @param options.primary also captures what is selected, each time that the user has selected something
   * @param options.ownPid what windows of this process take is no paste
   */
  constructor(
    link: DisplayLink,
    plan: Planner,
    { primary = false, ownPid = process.pid }: { readonly primary?: boolean; readonly ownPid?: number } = {},
  ) {
    this.#link = link;
    this.#plan = plan;
    this.#primary = primary;
    this.#ownPid = ownPid;
    link.add(this);
  }

  async start(onEvent: (event: ClipboardEvent) => void, options?: StartOptions): Promise<void> {
    this.#onEvent = onEvent;
    this.#leaveStanding = options?.leaveStanding === true;
    const session = this.#session;
    if (session !== null) await this.#watch(session);
  }

  setPaused(paused: boolean): void {
    this.#paused = paused;
    if (paused && this.#session !== null) stopReads(this.#session);
  }

  setIgnoreNext(ignore: boolean): void {
    this.#ignoreNext.set(ignore);
  }

  async write(formats: readonly ClipFormat[]): Promise<void> {
    // What was taken until now was the former content.
    this.#session?.pastes.forget();
    if (!(await this.#own('CLIPBOARD', formats))) {
      throw new ClipsteadError('not-possible-here', said('clipboardNotTaken'));
    }
    // Where PRIMARY is ours, programs that paste from there would go on pasting the former content.
    if (this.#session?.owner.offered(this.#session.x.atom('PRIMARY')) != null) await this.ownPrimary();
  }

  /**
   * Offers on PRIMARY what is on CLIPBOARD, for programs that paste from there (xterm's Shift+Insert).
   * @returns false where CLIPBOARD is not ours any more.
   */
  async ownPrimary(): Promise<boolean> {
    const offered = this.#session?.owner.offered(this.#session.x.atom('CLIPBOARD')) ?? null;
    return offered !== null && this.#own('PRIMARY', offered);
  }

  /**
   * Ends the capture, and gives what is ours on CLIPBOARD to a clipboard manager: X11 keeps a content only with its owner.
   * @returns what nobody has taken over, still offered until stop(); null where there is none
   */
  async handOver(): Promise<readonly ClipFormat[] | null> {
    this.#onEvent = null;
    const session = this.#session;
    if (session === null || this.#handedOver) return null;
    this.#handedOver = true;
    if (await session.owner.handOver().catch(() => false)) return null;
    return session.owner.offered(session.x.atom('CLIPBOARD'));
  }

  async stop(): Promise<void> {
    await this.handOver();
    this.#end();
    this.#link.stop();
  }

  async up(x: XConnection): Promise<void> {
    const session: Session = {
      x,
      owner: new SelectionOwner(x),
      requestors: new Map(),
      free: [],
      reads: new Map(),
      primary: this.#primary
        ? new PrimaryWatch(x, (owner, time) => this.#selected(session, owner, time))
        : null,
      pastes: new PasteWatch(x, this.#ownPid, () => {
        if (this.#session === session) this.#out = this.#out.then(() => this.#emit({ type: 'taken' }));
      }),
    };
    this.#session = session;
    session.owner.onGiven = (requestor) => session.pastes.given(requestor);
    x.onEvent((event) => this.#handle(session, event));
    if (this.captureTrouble !== null) this.#tellSource(null);
    if (this.#onEvent !== null) await this.#watch(session);
  }

  down(): void {
    this.#end();
    this.#tellSource(DISPLAY_GONE);
  }

  #end(): void {
    const session = this.#session;
    this.#session = null;
    if (session === null) return;
    session.pastes.forget();
    session.primary?.stop();
    stopReads(session);
    session.owner.stop();
  }

  async #own(selection: 'CLIPBOARD' | 'PRIMARY', formats: readonly ClipFormat[]): Promise<boolean> {
    const session = this.#session;
    if (session === null) throw new ClipsteadError('not-possible-here', DISPLAY_GONE);
    try {
      return await session.owner.own(session.x.atom(selection), formats);
    } catch (error) {
      throw new ClipsteadError('not-possible-here', DISPLAY_GONE, { cause: error });
    }
  }

  /** Watches CLIPBOARD, and takes what stands there already: a user expects the last copy to be in the history. */
  async #watch(session: Session): Promise<void> {
    const { x } = session;
    const clipboard = x.atom('CLIPBOARD');
    x.watchSelection(clipboard);
    // What is selected at the start is left: nobody has just selected it.
    if (session.primary !== null) x.watchSelection(x.atom('PRIMARY'));
    this.#changeSeen = false;
    const [owner, time] = await Promise.all([x.getSelectionOwner(clipboard), x.serverTime()]);
    const leave = this.#leaveStanding;
    this.#leaveStanding = false;
    // A change that came meanwhile is newer than this answer, or is the same owner.
    if (owner !== 0 && !leave && !this.#changeSeen && this.#session === session)
      this.#changed(session, owner, time);
  }

  #handle(session: Session, event: X11Event): void {
    if (this.#session !== session) return;
    if (event.type === session.x.ownerChanged) {
      // While we end, whoever takes over is not asked for anything.
      if (this.#onEvent === null) return;
      if (event.selection === session.x.atom('CLIPBOARD')) {
        this.#changeSeen = true;
        this.#changed(session, event.owner, event.timestamp);
      } else if (event.selection === session.x.atom('PRIMARY')) {
        stopRead(session, event.selection, 'superseded');
        session.primary?.changed(event.owner, event.timestamp);
      }
      return;
    }
    session.owner.handle(event);
    session.requestors.get(event.requestor ?? event.wid)?.handle(event);
  }

  #changed(session: Session, owner: number, time: number): void {
    const clipboard = session.x.atom('CLIPBOARD');
    stopRead(session, clipboard, 'superseded');
    this.#capture(session, clipboard, owner, time, this.#unread(session, owner));
  }

  /** The user has selected something; what is ours, or not to be read, is no news. */
  #selected(session: Session, owner: number, time: number): void {
    if (this.#session !== session || this.#onEvent === null || this.#paused || this.#ignoreNext.pending)
      return;
    if (!session.x.isOurs(owner)) this.#capture(session, session.x.atom('PRIMARY'), owner, time, null);
  }

  #capture(
    session: Session,
    selection: number,
    owner: number,
    time: number,
    unread: SkipReason | null,
  ): void {
    const at = Date.now();
    const began = performance.now();
    const marked = selection === session.x.atom('PRIMARY') ? { selection: 'primary' as const } : {};
    // The read first: its first request goes out before anything else is asked for.
    const outcome = this.#outcome(session, selection, time, unread, () => app).then((result) => ({
      result,
      readMs: performance.now() - began,
    }));
    const app = unread === null ? sourceApp(session.x, owner) : Promise.resolve(null);
    this.#out = this.#out.then(async () => {
      const [{ result, readMs }, name] = await Promise.all([outcome, app]);
      if (result.type === 'skipped') {
        const { reason, report } = result;
        this.#emit({ type: 'skipped', reason, report, sourceApp: name, at, ...marked });
      } else {
        const { formats, report } = result;
        this.#emit({ type: 'content', formats, report, sourceApp: name, at, readMs, ...marked });
      }
    });
  }

  /** Why nothing at all is asked for; null where something is. */
  #unread({ x }: Session, owner: number): SkipReason | null {
    if (owner === 0) return 'empty';
    if (x.isOurs(owner)) return 'own';
    if (this.#paused) return 'paused';
    return this.#ignoreNext.take() ? 'ignored' : null;
  }

  async #outcome(
    session: Session,
    selection: number,
    time: number,
    unread: SkipReason | null,
    app: () => Promise<string | null>,
  ): Promise<Outcome> {
    if (unread !== null) return skipped(unread);
    const read: Read = {
      selection,
      requestor: this.#takeRequestor(session),
      time,
      deadline: undefined,
      stopped: null,
    };
    session.reads.set(selection, read);
    this.#setDeadline(session, read, OWNER_READ_MS);
    try {
      return await this.#read(session, read, app);
    } catch {
      // The connection went away below us.
      return skipped('superseded');
    } finally {
      clearTimeout(read.deadline);
      if (session.reads.get(selection) === read) session.reads.delete(selection);
      this.#giveBack(session, read.requestor);
    }
  }

  /** What was read by then is kept (readFormats). */
  #setDeadline(session: Session, read: Read, ms: number): void {
    clearTimeout(read.deadline);
    read.deadline = setTimeout(() => {
      if (session.reads.get(read.selection) === read) stopRead(session, read.selection, 'timed-out');
    }, ms);
  }

  /** TARGETS first; then only what the plan asks for, which knows the program by then. */
  async #read(session: Session, read: Read, app: () => Promise<string | null>): Promise<Outcome> {
    const { x } = session;
    const listed = await this.#convert(session, read, x.atom('TARGETS'), {
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
      const answer = atom === undefined ? null : await this.#convert(session, read, atom, limits);
      if (answer?.type === 'failed' && answer.reason === 'superseded') return skipped('superseded');
      // A marker is asked once: a plan that asks for it again would never end.
      offered.delete(target);
      plan = decide(() => judge(answer?.type === 'value' ? answer.bytes : null));
    }
    if (plan.type === 'skip') return skipped(plan.reason);
    if (read.stopped === null) this.#setDeadline(session, read, plan.withinMs);
    return readFormats(plan.formats, (target, limits) => this.#ask(session, read, target, limits, offered));
  }

  async #ask(
    session: Session,
    read: Read,
    { target, encoding }: PlannedTarget,
    limits: AskLimits,
    offered: ReadonlyMap<string, number>,
  ): Promise<Answer> {
    const atom = offered.get(target);
    if (atom === undefined) return { type: 'failed', reason: 'refused', bytes: null };
    const answer = await this.#convert(session, read, atom, limits);
    if (answer.type === 'failed') return { type: 'failed', reason: answer.reason, bytes: answer.size };
    // Not bytes: atoms or numbers, in this machine's order.
    if (answer.format !== 8 && answer.bytes.length > 0)
      return { type: 'failed', reason: 'refused', bytes: null };
    if (encoding === 'raw') return answer;
    const bytes = utf8FromLatin1(answer.bytes);
    return { type: 'value', bytes, sha256: new Uint8Array(hash('sha256', bytes, 'buffer')) };
  }

  async #convert(
    session: Session,
    read: Read,
    target: number,
    { maxBytes, answerMs }: AskLimits,
  ): Promise<Conversion> {
    if (read.stopped !== null) return { type: 'failed', reason: read.stopped, size: null };
    if (!read.requestor.idle) {
      this.#giveBack(session, read.requestor);
      read.requestor = this.#takeRequestor(session);
    }
    return read.requestor.convert({ selection: read.selection, target, time: read.time, maxBytes, answerMs });
  }

  #takeRequestor(session: Session): Requestor {
    const free = session.free.pop();
    if (free !== undefined) return free;
    const made = new Requestor(session.x);
    session.requestors.set(made.window, made);
    return made;
  }

  #giveBack(session: Session, requestor: Requestor): void {
    requestor.whenIdle(() => session.free.push(requestor));
  }

  #tellSource(trouble: Said | null): void {
    this.captureTrouble = trouble;
    this.#out = this.#out.then(() => this.#emit({ type: 'source', trouble }));
  }

  #emit(event: ClipboardEvent): void {
    tell(this.#onEvent, event);
  }
}

function stopRead(session: Session, selection: number, reason: 'superseded' | 'timed-out'): void {
  const read = session.reads.get(selection);
  session.reads.delete(selection);
  if (read === undefined) return;
  read.stopped = reason;
  read.requestor.abandon(reason);
}

function stopReads(session: Session): void {
  for (const selection of [...session.reads.keys()]) stopRead(session, selection, 'superseded');
}

function words(bytes: Buffer): number[] {
  return Array.from({ length: bytes.length >> 2 }, (_, index) => bytes.readUInt32LE(index * 4));
}

// The Wayland clipboard behind the port, where the compositor has data-control: told of every change, read through pipes.
// Never store what was read while the clipboard changed: its owner may have ended in the middle of it.
//
// Why that is exact: each offer is one copy for good, and after a read the compositor is asked whether it still stands.
// A newer copy was told by then, since events come in the order in which the compositor made them.

import { hash } from 'node:crypto';
import type { ClipFormat } from '../../../src-shared/clip';
import { ClipsteadError } from '../../../src-shared/errors';
import { type Said, said } from '../../../src-shared/i18n/said';
import { MAX_HINT_BYTES, MAX_TARGETS, OWNER_ANSWER_MS, OWNER_READ_MS } from '../../../src-shared/limits';
import { IgnoreNext } from '../ignore-next';
import { utf8FromLatin1 } from '../latin1';
import type { Link, LinkUser } from '../link';
import { offeredNames } from '../offered-names';
import { decide, type Outcome, skipped, tell } from '../outcome';
import { HELD_MARK, isOwnMark, newOwnMark } from '../own-mark';
import type {
  ClipboardEvent,
  ClipboardPort,
  PlannedTarget,
  Planner,
  SkipReason,
  StartOptions,
} from '../port';
import { type Answer, type AskLimits, readFormats } from '../read-formats';
import { ActiveApp } from './active-app';
import type { WaylandConnection } from './connection';
import { DataControl, type Offer } from './data-control';
import { type PipeReading, readPipe, writePipe } from './pipes';
import { closeFd } from './unix-socket';

const COMPOSITOR_GONE = said('compositorGone');
const NO_DATA_CONTROL = said('noDataControl');

/** All that lives and dies with one connection. */
interface Session {
  readonly x: WaylandConnection;
  readonly control: DataControl;
  readonly active: ActiveApp;
  offer: Offer | null;
  read: Read | null;
  /** What write() put there, while it stands. */
  written: readonly ClipFormat[] | null;
}

/** One change that is being read. */
interface Read {
  readonly offer: Offer;
  reading: PipeReading | null;
  deadline: NodeJS.Timeout | undefined;
  stopped: 'superseded' | 'timed-out' | null;
}

export class WaylandClipboard implements ClipboardPort, LinkUser<WaylandConnection> {
  readonly name = 'wayland-data-control';
  captureTrouble: Said | null = null;
  /** Whoever asks for our content is not told apart by any window. */
  readonly noticesPastes = false;
  readonly #link: Link<WaylandConnection>;
  readonly #plan: Planner;
  readonly #mark = newOwnMark();
  #session: Session | null = null;
  #onEvent: ((event: ClipboardEvent) => void) | null = null;
  #paused = false;
  #leaveStanding = false;
  #watching = false;
  readonly #ignoreNext = new IgnoreNext();
  /** Events go out in the order of the changes, however long each read takes. */
  #out: Promise<void> = Promise.resolve();

  constructor(link: Link<WaylandConnection>, plan: Planner) {
    this.#link = link;
    this.#plan = plan;
    link.add(this);
  }

  async start(onEvent: (event: ClipboardEvent) => void, options?: StartOptions): Promise<void> {
    this.#onEvent = onEvent;
    this.#leaveStanding = options?.leaveStanding === true;
    if (this.#session !== null) this.#watch(this.#session);
  }

  setPaused(paused: boolean): void {
    this.#paused = paused;
    if (paused && this.#session !== null) stopRead(this.#session, 'superseded');
  }

  setIgnoreNext(ignore: boolean): void {
    this.#ignoreNext.set(ignore);
  }

  async write(formats: readonly ClipFormat[]): Promise<void> {
    const session = this.#session;
    if (session === null) throw new ClipsteadError('not-possible-here', COMPOSITOR_GONE);
    const names = offeredNames(formats);
    const offered = [...names].filter(([, bytes]) => bytes() !== null).map(([name]) => name);
    try {
      session.control.offer([...offered, this.#mark], {
        send(name, fd) {
          const bytes = names.get(name)?.() ?? null;
          if (bytes === null) closeFd(fd);
          else writePipe(fd, bytes);
        },
        cancelled() {
          if (session.written === formats) session.written = null;
        },
      });
      session.written = formats;
      await session.x.sync();
    } catch (error) {
      throw new ClipsteadError('not-possible-here', COMPOSITOR_GONE, { cause: error });
    }
  }

  /** Ends the capture. @returns what is ours on the clipboard, offered until stop(); null where nothing is */
  async handOver(): Promise<readonly ClipFormat[] | null> {
    this.#onEvent = null;
    return this.#session?.written ?? null;
  }

  async stop(): Promise<void> {
    this.#onEvent = null;
    this.#end();
    this.#link.stop();
  }

  /** @throws ClipsteadError 'not-possible-here' where this compositor has no data-control */
  async up(x: WaylandConnection): Promise<void> {
    const control = DataControl.open(x, (selection, offer) => {
      if (selection === 'clipboard') this.#selected(session, offer);
    });
    if (control === null) throw new ClipsteadError('not-possible-here', NO_DATA_CONTROL);
    const active = new ActiveApp(x);
    const session: Session = { x, control, active, offer: null, read: null, written: null };
    // What stands there is told before the answer to this.
    await x.sync();
    this.#session = session;
    if (this.captureTrouble !== null) this.#tellSource(null);
    if (this.#onEvent !== null) this.#watch(session);
  }

  down(): void {
    this.#end();
    this.#tellSource(COMPOSITOR_GONE);
  }

  #end(): void {
    const session = this.#session;
    this.#session = null;
    this.#watching = false;
    if (session !== null) stopRead(session, 'superseded');
  }

  /** Takes what stands there already: a user expects the last copy to be in the history. */
  #watch(session: Session): void {
    this.#watching = true;
    const leave = this.#leaveStanding;
    this.#leaveStanding = false;
    if (session.offer !== null && !leave) this.#changed(session, session.offer);
  }

  #selected(session: Session, offer: Offer | null): void {
    session.offer = offer;
    if (this.#session === session && this.#watching && this.#onEvent !== null) this.#changed(session, offer);
  }

  #changed(session: Session, offer: Offer | null): void {
    const at = Date.now();
    const began = performance.now();
    stopRead(session, 'superseded');
    const unread = this.#unread(offer);
    const app = unread === null ? session.active.name : null;
    const outcome = this.#outcome(session, offer, unread, app).then((result) => ({
      result,
      readMs: performance.now() - began,
    }));
    this.#out = this.#out.then(async () => {
      const { result, readMs } = await outcome;
      if (result.type === 'skipped') tell(this.#onEvent, { ...result, sourceApp: app, at });
      else tell(this.#onEvent, { ...result, sourceApp: app, at, readMs });
    });
  }

  /** Why nothing at all is asked for; null where something is. */
  #unread(offer: Offer | null): SkipReason | null {
    if (offer === null) return 'empty';
    if (offer.mimes.includes(this.#mark) || offer.mimes.includes(HELD_MARK)) return 'own';
    if (this.#paused) return 'paused';
    return this.#ignoreNext.take() ? 'ignored' : null;
  }

  async #outcome(
    session: Session,
    offer: Offer | null,
    unread: SkipReason | null,
    app: string | null,
  ): Promise<Outcome> {
    if (unread !== null || offer === null) return skipped(unread ?? 'empty');
    const read: Read = { offer, reading: null, deadline: undefined, stopped: null };
    session.read = read;
    this.#setDeadline(session, read, OWNER_READ_MS);
    try {
      return await this.#read(session, read, app);
    } catch {
      // The connection went away below us.
      return skipped('superseded');
    } finally {
      clearTimeout(read.deadline);
      if (session.read === read) session.read = null;
    }
  }

  /** What was read by then is kept (readFormats). */
  #setDeadline(session: Session, read: Read, ms: number): void {
    clearTimeout(read.deadline);
    read.deadline = setTimeout(() => {
      if (session.read === read) stopRead(session, 'timed-out');
    }, ms);
  }

  async #read(session: Session, read: Read, app: string | null): Promise<Outcome> {
    const { mimes } = read.offer;
    if (mimes.length > MAX_TARGETS) return skipped('too-large');
    const offered = new Set(mimes.filter((name) => !isOwnMark(name)));
    let plan = decide(() => this.#plan([...offered], app));
    while (plan.type === 'ask') {
      const { target, decide: judge } = plan;
      const limits = { maxBytes: MAX_HINT_BYTES, answerMs: OWNER_ANSWER_MS };
      const answer = offered.has(target) ? await this.#receive(session, read, target, limits) : null;
      if (answer?.type === 'failed' && answer.reason === 'superseded') return skipped('superseded');
      // A marker is asked once: a plan that asks for it again would never end.
      offered.delete(target);
      plan = decide(() => judge(answer?.type === 'value' ? answer.bytes : null));
    }
    if (plan.type === 'skip') return skipped(plan.reason);
    if (read.stopped === null) this.#setDeadline(session, read, plan.withinMs);
    return readFormats(plan.formats, (target, limits) =>
      offered.has(target.target)
        ? this.#ask(session, read, target, limits)
        : Promise.resolve({ type: 'failed', reason: 'refused', bytes: null }),
    );
  }

  async #ask(
    session: Session,
    read: Read,
    { target, encoding }: PlannedTarget,
    limits: AskLimits,
  ): Promise<Answer> {
    const answer = await this.#receive(session, read, target, limits);
    if (answer.type === 'failed' || encoding === 'raw') return answer;
    const bytes = utf8FromLatin1(answer.bytes);
    return { type: 'value', bytes, sha256: new Uint8Array(hash('sha256', bytes, 'buffer')) };
  }

  /** A program that refuses closes the pipe, as one does that has no bytes: nobody can tell the two apart. */
  async #receive(
    session: Session,
    read: Read,
    name: string,
    { maxBytes, answerMs }: AskLimits,
  ): Promise<Answer> {
    if (read.stopped !== null) return { type: 'failed', reason: read.stopped, bytes: null };
    read.reading = readPipe(read.offer.receive(name), maxBytes, answerMs);
    const content = await read.reading.content;
    read.reading = null;
    if (content.type === 'failed') return { type: 'failed', reason: content.reason, bytes: content.size };
    await session.x.sync();
    if (session.offer !== read.offer) return { type: 'failed', reason: 'superseded', bytes: null };
    if (content.bytes.length === 0) return { type: 'failed', reason: 'refused', bytes: null };
    return content;
  }

  #tellSource(trouble: Said | null): void {
    this.captureTrouble = trouble;
    this.#out = this.#out.then(() => tell(this.#onEvent, { type: 'source', trouble }));
  }
}

function stopRead(session: Session, reason: 'superseded' | 'timed-out'): void {
  const { read } = session;
  session.read = null;
  if (read === null) return;
  read.stopped = reason;
  read.reading?.abandon(reason);
}

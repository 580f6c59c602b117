// The X11 clipboard behind the port: told of every change by XFixes, read by conversion, written by owning the selection.
// Never ask for anything here: a selection is read by its plan, and its plan sees the password hint first (selection-reads.ts).
import type { X11Event } from 'x11';
import type { ClipFormat } from '../../../src-shared/clip';
import { ClipsteadError } from '../../../src-shared/errors';
import { type Said, said } from '../../../src-shared/i18n/said';
import { IgnoreNext } from '../ignore-next';
import { skipped, tell } from '../outcome';
import type { ClipboardEvent, ClipboardPort, Planner, SkipReason, StartOptions, Taking } from '../port';
import type { XConnection } from './connection';
import type { DisplayLink, DisplayUser } from './display-link';
import { PasteCheck } from './paste-check';
import { PasteWatch } from './paste-watch';
import { PrimaryWatch } from './primary-watch';
import { SelectionOwner } from './selection-owner';
import { type ReadResult, SelectionReads } from './selection-reads';
import { sourceApp } from './source-app';

const DISPLAY_GONE = said('displayGone');

/** All that lives and dies with one connection. */
interface Session {
  readonly x: XConnection;
  readonly owner: SelectionOwner;
  readonly reads: SelectionReads;
  /** Null where the selected text is not captured. */
  readonly primary: PrimaryWatch | null;
  readonly pastes: PasteWatch;
  /** Of the last paste. */
  check: PasteCheck | null;
  /** Programs that have got what is offered now, by XConnection.clientOf(). */
  readonly takers: Set<number>;
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
    if (paused && this.#session !== null) this.#session.reads.stopAll();
  }

  setIgnoreNext(ignore: boolean): void {
    this.#ignoreNext.set(ignore);
  }

  async write(formats: readonly ClipFormat[]): Promise<void> {
    this.#forgetTakers();
    if (!(await this.#own('CLIPBOARD', formats))) {
      throw new ClipsteadError('not-possible-here', said('clipboardNotTaken'));
    }
    await this.#followOnPrimary();
  }

  /**
   * write() where the clipboard still holds what write() put there last.
   * @returns false where another program's content stands there, which is left alone
   */
  async writeBack(formats: readonly ClipFormat[]): Promise<boolean> {
    if (!(await this.#own('CLIPBOARD', formats, true))) return false;
    this.#forgetTakers();
    await this.#followOnPrimary();
    return true;
  }

  /** What was taken until now was the former content. */
  #forgetTakers(): void {
    const session = this.#session;
    session?.pastes.forget();
    session?.check?.end('unknown');
    session?.takers.clear();
  }

  async #followOnPrimary(): Promise<void> {
    // Where PRIMARY is ours, programs that paste from there would go on pasting the former content.
    const session = this.#session;
    if (session?.owner.offered(session.x.atom('PRIMARY')) == null) return;
    const offered = session.owner.offered(session.x.atom('CLIPBOARD'));
    // What the user selects in this moment stays selected.
    if (offered !== null) await this.#own('PRIMARY', offered, true);
  }

  /**
   * Offers on PRIMARY what is on CLIPBOARD, for programs that paste from there (xterm's Shift+Insert).
   * @returns false where CLIPBOARD is not ours any more.
   */
  async ownPrimary(): Promise<boolean> {
    const offered = this.#session?.owner.offered(this.#session.x.atom('CLIPBOARD')) ?? null;
    return offered !== null && this.#own('PRIMARY', offered);
  }

  /** Whether what write() put is what a program would get now. @param primary from PRIMARY too */
  async owns(primary: boolean): Promise<boolean> {
    const session = this.#session;
    if (session === null) return false;
    const { x, owner } = session;
    const owned = [owner.owns(x.atom('CLIPBOARD')), ...(primary ? [owner.owns(x.atom('PRIMARY'))] : [])];
    return (await Promise.all(owned)).every(Boolean);
  }

  /**
   * Looks from now on whether the program of a window takes what is offered.
   * @param primary it may take it from PRIMARY too
   * @returns what came of it, within PASTE_TAKEN_MS and the time that a large content takes; the last one ends with this one
   */
  watchTaking(window: number, primary: boolean): Promise<Taking> {
    const session = this.#session;
    if (session === null) return Promise.resolve('unknown');
    session.check?.end('unknown');
    const { x, takers } = session;
    const selections = [x.atom('CLIPBOARD'), ...(primary ? [x.atom('PRIMARY')] : [])];
    session.check = new PasteCheck(x, window, selections, (client) => takers.has(client));
    return session.check.taking;
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
      reads: new SelectionReads(x, this.#plan),
      primary: this.#primary
        ? new PrimaryWatch(x, (owner, time) => this.#selected(session, owner, time))
        : null,
      pastes: new PasteWatch(x, this.#ownPid, () => {
        if (this.#session === session) this.#out = this.#out.then(() => this.#emit({ type: 'taken' }));
      }),
      check: null,
      takers: new Set(),
    };
    this.#session = session;
    session.owner.onAsked = (requestor, outcome) => {
      if (outcome === 'given') {
        session.pastes.given(requestor);
        session.takers.add(x.clientOf(requestor));
      }
      session.check?.asked(requestor, outcome);
    };
    session.owner.onLost = (selection) => session.check?.lost(selection);
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
    session.check?.end('unknown');
    session.primary?.stop();
    session.reads.end();
    session.owner.stop();
  }

  async #own(
    selection: 'CLIPBOARD' | 'PRIMARY',
    formats: readonly ClipFormat[],
    onlyWhereOurs = false,
  ): Promise<boolean> {
    const session = this.#session;
    if (session === null) throw new ClipsteadError('not-possible-here', DISPLAY_GONE);
    try {
      return await session.owner.own(session.x.atom(selection), formats, onlyWhereOurs);
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
        session.reads.stop(event.selection, 'superseded');
        session.primary?.changed(event.owner, event.timestamp);
      }
      return;
    }
    session.owner.handle(event);
    session.reads.handle(event);
  }

  #changed(session: Session, owner: number, time: number): void {
    const clipboard = session.x.atom('CLIPBOARD');
    session.reads.stop(clipboard, 'superseded');
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
    const read =
      unread === null
        ? session.reads.read(selection, time, () => app)
        : Promise.resolve<ReadResult>({ outcome: skipped(unread), offered: null });
    const timed = read.then((result) => ({ ...result, readMs: performance.now() - began }));
    const app = unread === null ? sourceApp(session.x, owner) : Promise.resolve(null);
    this.#out = this.#out.then(async () => {
      const [{ outcome, offered, readMs }, name] = await Promise.all([timed, app]);
      const common = { offered, sourceApp: name, at, ...marked };
      if (outcome.type === 'skipped') this.#emit({ ...outcome, ...common });
      else this.#emit({ ...outcome, ...common, readMs });
    });
  }

  /** Why nothing at all is asked for; null where something is. */
  #unread({ x }: Session, owner: number): SkipReason | null {
    if (owner === 0) return 'empty';
    if (x.isOurs(owner)) return 'own';
    if (this.#paused) return 'paused';
    return this.#ignoreNext.take() ? 'ignored' : null;
  }

  #tellSource(trouble: Said | null): void {
    this.captureTrouble = trouble;
    this.#out = this.#out.then(() => this.#emit({ type: 'source', trouble }));
  }

  #emit(event: ClipboardEvent): void {
    tell(this.#onEvent, event);
  }
}

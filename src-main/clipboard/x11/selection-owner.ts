// Owns selections and serves them to other programs: TARGETS, TIMESTAMP, MULTIPLE, text in its spellings, INCR for large ones.
// Never let one requestor hold up another: each transfer goes at its own pace and ends by its own deadline (ICCCM section 2).
import { setTimeout as sleep } from 'node:timers/promises';
import type { X11Event } from 'x11';
import type { ClipFormat } from '../../../src-shared/clip';
import { CLIPBOARD_HANDOVER_MS, INCR_CHUNK_BYTES, REQUESTOR_IDLE_MS } from '../../../src-shared/limits';
import { offeredNames } from '../offered-names';
import {
  PROPERTY_DELETED,
  PROPERTY_NOTIFY,
  SELECTION_CLEAR,
  SELECTION_NOTIFY,
  SELECTION_REQUEST,
  type XConnection,
} from './connection';

/** A server's times are whole milliseconds (X11 protocol, TIMESTAMP). */
const SERVER_TICK_MS = 2;

/**
 * What a request came to: 'offer' = it asked what there is, 'refused' = for what there is not, 'begun' = it is getting it piece by
 * piece, 'given' = it has all of it, 'given-up' = it took no more pieces.
 */
export type Asked = 'offer' | 'refused' | 'begun' | 'given' | 'given-up';

/** What a target is answered with. */
interface Answer {
  readonly type: number;
  readonly bytes: () => Uint8Array | null;
}

interface Offer {
  readonly time: number;
  /** Sequence number of the request that took the selection: a SelectionClear from before it means an older ownership. */
  readonly takenAt: number;
  readonly formats: readonly ClipFormat[];
  readonly answers: ReadonlyMap<number, Answer>;
}

interface Transfer {
  readonly requestor: number;
  readonly property: number;
  readonly type: number;
  readonly bytes: Uint8Array;
  sent: number;
  timer: NodeJS.Timeout | undefined;
}

export class SelectionOwner {
  readonly window: number;
  readonly #x: XConnection;
  readonly #offers = new Map<number, Offer>();
  /** Told of every request, by the window that asked: of a large content when it begins and when all of it was given. */
  onAsked: (requestor: number, outcome: Asked) => void = () => {};
  /** Another program has taken a selection that was ours. */
  onLost: (selection: number) => void = () => {};
  #handedOver: ((saved: boolean) => void) | null = null;
  /** Running INCR transfers by requestor and property. */
  readonly #transfers = new Map<string, Transfer>();

  constructor(x: XConnection) {
    this.#x = x;
    this.window = x.createWindow();
  }

  /** What is offered on a selection now; null where another program owns it. */
  offered(selection: number): readonly ClipFormat[] | null {
    return this.#offers.get(selection)?.formats ?? null;
  }

  /** Whether a selection is ours, as the server says now. */
  async owns(selection: number): Promise<boolean> {
    return (await this.#x.getSelectionOwner(selection)) === this.window;
  }

  /** Whether a program is in the middle of taking a large content. */
  get busy(): boolean {
    return this.#transfers.size > 0;
  }

  /**
   * Takes a selection and offers all formats together.
   * @param onlyWhereOurs leaves it alone where it is not ours already
   * @returns false where another program took it at the same moment, or has it.
   */
  async own(selection: number, formats: readonly ClipFormat[], onlyWhereOurs = false): Promise<boolean> {
    const x = this.#x;
    const answers = await this.#answersFor(formats);
    const time = await x.serverTime();
    if (onlyWhereOurs) {
      // Whoever takes it after this look does so in a later millisecond than `time`, and keeps it.
      await sleep(SERVER_TICK_MS);
      if (!(await this.owns(selection))) return false;
    }
    x.client.SetSelectionOwner(this.window, selection, time);
    const offer = { time, takenAt: x.client.seq_num, formats, answers };
    this.#offers.set(selection, offer);
    // The server ignores a time before the last change (X11 protocol, SetSelectionOwner), so it is asked who owns it now.
    if ((await x.getSelectionOwner(selection)) === this.window) return true;
    if (this.#offers.get(selection) === offer) this.#offers.delete(selection);
    return false;
  }

  /** Feeds any event; those that are not for an owner are left alone. */
  handle(event: X11Event): void {
    if (event.type === SELECTION_REQUEST) void this.#serve(event).catch(() => undefined);
    else if (event.type === SELECTION_CLEAR) this.#cleared(event);
    else if (event.type === SELECTION_NOTIFY && event.requestor === this.window)
      this.#handedOver?.(event.property !== 0);
    else if (event.type === PROPERTY_NOTIFY && event.state === PROPERTY_DELETED) this.#next(event);
  }

  /**
   * Gives what is offered on CLIPBOARD to the clipboard manager, where one runs, so that it outlives us (freedesktop.org,
   * Clipboard Manager Specification). It asks for all formats meanwhile, so events must still be fed.
   * @returns whether it has them; false after CLIPBOARD_HANDOVER_MS.
   */
  async handOver(): Promise<boolean> {
    const x = this.#x;
    const manager = x.atom('CLIPBOARD_MANAGER');
    const offer = this.#offers.get(x.atom('CLIPBOARD'));
    if (offer === undefined || (await x.getSelectionOwner(manager)) === 0) return false;
    const property = x.atom('CLIPSTEAD_DATA');
    await x.setProperty(this.window, property, x.atom('ATOM'), 32, [...servable(offer)]);
    const time = await x.serverTime();
    return new Promise((resolve) => {
      const deadline = setTimeout(resolve, CLIPBOARD_HANDOVER_MS, false);
      this.#handedOver = (saved) => {
        clearTimeout(deadline);
        resolve(saved);
      };
      x.client.ConvertSelection(this.window, manager, x.atom('SAVE_TARGETS'), property, time);
    });
  }

  /** Ends every transfer. The selections go with the connection. */
  stop(): void {
    for (const transfer of this.#transfers.values()) clearTimeout(transfer.timer);
    this.#transfers.clear();
    this.#offers.clear();
  }

  async #answersFor(formats: readonly ClipFormat[]): Promise<Map<number, Answer>> {
    const answers = new Map<number, Answer>();
    for (const [name, bytes] of offeredNames(formats)) {
      const atom = await this.#x.intern(name);
      // TEXT is answered in an encoding of our choice (ICCCM section 2.6.2).
      const type = name === 'TEXT' ? this.#x.atom('UTF8_STRING') : atom;
      answers.set(atom, { type, bytes });
    }
    return answers;
  }

  #cleared(event: X11Event): void {
    const offer = this.#offers.get(event.selection);
    if (offer === undefined || event.seq < offer.takenAt) return;
    this.#offers.delete(event.selection);
    this.onLost(event.selection);
  }

  async #serve(event: X11Event): Promise<void> {
    const { requestor, selection, target, time } = event;
    const offer = this.#offers.get(selection);
    // A requestor of before ICCCM gives no property and means one named like the target.
    const property = event.property === 0 ? target : event.property;
    let done = false;
    if (offer !== undefined && (time === 0 || !isBefore(time, offer.time))) {
      done =
        target === this.#x.atom('MULTIPLE')
          ? await this.#answerMultiple(offer, requestor, property)
          : await this.#answer(offer, requestor, target, property);
    }
    this.#x.client.SendEvent(requestor, 0, 0, {
      name: 'SelectionNotify',
      time,
      requestor,
      selection,
      target,
      property: done ? property : 0,
    });
    this.onAsked(requestor, this.#came(target, done, transferKey(requestor, property)));
  }

  #came(target: number, done: boolean, key: string): Asked {
    if (this.#isAboutOffer(target)) return 'offer';
    if (!done) return 'refused';
    // Of a large content the end of its transfer tells.
    return this.#transfers.has(key) ? 'begun' : 'given';
  }

  /** Whether the target tells of the offer and not of its content. */
  #isAboutOffer(target: number): boolean {
    return target === this.#x.atom('TARGETS') || target === this.#x.atom('TIMESTAMP');
  }

  /** @returns whether the property holds the answer, or the start of it. */
  async #answer(offer: Offer, requestor: number, target: number, property: number): Promise<boolean> {
    const x = this.#x;
    if (target === x.atom('TARGETS')) {
      // SAVE_TARGETS tells a clipboard manager that we hand over when we end, so that it need not ask for all of it now.
      const own = (['TARGETS', 'TIMESTAMP', 'MULTIPLE', 'SAVE_TARGETS'] as const).map((name) => x.atom(name));
      await x.setProperty(requestor, property, x.atom('ATOM'), 32, [...own, ...servable(offer)]);
      return true;
    }
    if (target === x.atom('TIMESTAMP')) {
      await x.setProperty(requestor, property, x.atom('INTEGER'), 32, [offer.time]);
      return true;
    }
    const answer = offer.answers.get(target);
    const bytes = answer?.bytes() ?? null;
    if (answer === undefined || bytes === null) return false;
    if (bytes.length <= INCR_CHUNK_BYTES) {
      await x.setProperty(requestor, property, answer.type, 8, view(bytes, 0, bytes.length));
      return true;
    }
    return this.#startIncr({ requestor, property, type: answer.type, bytes, sent: 0, timer: undefined });
  }

  /** ICCCM section 2.6.2: pairs of target and property; a pair that is refused gets None for its property. */
  async #answerMultiple(offer: Offer, requestor: number, property: number): Promise<boolean> {
    const x = this.#x;
    const value = await x.getProperty(requestor, property, MAX_MULTIPLE_PAIRS * 8);
    if (value.format !== 32 || value.bytesAfter > 0) return false;
    const pairs: number[] = [];
    for (let at = 0; at + 8 <= value.data.length; at += 8) {
      const target = value.data.readUInt32LE(at);
      const into = value.data.readUInt32LE(at + 4);
      const nested = target === x.atom('MULTIPLE') || into === 0;
      const done = !nested && (await this.#answer(offer, requestor, target, into));
      pairs.push(target, done ? into : 0);
    }
    await x.setProperty(requestor, property, x.atom('ATOM_PAIR'), 32, pairs);
    return true;
  }

  async #startIncr(transfer: Transfer): Promise<boolean> {
    const x = this.#x;
    const key = transferKey(transfer.requestor, transfer.property);
    // A second request into the same property before the first is through would mix the two.
    if (this.#transfers.has(key)) return false;
    this.#transfers.set(key, transfer);
    this.#arm(key, transfer);
    try {
      await x.watchProperties(transfer.requestor, true);
      await x.setProperty(transfer.requestor, transfer.property, x.atom('INCR'), 32, [transfer.bytes.length]);
      return true;
    } catch (error) {
      this.#endTransfer(key, transfer);
      throw error;
    }
  }

  /** The requestor has taken a chunk: the next one, and after the last an empty one (ICCCM section 2.7.2). */
  #next(event: X11Event): void {
    const key = transferKey(event.wid, event.atom);
    const transfer = this.#transfers.get(key);
    if (transfer === undefined) return;
    const { requestor, property, type, bytes, sent } = transfer;
    const length = Math.min(INCR_CHUNK_BYTES, bytes.length - sent);
    transfer.sent += length;
    this.#arm(key, transfer);
    this.#x
      .setProperty(requestor, property, type, 8, view(bytes, sent, length))
      .then(() => {
        if (length > 0) return;
        this.#endTransfer(key, transfer);
        this.onAsked(requestor, 'given');
      })
      .catch(() => this.#giveUp(key, transfer));
  }

  #arm(key: string, transfer: Transfer): void {
    clearTimeout(transfer.timer);
    transfer.timer = setTimeout(() => this.#giveUp(key, transfer), REQUESTOR_IDLE_MS);
  }

  #giveUp(key: string, transfer: Transfer): void {
    this.#endTransfer(key, transfer);
    this.onAsked(transfer.requestor, 'given-up');
  }

  #endTransfer(key: string, transfer: Transfer): void {
    clearTimeout(transfer.timer);
    if (this.#transfers.get(key) !== transfer) return;
    this.#transfers.delete(key);
    const busy = [...this.#transfers.values()].some((other) => other.requestor === transfer.requestor);
    if (!busy) void this.#x.watchProperties(transfer.requestor, false).catch(() => undefined);
  }
}

/** The targets that have an answer: STRING has none where Latin-1 cannot hold the text. */
function servable(offer: Offer): readonly number[] {
  return [...offer.answers].filter(([, answer]) => answer.bytes() !== null).map(([atom]) => atom);
}

/** A MULTIPLE request for more pairs than this has no honest use. */
const MAX_MULTIPLE_PAIRS = 64;

function transferKey(requestor: number, property: number): string {
  return `${requestor}:${property}`;
}

/** Whether server time `a` lies before `b`; the clock wraps every 49.7 days (X11 protocol, TIMESTAMP). */
function isBefore(a: number, b: number): boolean {
  return (a - b) >> 31 !== 0 && a !== b;
}

function view(bytes: Uint8Array, from: number, length: number): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset + from, length);
}

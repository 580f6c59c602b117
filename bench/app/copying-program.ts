// A program that copies: takes the selection at a known moment and serves it, by INCR where it is large (ICCCM section 2).
// Never serve more than the last copy, and never wait for the programs that read it.
import type { X11Event } from 'x11';
import {
  PROPERTY_DELETED,
  PROPERTY_NOTIFY,
  SELECTION_REQUEST,
  XConnection,
} from '../../src-main/clipboard/x11/connection';

/** Below what one X request holds. */
const CHUNK_BYTES = 240 * 1024;
/** X11 protocol, SendEvent: to the client that made the window. */
const NO_MASK = 0;

interface Transfer {
  readonly requestor: number;
  readonly property: number;
  readonly target: number;
  rest: Buffer | null;
}

export class CopyingProgram {
  readonly #x: XConnection;
  readonly #window: number;
  #offers: ReadonlyMap<number, Buffer> = new Map();
  #transfers: Transfer[] = [];
  #copiedAt = 0;
  #waits: number[] = [];
  #unasked = false;

  private constructor(x: XConnection) {
    this.#x = x;
    this.#window = x.createWindow();
    x.onEvent((event) => {
      if (event.type === SELECTION_REQUEST) void this.#serve(event);
      else if (event.type === PROPERTY_NOTIFY && event.state === PROPERTY_DELETED) this.#goOn(event);
    });
  }

  static async start(display: string): Promise<CopyingProgram> {
    return new CopyingProgram(await XConnection.open(display));
  }

  /**
   * Copies a text, or several formats by their targets.
   * @returns when, on the clock of performance.now(), taken right before the server was told
   */
  async copy(content: Buffer | Readonly<Record<string, Buffer>>): Promise<number> {
    const offers = Buffer.isBuffer(content) ? { UTF8_STRING: content } : content;
    const atoms = await Promise.all(Object.keys(offers).map((target) => this.#x.intern(target)));
    const time = await this.#x.serverTime();
    const at = performance.now();
    this.#x.client.SetSelectionOwner(this.#window, this.#x.atom('CLIPBOARD'), time);
    // Not before: whoever has asked for the former copy by now gets that.
    this.#offers = new Map(Object.values(offers).map((bytes, at) => [atoms[at] ?? 0, bytes]));
    this.#copiedAt = at;
    this.#unasked = true;
    return at;
  }

  /** Of each copy since the last call whose content was asked for: how many ms after it that was. */
  takeWaits(): readonly number[] {
    const waits = this.#waits;
    this.#waits = [];
    return waits;
  }

  close(): void {
    this.#x.close();
  }

  async #serve({ requestor, selection, target, property, time }: X11Event): Promise<void> {
    const x = this.#x;
    const content = this.#offers.get(target);
    let answered = property;
    if (content !== undefined && this.#unasked) {
      this.#unasked = false;
      this.#waits.push(performance.now() - this.#copiedAt);
    }
    if (target === x.atom('TARGETS')) {
      const targets = [x.atom('TARGETS'), ...this.#offers.keys()];
      void x.setProperty(requestor, property, x.atom('ATOM'), 32, targets);
    } else if (content === undefined) {
      answered = 0;
    } else if (content.length <= CHUNK_BYTES) {
      void x.setProperty(requestor, property, target, 8, content);
    } else {
      this.#transfers.push({ requestor, property, target, rest: content });
      void x.watchProperties(requestor, true);
      void x.setProperty(requestor, property, x.atom('INCR'), 32, [content.length]);
    }
    x.client.SendEvent(requestor, 0, NO_MASK, {
      name: 'SelectionNotify',
      time,
      requestor,
      selection,
      target,
      property: answered,
    });
  }

  /** The requestor has taken a chunk: the next one, and after the last an empty one. */
  #goOn({ wid, atom }: X11Event): void {
    const transfer = this.#transfers.find((one) => one.requestor === wid && one.property === atom);
    if (transfer?.rest == null) return;
    const chunk = transfer.rest.subarray(0, CHUNK_BYTES);
    transfer.rest = chunk.length === 0 ? null : transfer.rest.subarray(CHUNK_BYTES);
    void this.#x.setProperty(wid, atom, transfer.target, 8, chunk);
    if (transfer.rest === null) this.#transfers = this.#transfers.filter((one) => one !== transfer);
  }
}

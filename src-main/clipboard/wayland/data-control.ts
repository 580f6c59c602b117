// The compositor's selections by data-control: ext-data-control-v1, or wlroots' protocol that it was made of (same requests).
// Never keep an offer open that has been replaced: the compositor would hold it for us for ever.
// https://wayland.app/protocols/ext-data-control-v1, https://wayland.app/protocols/wlr-data-control-unstable-v1
import { MAX_TARGETS } from '../../../src-shared/limits';
import type { WaylandConnection } from './connection';
import { closeFd, makePipe } from './unix-socket';

const MANAGERS = [
  { type: 'ext_data_control_manager_v1', version: 1 },
  // 2 brings PRIMARY.
  { type: 'zwlr_data_control_manager_v1', version: 2 },
];
const MANAGER_CREATE_SOURCE = 0;
const MANAGER_GET_DEVICE = 1;
const DEVICE_SET_SELECTION = 0;
const DEVICE_DATA_OFFER = 0;
const DEVICE_SELECTION = 1;
const DEVICE_FINISHED = 2;
const DEVICE_PRIMARY = 3;
const OFFER_RECEIVE = 0;
const OFFER_DESTROY = 1;
const OFFER_MIME = 0;
const SOURCE_OFFER = 0;
const SOURCE_DESTROY = 1;
const SOURCE_SEND = 0;
const SOURCE_CANCELLED = 1;

/** What another program, or we, have on a selection. */
export interface Offer {
  readonly mimes: readonly string[];
  /**
   * Asks for one format.
   * @returns the reading end of the pipe that it comes through, the caller's to close
   * @throws Error where the offer was replaced, or the connection is gone
   */
  receive(mime: string): number;
}

/** What we put on the clipboard. */
export interface Source {
  /** Takes it back: the clipboard is empty then, unless another program has it. */
  destroy(): void;
}

export interface SourceEvents {
  /** Another program asks for one format, to be written into `fd`, which is ours to close. */
  send(mime: string, fd: number): void;
  /** Another program, or a newer write, has the clipboard now. */
  cancelled(): void;
}

interface HeldOffer extends Offer {
  readonly id: number;
  readonly mimes: string[];
}

export class DataControl {
  readonly #x: WaylandConnection;
  readonly #manager: number;
  readonly #device: number;
  readonly #offers = new Map<number, HeldOffer>();
  readonly #held = { clipboard: 0, primary: 0 };

  /**
   * @param onSelection told of each change, and of what stands there at the start; null = nobody offers anything
   * @returns null where the compositor has no data-control, or no seat
   */
  static open(
    x: WaylandConnection,
    onSelection: (selection: 'clipboard' | 'primary', offer: Offer | null) => void,
  ): DataControl | null {
    const seat = x.bind('wl_seat', 1);
    if (seat === null) return null;
    for (const { type, version } of MANAGERS) {
      const manager = x.bind(type, version);
      if (manager !== null) return new DataControl(x, manager, seat, onSelection);
    }
    return null;
  }

  private constructor(
    x: WaylandConnection,
    manager: number,
    seat: number,
    onSelection: (selection: 'clipboard' | 'primary', offer: Offer | null) => void,
  ) {
    this.#x = x;
    this.#manager = manager;
    this.#device = x.create((opcode, args) => {
      if (opcode === DEVICE_DATA_OFFER) this.#offered(args.uint());
      else if (opcode === DEVICE_SELECTION) onSelection('clipboard', this.#hold('clipboard', args.uint()));
      else if (opcode === DEVICE_PRIMARY) onSelection('primary', this.#hold('primary', args.uint()));
      // The seat is gone, and with it the clipboard: a new connection finds what there is then.
      else if (opcode === DEVICE_FINISHED) throw new Error('the seat is gone');
    });
    x.request(manager, MANAGER_GET_DEVICE, [this.#device, seat]);
  }

  /** Offers these formats together on the clipboard. @throws SocketLost */
  offer(mimes: readonly string[], events: SourceEvents): Source {
    const x = this.#x;
    const source = x.create((opcode, args) => {
      if (opcode === SOURCE_SEND) events.send(args.string(), args.fd());
      else if (opcode === SOURCE_CANCELLED) {
        destroy();
        events.cancelled();
      }
    });
    let destroyed = false;
    const destroy = () => {
      if (destroyed || !x.alive) return;
      destroyed = true;
      x.request(source, SOURCE_DESTROY);
    };
    x.request(this.#manager, MANAGER_CREATE_SOURCE, [source]);
    for (const mime of mimes) x.request(source, SOURCE_OFFER, [mime]);
    x.request(this.#device, DEVICE_SET_SELECTION, [source]);
    return { destroy };
  }

  /** Empties the clipboard. @throws SocketLost */
  clear(): void {
    this.#x.request(this.#device, DEVICE_SET_SELECTION, [0]);
  }

  #offered(id: number): void {
    const mimes: string[] = [];
    const receive = (mime: string): number => {
      // To the compositor it is gone, and asking for it an error that ends the connection.
      if (!this.#offers.has(id)) throw new Error('the offer was replaced');
      const { read, write } = makePipe();
      try {
        this.#x.request(id, OFFER_RECEIVE, [mime], [write]);
        return read;
      } catch (error) {
        closeFd(read);
        throw error;
      } finally {
        closeFd(write);
      }
    };
    this.#offers.set(id, { id, mimes, receive });
    this.#x.listen(id, (opcode, args) => {
      // One more than is taken tells that there are too many.
      if (opcode === OFFER_MIME && mimes.length <= MAX_TARGETS) mimes.push(args.string());
    });
  }

  /** Keeps the offer of a selection and lets its former one go. */
  #hold(selection: 'clipboard' | 'primary', id: number): Offer | null {
    const former = this.#held[selection];
    this.#held[selection] = id;
    if (former !== 0) {
      this.#offers.delete(former);
      this.#x.request(former, OFFER_DESTROY);
      this.#x.forget(former);
    }
    return this.#offers.get(id) ?? null;
  }
}

// A connection to a Wayland compositor: its objects, their events in the order of the wire, and a sign when it is lost.
// Never use an id again before the compositor has said that it is free: its events for the old object are still under way.
import { closeFd, SocketLost, UnixSocket } from './unix-socket';
import { type Argument, Arguments, Decoder, encode } from './wire';

/** wl_display and its requests and events (wayland.xml). */
const DISPLAY = 1;
const DISPLAY_SYNC = 0;
const DISPLAY_GET_REGISTRY = 1;
const DISPLAY_ERROR = 0;
const DISPLAY_DELETE_ID = 1;
const REGISTRY_BIND = 0;
const REGISTRY_GLOBAL = 0;
/** Ids from here on are the compositor's. */
const SERVER_IDS = 0xff000000;

/** What an object does with its events. */
export type Handler = (opcode: number, args: Arguments) => void;

export class WaylandConnection {
  readonly #socket: UnixSocket;
  readonly #decoder = new Decoder();
  readonly #handlers = new Map<number, Handler>();
  readonly #globals = new Map<string, { readonly name: number; readonly version: number }>();
  readonly #fds: number[] = [];
  readonly #waiting = new Set<(error: SocketLost) => void>();
  readonly #freeIds: number[] = [];
  #lastId = DISPLAY;
  #registry = 0;
  #onLost: (() => void) | null = null;
  #alive = true;

  /**
   * Connects, and knows the compositor's globals when it resolves.
   * @param path of the socket
   * @throws SocketLost where no compositor answers there
   */
  static async open(path: string): Promise<WaylandConnection> {
    const connection = new WaylandConnection(new UnixSocket(path));
    await connection.sync();
    return connection;
  }

  private constructor(socket: UnixSocket) {
    this.#socket = socket;
    this.#handlers.set(DISPLAY, (opcode, args) => {
      if (opcode === DISPLAY_ERROR) throw new SocketLost('the compositor refused a request');
      if (opcode === DISPLAY_DELETE_ID) this.#free(args.uint());
    });
    this.#registry = this.create((opcode, args) => {
      if (opcode !== REGISTRY_GLOBAL) return;
      const [name, type, version] = [args.uint(), args.string(), args.uint()];
      // Of several seats the first one, which is the one that the user sits at.
      if (!this.#globals.has(type)) this.#globals.set(type, { name, version });
    });
    socket.onReadable(() => this.#receive());
    this.request(DISPLAY, DISPLAY_GET_REGISTRY, [this.#registry]);
  }

  get alive(): boolean {
    return this.#alive;
  }

  /** `listener` runs once, when the connection is lost; not after close(). */
  onLost(listener: () => void): void {
    this.#onLost = listener;
  }

  /** Binds a global, in this version at most. @returns the object's id, or null where the compositor has no such global. */
  bind(type: string, version: number, handler: Handler = () => {}): number | null {
    const global = this.#globals.get(type);
    if (global === undefined) return null;
    const id = this.create(handler);
    const bound = Math.min(version, global.version);
    this.request(this.#registry, REGISTRY_BIND, [global.name, type, bound, id]);
    return id;
  }

  /** Makes an id for an object that the next request is to make. */
  create(handler: Handler): number {
    const id = this.#freeIds.pop() ?? ++this.#lastId;
    this.#handlers.set(id, handler);
    return id;
  }

  /** Takes the events of an object that the compositor has made. */
  listen(id: number, handler: Handler): void {
    this.#handlers.set(id, handler);
  }

  /** Forgets an object of the compositor's that was destroyed; one of ours is forgotten when the compositor says so. */
  forget(id: number): void {
    if (id >= SERVER_IDS) this.#handlers.delete(id);
  }

  /** @throws SocketLost where the connection is gone */
  request(object: number, opcode: number, args: readonly Argument[] = [], fds: readonly number[] = []): void {
    if (!this.#alive) throw new SocketLost('the compositor is gone');
    try {
      this.#socket.send(encode(object, opcode, args), fds);
    } catch (error) {
      if (error instanceof SocketLost) this.#end();
      throw error;
    }
  }

  /** Resolves when the compositor has done all that was asked of it, and its events until then were handled. @throws SocketLost */
  sync(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.add(reject);
      const callback = this.create(() => {
        this.#waiting.delete(reject);
        resolve();
      });
      try {
        this.request(DISPLAY, DISPLAY_SYNC, [callback]);
      } catch (error) {
        reject(error);
      }
    });
  }

  close(): void {
    this.#onLost = null;
    this.#end();
  }

  #receive(): void {
    try {
      for (let part = this.#socket.receive(); part !== null; part = this.#socket.receive()) {
        this.#fds.push(...part.fds);
        for (const { object, opcode, body } of this.#decoder.push(part.bytes)) {
          this.#handlers.get(object)?.(opcode, new Arguments(body, () => this.#fds.shift()));
        }
      }
    } catch {
      // The end of the connection, or an answer that makes no sense: what follows it would make none either.
      this.#end();
    }
  }

  #free(id: number): void {
    this.#handlers.delete(id);
    this.#freeIds.push(id);
  }

  #end(): void {
    if (!this.#alive) return;
    this.#alive = false;
    this.#socket.close();
    for (const fd of this.#fds.splice(0)) closeFd(fd);
    const lost = new SocketLost('the compositor is gone');
    for (const reject of this.#waiting) reject(lost);
    this.#waiting.clear();
    this.#onLost?.();
  }
}

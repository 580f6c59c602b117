// One connection to an X server: npm `x11` behind promises, with the server's own atoms and a sign when it is lost.
// Never wait on a callback alone: node-x11 forgets them when the connection ends, so each waiter is kept here and told.
import x11, {
  type X11Callback,
  type X11Client,
  type X11Display,
  type X11Error,
  type X11Event,
  type X11Fixes,
  type X11Property,
  type X11Resource,
  type X11Test,
} from 'x11';

/** Core event numbers (X11 protocol, appendix B). XFixes names its event SelectionNotify too, so only numbers are compared. */
export const PROPERTY_NOTIFY = 28;
export const SELECTION_CLEAR = 29;
export const SELECTION_REQUEST = 30;
export const SELECTION_NOTIFY = 31;
/** PropertyNotify's `state` (X11 protocol, PropertyNotify). */
export const PROPERTY_NEW = 0;
export const PROPERTY_DELETED = 1;

const INPUT_ONLY = 2;
const REPLACE = 0;
const APPEND = 2;
const ANY_TYPE = 0;
/** XFixes: owner set, owner's window destroyed, owner's client closed. */
const ALL_OWNER_CHANGES = 7;
const LOCAL_CLIENT_PID = 2;
/** X11 protocol, SETofKEYBUTMASK. */
const BUTTONS_1_TO_3 = 0x700;

const ATOMS = [
  'CLIPBOARD',
  'PRIMARY',
  'TARGETS',
  'TIMESTAMP',
  'MULTIPLE',
  'ATOM',
  'ATOM_PAIR',
  'INTEGER',
  'INCR',
  'STRING',
  'TEXT',
  'UTF8_STRING',
  'WM_CLASS',
  'CARDINAL',
  'WINDOW',
  '_NET_ACTIVE_WINDOW',
  '_NET_WM_PID',
  'CLIPBOARD_MANAGER',
  'SAVE_TARGETS',
  'CLIPSTEAD_DATA',
  'CLIPSTEAD_TIME',
] as const;
type KnownAtom = (typeof ATOMS)[number];

/** Names of atoms that are remembered; a desktop's programs offer a few hundred. */
const MAX_NAMES = 10_000;

/** The display is gone, or was never there. Its message carries nothing but that. */
export class DisplayLost extends Error {
  override readonly name = 'DisplayLost';
}

/** An open connection. All promises it hands out reject with DisplayLost when it ends. */
export class XConnection {
  readonly root: number;
  /** Event number of XFixes SelectionNotify: a selection has a new owner. */
  readonly ownerChanged: number;
  readonly client: X11Client;
  readonly keycodes: { readonly first: number; readonly last: number };

  readonly #display: X11Display;
  readonly #fixes: X11Fixes;
  readonly #resource: X11Resource | null;
  readonly #atoms = new Map<string, number>();
  readonly #names = new Map<number, string>();
  readonly #listeners = new Set<(event: X11Event) => void>();
  readonly #waiting = new Set<(error: DisplayLost) => void>();
  readonly #timeWaiters: ((time: number) => void)[] = [];
  readonly #clock: number;
  #lost: (() => void) | null = null;
  #alive = true;

  /**
   * Connects to `display` (for example ":0").
   * @throws DisplayLost where there is no such display, or its server has no XFixes.
   */
  static async open(display: string): Promise<XConnection> {
    // node-x11 would take the environment's display instead.
    if (display === '') throw new DisplayLost('no X display was named');
    const opened = await new Promise<X11Display>((resolve, reject) => {
      const fail = (): void => reject(new DisplayLost('no X display answers there'));
      try {
        // What is asked for together leaves together: each write wakes the server, which may take the core that we run on.
        const options = { display, shm: false, bufferRequests: { flushOnReply: false } } as const;
        const client = x11.createClient(options, (error, value) => {
          if (error) fail();
          else resolve(value);
        });
        client.on('error', fail);
      } catch {
        fail();
      }
    });
    const { client } = opened;
    // node-x11 keeps one table of atoms for all servers that a process ever talks to, but atoms are each server's own.
    client.atoms = Object.assign(Object.create(null) as Record<string, number>, PREDEFINED);
    const gone = new Promise<never>((_, reject) => {
      client.on('end', () => reject(new DisplayLost('the X display went away')));
    });
    return Promise.race([gone, XConnection.#setUp(opened)]).catch((error: unknown) => {
      client.terminate();
      throw error;
    });
  }

  static async #setUp(display: X11Display): Promise<XConnection> {
    const { client } = display;
    const fixes = await extension<X11Fixes>((done) => client.require('fixes', done));
    if (fixes === null) throw new DisplayLost('the X server has no XFixes extension');
    const resource = await extension<X11Resource>((done) => client.require('res', done));
    const connection = new XConnection(display, fixes, resource);
    await Promise.all(ATOMS.map((name) => connection.intern(name)));
    return connection;
  }

  private constructor(display: X11Display, fixes: X11Fixes, resource: X11Resource | null) {
    this.#display = display;
    this.client = display.client;
    this.#fixes = fixes;
    this.#resource = resource;
    this.root = display.screen[0]?.root ?? 0;
    this.ownerChanged = fixes.firstEvent;
    this.keycodes = { first: display.min_keycode, last: display.max_keycode };
    this.client.on('event', (event) => this.#dispatch(event));
    // Errors that carry a code answer a request whose window went away meanwhile: normal here, and told to whoever asked.
    this.client.on('error', (error: X11Error) => {
      if (typeof error.error !== 'number') this.#end();
    });
    this.client.on('end', () => this.#end());
    this.client.stream.on('close', () => this.#end());
    this.#clock = this.createWindow();
  }

  get alive(): boolean {
    return this.#alive;
  }

  /** `listener` runs once, when the connection is lost; not after close(). */
  onLost(listener: () => void): void {
    this.#lost = listener;
  }

  /** @returns a function that stops listening. */
  onEvent(listener: (event: X11Event) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#lost = null;
    if (!this.#alive) return;
    this.#end();
    this.client.terminate();
  }

  /**
   * Runs one request; `done` gets its reply before any later event is dispatched (a promise would come after those that the
   * same packet brought), or null where the server refused it. Never called once the display is lost.
   */
  call<T>(send: (done: X11Callback<T>) => void, done: (value: T | null) => void): void {
    if (!this.#alive) return;
    send((error, value) => {
      if (this.#alive) done(error ? null : value);
      return true;
    });
  }

  /** Runs one request and gives its reply. @throws X11Error the server's refusal; DisplayLost */
  request<T>(send: (done: X11Callback<T>) => void): Promise<T> {
    return new Promise((resolve, reject) => {
      if (!this.#alive) {
        reject(new DisplayLost('the X display is gone'));
        return;
      }
      this.#waiting.add(reject);
      send((error, value) => {
        this.#waiting.delete(reject);
        if (error) reject(error);
        else resolve(value);
        return true;
      });
    });
  }

  /** The atom of a name that this file lists. */
  atom(name: KnownAtom): number {
    const atom = this.#atoms.get(name);
    if (atom === undefined) throw new Error(`atom ${name} was not interned`);
    return atom;
  }

  async intern(name: string): Promise<number> {
    const known = this.#atoms.get(name);
    if (known !== undefined) return known;
    const atom = await this.request<number>((done) => this.client.InternAtom(false, name, done));
    this.#atoms.set(name, atom);
    this.#names.set(atom, name);
    return atom;
  }

  /** An atom's name; null where the server knows no such atom. */
  async atomName(atom: number): Promise<string | null> {
    const known = this.#names.get(atom);
    if (known !== undefined) return known;
    try {
      const name = await this.request<string>((done) => this.client.GetAtomName(atom, done));
      // A program that makes up names for ever costs the server memory, and not us.
      if (this.#names.size < MAX_NAMES) this.#names.set(atom, name);
      return name;
    } catch (error) {
      if (error instanceof DisplayLost) throw error;
      return null;
    }
  }

  /** A window that is never shown and that tells of its properties' changes. */
  createWindow(): number {
    const id = this.client.AllocID();
    this.client.CreateWindow(id, this.root, -1, -1, 1, 1, 0, 0, INPUT_ONLY, 0, {
      overrideRedirect: true,
      eventMask: x11.eventMask.PropertyChange,
    });
    return id;
  }

  /** Whether a window was made by this connection: the server gives each client its own range of ids. */
  isOurs(window: number): boolean {
    const { resource_base: base, resource_mask: mask } = this.#display;
    return (window & ~mask) >>> 0 === base >>> 0;
  }

  /** A number for the program that made a window (X11 protocol, connection setup: the mask is the same for all clients). */
  clientOf(window: number): number {
    return (window & ~this.#display.resource_mask) >>> 0;
  }

  /** Asks to be told (by events numbered `ownerChanged`) whenever the selection's owner changes. XFixes 2, section 5. */
  watchSelection(selection: number): void {
    this.#fixes.SelectSelectionInput(this.root, selection, ALL_OWNER_CHANGES);
  }

  /** Asks for PropertyNotify of a window that another client owns; [] asks for nothing any more. */
  watchProperties(window: number, on: boolean): Promise<void> {
    const eventMask = on ? x11.eventMask.PropertyChange : 0;
    return this.request((done) => this.client.ChangeWindowAttributes(window, { eventMask }, done));
  }

  /** Reads at most `maxBytes` (rounded up to 4) of a property, whatever its type. @throws X11Error where the window is gone. */
  getProperty(window: number, property: number, maxBytes: number): Promise<X11Property> {
    const words = Math.ceil(maxBytes / 4);
    return this.request((done) => this.client.GetProperty(0, window, property, ANY_TYPE, 0, words, done));
  }

  /** Like getProperty(), as call() does it, and deletes the property where all of it was read and `remove` is set. */
  takeProperty(
    window: number,
    property: number,
    maxBytes: number,
    remove: boolean,
    done: (value: X11Property | null) => void,
  ): void {
    const words = Math.ceil(maxBytes / 4);
    this.call(
      (reply) => this.client.GetProperty(remove ? 1 : 0, window, property, ANY_TYPE, 0, words, reply),
      done,
    );
  }

  /** Sets a property; resolves when the server has it. @throws X11Error where the window is gone. */
  setProperty(
    window: number,
    property: number,
    type: number,
    format: 8 | 32,
    data: Buffer | readonly number[],
  ): Promise<void> {
    return this.request((done) =>
      this.client.ChangeProperty(REPLACE, window, property, type, format, data, done),
    );
  }

  getSelectionOwner(selection: number): Promise<number> {
    return this.request((done) => this.client.GetSelectionOwner(selection, done));
  }

  /** The server's time now, by a zero-length append, as ICCCM section 2.1 has it; CurrentTime must not own a selection. */
  serverTime(): Promise<number> {
    return this.request<number>((done) => {
      this.#timeWaiters.push((time) => done(null, time));
      const { client } = this;
      client.ChangeProperty(APPEND, this.#clock, this.atom('CLIPSTEAD_TIME'), this.atom('INTEGER'), 8, []);
    });
  }

  /** The process that owns a window, by X-Resource 1.2; null where it is remote or the server does not tell. */
  async clientPid(window: number): Promise<number | null> {
    const resource = this.#resource;
    if (resource === null) return null;
    const specs = [{ client: window, mask: LOCAL_CLIENT_PID }];
    const ids = await this.request<readonly { mask: number; value: readonly number[] }[]>((done) =>
      resource.QueryClientIds(specs, done),
    );
    return ids.find((id) => id.mask === LOCAL_CLIENT_PID)?.value[0] ?? null;
  }

  /** The window that the window manager calls active (EWMH _NET_ACTIVE_WINDOW); 0 where none is. */
  async activeWindow(): Promise<number> {
    const value = await this.getProperty(this.root, this.atom('_NET_ACTIVE_WINDOW'), 4);
    return value.format === 32 && value.data.length >= 4 ? value.data.readUInt32LE(0) : 0;
  }

  /** The class half of a window's WM_CLASS (ICCCM section 4.1.2.5); null where it has none or is gone. */
  async windowClass(window: number): Promise<string | null> {
    try {
      const { data } = await this.getProperty(window, this.atom('WM_CLASS'), 512);
      return data.toString('latin1').split('\0')[1] || null;
    } catch (error) {
      if (error instanceof DisplayLost) throw error;
      return null;
    }
  }

  /** The process that made a window, as the window says it (EWMH _NET_WM_PID); null where it does not. */
  async windowPid(window: number): Promise<number | null> {
    const { format, data } = await this.getProperty(window, this.atom('_NET_WM_PID'), 4);
    return format === 32 && data.length >= 4 ? data.readUInt32LE(0) : null;
  }

  async exists(window: number): Promise<boolean> {
    try {
      await this.getProperty(window, this.atom('WM_CLASS'), 0);
      return true;
    } catch (error) {
      if (error instanceof DisplayLost) throw error;
      return false;
    }
  }

  /** Asks the window manager to give a window the focus (EWMH _NET_ACTIVE_WINDOW; `source` 2 = a pager). */
  activate(window: number, source: number): void {
    this.client.SendClientMessage(this.root, window, this.atom('_NET_ACTIVE_WINDOW'), 32, [
      source,
      0,
      0,
      0,
      0,
    ]);
  }

  /** The extension that presses keys; null where the server has none. */
  xtest(): Promise<X11Test | null> {
    return extension<X11Test>((done) => this.client.require('xtest', done));
  }

  /** Keysyms of each keycode from `keycodes.first` on, and the keycodes of the eight modifiers. */
  async keyboard(): Promise<{
    readonly mapping: readonly (readonly number[])[];
    readonly modifiers: readonly (readonly number[])[];
  }> {
    const { first, last } = this.keycodes;
    const [mapping, modifiers] = await Promise.all([
      this.request<readonly number[][]>((done) =>
        this.client.GetKeyboardMapping(first, last - first + 1, done),
      ),
      this.request<readonly number[][]>((done) => this.client.GetModifierMapping(done)),
    ]);
    return { mapping, modifiers };
  }

  /** Whether a mouse button is down, but not the wheel. */
  async buttonHeld(): Promise<boolean> {
    const { keyMask } = await this.request<{ keyMask: number }>((done) =>
      this.client.QueryPointer(this.root, done),
    );
    return (keyMask & BUTTONS_1_TO_3) !== 0;
  }

  /** One bit for each keycode that is down, 32 bytes. */
  pressedKeys(): Promise<Uint8Array> {
    return this.request((done) => this.client.QueryKeymap(done));
  }

  /** Resolves when the server has done all that was sent. */
  async sync(): Promise<void> {
    await this.request((done) => this.client.GetInputFocus(done));
  }

  #dispatch(event: X11Event): void {
    if (event.type === PROPERTY_NOTIFY && event.wid === this.#clock) {
      this.#timeWaiters.shift()?.(event.time);
      return;
    }
    for (const listener of this.#listeners) listener(event);
  }

  #end(): void {
    if (!this.#alive) return;
    this.#alive = false;
    const gone = new DisplayLost('the X display is gone');
    for (const reject of this.#waiting) reject(gone);
    this.#waiting.clear();
    this.#lost?.();
  }
}

/** Predefined atoms that node-x11 would else look up in the table that all servers share (X11 protocol, appendix A). */
const PREDEFINED = { PRIMARY: 1, ATOM: 4, CARDINAL: 6, INTEGER: 19, STRING: 31, WINDOW: 33, WM_CLASS: 67 };

function extension<T>(require: (done: X11Callback<T>) => void): Promise<T | null> {
  return new Promise((resolve) => {
    require((error, value) => {
      resolve(error ? null : value);
      return true;
    });
  });
}

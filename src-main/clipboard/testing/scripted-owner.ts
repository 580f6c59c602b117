// A selection owner that does what a test tells it, faults included: it hangs, refuses, dies, trickles, and counts who asks what.
// Never use the code under test to answer: it speaks ICCCM on a connection of its own.
import type { X11Event } from 'x11';
import {
  PROPERTY_DELETED,
  PROPERTY_NOTIFY,
  SELECTION_CLEAR,
  SELECTION_REQUEST,
  XConnection,
} from '../x11/connection';

export interface Script {
  /** Bytes by target name. */
  readonly offers: Readonly<Record<string, Uint8Array | string>>;
  /** Targets that are offered and never answered; 'TARGETS' may stand here too. */
  readonly hang?: readonly string[];
  /** Targets that are offered and refused when asked for. */
  readonly refuse?: readonly string[];
  /** Targets that INCR and its faults below are for; without it all that are offered. */
  readonly incrFor?: readonly string[];
  /** Sends by INCR in chunks of this many bytes. */
  readonly incr?: number;
  /** The size that it announces by INCR, whatever it sends then; without it the true one. */
  readonly claims?: number;
  /** Sends INCR chunks of that size for ever. */
  readonly endless?: boolean;
  /** Sends this many INCR chunks and then no more, and tells `stalled`. */
  readonly stopAfterChunks?: number;
  /** Waits this long before each INCR chunk. */
  readonly chunkPauseMs?: number;
  /** Answers these as 32-bit numbers instead of bytes. */
  readonly numbers?: readonly string[];
  /** Answers these with a property of that type and form, whatever is offered. */
  readonly raw?: Readonly<Record<string, RawAnswer>>;
  /** Runs before an answer is given to a request for a target. */
  readonly onRequest?: (target: string) => void | Promise<void>;
}

export interface RawAnswer {
  /** The property's type, by its name. */
  readonly type: string;
  readonly format: 8 | 32;
  readonly data: Buffer | readonly number[];
}

interface Transfer {
  readonly bytes: Buffer;
  readonly type: number;
  sent: number;
  chunks: number;
}

export class ScriptedOwner {
  window: number;
  /** Requests by target name since the last own(). */
  readonly requests = new Map<string, number>();
  /** Times that the selection was lost to another program. */
  losses = 0;
  /** Bytes sent by INCR since the last own(). */
  sent = 0;
  /** Whether a transfer has come to the chunk after which the script sends no more. */
  stalled = false;
  /** Told of each answer once it is on its way to the server. */
  onGiven: (target: string) => void = () => {};
  /** Requests that were left hanging. */
  readonly #unanswered: X11Event[] = [];
  readonly #x: XConnection;
  readonly #selection: number;
  readonly #transfers = new Map<string, Transfer>();
  #script: Script = { offers: {} };

  static async connect(
    display: string,
    selection: 'CLIPBOARD' | 'PRIMARY' = 'CLIPBOARD',
  ): Promise<ScriptedOwner> {
    return new ScriptedOwner(await XConnection.open(display), selection);
  }

  private constructor(x: XConnection, selection: 'CLIPBOARD' | 'PRIMARY') {
    this.#x = x;
    this.window = x.createWindow();
    this.#selection = x.atom(selection);
    x.onEvent((event) => {
      if (event.type === SELECTION_REQUEST) void this.#requested(event).catch(() => undefined);
      else if (event.type === SELECTION_CLEAR) this.losses++;
      else if (event.type === PROPERTY_NOTIFY && event.state === PROPERTY_DELETED) void this.#taken(event);
    });
  }

  /** Takes its selection, as a program does on Ctrl+C. Resolves when it owns it. */
  async own(script: Script): Promise<void> {
    const time = await this.#x.serverTime();
    this.#script = script;
    this.stalled = false;
    this.sent = 0;
    this.requests.clear();
    this.#x.client.SetSelectionOwner(this.window, this.#selection, time);
    await this.#x.sync();
  }

  /** Takes its selection without waiting for anything: for many copies in a row. */
  ownNow(script: Script): void {
    this.#script = script;
    this.#x.client.SetSelectionOwner(this.window, this.#selection, 0);
  }

  /** Resolves when the server has answered it. */
  sync(): Promise<void> {
    return this.#x.sync();
  }

  /** Gives its selection up. */
  async disown(): Promise<void> {
    this.#x.client.SetSelectionOwner(0, this.#selection, await this.#x.serverTime());
    await this.#x.sync();
  }

  /** Answers what was left hanging, as a program does that wakes up. */
  async wake(): Promise<void> {
    const script = this.#script;
    this.#script = { ...script, hang: [] };
    for (const event of this.#unanswered.splice(0)) await this.#answer(event);
    await this.#x.sync();
  }

  /** Destroys the window that owns the selection and goes on with another, as a program does that closes a document. */
  async closeWindow(): Promise<void> {
    this.#x.client.DestroyWindow(this.window);
    this.window = this.#x.createWindow();
    await this.#x.sync();
  }

  /** Ends the connection at once, as a crash does. */
  die(): void {
    this.#x.close();
  }

  async #requested(event: X11Event): Promise<void> {
    const script = this.#script;
    const name = (await this.#x.atomName(event.target)) ?? '';
    this.requests.set(name, (this.requests.get(name) ?? 0) + 1);
    await script.onRequest?.(name);
    if (script.hang?.includes(name)) this.#unanswered.push(event);
    else if (this.#x.alive) await this.#answer(event, script);
  }

  async #answer(event: X11Event, script: Script = this.#script): Promise<void> {
    const { requestor, property, target } = event;
    const name = (await this.#x.atomName(target)) ?? '';
    const content = script.offers[name];
    const raw = script.raw?.[name];
    if (raw !== undefined) {
      await this.#x.setProperty(requestor, property, await this.#x.intern(raw.type), raw.format, raw.data);
      this.#notify(event, property);
    } else if (name === 'TARGETS') {
      const names = ['TARGETS', ...Object.keys(script.offers), ...(script.refuse ?? [])];
      const atoms = await Promise.all(names.map((each) => this.#x.intern(each)));
      await this.#x.setProperty(requestor, property, this.#x.atom('ATOM'), 32, atoms);
      this.#notify(event, property);
    } else if (content === undefined || script.refuse?.includes(name)) {
      this.#notify(event, 0);
    } else if (script.incr !== undefined && (script.incrFor?.includes(name) ?? true)) {
      const bytes = Buffer.from(content);
      await this.#x.watchProperties(requestor, true);
      this.#transfers.set(`${requestor}:${property}`, { bytes, type: target, sent: 0, chunks: 0 });
      await this.#x.setProperty(requestor, property, this.#x.atom('INCR'), 32, [
        script.claims ?? bytes.length,
      ]);
      this.#notify(event, property);
    } else if (script.numbers?.includes(name)) {
      await this.#x.setProperty(requestor, property, target, 32, [...Buffer.from(content)]);
      this.#notify(event, property);
    } else {
      await this.#x.setProperty(requestor, property, target, 8, Buffer.from(content));
      this.#notify(event, property);
    }
  }

  #notify({ requestor, selection, target, time }: X11Event, property: number): void {
    this.#x.client.SendEvent(requestor, 0, 0, {
      name: 'SelectionNotify',
      time,
      requestor,
      selection,
      target,
      property,
    });
    void this.#x.atomName(target).then((name) => this.onGiven(name ?? ''));
  }

  async #taken({ wid, atom }: X11Event): Promise<void> {
    const key = `${wid}:${atom}`;
    const transfer = this.#transfers.get(key);
    if (transfer === undefined) return;
    if (transfer.chunks === this.#script.stopAfterChunks) {
      this.stalled = true;
      return;
    }
    const pause = this.#script.chunkPauseMs;
    if (pause !== undefined) await new Promise((resolve) => setTimeout(resolve, pause));
    const size = this.#script.incr ?? 1;
    const chunk = this.#script.endless
      ? Buffer.alloc(size, 'x')
      : transfer.bytes.subarray(transfer.sent, transfer.sent + size);
    transfer.sent += chunk.length;
    this.sent += chunk.length;
    transfer.chunks++;
    if (chunk.length === 0) this.#transfers.delete(key);
    this.#x.setProperty(wid, atom, transfer.type, 8, chunk).catch(() => this.#transfers.delete(key));
  }
}

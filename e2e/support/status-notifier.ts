// A StatusNotifier host as a desktop's panel is one: takes the app's tray item and works its menu over D-Bus.
// Raw calls on purpose: it is the other side of the protocol, so it shares nothing with the app.
// https://www.freedesktop.org/wiki/Specifications/StatusNotifierItem/
import dbus, { Message, type MessageBus, Variant } from 'dbus-next';

const WATCHER = 'org.kde.StatusNotifierWatcher';
const MENU = 'com.canonical.dbusmenu';
const ITEM = 'org.kde.StatusNotifierItem';

export interface MenuEntry {
  readonly id: number;
  readonly label: string;
  readonly enabled: boolean;
  readonly separator: boolean;
}

type Layout = [number, Record<string, Variant>, Variant<Layout>[]];

export class StatusNotifierHost {
  readonly #bus: MessageBus;
  #item: { service: string; path: string } | null = null;

  private constructor(bus: MessageBus) {
    this.#bus = bus;
  }

  /** Becomes the watcher of the session bus at `address`. Do it before the app starts. */
  static async start(address: string): Promise<StatusNotifierHost> {
    const bus = dbus.sessionBus({ busAddress: address });
    await new Promise<void>((resolve, reject) => {
      bus.once('connect', () => resolve());
      bus.once('error', reject);
    });
    const host = new StatusNotifierHost(bus);
    bus.addMethodHandler((message: Message) => host.#answer(message));
    await bus.requestName(WATCHER, 0);
    return host;
  }

  /** Forgets the item of an app that has ended. */
  reset(): void {
    this.#item = null;
  }

  get registered(): boolean {
    return this.#item !== null;
  }

  /** Clicks the icon itself. */
  async activate(): Promise<void> {
    await this.#call(this.#known().path, ITEM, 'Activate', 'ii', [0, 0]);
  }

  async property(name: string): Promise<unknown> {
    const reply = await this.#call(this.#known().path, 'org.freedesktop.DBus.Properties', 'Get', 'ss', [
      ITEM,
      name,
    ]);
    return (reply.body[0] as Variant).value;
  }

  /** The menu's entries, top to bottom. */
  async menu(): Promise<MenuEntry[]> {
    const path = String(await this.property('Menu'));
    const reply = await this.#call(path, MENU, 'GetLayout', 'iias', [0, -1, []]);
    const [, , children] = reply.body[1] as Layout;
    return children.map(({ value: [id, properties] }) => ({
      id,
      label: String(properties.label?.value ?? ''),
      enabled: properties.enabled?.value !== false,
      separator: properties.type?.value === 'separator',
    }));
  }

  /**
   * Clicks the entry with this label. The app may make its menu anew between our look and our click, and then no longer knows the
   * entry's number: like a user, we look again.
   */
  async click(label: string): Promise<void> {
    for (let tries = 5; ; tries--) {
      const entry = (await this.menu()).find((candidate) => candidate.label === label);
      if (entry === undefined) throw new Error(`the tray menu has no entry "${label}"`);
      const path = String(await this.property('Menu'));
      try {
        await this.#call(path, MENU, 'Event', 'isvu', [entry.id, 'clicked', new Variant('i', 0), 0]);
        return;
      } catch (error) {
        if (tries === 1) throw error;
      }
    }
  }

  stop(): void {
    this.#bus.disconnect();
  }

  #known(): { service: string; path: string } {
    if (this.#item === null) throw new Error('no tray item is registered');
    return this.#item;
  }

  async #call(path: string, iface: string, member: string, signature: string, body: unknown[]) {
    const reply = await this.#bus.call(
      new Message({
        destination: this.#known().service,
        path,
        interface: iface,
        member,
        signature,
        body,
      }),
    );
    if (reply === null) throw new Error(`${member} had no answer`);
    return reply;
  }

  #answer(message: Message): boolean {
    if (message.interface === WATCHER && message.member === 'RegisterStatusNotifierItem') {
      const name = String(message.body[0]);
      // libappindicator registers with its object path, others with their bus name.
      this.#item = name.startsWith('/')
        ? { service: message.sender, path: name }
        : { service: name, path: '/StatusNotifierItem' };
      this.#bus.send(Message.newMethodReturn(message));
      return true;
    }
    if (message.interface === WATCHER && message.member === 'RegisterStatusNotifierHost') {
      this.#bus.send(Message.newMethodReturn(message));
      return true;
    }
    if (message.interface === 'org.freedesktop.DBus.Properties' && message.body[0] === WATCHER) {
      const values: Record<string, Variant> = {
        IsStatusNotifierHostRegistered: new Variant('b', true),
        ProtocolVersion: new Variant('i', 0),
        RegisteredStatusNotifierItems: new Variant('as', []),
      };
      if (message.member === 'Get') {
        const value = values[String(message.body[1])];
        if (value === undefined) return false;
        this.#bus.send(Message.newMethodReturn(message, 'v', [value]));
        return true;
      }
      if (message.member === 'GetAll') {
        this.#bus.send(Message.newMethodReturn(message, 'a{sv}', [values]));
        return true;
      }
    }
    return false;
  }
}

// A file manager as the desktop calls one over D-Bus: notes which files it is to show.
// Raw calls on purpose, as in status-notifier.ts. https://www.freedesktop.org/wiki/Specifications/file-manager-interface/
import dbus, { Message, type MessageBus } from 'dbus-next';

const FILE_MANAGER = 'org.freedesktop.FileManager1';

export class FileManager {
  readonly #bus: MessageBus;
  /** URIs in the order in which they were to be shown. */
  readonly shown: string[] = [];

  private constructor(bus: MessageBus) {
    this.#bus = bus;
  }

  /** Takes the file manager's name on the session bus at `address`. */
  static async start(address: string): Promise<FileManager> {
    const bus = dbus.sessionBus({ busAddress: address });
    await new Promise<void>((resolve, reject) => {
      bus.once('connect', () => resolve());
      bus.once('error', reject);
    });
    const manager = new FileManager(bus);
    bus.addMethodHandler((message: Message) => manager.#answer(message));
    await bus.requestName(FILE_MANAGER, 0);
    return manager;
  }

  stop(): void {
    this.#bus.disconnect();
  }

  #answer(message: Message): boolean {
    if (message.interface !== FILE_MANAGER || message.member !== 'ShowItems') return false;
    this.shown.push(...(message.body[0] as string[]));
    this.#bus.send(Message.newMethodReturn(message));
    return true;
  }
}

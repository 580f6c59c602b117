// A program on Wayland that copies what a test tells it, and counts who asks for what.
// Never use the clipboard under test to answer: it has a connection of its own.
import { WaylandConnection } from '../connection';
import { DataControl, type Source } from '../data-control';
import { writePipe } from '../pipes';
import { closeFd } from '../unix-socket';

export interface SourceScript {
  readonly offers: Readonly<Record<string, Uint8Array | string>>;
  /** Offered, and asked for they give nothing: the pipe is closed. */
  readonly refuse?: readonly string[];
  /** Offered, and never answered. */
  readonly hang?: readonly string[];
  /** Runs before an answer is given. */
  readonly onRequest?: (name: string) => void | Promise<void>;
}

export class ScriptedSource {
  readonly #x: WaylandConnection;
  readonly #control: DataControl;
  /** Formats that were asked for since the last copy(), in order. */
  asked: string[] = [];
  readonly #hanging: number[] = [];

  static async connect(path: string): Promise<ScriptedSource> {
    return new ScriptedSource(await WaylandConnection.open(path));
  }

  private constructor(x: WaylandConnection) {
    this.#x = x;
    const control = DataControl.open(x, () => {});
    if (control === null) throw new Error('this compositor has no data-control');
    this.#control = control;
  }

  /** Resolves when it has the clipboard. */
  async copy(script: SourceScript): Promise<void> {
    this.copyNow(script);
    await this.#x.sync();
  }

  /** Takes the clipboard without waiting for anything: for many copies in a row. */
  copyNow({ offers, refuse = [], hang = [], onRequest }: SourceScript): void {
    const asked: string[] = [];
    this.asked = asked;
    const source: Source = this.#control.offer([...new Set([...Object.keys(offers), ...refuse])], {
      send: async (name, fd) => {
        asked.push(name);
        await onRequest?.(name);
        if (hang.includes(name)) this.#hanging.push(fd);
        else if (refuse.includes(name)) closeFd(fd);
        else writePipe(fd, Buffer.from(offers[name] ?? ''));
      },
      cancelled: () => source.destroy(),
    });
  }

  /** Empties the clipboard. */
  async clear(): Promise<void> {
    this.#control.clear();
    await this.#x.sync();
  }

  /** Ends the connection at once, as a crash does. */
  die(): void {
    this.#x.close();
    for (const fd of this.#hanging.splice(0)) closeFd(fd);
  }
}

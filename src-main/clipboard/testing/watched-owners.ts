// The X11 source beside two scripted owners of the clipboard, and what it told of them.
import type { ChildProcess } from 'node:child_process';
import { planRead } from '../../capture/planner';
import type { ClipboardEvent } from '../port';
import { DisplayLink } from '../x11/display-link';
import { X11Clipboard } from '../x11/x11-clipboard';
import { end, type TestDisplay, until } from './display';
import { ScriptedOwner } from './scripted-owner';

export async function connectSource(screen: TestDisplay): Promise<X11Clipboard> {
  const link = new DisplayLink(screen.display);
  const source = new X11Clipboard(link, planRead);
  await link.start();
  return source;
}

export class WatchedOwners {
  readonly #screen: TestDisplay;
  readonly owner: ScriptedOwner;
  readonly other: ScriptedOwner;
  /** Programs that end with the test. */
  readonly children: ChildProcess[] = [];
  readonly events: ClipboardEvent[] = [];
  port: X11Clipboard;

  private constructor(screen: TestDisplay, owner: ScriptedOwner, other: ScriptedOwner, port: X11Clipboard) {
    this.#screen = screen;
    this.owner = owner;
    this.other = other;
    this.port = port;
  }

  static async start(screen: TestDisplay): Promise<WatchedOwners> {
    const owner = await ScriptedOwner.connect(screen.display);
    const other = await ScriptedOwner.connect(screen.display);
    await owner.disown();
    const watched = new WatchedOwners(screen, owner, other, await connectSource(screen));
    await watched.#listen();
    return watched;
  }

  #listen(): Promise<void> {
    return this.port.start((event) => this.events.push(event));
  }

  /** As a new start of Clipstead, with what is on the clipboard then. */
  async reconnect(): Promise<void> {
    await this.port.stop();
    this.events.length = 0;
    this.port = await connectSource(this.#screen);
    await this.#listen();
  }

  /** What became of each change: the text, or the reason in brackets. */
  story(): string[] {
    return this.events.map((event) => {
      if (event.type === 'skipped') return `(${event.reason})`;
      if (event.type !== 'content') return `(${event.type})`;
      return Buffer.from(event.formats[0]?.bytes ?? []).toString();
    });
  }

  next(count: number): Promise<readonly ClipboardEvent[]> {
    return until(`${count} events`, () => (this.events.length >= count ? this.events : null));
  }

  async end(): Promise<void> {
    await this.port.stop();
    this.owner.die();
    this.other.die();
    for (const child of this.children) await end(child);
  }
}

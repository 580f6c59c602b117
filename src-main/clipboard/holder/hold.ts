// A process of its own that offers what was last copied from Clipstead after Clipstead has quit, where the system would lose it.
// Never for longer than it is wanted: it ends when another program copies, when the display goes, and after a day.
import type { Readable } from 'node:stream';
import type { ClipFormat } from '../../../src-shared/clip';
import { CLIPBOARD_HOLD_MS, REQUESTOR_IDLE_MS } from '../../../src-shared/limits';
import { offeredNames } from '../offered-names';
import { HELD_MARK } from '../own-mark';
import { WaylandConnection } from '../wayland/connection';
import { DataControl } from '../wayland/data-control';
import { writePipe } from '../wayland/pipes';
import { closeFd } from '../wayland/unix-socket';
import { XConnection } from '../x11/connection';
import { SelectionOwner } from '../x11/selection-owner';
import { decodeHeld, HELD } from './protocol';

/**
 * Takes the clipboard with what comes on `input`, says so, and resolves when it is not wanted any more.
 * @param say is given HELD
 * @returns the exit code: 0, or 1 where the clipboard could not be taken
 */
export async function hold(input: Readable, say: (word: string) => void): Promise<number> {
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of input) chunks.push(chunk as Buffer);
    const { place, formats } = decodeHeld(Buffer.concat(chunks));
    const marked = [...formats, { mime: HELD_MARK, bytes: Buffer.from('1') }];
    let held = false;
    await new Promise<void>((resolve, reject) => {
      // Kept although nothing else waits, and not for ever.
      setTimeout(resolve, CLIPBOARD_HOLD_MS);
      const taken = (): void => {
        held = true;
        say(HELD);
      };
      const offer = place.system === 'x11' ? offerOnX11 : offerOnWayland;
      offer(place.display, marked, taken, resolve).catch(reject);
    });
    return held ? 0 : 1;
  } catch {
    return 1;
  }
}

/** @param over is called when another program has the clipboard, or the display is gone. */
type OfferOn = (
  display: string,
  formats: readonly ClipFormat[],
  taken: () => void,
  over: () => void,
) => Promise<void>;

const offerOnX11: OfferOn = async (display, formats, taken, over) => {
  const x = await XConnection.open(display);
  x.onLost(over);
  const owner = new SelectionOwner(x);
  const clipboard = x.atom('CLIPBOARD');
  let held = false;
  x.onEvent((event) => {
    owner.handle(event);
    if (held && owner.offered(clipboard) === null) {
      // A program that is still taking a large content gets the rest of it.
      if (owner.busy) setTimeout(over, REQUESTOR_IDLE_MS);
      else over();
    }
  });
  held = await owner.own(clipboard, formats);
  if (held) taken();
  else over();
};

const offerOnWayland: OfferOn = async (display, formats, taken, over) => {
  const x = await WaylandConnection.open(display);
  x.onLost(over);
  const control = DataControl.open(x, () => {});
  if (control === null) return over();
  const names = offeredNames(formats);
  const offered = [...names].filter(([, bytes]) => bytes() !== null).map(([name]) => name);
  control.offer(offered, {
    send(name, fd) {
      const bytes = names.get(name)?.() ?? null;
      if (bytes === null) closeFd(fd);
      else writePipe(fd, bytes);
    },
    // As above; who is taking it by then is not known here.
    cancelled: () => setTimeout(over, REQUESTOR_IDLE_MS),
  });
  await x.sync();
  taken();
};

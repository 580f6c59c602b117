// The link to an X display.
// Never hold anything else here: how a lost one comes back is the same for every display server (link.ts).
import { Link, type LinkUser } from '../link';
import { XConnection } from './connection';

export type DisplayUser = LinkUser<XConnection>;

export class DisplayLink extends Link<XConnection> {
  /** @param display for example ":0". */
  constructor(display: string) {
    super(() => XConnection.open(display));
  }
}

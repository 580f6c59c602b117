// The mark on what Clipstead itself offers where the system does not tell whose it is.
// Never a format of a clip: a mark that comes back from elsewhere is not looked into and not kept.
import { randomBytes } from 'node:crypto';

/** Dots and letters: macOS takes no other names. */
const MARK = 'app.clipstead.owner';

/** What was copied from a Clipstead that has quit since: it is in its history. */
export const HELD_MARK = `${MARK}.held`;

/** A name that no other process offers. */
export function newOwnMark(): string {
  return `${MARK}.${randomBytes(8).toString('hex')}`;
}

/** Whether a name is a mark, ours or that of another Clipstead. */
export function isOwnMark(name: string): boolean {
  return name.startsWith(MARK);
}
